package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnEmptyLibraryLeadsToWhatFillsIt(t *testing.T) {
	each(t, func(s *session) {
		p := s.library("")
		p.shows("Nothing is kept here yet")
		p.focused("@Search")
		require.Regexp(s.t, `options\.html#import$`, eval[string](p, `() => document.querySelector("#empty a").href`))
		// A save elsewhere fills it.
		ask[any](p, "save", map[string]any{"bookmark": map[string]any{"url": "https://a.example/", "title": "The first"}})
		p.listing("The first")
		p.counts("1")
		require.True(s.t, eval[bool](p, `() => document.getElementById("heading").checkVisibility({visibilityProperty: true}) && document.getElementById("empty").hidden`))
	})
}

func TestTheFirstPageShowsTheKeysThatAreReallySet(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("library.html#welcome")
		p.shows("Bring what you have.")
		p.until("the shortcuts", `async () => {
			const commands = await (globalThis.browser ?? chrome).commands.getAll();
			const shown = document.getElementById("shortcuts").textContent;
			return commands.length > 0 && commands.every((c) => c.shortcut ? shown.includes(c.shortcut) : shown.includes("No key is set"));
		}`)
		p.click("@Open the library")
		p.shows("Nothing is kept here yet")
		p.hides("Bring what you have.")
	})
}

func TestWhatIsNotFoundSaysWhichPartAndWhatMayHelp(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("ledgers zebra")
		p.shows("Nothing is found for “zebra”.")
		p.click("@try ledgers")
		p.listing("Ledgers that add up")
		p = s.library("ledgers -rf")
		p.shows("without rf")
		p.click("@search for “-rf”")
		p.until("the literal query", `() => document.getElementById("search").value.includes("rf") && !document.body.innerText.includes("without rf")`)
		// Near matches stand below and are not counted.
		p = s.library("legders")
		p.counts("0")
		p.shows("near – alike, and not counted")
		require.Equal(s.t, "Ledgers that add up", eval[string](p, `() => document.querySelector("#near .title").textContent.trim()`))
		p = s.library("https://a.example/not-saved")
		p.shows("This address is not saved.")
		p.click("@save this address")
		s.opens(s.b.Address() + "popup.html?url=https%3A%2F%2Fa.example%2Fnot-saved")
	})
}

// spoil is a function that writes junk over every blob of the library whose
// name begins so, and gives back what was there; mend puts that back.
const (
	database = `new Promise((ok, no) => { const open = indexedDB.open("pinfold"); open.onerror = no; open.onsuccess = () => ok(open.result); })`
	spoil    = `async (junk) => {
		const db = await ` + database + `;
		const kept = (window.kept ??= new Map());
		const tx = db.transaction([...db.objectStoreNames], "readwrite");
		for (const name of db.objectStoreNames) tx.objectStore(name).openCursor().onsuccess = ({target: {result: cursor}}) => {
			if (!cursor) return;
			const key = name + JSON.stringify(cursor.key);
			if (junk && cursor.value?.byteLength && !kept.has(key)) { kept.set(key, cursor.value); cursor.update(new Uint8Array(cursor.value.byteLength)); }
			if (!junk && kept.has(key)) cursor.update(kept.get(key));
			cursor.continue();
		};
		await new Promise((ok, no) => { tx.oncomplete = ok; tx.onabort = no; });
		db.close();
		return kept.size;
	}`
)

// fails has the library give nothing but failures from its next question on, and
// returns what ends that.
func (p *page) fails() (end func()) {
	p.s.t.Helper()
	require.NotZero(p.s.t, eval[int](p, spoil, true))
	p.s.cold()
	return func() {
		p.s.t.Helper()
		p.s.cold()
		eval[int](p, spoil, false)
	}
}

func TestAListThatIsThereBeforeTheCountsIsShownWithoutThem(t *testing.T) {
	each(t, func(s *session) {
		p := s.library("")
		require.Equal(s.t, []string{"", "", "", ""}, eval[[]string](p, `async () => {
			const { filters } = await import("./facets.js");
			document.getElementById("filters").replaceChildren();
			filters(() => {}).show({bookmarks: 0}); // what a page knows at first
			return [...document.querySelectorAll("#filters .count")].map((e) => e.textContent);
		}`))
	})
}

