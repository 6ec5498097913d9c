package e2e

import (
	"flag"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// found is the part of a search's answer that the tests look at.
type found struct {
	Bookmarks []bookmark `json:"bookmarks"`
	Total     int        `json:"total"`
}

func (p *page) find(query string) found {
	p.s.t.Helper()
	return ask[found](p, "search", map[string]any{"query": query, "limit": 50, "want": []string{"total"}})
}

// after answers when so many milliseconds of the page's clock are over.
const after = `(ms) => new Promise((go) => setTimeout(go, ms))`

// deaths is how often the background dies in the test below. A soak asks more.
var deaths = flag.Int("deaths", 20, "at how many moments of a save the background dies")

// dying is within which time of a save, in ms, the background dies: while it
// wakes, opens the library, writes, answers.
const dying = 240

func TestASaveIsDoneOnceHoweverOftenTheBackgroundDies(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		for i := range *deaths {
			address, moment := fmt.Sprintf("https://kept.example/%d", i), i*dying / *deaths + int(*killSeed%uint64(dying / *deaths))
			eval[any](p, `(url) => { wire.answer = wire.api.save({url, title: "Kept", tags: ["t"]}, ["title", "tags"]).then((b) => b.url, (e) => "not saved: " + e.message) }`, address)
			eval[any](p, after, moment)
			s.cold()
			require.Equal(s.t, address, eval[string](p, `() => wire.answer`), "killed %d ms after the call", moment)
		}
		s.cold()
		got := ask[found](p, "search", map[string]any{"query": "kept", "limit": *deaths + 1, "want": []string{"total"}})
		require.Equal(s.t, *deaths, got.Total)
		seen := map[string]bool{}
		for _, b := range got.Bookmarks {
			seen[b.URL] = true
		}
		require.Len(s.t, seen, *deaths)
		changes := ask[struct{ Changes []struct{ Kind string } }](p, "history", map[string]any{"limit": *deaths + 1})
		require.Len(s.t, changes.Changes, *deaths, "a save that was repeated is one change")
	})
}

func TestWhatWasAcknowledgedIsThereAfterTheBackgroundDied(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		s := begin(t, kind, browser.Options{Extension: variant(t, kind, asItIs), Profile: t.TempDir()})
		p := s.wire()
		for i := range 5 {
			address := fmt.Sprintf("https://kept.example/%d", i)
			eval[any](p, `(url) => wire.api.save({url, title: "Kept"}, ["title"]).then(() => 1)`, address)
			s.cold()
			require.NotNil(s.t, p.stored(address))
		}
		s.again()
		require.Equal(s.t, 5, s.wire().find("kept").Total)
	})
}

func TestASaveRunsToItsEndWhenItsPageHasGone(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		const send = `(url) => {
			const port = wire.browser.runtime.connect({name: "page"});
			port.postMessage({id: 1, method: "save", params: {bookmark: {url, title: "Gone"}, touched: ["title"], op: crypto.randomUUID()}});
			port.disconnect();
		}`
		for i := range 3 {
			s.cold()
			address := fmt.Sprintf("https://gone.example/%d", i)
			eval[any](p, send, address)
			p.until("the save", `async (url) => (await wire.api.byUrl(url)).exact`, address)
		}
	})
}

// holdStore keeps the library's database busy, so that no call can end, until
// wire.free is true.
const holdStore = `() => new Promise((held, no) => {
	const opening = indexedDB.open("pinfold");
	opening.onerror = () => no(opening.error);
	opening.onsuccess = () => {
		const db = opening.result;
		const stores = [...db.objectStoreNames];
		const tx = db.transaction(stores, "readwrite");
		const spin = () => {
			if (wire.free) return db.close();
			tx.objectStore(stores[0]).get("nothing").onsuccess = spin;
			held(true);
		};
		spin();
	};
})`

// seeStarts notes every program that the background starts from here on, and
// says whether that is all of them.
const seeStarts = `() => {
	const Real = self.Go;
	if (!Real) return false; // its scripts have not run yet
	self.programs = [];
	self.Go = function () { const go = new Real(); self.programs.push(go); return go; };
	return performance.getEntriesByName("fetch").length === 0;
}`

