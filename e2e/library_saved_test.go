package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const savedNames = `() => [...document.querySelectorAll("#saved-list .open")].map((e) => e.textContent)`

// savedAre waits for the saved searches in the open panel.
func (p *page) savedAre(names ...string) {
	p.s.t.Helper()
	p.until("the saved searches", `(want) => JSON.stringify((`+savedNames+`)()) === JSON.stringify(want ?? [])`, names)
}

func TestASearchIsSavedOpenedAndDeletedByKeys(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe ledgers")
		p.onRow("Ledgers that add up")
		p.click("#saved")
		p.until("the name from the heading", `() => document.activeElement?.name === "name" && document.activeElement.value === "stripe + ledgers"`)
		p.press("Enter")
		p.shows("This search is saved as “stripe + ledgers”.")
		p.until("the button again", `() => document.activeElement?.id === "saved" && document.activeElement.getAttribute("aria-expanded") === "false"`)

		// It is the library's: a page opened later has it.
		p = s.library("")
		p.counts("8")
		p.click("#saved")
		p.savedAre("stripe + ledgers")
		p.until("the focus on it", `() => document.activeElement?.className === "open"`)
		p.press("Enter")
		p.asks("#stripe ledgers")
		p.counts("1")

		p.click("#saved")
		p.savedAre("stripe + ledgers")
		p.click("@Delete the saved search stripe + ledgers")
		p.savedAre()
		p.shows("The saved search “stripe + ledgers” is deleted.")
		p.click("#undo-button")
		p.savedAre("stripe + ledgers")
		p.until("the focus in the panel", `() => document.getElementById("undo").textContent.includes("Taken back.")`)
		p.click(`#saved-list .open`)
		p.until("the panel to close", `() => !document.getElementById("saved-panel").checkVisibility()`)
		require.LessOrEqual(s.t, eval[int](p, `() => document.documentElement.scrollWidth - document.documentElement.clientWidth`), 0)
	})
}

func TestASavedSearchIsRenamedAndReplacedAndHadBack(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.onRow("Ledgers that add up")
		p.saveAs("x")
		p.shows("This search is saved as “x”.")

		p = s.library("#ops")
		p.onRow("What went wrong on Thursday")
		p.click("#saved")
		p.savedAre("x")
		p.until("the name", `() => document.activeElement?.name === "name"`)
		p.write("x")
		p.press("Enter")
		p.shows("“x” is now this search. It was: #stripe")
		p.click("#undo-button")
		p.shows("Taken back.")
		p.click("#saved")
		p.savedAre("x")
		p.until("the name", `() => document.activeElement?.name === "name"`)
		p.write("wrong")
		p.press("Enter")
		p.shows("This search is saved as “wrong”.")

		p.click("#saved")
		p.savedAre("x", "wrong")
		p.click("@Rename the saved search x")
		p.until("its name, selected", `() => document.activeElement?.name === "to" && document.activeElement.selectionEnd === 1`)
		p.write("wrong")
		p.press("Enter")
		p.shows("Another saved search is called “wrong”. Choose another name.")
		p.press("Escape")
		p.savedAre("x", "wrong")
		p.until("the focus on it", `() => document.activeElement?.className === "open" && document.activeElement.textContent === "x"`)
		p.press("Tab", "Enter")
		p.until("its name", `() => document.activeElement?.name === "to"`)
		p.write("payments")
		p.press("Enter")
		p.savedAre("payments", "wrong")
		p.shows("“x” is now called “payments”.")
		p.press("Enter")
		p.asks("#stripe")
		p.counts("6")
	})
}

// saveAs saves what the library is asked under a name, which is typed in the place
// of the one that is offered.
func (p *page) saveAs(name string) {
	p.s.t.Helper()
	p.click("#saved")
	p.until("the name, selected", `() => document.activeElement?.name === "name" && document.activeElement.selectionEnd > 0`)
	p.write(name)
	p.press("Enter")
}

func TestEachSavedSearchIsHadBackInItsTurn(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.counts("6")
		for _, name := range []string{"a", "b"} {
			p.saveAs(name)
			p.shows("This search is saved as “" + name + "”.")
		}
		p.click("#saved")
		p.savedAre("a", "b")
		p.click("@Delete the saved search a")
		p.savedAre("b")
		p.click("@Delete the saved search b")
		p.savedAre()
		p.click("#undo-button")
		p.savedAre("b")
		p.shows("Taken back.")
		p.click("#rows article")
		p.press("z")
		p.savedAre("a", "b")

		p.press("d") // then a search is saved: that is taken back first
		p.counts("5")
		p.saveAs("c")
		p.shows("This search is saved as “c”.")
		p.click("#rows article")
		p.press("z")
		p.savedAre("a", "b")
		p.counts("5")
		p.press("z")
		p.counts("6")
	})
}

func TestASearchIsNotHadBackUnderANameThatAnotherHasByNow(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.counts("6")
		p.saveAs("x")
		p.shows("This search is saved as “x”.")
		p.click("#saved")
		p.savedAre("x")
		p.click("@Delete the saved search x")
		p.savedAre()
		another := func(name string) { // as another window saves and renames it
			ask[any](p, "settings", map[string]any{"set": map[string]any{"search:zz": `{"name":"` + name + `","query":"#ops"}`}})
		}
		another("x")
		p.click("#undo-button")
		p.shows("Another saved search is called “x” by now. Rename that one, then press undo.")
		another("y")
		p.click("#undo-button")
		p.shows("Taken back.")
		p.savedAre("x", "y")
	})
}

// lateList has the library tell its saved searches two seconds late.
func lateList(t *testing.T, dir string) {
	inModules(t, dir)
	altered(t, dir, "saved.js", "await attempt(draw);\n    if (panel", "await new Promise((go) => setTimeout(go, 2000));\n    await attempt(draw);\n    if (panel")
}

func TestALateListOfSearchesIsNoListWithoutSearches(t *testing.T) {
	eachAltered(t, lateList, func(s *session) {
		s.have(sixPins()...)
		named := func(p *page) {
			p.click("#saved")
			p.click("@Save this search as")
			p.press("Control+a")
			p.write("x")
			p.press("Enter")
		}
		p := s.library("#stripe")
		p.counts("6")
		named(p)
		p.shows("This search is saved as “x”.")
		p = s.library("#ops")
		p.onRow("What went wrong on Thursday")
		named(p)
		p.shows("“x” is now this search. It was: #stripe")
		p.click("#saved")
		p.savedAre("x")
	})
}

func TestALateListOfSearchesTakesNobodysWords(t *testing.T) {
	eachAltered(t, lateList, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.counts("6")
		p.click("#saved")
		p.click("@Save this search as")
		p.press("Control+a")
		p.write("long")
		p.shows("No search is saved yet.")
		p.write("er")
		p.holds("@Save this search as", "longer")
	})
}

func TestEscClosesTheEmptyPanelOfSavedSearches(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("")
		p.counts("8")
		p.click("#saved")
		p.shows("No search is saved yet.")
		p.focused("#saved")
		p.press("Escape")
		p.until("the panel to close", `() => document.getElementById("saved-panel").hidden`)
		p.focused("#saved")
	})
}
