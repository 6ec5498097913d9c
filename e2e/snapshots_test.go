package e2e

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// many are more bookmarks than change without a snapshot.
func many(n int) []map[string]any {
	var list []map[string]any
	for i := range n {
		list = append(list, pin("2016-11-20T12:00:00Z", fmt.Sprintf("https://many.example/%d", i), fmt.Sprintf("Number %d", i), "", "many"))
	}
	return list
}

func TestALibraryThatVanishedIsBroughtBackFromASnapshot(t *testing.T) {
	each(t, func(s *session) {
		s.unasked()
		s.have(sixPins()...)
		o := s.open("options.html")
		text, err := json.Marshal(many(60))
		require.NoError(s.t, err)
		o.choose("many.json", string(text))
		o.click("#import-start")
		o.shows("60 bookmarks added.")
		o.shows("1 snapshot of the library as it was:")
		o.shows("8 bookmarks before an import")
		o.click("@Make one now")
		o.shows("2 snapshots of the library as it was:")
		o.shows("68 bookmarks made by you")
		require.Empty(s.t, eval[[]string](o, exported), "what a snapshot was packed from takes no room")
		o.click("@Make one now") // nothing has changed since
		o.until("the button again", `() => !document.getElementById("snapshot-now").disabled`)
		o.shows("2 snapshots of the library as it was:")

		s.loses(o, 68)
		p := s.library("")
		p.shows("The library is not where it was")
		p.shows("68 bookmarks made by you")
		p.click("#lost-snapshots button")
		p.shows("Bring back the library as it was on")
		p.click("@Cancel")
		p.shows("The library is not where it was")
		// Cut off when all is in and before the library that was here is forgotten,
		// nothing is believed yet.
		eval[any](p, `async () => {
			const [one] = await (await import("./shelf.js")).snapshots();
			const {openSnapshot} = await import("./snapshots.js");
			await (await import("./client.js")).importFile(await openSnapshot(one), {believe: true});
		}`)
		s.cold()
		p = s.library("")
		p.shows("The library is not where it was")
		p.click("#lost-snapshots button")
		p.click("#asking-yes")
		p.counts("68")
		p = s.library("#stripe")
		p.counts("6")
		require.Equal(s.t, "Mine: worth a try.\n<blockquote>Every entry has its counter entry.\n\nNothing is ever deleted.</blockquote>", p.stored("https://a.example/ledgers").Description)
	})
}

func TestTheOldestSnapshotIsBroughtBackThoughAnotherIsMadeFirst(t *testing.T) {
	each(t, func(s *session) {
		s.unasked()
		s.have(many(60)...)
		o := s.open("options.html")
		for i := range 6 { // as many as are kept of one day
			ask[any](o, "save", map[string]any{"bookmark": map[string]any{"url": fmt.Sprintf("https://more.example/%d", i), "title": "More"}})
			o.click("@Make one now")
			o.shows(fmt.Sprintf("%d bookmarks made by you", 61+i))
		}
		ask[any](o, "delete", map[string]any{"query": "#many", "op": "6f1a1d1e-0001-4000-8000-000000000006"})
		o.click("#snapshot-list li:last-child button")
		o.click("#import-start")
		o.until("the report", `() => document.getElementById("import-report").checkVisibility()`)
		require.Equal(s.t, "Number 7", o.stored("https://many.example/7").Title)
		o.shows("7 snapshots of the library as it was:")
	})
}

// unending has a page write files that never end.
const unending = `() => {
	FileSystemFileHandle.prototype.createWritable = async () => new WritableStream({write: () => new Promise(() => {})});
}`

// files are the names of the browser's own files, as far as they say what they are.
const files = `async () => (await Array.fromAsync((await navigator.storage.getDirectory()).keys())).map((name) => name.split("-")[0]).sort()`

// age makes files that are no snapshots as old as those that are swept, and sweeps.
const age = `async () => {
	for await (const [name, handle] of (await navigator.storage.getDirectory()).entries()) {
		const [kind, , ...rest] = name.split("-");
		if (kind !== "snapshot") await handle.move([kind, 1, ...rest].join("-"));
	}
	await (await import("./scratch.js")).sweep();
}`

func TestASnapshotThatWasCutOffIsNone(t *testing.T) {
	each(t, func(s *session) {
		s.unasked()
		s.have(sixPins()...)
		o := s.open("options.html")
		eval[any](o, unending)
		o.click("@Make one now")
		o.until("the file", `async () => (await (`+files+`)()).includes("unfinished")`)
		require.NoError(s.t, o.Close(s.ctx))

		o = s.open("options.html")
		o.shows("There is no snapshot yet.")
		o.click("@Make one now")
		o.shows("1 snapshot of the library as it was:")
		o.shows("8 bookmarks made by you")
		eval[any](o, age)
		require.Equal(s.t, []string{"snapshot"}, eval[[]string](o, files), "what was cut off takes no room")
		o.click("#snapshot-list button")
		o.shows("8 here already, as they are")
	})
}

