package core

import (
	"time"

	"pinfold/core/index"
)

// A YearCount is a year and how many bookmarks were saved in it.
type YearCount struct{ Year, Count int }

// maxYears bounds the years of a library whose dates are odd; the newest stay.
const maxYears = 200

// yearCuts returns the first moments of the years in which v has documents, and
// that of the year behind them.
func (c *compiler) yearCuts(v *index.View) []int64 {
	oldest, newest, ok := v.Orders()
	if !ok {
		return nil
	}
	from, _, _ := c.zone.Civil(oldest)
	to, _, _ := c.zone.Civil(newest)
	var cuts []int64
	for y := max(from, to-maxYears+1); y <= to+1; y++ {
		cuts = append(cuts, c.zone.Midnight(y, time.January, 1))
	}
	return cuts
}

// years names the spans between cuts, the newest first; empty ones are left
// out.
func years(spans []int, z Zone, cuts []int64) []YearCount {
	var list []YearCount
	for i := len(spans) - 1; i >= 0; i-- {
		if spans[i] > 0 {
			y, _, _ := z.Civil(cuts[i])
			list = append(list, YearCount{Year: y, Count: spans[i]})
		}
	}
	return list
}
