package bench

import (
	"fmt"
	"slices"
)

// A Figure is several measurements of one thing, in milliseconds.
type Figure []float64

// at returns the value below which a part of the measurements lies.
func (f Figure) at(part float64) float64 {
	if len(f) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(f))
	return sorted[min(len(sorted)-1, int(part*float64(len(sorted))))]
}

// median is the middle measurement.
func (f Figure) median() float64 { return f.at(0.5) }

// text tells the median and between what the middle half lies.
func (f Figure) text() string {
	return fmt.Sprintf("%s (%s–%s)", number(f.median()), number(f.at(0.25)), number(f.at(0.75)))
}

func number(ms float64) string {
	switch {
	case ms >= 1000:
		return fmt.Sprintf("%.1f s", ms/1000)
	case ms >= 10:
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.1f ms", ms)
}
