package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// pasted is the clipboard's text, as a person sees it who pastes it.
func (p *page) pasted() string {
	p.s.t.Helper()
	eval[any](p, `() => {
		const field = document.createElement("textarea");
		field.id = "pasted";
		document.body.append(field);
		field.focus();
	}`)
	p.press("Control+v")
	p.until("what was pasted", `() => document.getElementById("pasted").value !== ""`)
	return eval[string](p, `() => {
		const field = document.getElementById("pasted");
		field.remove();
		return field.value;
	}`)
}

func TestTheListIsCopiedAndTakenToTheExport(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe #ops")
		p.listing("What went wrong on Thursday", "Drills for the day it breaks")
		p.click("#copy")
		p.focused("@links, to paste into a text")
		p.press("Enter")
		p.shows("Copied 2 bookmarks.")
		p.focused("#copy")
		require.Equal(s.t, "- [What went wrong on Thursday](https://a.example/outage)\n- [Drills for the day it breaks](https://a.example/drill)\n", p.pasted())

		p.click("#rows article")
		p.press("x")
		p.shows("1 bookmark selected")
		p.click("#copy")
		p.click("@addresses only")
		p.shows("Copied 1 bookmark.")
		require.Equal(s.t, "https://a.example/outage\n", p.pasted())

		p.click("#export")
		options := s.existing("options.html?chosen=")
		options.shows("1 bookmark that you selected in the library.")
		options.click("#export-start")
		options.shows("1 bookmark written to")
		options.click("@What a search finds instead")
		options.focused("#export-query")

		p.click("@select none")
		p.click("#export")
		options = s.existing("options.html?q=%23stripe%20%23ops#export")
		options.holds("#export-query", "#stripe #ops")
	})
}

func TestAnOrderIsRememberedForListsAndForWordsApart(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#ops")
		p.listing("What went wrong on Thursday", "Drills for the day it breaks")
		p.click("@oldest")
		p.asks("#ops sort:old")
		p.listing("Drills for the day it breaks", "What went wrong on Thursday")
		p.remembers("listSort", "old")

		p = s.library("#data")
		p.listing("Pipes for large and small data", "Ledgers that add up")
		p = s.library("data")
		p.listing("Pipes for large and small data", "Ledgers that add up")
		p.until("best", `() => document.querySelector("#sort [aria-pressed=true]").textContent === "best"`)
		p = s.library("#data sort:new")
		p.listing("Ledgers that add up", "Pipes for large and small data")
	})
}