func TestAFailureIsASentenceWithAWayToTryAgain(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.counts("6")
		mended := p.fails()
		p.press("/")
		p.write("bread")
		p.shows("Check my library")
		mended()
		p.click("@Try again")
		p.listing("Bread at home")
		p.hides("Check my library")
	})
}

func TestTheTrashIsEmptiedOnlyWhenOneSaysSo(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#outages")
		p.onRow("What went wrong on Thursday")
		p.press("*")
		p.shows("All 2 bookmarks of this query")
		p.click("#bulk .danger")
		p.shows("Deleted: 2 bookmarks")
		p.click("@trash 2")
		p.counts("2")
		p.click("@delete these for ever")
		p.shows("Delete 2 bookmarks for ever? This cannot be undone.")
		p.click("@Cancel")
		p.counts("2")
		p.click("@delete these for ever")
		p.click("@Delete for ever")
		p.counts("0")
		p.shows("Deleted 2 bookmarks for ever.")
		p.until("nothing left to delete", `() => document.getElementById("empty-trash").hidden`)
		require.Nil(s.t, p.stored(outage))
	})
}

func TestOfTheTrashOnlyWhatIsInViewIsDeletedForEver(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.onRow("Ledgers that add up")
		p.press("*")
		p.shows("All 6 bookmarks of this query")
		p.click("#bulk .danger")
		p.shows("Deleted: 6 bookmarks")
		p = s.library("is:trashed #outages")
		p.counts("2")
		p.click("@delete these for ever")
		p.shows("Delete 2 bookmarks for ever? This cannot be undone.")
		p.click("@Delete for ever")
		p.shows("Deleted 2 bookmarks for ever.")
		p = s.library("is:trashed")
		p.counts("4")
		p.click("@empty the trash")
		p.shows("Delete 4 bookmarks for ever? This cannot be undone.")
		other := s.library("#cooking")
		other.onRow("Bread at home")
		other.press("d")
		other.shows("Deleted")
		require.NoError(s.t, p.Front(s.ctx))
		p.click("@Delete for ever")
		p.shows("Deleted 4 bookmarks for ever.")
		p.counts("1") // what came into the trash while one was asked
	})
}

func TestTheLibraryFitsATelephone(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		require.NoError(s.t, p.Viewport(s.ctx, 360, 640))
		p.until("the width", `() => innerWidth === 360`)
		p.until("the sheet's button", `() => document.getElementById("narrow").checkVisibility()`)
		p.counts("6")
		require.LessOrEqual(s.t, eval[int](p, `() => document.documentElement.scrollWidth - document.documentElement.clientWidth`), 0)
		require.Equal(s.t, "november 2016", eval[string](p, `() => document.querySelector("#rows .month").textContent`))
		require.False(s.t, eval[bool](p, `() => document.getElementById("facets").checkVisibility()`))
		p.click("@narrow (11)")
		p.focused("@close")
		p.click("@unread 0")
		p.asks("#stripe is:unread")
		p.until("the sheet to close", `() => !document.getElementById("facets").checkVisibility()`)
		p.click("@is:unread, take out")
		p.asks("#stripe")
		p.counts("6")
		p.click("@narrow (11)")
		p.focused("@close")
		p.press("Escape")
		p.focused("@narrow (11)")
		p.click("@What can be done")
		p.onRow("Ledgers that add up")
		p.click(`[data-key="d"]`)
		p.counts("5")
	})
}

func TestEverythingOnTheLibraryPageHasANameAndAPlace(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.until("the facets", `() => document.querySelectorAll("#facets li").length === 11`)
		p.press("x")
		p.shows("1 bookmark selected")
		nameless := `() => [...document.querySelectorAll("button, a[href], input, textarea, [role=feed], nav, aside, section")].filter((e) => e.checkVisibility())
			.filter((e) => !(e.getAttribute("aria-label") || e.labels?.length || e.textContent.trim() || document.getElementById(e.getAttribute("aria-labelledby"))?.textContent.trim()))
			.map((e) => e.outerHTML.slice(0, 80))`
		require.Empty(s.t, eval[[]string](p, nameless))
		require.Empty(s.t, eval[[]string](p, `() => { const seen = new Set(); return [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id) => seen.has(id) || !seen.add(id)); }`))
		require.Equal(s.t, []int{1, 1, 1, 1}, eval[[]int](p, `() => ["header", "main", "h1", "[role=search]"].map((s) => [...document.querySelectorAll(s)].filter((e) => e.checkVisibility()).length)`))
		require.Empty(s.t, eval[[]string](p, `() => [...document.querySelectorAll("button, #pages a")].filter((e) => e.checkVisibility()).filter((e) => { const r = e.getBoundingClientRect(); return r.height < 17 || r.width < 12; }).map((e) => e.outerHTML.slice(0, 80))`))
		require.Equal(s.t, "6", eval[string](p, `() => document.querySelector("#rows article").getAttribute("aria-setsize")`))
		require.True(s.t, eval[bool](p, `() => document.getElementById("count").getAttribute("role") === "status"`))
	})
}