func TestAnImportThatIsCanceledDuringItsSnapshotChangesNothing(t *testing.T) {
	each(t, func(s *session) {
		s.unasked()
		s.have(sixPins()...)
		o := s.open("options.html")
		eval[any](o, unending)
		text, err := json.Marshal(many(60))
		require.NoError(s.t, err)
		o.choose("many.json", string(text))
		o.click("#import-start")
		o.shows("Making a snapshot of the library as it is")
		o.until("the file", `async () => (await (`+files+`)()).includes("unfinished")`)
		o.click("#import-cancel")
		o.shows("Canceled. Nothing was changed.")
		o.shows("60 new")
		require.Equal(s.t, 8, o.bookmarks())
	})
}

// reasons are why there are snapshots; they are removed, so that the next change
// of many makes one again.
const reasons = `async () => {
	const {root, snapshots} = await import("./shelf.js");
	const list = await snapshots(), directory = await root();
	for (const {name} of list) await directory.removeEntry(name);
	return list.map(({reason, bookmarks}) => reason + " " + bookmarks);
}`

// unasked has no snapshot be made by itself for half an hour.
func (s *session) unasked() {
	s.t.Helper()
	_, err := s.b.Background(s.ctx, `() => (globalThis.browser ?? chrome).storage.session.set({snapshot: Date.now()})`)
	require.NoError(s.t, err)
}

// renames gives a tag of so many bookmarks another name in the list of tags.
func (p *page) renames(from, to string, bookmarks int) {
	p.s.t.Helper()
	p.click("@Rename " + from)
	p.focused("@New name of " + from)
	p.press("Control+a")
	p.write(to)
	p.press("Enter")
	p.shows(fmt.Sprintf("Renamed “%s” to “%s” on %d bookmarks.", from, to, bookmarks))
}

func TestASnapshotIsKeptBeforeManyBookmarksChange(t *testing.T) {
	each(t, func(s *session) {
		s.unasked()
		s.have(many(60)...)
		p := s.library("#many")
		p.click("@all 1 tag")
		p.renames("many", "lots", 60)
		require.Equal(s.t, []string{"bulk 60"}, eval[[]string](p, reasons))
		p.click("@Delete lots")
		p.shows("Took the tag “lots” from 60 bookmarks.")
		require.Equal(s.t, []string{"bulk 60"}, eval[[]string](p, reasons))
		p = s.open("library.html#history")
		p.click("#changes .back")
		p.shows("Taken back.")
		require.Equal(s.t, []string{"bulk 60"}, eval[[]string](p, reasons))
		ask[any](p, "delete", map[string]any{"query": "#lots", "op": "6f1a1d1e-0001-4000-8000-000000000005"})
		p = s.library("is:trashed")
		p.counts("60")
		p.click("@empty the trash")
		p.click("#asking-yes")
		p.shows("Deleted 60 bookmarks for ever.")
		require.Equal(s.t, []string{"bulk 0"}, eval[[]string](p, reasons), "the trash is in it")
	})
}

// impatient has pages wait for twenty seconds for what they else await for a
// minute, and less for a list of files and for a page that is making one.
func impatient(t *testing.T, dir string) {
	inModules(t, dir)
	altered(t, dir, "limit.js", "BEAT = 10_000;", "BEAT = 3000;")
	altered(t, dir, "shelf.js", "PATIENCE = 10_000;", "PATIENCE = 2000;")
	altered(t, dir, "shelving.js", "PATIENCE = 10_000;", "PATIENCE = 200;")
}

// listless has the browser not answer so many times when a page asks it for the
// names of its files.
const listless = `(times) => {
	const {prototype} = FileSystemDirectoryHandle, {entries} = prototype;
	prototype.entries = function () {
		if (times-- <= 0) return entries.call(this);
		return {next: () => new Promise(() => {}), [Symbol.asyncIterator]() { return this; }};
	};
}`

func TestADiskThatDoesNotAnswerKeepsNobodyWaitingForASnapshot(t *testing.T) {
	eachAltered(t, impatient, func(s *session) {
		s.unasked()
		s.have(many(60)...)
		p := s.library("#many")
		eval[any](p, unending)
		p.click("@all 1 tag")
		p.renames("many", "lots", 60)
		require.Empty(s.t, eval[[]string](p, reasons))
		o := s.open("options.html")
		o.click("@Make one now")
		o.shows("1 snapshot of the library as it was:")
		eval[any](p, listless, 1)
		require.Equal(s.t, []string{"person 60"}, eval[[]string](p, reasons), "it is asked for again")
		eval[any](p, listless, 1000)
		p.renames("lots", "many", 60)
		require.Zero(s.t, eval[int](p, `async () => (await navigator.locks.query()).held.filter(({name}) => name === "snapshot").length`))
		eval[any](o, unending)
		o.click("@Make one now")
		o.shows("NO SNAPSHOT. It could not be written (the browser’s disk has not answered for a minute).")
		eval[any](o, listless, 1000)
		eval[any](o, `() => document.dispatchEvent(new Event("snapshots"))`)
		o.shows("The browser does not say which snapshots there are.")
		eval[any](p, `async () => (await import("./lost.js")).showLost(new Error("The library is gone."))`)
		p.shows("The browser does not say which there are: press “Look again”.")
	})
}

