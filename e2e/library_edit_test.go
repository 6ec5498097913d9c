package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const outage = "https://a.example/outage"

// edits opens the form of a row by a key, which leads to a field.
func (s *session) edits(key, field string) *page {
	s.t.Helper()
	s.have(sixPins()...)
	p := s.library("#outages")
	p.onRow("What went wrong on Thursday")
	p.press(key)
	p.focused(field)
	return p
}

func TestEditingInPlaceSavesOnlyWhatWasTouched(t *testing.T) {
	each(t, func(s *session) {
		p := s.edits("e", "@Title")
		// Another window changes the tags and the description meanwhile.
		id := p.stored(outage).ID
		ask[any](p, "update", map[string]any{"ids": []string{id}, "change": map[string]any{"addTags": []string{"postmortem"}, "description": "Theirs."}})
		p.press("Control+a")
		p.write("What went wrong, again")
		p.press("Enter")
		p.onRow("What went wrong, again")
		got := p.stored(outage)
		require.Equal(s.t, "What went wrong, again", got.Title)
		require.Equal(s.t, "Theirs.", got.Description)
		require.Equal(s.t, []string{"stripe", "outages", "ops", "postmortem"}, got.Tags)
		p.shows("Theirs.")
		p.shows("Saved “What went wrong on Thursday”")
		p.press("z")
		p.onRow("What went wrong on Thursday")
		require.Equal(s.t, "Theirs.", p.stored(outage).Description)
	})
}

func TestTwoWindowsEditingTheTagsOfOneBookmarkKeepBoth(t *testing.T) {
	each(t, func(s *session) {
		p := s.edits("t", "@Tags")
		p.holds("@Tags", "stripe outages ops ")
		id := p.stored(outage).ID
		ask[any](p, "update", map[string]any{"ids": []string{id}, "change": map[string]any{"addTags": []string{"theirs"}, "dropTags": []string{"ops"}}})
		p.write("mine")
		p.press("Enter")
		p.onRow("What went wrong on Thursday")
		require.Equal(s.t, []string{"stripe", "outages", "theirs", "mine"}, p.stored(outage).Tags)
	})
}

// leavesFreely says whether the page lets itself be closed, or has the browser ask.
func (p *page) leavesFreely(freely bool) {
	p.s.t.Helper()
	require.Equal(p.s.t, freely, eval[bool](p, `() => dispatchEvent(new Event("beforeunload", {cancelable: true}))`))
}

func TestEscapeTakesBackWhatWasTypedAndUndoBringsIt(t *testing.T) {
	each(t, func(s *session) {
		p := s.edits("t", "@Tags")
		p.leavesFreely(true)
		p.write("dat")
		p.until("the completion", `() => document.querySelector("#rows [role=option]")?.textContent.startsWith("data")`)
		p.press("Tab")
		p.holds("@Tags", "stripe outages ops data ")
		p.leavesFreely(false)
		p.press("Escape")
		p.onRow("What went wrong on Thursday")
		p.leavesFreely(true)
		require.Equal(s.t, []string{"stripe", "outages", "ops"}, p.stored(outage).Tags)
		p.press("z")
		p.holds("@Tags", "stripe outages ops data ")
		p.leavesFreely(false)
		p.press("Enter")
		p.onRow("What went wrong on Thursday")
		p.leavesFreely(true)
		require.Equal(s.t, []string{"stripe", "outages", "ops", "data"}, p.stored(outage).Tags)
	})
}

func TestWhatWasTypedAndLeftComesBackInItsTurn(t *testing.T) {
	each(t, func(s *session) {
		p := s.edits("t", "@Tags")
		p.write("typed ")
		p.press("Escape")
		p.onRow("What went wrong on Thursday")
		p.press("r") // something else is said since
		p.shows("Marked unread: “What went wrong on Thursday”")
		p.press("z")
		p.shows("Taken back.")
		p.press("t") // a row that was opened meanwhile has not got it
		p.focused("@Tags")
		p.press("Escape")
		p.onRow("What went wrong on Thursday")
		p.press("z")
		p.holds("@Tags", "stripe outages ops typed ")
		p.press("Escape") // declined, it is not in the way of what was done before
		p.onRow("What went wrong on Thursday")
		p.click("#undo-close")
		p.press("z")
		p.shows("There is nothing to take back.")
		require.Equal(s.t, []string{"stripe", "outages", "ops"}, p.stored(outage).Tags)
	})
}

