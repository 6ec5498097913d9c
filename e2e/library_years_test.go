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

func TestWhatIsBesideTheListKeepsTheFocusWhenAnotherWindowSaves(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		o := s.open("options.html")
		saves := func(b saying) {
			_ = ask[bookmark](o, "save", map[string]any{"bookmark": b, "touched": []string{"url", "title", "tags", "created"}})
		}
		p := s.library("#stripe")
		p.yearsAre("2016 2", "2015 1", "2014 3")
		focus := func(name string) {
			eval[any](p, `(name) => document.querySelector("#facets [data-name='" + name + "'], #years [data-name='" + name + "']").focus()`, name)
		}
		focused := `(name) => document.activeElement.dataset.name === name`

		focus("-ops")
		saves(saying{"url": "https://rope.example/", "title": "Rope", "tags": []string{"stripe", "data", "abseiling"}, "created": "2017-02-01T10:00:00Z"})
		p.yearsAre("2017 1", "2016 2", "2015 1", "2014 3")
		p.until("the same button to have the focus", focused, "-ops")

		focus("2015")
		saves(saying{"url": "https://cord.example/", "title": "Cord", "tags": []string{"stripe"}, "created": "2018-02-01T10:00:00Z"})
		p.yearsAre("2018 1", "2017 1", "2016 2", "2015 1", "2014 3")
		p.until("the same year to have the focus", focused, "2015")

		// A tag that is gone leaves the focus to what stands in its place.
		focus("+abseiling")
		_ = ask[any](o, "deleteTag", map[string]any{"tag": "abseiling"})
		p.until("a button beside the list to have the focus", `() => document.querySelector("#facets:has(:focus)") && !document.querySelector("[data-name='+abseiling']")`)
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
