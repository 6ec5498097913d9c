package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const yearRows = `() => [...document.querySelectorAll("#years li")].map((e) => e.querySelector("button").textContent + " " + e.querySelector(".count").textContent)`

// yearsAre waits for the years beside the list, each with its count.
func (p *page) yearsAre(rows ...string) {
	p.s.t.Helper()
	p.until("the years", `(want) => JSON.stringify((`+yearRows+`)()) === JSON.stringify(want ?? [])`, rows)
}

func TestYearsBesideTheListNarrowAndWiden(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.yearsAre("2016 2", "2015 1", "2014 3")
		require.Equal(s.t, "100%", eval[string](p, `() => document.querySelectorAll("#years .bar")[2].style.width`), "the longest bar")

		p.click("@2014, 3 bookmarks")
		p.asks("#stripe on:2014")
		p.counts("3")
		p.yearsAre("2014 3")
		require.Equal(s.t, "true", eval[string](p, `() => document.querySelector("#years button").getAttribute("aria-pressed")`))
		p.click("@2014, 3 bookmarks")
		p.asks("#stripe")
		p.yearsAre("2016 2", "2015 1", "2014 3")

		// One year is no choice.
		p = s.library("#cooking")
		p.counts("1")
		p.until("the tags beside the list", `() => document.getElementById("facets-heading").textContent === "with cooking"`)
		p.yearsAre()
		require.False(s.t, eval[bool](p, `() => document.getElementById("years-heading").checkVisibility()`))
	})
}

func TestTheMarginHasMonthsAndByAPressYears(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		const margin = `(want) => JSON.stringify([...document.querySelectorAll("#rows .month")].filter((e) => e.checkVisibility()).map((e) => e.textContent)) === JSON.stringify(want)`
		p := s.library("#stripe")
		p.onRow("Ledgers that add up")
		p.until("the months", margin, []string{"november 2016", "october 2015", "december 2014", "october 2014", "february 2014"})
		p.click("@december 2014")
		p.until("the years", margin, []string{"2016", "2015", "2014"})

		// It is remembered, and a key does it as well.
		p.remembers("rail", "years")
		p = s.library("#stripe")
		p.onRow("Ledgers that add up")
		p.until("the years", margin, []string{"2016", "2015", "2014"})
		p.press("m")
		p.until("the months", margin, []string{"november 2016", "october 2015", "december 2014", "october 2014", "february 2014"})
		p.onRow("Ledgers that add up")
	})
}
