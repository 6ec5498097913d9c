package e2e

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// hang keeps the database open in a page and asks there to raise its version: until
// the page lets go, every other opening waits. Then the version stays.
const hang = `() => new Promise((hung, failed) => {
	indexedDB.open("pinfold").onsuccess = ({target: {result: held}}) => {
		const raise = indexedDB.open("pinfold", 2);
		raise.onupgradeneeded = () => raise.transaction.abort();
		raise.onerror = () => { document.documentElement.dataset.hung = "no more"; };
		raise.onblocked = () => hung("hung");
		document.addEventListener("release", () => held.close());
	};
})`

// release has the page that hangs the database let go of it.
const release = `() => { document.dispatchEvent(new Event("release")); }`

// raise raises the version of the database, as a later Pinfold would that keeps the stores.
const raise = `() => new Promise((done) => {
	const request = indexedDB.open("pinfold", 2);
	request.onblocked = () => done("an old window stands in the way");
	request.onsuccess = () => { request.result.close(); done("raised"); };
})`

// copied makes a snapshot and a backup of eight bookmarks and answers the page
// of the options.
func (s *session) copied() *page {
	s.t.Helper()
	o := s.open("options.html")
	o.click("@Make one now")
	o.shows("8 bookmarks made by you")
	o.click("@Back up now")
	o.shows("Backed up 8 bookmarks")
	return o
}

func TestAStorageThatHangsIsSaidToHangAndGoesOn(t *testing.T) {
	const stuck = "The browser has not opened the library’s storage for ten seconds. Nothing is lost: close every window of the browser, start it again, then open Pinfold."
	each(t, func(s *session) {
		s.have(sixPins()...)
		o := s.copied()
		require.Equal(s.t, "hung", eval[string](o, hang))
		popup := s.popupOn("/plain")
		popup.write("mine")
		popup.press("Enter")
		popup.shows("NOT SAVED. " + stuck)
		require.NoError(s.t, popup.Close(s.ctx))
		s.cold() // a new background waits ten seconds again
		popup = s.popupOn("/plain")
		popup.write("more")
		popup.until("the keys to be kept", `async (url) => {
			const kept = await (globalThis.browser ?? chrome).storage.local.get(null);
			return kept["draft " + url]?.fields.tags.includes("more") && kept.sending !== undefined;
		}`, s.site.at("/plain")) // while the save of before is still being tried
		popup.shows("draft · discard")
		popup.press("Enter")
		popup.shows("NOT SAVED. " + stuck)
		require.True(s.t, eval[bool](popup, `async () => (await (globalThis.browser ?? chrome).storage.local.get("sending")).sending !== undefined`),
			"the save that failed before takes none with it")
		require.NoError(s.t, popup.Close(s.ctx))
		p := s.library("#stripe")
		p.shows(stuck)
		p.shows("8 bookmarks, written, in your downloads.")
		p.shows("The newest snapshot of the library: ")
		p.click("@Save it as a file")
		p.shows("into your downloads. It can be imported into any Pinfold.")
		unpacked, err := gzip.NewReader(strings.NewReader(s.downloaded(eval[string](p, `() => /Saved (\S+) into/.exec(document.getElementById("notes").textContent)[1]`))))
		require.NoError(s.t, err)
		text, err := io.ReadAll(unpacked)
		require.NoError(s.t, err)
		require.Equal(s.t, 8, strings.Count(string(text), `{"bookmark":`))
		eval[any](o, release)
		o.until("the page to let go", `() => document.documentElement.dataset.hung === "no more"`)
		require.NoError(s.t, p.Front(s.ctx))
		p.click("@Try again")
		p.counts("6")
	})
}