func TestARowIsSavedThoughAnotherWindowHasDeletedIt(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#outages")
		p.onRow("What went wrong on Thursday")
		ids := map[string]any{"ids": []string{p.stored(outage).ID}}
		retitle := func(title string) {
			p.press("e")
			p.focused("@Title")
			p.press("Control+a")
			p.write(title)
			ask[any](p, "delete", ids)
		}
		retitle("Mine")
		p.press("Enter")
		p.shows("Saved “What went wrong on Thursday”")
		p.until("the row", `() => document.activeElement?.querySelector(".title bdi")?.textContent === "Mine"`)
		b := p.stored(outage)
		require.Equal(s.t, "Mine", b.Title)
		require.Empty(s.t, b.Deleted, "what is saved is not in the trash")
		retitle("Elsewhere")
		ask[any](p, "save", map[string]any{"bookmark": map[string]any{"url": outage, "title": "Anew"}, "op": "6f1a1d1e-0001-4000-8000-000000000009"})
		p.press("Enter")
		p.shows("NOT SAVED.")
		p.click("@URL")
		p.press("Control+a")
		p.write("https://a.example/elsewhere")
		p.press("Enter")
		p.until("the row", `() => document.activeElement?.querySelector(".title bdi")?.textContent === "Elsewhere"`)
		require.Equal(s.t, "Elsewhere", p.stored("https://a.example/elsewhere").Title)
		retitle("Lost")
		ask[any](p, "purge", ids)
		p.press("Enter")
		p.shows("NOT SAVED.")
		p.holds("@Title", "Lost")
	})
}

// TestAnotherQuestionLeavesARowAndUndoBringsItsTextBack asks for what is edited no
// more in the list, and for what still is.
func TestAnotherQuestionLeavesARowAndUndoBringsItsTextBack(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#outages")
		for _, query := range []string{"bread", "wrong"} {
			p.onRow("What went wrong on Thursday")
			p.press("t")
			p.focused("@Tags")
			p.write("typed ")
			p.click("@Search")
			p.press("Control+a")
			p.write(query)
			p.until("the answer", `(q) => document.title === q + " · Pinfold"`, query)
			p.counts("1")
			p.shows("Took back what you typed into “What went wrong on Thursday”")
			p.holds("@Search", query)
			p.focused("@Search")
			p.click("#undo-button")
			p.holds("@Tags", "stripe outages ops typed ")
			p.press("Escape")
			p.onRow("What went wrong on Thursday")
		}
		require.Equal(s.t, []string{"stripe", "outages", "ops"}, p.stored(outage).Tags)
	})
}

// TestWhatWasTypedIntoARowComesBackFromAnywhere takes it back from the tags, and
// into a row of the trash that another list has taken the place of.
func TestWhatWasTypedIntoARowComesBackFromAnywhere(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#outages")
		types := func(text string) {
			p.onRow("What went wrong on Thursday")
			p.press("t")
			p.focused("@Tags")
			p.write(text + " ")
			p.press("Escape")
			p.shows("Took back what you typed")
		}
		id := p.stored(outage).ID
		types("first")
		p.click("#to-tags")
		p.focused("#tag-prefix")
		p.click("#undo-button")
		p.holds("@Tags", "stripe outages ops first ")
		p.press("Escape")

		p.onRow("What went wrong on Thursday")
		p.press("d")
		p.shows("Deleted “What went wrong on Thursday”")
		p.goes("x", "is:trashed")
		p.shows("What is deleted rests here")
		types("second")
		p.goes("h", "")
		p.counts("7")
		p.click("#undo-button")
		p.holds("@Tags", "stripe outages ops second ")
		p.press("Escape")
		require.Equal(s.t, []string{"stripe", "outages", "ops"}, ask[bookmark](p, "get", map[string]any{"id": id}).Tags)
	})
}

func TestWhatCannotBeSavedStaysInTheForm(t *testing.T) {
	each(t, func(s *session) {
		p := s.edits("e", "@Title")
		p.click("@URL")
		p.press("Control+a")
		p.write("https://a.example/drill")
		p.press("Enter")
		p.shows("NOT SAVED. Another bookmark has this address already")
		p.press("Control+a")
		p.write("javascript:alert(1)")
		p.press("Enter")
		p.until("another sentence", `() => /NOT SAVED/.test(document.body.innerText) && !document.body.innerText.includes("has this address already")`)
		p.holds("@URL", "javascript:alert(1)")
		p.press("Escape")
		require.NotNil(s.t, p.stored(outage))
	})
}