func TestASnapshotShowsWhatItWouldChangeAndIsUndone(t *testing.T) {
	each(t, func(s *session) {
		s.unasked()
		s.have(many(60)...)
		o := s.open("options.html")
		o.click("@Make one now")
		o.shows("1 snapshot of the library as it was:")
		ask[any](o, "delete", map[string]any{"query": "#many", "op": "6f1a1d1e-0001-4000-8000-000000000004"})
		require.Nil(s.t, o.stored("https://many.example/7"))
		o.click("#snapshot-list button")
		o.until("the plan", `() => document.getElementById("import-plan").checkVisibility()`)
		require.Nil(s.t, o.stored("https://many.example/7"), "looking changes nothing")
		o.click("#import-start")
		o.until("the report", `() => document.getElementById("import-report").checkVisibility()`)
		require.Equal(s.t, "Number 7", o.stored("https://many.example/7").Title)
		o.click("@Undo this import")
		o.shows("The import was taken back")
		require.Nil(s.t, o.stored("https://many.example/7"))
		o.shows("2 snapshots of the library as it was:") // one of before the restore
	})
}

func TestWhichSnapshotsAreKept(t *testing.T) {
	eachWire(t, func(map[string]any) {}, func(s *session, wire *page) {
		// One every half hour for a year, of a million bytes each.
		kept := eval[[]int](wire, `async () => {
			const {spare} = await import("./thinning.js");
			const now = Date.UTC(2026, 10, 25, 12);
			let list = [];
			for (let i = 0; i < 365 * 48; i += 1) list.push({time: now - i * 1800e3, bytes: 1e6, i});
			const gone = new Set(spare(list));
			return list.filter((one) => !gone.has(one)).map((one) => Math.round((now - one.time) / 86400e3));
		}`)
		require.LessOrEqual(s.t, len(kept), 6+7+4+6)
		require.Subset(s.t, kept, []int{0, 1, 2, 3, 4, 5, 6}, "one of each of the last seven days")
		require.GreaterOrEqual(s.t, kept[len(kept)-1], 140, "one is months old")
		large := eval[int](wire, `async () => {
			const {spare} = await import("./thinning.js");
			const list = [3, 2, 1].map((n) => ({time: n * 1e9, bytes: 200e6}));
			return list.length - spare(list).length;
		}`)
		require.Equal(s.t, 2, large, "of large ones two are kept")
		ahead := eval[int](wire, `async () => {
			const {spare} = await import("./thinning.js");
			const list = [];
			for (let day = 150; day > 0; day -= 1) list.push({time: day * 86400e3, generation: day, bytes: 1e6});
			const kept = list.filter((one) => !new Set(spare(list)).has(one));
			return spare([{time: 515 * 86400e3, generation: 151, bytes: 1e6}, ...kept]).length;
		}`)
		require.LessOrEqual(s.t, ahead, 4, "a clock that was a year ahead once costs no more than the last of each span")
		back := eval[bool](wire, `async () => {
			const {spare} = await import("./thinning.js");
			const made = {time: 0, generation: 8, bytes: 1e6};
			const list = [];
			for (let i = 7; i > 0; i -= 1) list.push({time: i * 1800e3, generation: i, bytes: 1e6});
			return spare([...list, made]).includes(made);
		}`)
		require.False(s.t, back, "a clock that is set back does not cost the one that was just made")
		other := eval[int](wire, `async () => {
			const {spare} = await import("./thinning.js");
			const list = [];
			for (let i = 60; i > 0; i -= 1) list.push({time: i * 1800e3, generation: i, bytes: 60e6, library: i > 2 ? "begun anew" : "lost"});
			return spare(list).filter(({library}) => library === "lost").length;
		}`)
		require.Zero(s.t, other, "those of a library that was lost stay")
	})
}

func TestASnapshotThatCannotBeReadSaysSoInView(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		o := s.copied()
		eval[any](o, `async () => {
			const {root, snapshots} = await import("./shelf.js");
			const [{name}] = await snapshots();
			const file = await (await (await root()).getFileHandle(name)).createWritable();
			await file.write("no gzip");
			await file.close();
		}`)
		o.click("#snapshot-list button")
		o.until("the failure in view", `() => {
			const problem = document.getElementById("import-problem"), {top, bottom} = problem.getBoundingClientRect();
			return problem.textContent.startsWith("NOT IMPORTED.") && top >= 0 && bottom <= innerHeight;
		}`)
	})
}
