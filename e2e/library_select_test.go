package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// pressed presses a button of the bar over the selected.
const pressed = `(text) => [...document.querySelectorAll("#bulk button")].find((b) => b.textContent === text).click()`

func TestWhatWasSelectedAtThePressIsChanged(t *testing.T) {
	each(t, func(s *session) {
		s.unasked()
		s.have(many(60)...)
		p := s.library("#many")
		p.counts("60")
		p.click("#select-all")
		p.shows("All 60 bookmarks of this query")
		eval[any](p, `() => { // the person goes on while a snapshot is made
			(`+pressed+`)("mark unread");
			document.getElementById("select-all").click();
		}`)
		p.shows("Marked unread: 60 bookmarks")
	})
}

// deletesBoth deletes all that a query finds, which is two.
func (s *session) deletesBoth() *page {
	s.t.Helper()
	s.have(sixPins()...)
	p := s.library("#ops")
	p.onRow("What went wrong on Thursday")
	p.press("*")
	p.shows("All 2 bookmarks of this query")
	eval[any](p, pressed, "delete")
	p.shows("Deleted: 2 bookmarks")
	return p
}

func TestARestoreSaysWhatStaysInTheTrash(t *testing.T) {
	each(t, func(s *session) {
		p := s.deletesBoth()
		ask[any](p, "save", map[string]any{"bookmark": map[string]any{"url": outage, "title": "Again"}})
		p = s.library("is:trashed")
		p.onRow("What went wrong on Thursday")
		p.press("*")
		p.shows("All 2 bookmarks of this query")
		eval[any](p, pressed, "restore")
		p.shows("Restored: 1 bookmark of 2; the others are back already, or their addresses have been saved again")
	})
}

func TestAllSelectsWhatIsShown(t *testing.T) {
	each(t, func(s *session) {
		s.have(pin("2016-02-01T00:00:00Z", "https://a.example/1", "Data alone", "", ""), pin("2016-01-01T00:00:00Z", "https://a.example/2", "A database", "", ""))
		p := s.library("")
		p.focused("@Search")
		p.write("data")
		p.counts("2")
		p.press("ArrowDown")
		p.until("a row", `() => document.activeElement?.tagName === "ARTICLE"`)
		p.press("*")
		p.shows("All 1 bookmark of this query")
		p.counts("1")
		require.Equal(s.t, 1, eval[int](p, `() => document.querySelectorAll("#rows [data-selected]").length`))
		p.onRow("Data alone") // where the keys still are
	})
}

func TestAnAnswerOfBeforeSelectsNothingInAnotherList(t *testing.T) {
	eachAltered(t, func(t *testing.T, dir string) {
		inModules(t, dir)
		altered(t, dir, "asking.js", "const { total } = await search({ query, limit: 0, want: ['total'] });",
			`const { total } = await search({ query, limit: 0, want: ['total'] });
			await new Promise((go) => document.addEventListener("late", go, { once: true }));
			setTimeout(() => document.body.dataset.late = "heard");`)
	}, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.onRow("Ledgers that add up")
		p.click("#select-all")
		eval[any](p, `() => { location.hash = "#q=dns"; }`)
		p.counts("1")
		eval[any](p, `() => { document.dispatchEvent(new Event("late")); }`)
		p.until("the answer", `() => document.body.dataset.late === "heard"`)
		require.True(s.t, eval[bool](p, `() => document.getElementById("bulk").hidden && !document.getElementById("select-all").checked`))
	})
}

func TestWhatLeavesTheQueryIsNotSelectedAnyMore(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#ops")
		p.onRow("What went wrong on Thursday")
		p.press("*")
		p.shows("All 2 bookmarks of this query")
		p.click("@Tags for the selected")
		p.write("ops ")
		eval[any](p, pressed, "untag")
		p.shows("Took “ops” from: 2 bookmarks")
		p.counts("0")
		p.hides("of this query")
		id := p.stored("https://c.example/bread").ID
		ask[any](p, "update", map[string]any{"ids": []string{id}, "change": map[string]any{"addTags": []string{"ops"}}})
		p.counts("1")
		require.True(s.t, eval[bool](p, `() => document.getElementById("bulk").hidden`))
	})
}

func TestARangeBeginsAtTheBookmarkThatWasSelected(t *testing.T) {
	each(t, func(s *session) {
		s.have(longPins(10, 1)...)
		p := s.library("#many")
		p.onRow("Number 0")
		p.press("j", "j", "x")
		p.shows("1 bookmark selected")
		ask[any](p, "save", map[string]any{"bookmark": map[string]any{"url": "https://b.example/", "title": "New", "tags": []string{"many"}}})
		p.counts("11")
		p.onRow("Number 2")
		p.press("j", "X")
		p.shows("2 bookmarks selected") // the one that stands now where the first did is none of them
	})
}

func TestTheFocusIsSeenOnASelectedRowAndStaysWhenTheBarGoes(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.onRow("Ledgers that add up")
		p.press("*")
		p.shows("All 6 bookmarks of this query")
		require.True(s.t, eval[bool](p, `() => {
			const look = (e) => { const c = getComputedStyle(e); return [c.outlineStyle, c.boxShadow, c.backgroundColor, c.borderLeft].join(); };
			return look(document.activeElement) !== look(document.querySelectorAll("#rows article")[2]);
		}`))
		require.Equal(s.t, "selected", eval[string](p, `() => document.activeElement.getAttribute("aria-description")`))
		eval[any](p, `() => [...document.querySelectorAll("#bulk button")].find((b) => b.textContent === "select none").focus()`)
		p.press("Enter")
		p.onRow("Ledgers that add up")
		p.press("d")
		p.shows("Deleted “Ledgers that add up”")
		eval[any](p, `() => document.getElementById("undo-button").focus()`)
		p.press("Enter")
		p.shows("Taken back.")
		p.until("the focus beside", `() => document.activeElement.id === "undo-close"`)
	})
}