func TestALibraryThatIsOpenedIsDrawnOnce(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		s.cold()
		p := s.library("")
		// Each time that rows are drawn they are put into their block at once.
		seen := eval[struct {
			Heading bool // was there beside the first rows, before the counts
			Drawn   int
		}](p, `(ms) => new Promise((go) => {
			const seen = {drawn: 0};
			const look = () => {
				if (seen.heading !== undefined || !document.querySelector("#rows article")) return;
				seen.heading = document.getElementById("heading").checkVisibility({visibilityProperty: true});
				setTimeout(() => go(seen), ms);
			};
			new MutationObserver((records) => {
				seen.drawn += records.filter((r) => [...r.addedNodes].some((n) => n.matches?.(".row"))).length;
				look();
			}).observe(document.getElementById("rows"), {childList: true, subtree: true});
			look();
		})`, 700)
		require.True(s.t, seen.Heading, "the heading was hidden beside the rows")
		require.LessOrEqual(s.t, seen.Drawn, 1, "rows were drawn a second time")
		p.until("the counts", `() => !document.getElementById("all-tags-link").hidden`)
		// What changes from then on is drawn.
		ask[any](p, "save", map[string]any{"bookmark": map[string]any{"url": "https://a.example/", "title": "The last"}})
		p.shows("The last")
	})
}

// marksAndDeletes marks one bookmark unread, then deletes another.
func (s *session) marksAndDeletes() *page {
	s.t.Helper()
	s.have(sixPins()...)
	p := s.library("#ops")
	p.onRow("What went wrong on Thursday")
	p.press("r")
	p.shows("Marked unread")
	p.press("j")
	p.onRow("Drills for the day it breaks")
	p.press("d")
	p.shows("Deleted “Drills for the day it breaks”")
	return p
}

func TestUndoGoesOnBehindWhatWasDeletedForEver(t *testing.T) {
	each(t, func(s *session) {
		p := s.marksAndDeletes()
		p = s.library("is:trashed")
		p.counts("1")
		p.click("@empty the trash")
		p.click("@Delete for ever")
		p.shows("Deleted 1 bookmark for ever.")
		p = s.library("#ops")
		p.onRow("What went wrong on Thursday")
		p.press("z")
		p.shows("Taken back what was edited: “What went wrong on Thursday”.")
		p.until("it to be read again", `() => !document.querySelector("#rows article .flags")?.textContent.includes("unread")`)
	})
}

func TestUndoGoesOnBehindWhatCannotBeTakenBack(t *testing.T) {
	each(t, func(s *session) {
		p := s.marksAndDeletes()
		ask[any](p, "save", map[string]any{"bookmark": map[string]any{"url": "https://a.example/drill", "title": "Again"}, "op": "6f1a1d1e-0001-4000-8000-000000000007"})
		p.press("z")
		p.shows("Another bookmark has this address already")
		p.press("z")
		p.shows("Taken back.")
		require.False(s.t, p.stored(outage).Unread)
	})
}

func TestAnUndoSaysWhatItHadToLeave(t *testing.T) {
	each(t, func(s *session) {
		p := s.deletesBoth()
		ask[any](p, "save", map[string]any{"bookmark": map[string]any{"url": "https://a.example/drill", "title": "Again"}, "op": "6f1a1d1e-0001-4000-8000-000000000008"})
		p.click("#undo-button")
		p.shows("Taken back. But 1 bookmark stayed as it is: another has its address by now.")
		require.NoError(s.t, p.Viewport(s.ctx, 360, 700))
		require.True(s.t, eval[bool](p, `() => {
			const p = document.querySelector("#undo p");
			return p.scrollWidth <= p.clientWidth && p.scrollHeight <= p.clientHeight;
		}`), "it is read to its end")
	})
}
