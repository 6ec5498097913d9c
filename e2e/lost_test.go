package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// remembers says whether another place than the database remembers so many bookmarks.
const remembers = `async (n) => (await (globalThis.browser ?? chrome).storage.local.get("remembered")).remembered?.bookmarks === n`

// loses deletes the database while the background is down, as a browser may do
// after trouble of its own, having waited until what is remembered is up to
// date.
func (s *session) loses(o *page, bookmarks int) {
	s.t.Helper()
	o.until("what is remembered", remembers, bookmarks)
	s.cold()
	require.Equal(s.t, "deleted", eval[string](o, `() => new Promise((done) => {
		const request = indexedDB.deleteDatabase("pinfold");
		request.onsuccess = () => done("deleted");
		request.onerror = () => done(request.error.name);
	})`))
	s.cold() // an engine that a page has woken meanwhile would know what was there before
}

func TestALibraryThatVanishedUnseenIsNotBegunAnewUnasked(t *testing.T) {
	const sentence = "This browser’s storage has lost the library that was here, with 8 bookmarks. Nothing was changed."
	eachAlone(t, func(s *session) {
		s.have(sixPins()...)
		o := s.open("options.html")
		s.loses(o, 8)

		p := s.library("#stripe")
		p.shows("The library is not where it was")
		p.shows(sentence)
		p.focused("#lost-heading")
		require.False(s.t, eval[bool](p, `() => document.getElementById("found").checkVisibility()`))

		popup := s.popupOn("/plain")
		popup.read()
		popup.write("mine")
		popup.press("Enter")
		popup.shows("NOT SAVED. " + sentence)
		require.NoError(s.t, popup.Close(s.ctx))
		eval[any](o, chooseBytes, "mine.html", []byte(`<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><A HREF="https://new.example/">New</A></DL>`))
		o.shows("NOT IMPORTED. " + sentence)

		// A restart changes nothing, and is what the page advises first.
		s.again()
		p = s.library("")
		p.shows(sentence)
		eval[any](p, `() => { document.body.dataset.old = "yes"; }`)
		p.click("#lost-again")
		p.until("the page anew", `() => document.body && !document.body.dataset.old`)
		p.shows(sentence)

		p.click("#lost-begin")
		p.shows("no longer look for the library that was here?")
		p.click("@Cancel")
		p.click("#lost-begin")
		p.click("#asking-yes")
		options := s.existing("options.html#import")
		options.until("the empty library", `() => !document.getElementById("set-private").disabled`)
		s.have(sixPins()[:3]...)
		p = s.library("#stripe")
		p.counts("3")
	})
}

// TestALibraryThatAnotherBackendDoesNotFindIsNotBegunAnew starts a Chromium that
// keeps databases in SQLite on a profile in which they are LevelDB's: it finds none.
func TestALibraryThatAnotherBackendDoesNotFindIsNotBegunAnew(t *testing.T) {
	const sentence = "This browser’s storage has lost the library that was here, with 8 bookmarks. Nothing was changed."
	if *only == "firefox" { // which has one kind of database
		return
	}
	t.Parallel()
	s := begin(t, "chromium", browser.Options{Profile: t.TempDir()})
	s.broken = "the browser does not find it"
	s.have(sixPins()...)
	s.open("options.html").until("what is remembered", remembers, 8)
	s.b.Close()

	s.options.Args = []string{"--enable-features=IdbSqliteBackingStore"}
	s.restart()
	p := s.library("#stripe")
	p.shows("The library is not where it was")
	p.shows(sentence)
	popup := s.popupOn("/plain")
	popup.read()
	popup.write("mine")
	popup.press("Enter")
	popup.shows("NOT SAVED. " + sentence)
	require.True(t, eval[bool](p, remembers, 8), "what is remembered is kept")
	s.quiet()
}

func TestWhereOnlySnapshotsAreLeftNothingIsBegunAnewUnasked(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		o := s.open("options.html")
		o.click("@Make one now")
		o.shows("8 bookmarks made by you")
		s.loses(o, 8)
		eval[any](o, `() => (globalThis.browser ?? chrome).storage.local.clear()`)

		p := s.library("")
		p.shows("This browser’s storage has lost the library that was here, with 8 bookmarks. Nothing was changed.")
		p.shows("8 bookmarks made by you")
		popup := s.popupOn("/plain")
		popup.read()
		popup.write("mine")
		popup.press("Enter")
		popup.shows("NOT SAVED. ")
		require.NoError(s.t, popup.Close(s.ctx))

		require.NoError(s.t, p.Front(s.ctx))
		p.click("#lost-begin")
		p.shows("no longer look for the library that was here?")
		p.click("#asking-yes")
		options := s.existing("options.html#import")
		options.until("the empty library", `() => !document.getElementById("set-private").disabled`)
		p = s.library("")
		p.shows("Nothing is kept here yet")
		p.shows("There was a library in this browser before, and snapshots of it are still here: bring one back.")
	})
}

func TestALibraryIsBelievedWhenNothingElseRemembersIt(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		o := s.open("options.html")
		o.until("what is remembered", remembers, 8)
		s.cold()
		eval[any](o, `() => (globalThis.browser ?? chrome).storage.local.clear()`)
		p := s.library("#stripe")
		p.counts("6")
	})
}