func TestDeletingAsksNothingAndIsTakenBack(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#outages")
		p.onRow("What went wrong on Thursday")
		p.press("d")
		p.listing("Drills for the day it breaks")
		p.onRow("Drills for the day it breaks")
		p.counts("1")
		p.shows("Deleted “What went wrong on Thursday”")
		p.goes("x", "is:trashed")
		p.listing("What went wrong on Thursday")
		p.onRow("What went wrong on Thursday")
		p.press("d")
		p.shows("Restored “What went wrong on Thursday”")
		p.counts("0")
		require.NotNil(s.t, p.stored(outage))
		// What another window did is taken back too, when nothing was done here.
		id := p.stored("https://a.example/mail").ID
		q := s.library("#email")
		ask[any](q, "delete", map[string]any{"ids": []string{id}})
		q.counts("0")
		q.press("z")
		q.counts("1")
		q.shows("Taken back what was deleted: “Mail that all may read”")
	})
}

func TestSeveralAreChangedAtOnceAndTakenBackAtOnce(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.onRow("Ledgers that add up")
		p.press("x", "j", "j", "X")
		p.shows("3 bookmarks selected")
		p.click("@Tags for the selected")
		p.write("later ")
		p.click("@tag")
		p.shows("Tagged “later”: 3 bookmarks")
		require.Contains(s.t, p.stored(outage).Tags, "later")
		require.NotContains(s.t, p.stored("https://a.example/mail").Tags, "later")
		p.click("@select none")
		p.hides("bookmarks selected")
		p.click("#rows article")
		p.press("*")
		p.shows("All 6 bookmarks of this query")
		p.click("@mark unread")
		p.shows("Marked unread: 6 bookmarks")
		require.True(s.t, p.stored("https://a.example/pipes").Unread)
		require.False(s.t, p.stored("https://c.example/bread").Unread)
		p.until("the filter's count", `() => document.querySelector('[data-filter="unread"]').textContent === "unread 6"`)
		p.click("#bulk .danger")
		p.counts("0")
		p.shows("Deleted: 6 bookmarks")
		p.click("#undo-button")
		p.counts("6")
	})
}

func TestTagsAreRenamedMergedAndDeleted(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.until("the tags beside the list", `() => document.querySelectorAll("#facets li").length === 11`)
		require.True(s.t, eval[bool](p, `() => document.getElementById("aside").getBoundingClientRect().top <= document.getElementById("rows").getBoundingClientRect().top`), "the margin is beside the list")
		p.click("@all 13 tags")
		p.shows("back to the bookmarks")
		require.Equal(s.t, "#tags", eval[string](p, `() => location.hash`))
		p.click("@Rename ops")
		p.focused("@New name of ops")
		p.press("Control+a")
		p.write("outages")
		p.shows("“outages” exists, on 2 bookmarks: the two become one.")
		p.press("Enter")
		p.shows("Merged “ops” into “outages”: 2 bookmarks changed.")
		require.Equal(s.t, []string{"stripe", "outages"}, p.stored(outage).Tags)
		p.click("#undo-button")
		p.shows("Taken back.")
		require.Equal(s.t, []string{"stripe", "outages", "ops"}, p.stored(outage).Tags)
		p.shows("all 13 tags") // the rows have moved down
		p.click("@Delete hadoop")
		p.shows("Took the tag “hadoop” from 1 bookmark.")
		p.shows("all 12 tags") // the rows have moved up
		p.click("@Rename dns")
		p.focused("@New name of dns")
		p.press("Control+a")
		p.press("Delete")
		p.press("Enter")
		p.shows("A tag needs a name. Type one, then try again.")
		p.write("Names")
		p.press("Enter")
		p.shows("Renamed “dns” to “Names” on 1 bookmark.")
		p.click("@Names")
		p.asks("#Names")
		p.listing("Finding services by name")
		eval[any](p, `() => history.back()`)
		p.shows("all 12 tags")
	})
}

func TestATagThatBeginsWithASignStaysSoWhenAnotherIsTyped(t *testing.T) {
	each(t, func(s *session) {
		s.have(pin("2016-11-05T12:00:00Z", "https://a.example/signed", "Signed", "", "#todo go"))
		p := s.library("signed")
		p.onRow("Signed")
		p.press("t")
		p.focused("@Tags")
		p.holds("@Tags", "#todo go ")
		p.write("#mine")
		p.press("Enter")
		p.onRow("Signed")
		require.Equal(s.t, []string{"#todo", "go", "mine"}, p.stored("https://a.example/signed").Tags)
	})
}

func TestTwoTagsAreRenamedBesideEachOther(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.open("library.html#tags")
		p.shows("all 13 tags")
		p.click("@Rename dns")
		p.focused("@New name of dns")
		p.click("@Rename api")
		p.focused("@New name of api")
		p.press("Escape")
		p.focused("@Rename api")
		require.True(s.t, eval[bool](p, `() => [...document.querySelectorAll("#tag-rows li")].every((li) => li.childElementCount)`))
		require.Equal(s.t, "dns", p.value("@New name of dns"))
	})
}