func TestAnEngineThatEndsAnswersAndIsReplaced(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		eval[any](p, `() => wire.api.save({url: "https://before.example/", title: "Before"}, ["title"]).then(() => 1)`)
		// The engine ends as Go's runtime ends a program that has panicked. A
		// background that a page has woken meanwhile has started one already.
		err := browser.Until(s.ctx, "a background whose programs are all seen", func() (bool, error) {
			s.cold()
			raw, err := s.b.Background(s.ctx, seeStarts)
			return string(raw) == "true", err
		})
		require.NoError(s.t, err)
		require.NotNil(s.t, p.stored("https://before.example/"))
		eval[any](p, holdStore)
		eval[any](p, `() => { wire.answer = wire.api.save({url: "https://during.example/", title: "During"}, ["title"]).then(() => "saved", (e) => e.code + ": " + e.message) }`)
		eval[any](p, after, 300)
		_, err = s.b.Background(s.ctx, `() => { const go = self.programs.at(-1); go.exited = true; go._resolveExitPromise(); }`)
		require.NoError(s.t, err)
		require.Equal(s.t, "internal: Pinfold’s engine stopped. What you did last may not be saved: try again.", eval[string](p, `() => wire.answer`))
		eval[any](p, `() => { wire.free = true }`)
		require.NotNil(s.t, p.stored("https://before.example/"))
		raw, err := s.b.Background(s.ctx, `() => self.programs.length`)
		require.NoError(s.t, err)
		require.Equal(s.t, "2", string(raw), "a new engine answers")
	})
}

func TestAnEngineThatHasGrownIsReplacedWhenNobodyAsks(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		const memory = `() => wire.api.stats().then((s) => s.memory / 2 ** 20)`
		require.Greater(s.t, eval[float64](p, `() => wire.api.complete({text: "x".repeat(40 * 2 ** 20), tags: [], limit: 7}).then(`+memory+`)`), 64.0)
		s.until("the engine to be ended", `() => globalThis.pinfold === undefined`)
		require.Less(s.t, eval[float64](p, memory), 64.0)
	})
}

func TestWhatComesToAnEngineThatHasEndedIsNoError(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		eval[any](p, `async () => {
			const { boot, discard } = await import("./engine.js");
			let ended; // of the program begun last
			const { run } = Go.prototype;
			Go.prototype.run = function (instance) { return (ended = run.call(this, instance)); };
			for (let i = 0; i < 5; i++) {
				const { call } = await boot();
				for (const query of ["a", "b*", "#c", ""]) call("search", JSON.stringify({query, limit: 50, want: ["total"]}), undefined, () => {}).catch(() => {});
				discard(); // while the database has not answered yet
				await ended.catch(() => {});
				const mine = indexedDB.open("pinfold"); // which comes after theirs
				await new Promise((go) => { mine.onsuccess = mine.onerror = go; });
				mine.result.close();
			}
		}`)
	})
}

// panicOnce has the background's next program answer its first save as one that
// has panicked does, once it has begun with it.
const panicOnce = `() => {
	const Real = self.Go;
	if (!Real || performance.getEntriesByName("fetch").length) return false;
	self.programs = 0;
	self.Go = function () {
		const go = new Real(), run = go.run.bind(go), first = !self.programs++;
		go.run = (instance) => {
			const ended = run(instance), {call} = self.pinfold;
			if (first) self.pinfold.call = (method, ...rest) => {
				const begun = call(method, ...rest);
				if (method !== "save") return begun;
				begun.catch(() => {});
				return Promise.reject({code: "panicked", message: "Pinfold has a fault.", id: ""});
			};
			return ended;
		};
		return go;
	};
	return true;
}`

func TestAnEngineThatHasPanickedIsReplaced(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		err := browser.Until(s.ctx, "a background whose programs are all seen", func() (bool, error) {
			s.cold()
			raw, err := s.b.Background(s.ctx, panicOnce)
			return string(raw) == "true", err
		})
		require.NoError(s.t, err)
		const answer = `() => wire.api.save({url: "https://during.example/", title: "During"}, ["title"]).then(() => "saved", (e) => e.code + ": " + e.message)`
		require.Equal(s.t, "internal: Pinfold has a fault.", eval[string](p, answer))
		require.Equal(s.t, "saved", eval[string](p, answer))
		require.NotNil(s.t, p.stored("https://during.example/"))
		raw, err := s.b.Background(s.ctx, `() => self.programs`)
		require.NoError(s.t, err)
		require.Equal(s.t, "2", string(raw), "a new engine answers")
	})
}

// TestAChangeThatTakesLongIsNotCutOff keeps the store busy for longer than a browser
// lets a background be from which it hears nothing.
func TestAChangeThatTakesLongIsNotCutOff(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		p.kept("https://a.example/", "A", "old")
		_, err := s.b.Background(s.ctx, `() => { self.began = true; }`)
		require.NoError(s.t, err)
		eval[any](p, holdStore)
		eval[any](p, `() => { wire.answer = wire.api.renameTag("old", "new").then(({count}) => String(count), (e) => e.message); }`)
		eval[any](p, after, 50_000)
		raw, err := s.b.Background(s.ctx, `() => self.began === true`)
		require.NoError(s.t, err)
		require.Equal(s.t, "true", string(raw), "the background that began it is at it still")
		eval[any](p, `() => { wire.free = true; }`)
		require.Equal(s.t, "1", eval[string](p, `() => wire.answer`))
	})
}