// TestABackgroundThatIsNotStartedIsSaidNotToBe takes the files of the worker away, as
// a power cut has done: Chromium then starts no background, and says nothing of it.
func TestABackgroundThatIsNotStartedIsSaidNotToBe(t *testing.T) {
	const unstarted = "The browser does not start Pinfold’s background. Nothing is lost: close every window of the browser, start it again, then open Pinfold."
	if *only == "firefox" { // whose background is a page
		return
	}
	t.Parallel()
	s := begin(t, "chromium", browser.Options{Profile: t.TempDir()})
	s.have(sixPins()...)
	s.copied()
	s.b.Kill()
	require.NoError(t, os.RemoveAll(filepath.Join(s.options.Profile, "Default/Service Worker/ScriptCache")))
	s.start("chromium")
	require.False(t, s.starts(), "a Chromium that does not find the worker")
	p := s.library("#stripe")
	popup := s.popupOn("/plain")
	popup.write("mine")
	popup.press("Enter")
	popup.shows("NOT SAVED. " + unstarted)
	require.NoError(t, p.Front(s.ctx))
	p.shows(unstarted)
	p.shows("8 bookmarks, written, in your downloads.")
	p.shows("The newest snapshot of the library: ")
	p.hides("Opening the library …")

	s.again()
	p = s.library("")
	p.counts("9")
	require.Equal(t, []string{"mine"}, s.open("options.html").stored(s.site.at("/plain")).Tags, "what was typed is saved at last")
}

// TestOldWindowsGiveWayToALaterPinfoldAndOnlyRead has four old pages open while
// the database is raised, and goes on in them as after going back to this Pinfold.
func TestOldWindowsGiveWayToALaterPinfoldAndOnlyRead(t *testing.T) {
	const later = "A later version of Pinfold has taken this library over, so this one only reads it: nothing was changed. Update Pinfold, then try again; until then you can search and export."
	each(t, func(s *session) {
		s.have(sixPins()...)
		var old []*page
		for _, query := range []string{"#stripe", "#outages", "rope", ""} {
			p := s.library(query)
			p.until("the list", `() => document.getElementById("count").textContent !== ""`)
			old = append(old, p)
		}
		o := s.open("options.html")
		require.Equal(s.t, "raised", eval[string](o, raise))

		p := old[1]
		require.NoError(s.t, p.Front(s.ctx))
		p.onRow("What went wrong on Thursday")
		p.press("e")
		p.focused("@Title")
		p.press("Control+a")
		p.write("Mine")
		p.press("Enter")
		p.shows("NOT SAVED. " + later)
		s.cold()
		popup := s.popupOn("/plain")
		popup.read()
		popup.write("mine")
		popup.press("Enter")
		popup.shows("NOT SAVED. " + later)
		require.NoError(s.t, popup.Close(s.ctx))

		found := s.library("#stripe")
		found.counts("6")
		require.NoError(s.t, o.Front(s.ctx))
		require.Equal(s.t, 8, strings.Count(o.exports("pinfold", "jsonl"), `{"bookmark":`))
		require.Equal(s.t, "What went wrong on Thursday", found.stored(outage).Title)

		require.NoError(s.t, found.Front(s.ctx))
		found.click("@all 13 tags")
		found.click("@Delete hadoop")
		found.shows(later)
		found.click("@back to the bookmarks")
		found.until("the words to go with the view", `() => !document.querySelector("main .problem")?.checkVisibility()`)
	})
}

// forgetful has the browser never say what is remembered of the library outside
// its database.
func forgetful(t *testing.T, dir string) {
	inModules(t, dir)
	altered(t, dir, "remembered.js", "PATIENCE = 10_000;", "PATIENCE = 500;")
	altered(t, dir, "remembered.js", "browser.storage.local.get('remembered')", "new Promise(() => {})")
}

func TestWhatIsNotRememberedInTimeHoldsNoLibrary(t *testing.T) {
	eachAltered(t, forgetful, func(s *session) {
		s.have(sixPins()...)
		s.cold()
		s.library("").counts("8")
		s.loses(s.copied(), 8)
		s.library("").shows("This browser’s storage has lost the library that was here, with 8 bookmarks. Nothing was changed.")
		s.broken = "the test has taken the library away"
	})
}
