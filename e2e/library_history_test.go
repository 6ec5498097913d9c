package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const changeRows = `() => [...document.querySelectorAll("#change-rows li")].map((li) => li.querySelector(".did").textContent + (li.querySelector(".back") ? "" : " – " + li.querySelector(".quiet").textContent))`

// changesAre waits for the history to be exactly these.
func (p *page) changesAre(rows ...string) {
	p.s.t.Helper()
	p.until("the history", `(want) => JSON.stringify((`+changeRows+`)()) === JSON.stringify(want)`, rows)
}

func TestEachChangeIsLookedAtAndTakenBack(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#ops")
		p.onRow("What went wrong on Thursday")
		p.press("r")
		p.shows("Marked unread")
		p.press("d")
		p.shows("Deleted “What went wrong on Thursday”")
		p.click("#to-history")
		p.changesAre("Deleted “What went wrong on Thursday”", "Edited “What went wrong on Thursday”", "Imported 8 bookmarks from “mine.json”")
		p.focused("#changes-heading")

		p.click(`[data-change="2"] .plain`)
		p.until("what changed", `() => document.querySelector("[data-change='2'] .difference").innerText.replace(/\n+/g, "\n") === "What went wrong on Thursday\nmarked unread"`)
		p.click(`[data-change="3"] .back`)
		p.shows("Taken back.")
		p.changesAre("Took back: “What went wrong on Thursday”", "Deleted “What went wrong on Thursday” – taken back", "Edited “What went wrong on Thursday”", "Imported 8 bookmarks from “mine.json”")
		require.True(s.t, p.stored(outage).Unread)
		p.click(`[data-change="4"] .back`)
		p.until("five changes", `() => document.querySelectorAll("#change-rows li").length === 5`)
		p.changesAre("Took back: “What went wrong on Thursday”", "Took back: “What went wrong on Thursday” – taken back", "Deleted “What went wrong on Thursday”", "Edited “What went wrong on Thursday”", "Imported 8 bookmarks from “mine.json”")
		eval[any](p, `() => history.back()`)
		p.asks("#ops")
	})
}

func TestTheFormLeadsToTheHistoryOfItsBookmark(t *testing.T) {
	each(t, func(s *session) {
		s.have(pin("2016-11-05T12:00:00Z", s.site.at("/plain"), "A page of ours", "old words", "one two"), pin("2016-11-05T12:00:00Z", "https://a.example/", "Another", "", ""))
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.shows("saved november 2016")
		p.click("@Description")
		p.press("Control+a")
		p.write("new words")
		p.press("Control+Enter")
		s.gone()
		p = s.popup(on)
		p.shows("history")
		p.click("@history")
		library := s.existing("library.html#history=")
		library.shows("history of “A page of ours”")
		library.until("two changes", `() => document.querySelectorAll("#change-rows li").length === 2`)
		library.until("what changed", `() => document.querySelector("#change-rows del").textContent === "old words" && document.querySelector("#change-rows ins").textContent === "new words"`)
		library.shows("saved for the first time")
	})
}
