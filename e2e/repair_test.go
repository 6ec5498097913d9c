package e2e

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// damage is a function that changes a byte in every chunk of the blobs whose
// names begin so, behind the back of the extension.
const damage = `async (prefix, at) => {
	const db = await ` + database + `;
	const tx = db.transaction("chunks", "readwrite"), store = tx.objectStore("chunks");
	store.openCursor().onsuccess = ({target: {result: cursor}}) => {
		if (!cursor) return;
		if (String(cursor.key).startsWith(prefix)) {
			const bytes = new Uint8Array(cursor.value);
			bytes[at] ^= 0xFF;
			cursor.update(bytes);
		}
		cursor.continue();
	};
	await new Promise((ok, no) => { tx.oncomplete = ok; tx.onabort = () => no(tx.error); });
	db.close();
}`

// TestADamagedLibraryIsRepairedByAPress damages the index, then a document:
// the first comes back whole, of the second one bookmark is missing and said.
func TestADamagedLibraryIsRepairedByAPress(t *testing.T) {
	each(t, func(s *session) {
		var pins []map[string]any
		for n := range 300 { // more than the journal holds
			pins = append(pins, pin("2016-01-01T00:00:00Z", "https://a.example/"+strconv.Itoa(n), "Number "+strconv.Itoa(n), "Streams of words", "many"))
		}
		s.have(pins...)
		o := s.open("options.html")
		eval[any](o, damage, "index/", 5000)
		o.click("@Check my library")
		o.shows(`Press “Repair”`)
		o.click("@Repair")
		o.shows("Repaired. 300 bookmarks were read and the index made anew. No bookmark is missing. All is well: 300 bookmarks and the index agree.")

		eval[any](o, damage, "docs/", 3000)
		o.click("@Check my library")
		o.shows(`Press “Repair”`)
		o.click("@Repair")
		o.shows("Repaired. 299 bookmarks were read and the index made anew. 1 piece could not be read")
		o.shows("A bookmark behind “Number ")
		o.click("@Save what could not be read")
		require.Contains(s.t, s.downloaded(eval[string](o, `async () => (await import("./dom.js")).datedName("damaged.jsonl")`)), `"base64":"`)
		p := s.library("#many")
		p.counts("299")
	})
}

// A library whose journal is damaged does not open; what was saved before and
// after comes back by the same press.
func TestADamagedJournalIsRepairedByAPress(t *testing.T) {
	each(t, func(s *session) {
		o := s.keeps(usual()...)
		for n, title := range []string{"First", "Second", "Third"} {
			ask[any](o, "save", map[string]any{"bookmark": map[string]any{"url": "https://journal.example/" + title, "title": title, "tags": []string{"kept"}},
				"touched": []string{"title", "tags"}, "op": "6f1a1d1e-0002-4000-8000-00000000000" + strconv.Itoa(n)})
		}
		s.cold()
		names := eval[[]string](o, `async () => {
			const db = await `+database+`;
			const request = db.transaction("chunks").objectStore("chunks").getAllKeys();
			await new Promise((go) => { request.onsuccess = go; });
			db.close();
			return request.result.filter((key) => key.startsWith("head/journal/"));
		}`)
		require.GreaterOrEqual(s.t, len(names), 3)
		eval[any](o, damage, names[len(names)-2], 60)
		s.cold() // an engine that a page has woken meanwhile would know what was there before
		p := s.library("#kept")
		p.shows("is damaged. Open Options and press “Check my library”.")
		o = s.open("options.html")
		o.click("@Check my library")
		o.shows("A record of the journal is damaged: what was saved then cannot be read.")
		o.click("@Repair")
		o.shows("1 piece could not be read")
		p = s.library("#kept")
		p.listing("Third", "First")
	})
}

// TestALibraryWithoutItsListOfPartsIsRepairedByAPress takes the one blob away
// that names all others: no page begins an empty library, each names the check,
// and its repair brings every bookmark back.
func TestALibraryWithoutItsListOfPartsIsRepairedByAPress(t *testing.T) {
	each(t, func(s *session) {
		s.have(many(300)...)
		o := s.open("options.html")
		for n, title := range []string{"First", "Second"} { // in the journal
			ask[any](o, "save", map[string]any{"bookmark": map[string]any{"url": "https://journal.example/" + title, "title": title},
				"touched": []string{"title"}, "op": "6f1a1d1e-0003-4000-8000-00000000000" + strconv.Itoa(n)})
		}
		before := eval[int](o, `async () => (await (await import("./api.js")).stats()).bookmarks`)
		o.until("the library to be remembered", `async () => (await (await import("./remembered.js")).remembered())?.bookmarks > 0`)
		s.cold()
		eval[any](o, `async () => {
			const db = await `+database+`;
			const tx = db.transaction("chunks", "readwrite");
			tx.objectStore("chunks").delete(IDBKeyRange.bound("head/manifest", "head/manifest\uffff"));
			await new Promise((ok, no) => { tx.oncomplete = ok; tx.onabort = () => no(tx.error); });
			db.close();
		}`)
		s.cold() // an engine that a page has woken meanwhile would know what was there before
		p := s.library("")
		p.shows("The list of the library’s parts is gone, but its bookmarks are there. Nothing was changed. Open Options and press “Check my library”.")
		o = s.open("options.html")
		o.click("@Check my library")
		o.shows("The list of the library’s parts is damaged or gone. It can be made anew from the bookmarks themselves.")
		o.click("@Repair")
		o.shows("The list of parts was made anew.")
		o.shows("All is well: ")
		require.Equal(s.t, before, eval[int](o, `async () => (await (await import("./api.js")).stats()).bookmarks`))
		p = s.library("#many")
		p.counts("300")
	})
}

func TestARepairWhoseCheckIsCanceledIsSaidToBeDone(t *testing.T) {
	eachAltered(t, func(t *testing.T, dir string) {
		altered(t, dir, "importer.js", "const text = await program.call(", `if (method === "check") await new Promise((_, no) => {
			const cancel = () => no({code: "canceled", message: "Canceled."});
			controller.signal.addEventListener("abort", cancel);
			if (controller.signal.aborted) cancel();
		});
		const text = await program.call(`)
	}, func(s *session) {
		s.have(many(300)...)
		o := s.open("options.html")
		eval[any](o, damage, "docs/", 3000)
		eval[any](o, `() => { document.getElementById("check-repair").hidden = false; }`)
		o.click("@Repair")
		o.shows("Repaired; now it is checked")
		o.click("#check-cancel")
		o.shows("1 piece could not be read")
		o.shows("The check behind it was canceled.")
		o.focused("@Check my library")
		o.hides("Nothing was changed")
		o.until("what was lost", `() => document.querySelectorAll("#check-problems li").length === 1`)
		s.broken = "its check waits for somebody to cancel it"
	})
}
