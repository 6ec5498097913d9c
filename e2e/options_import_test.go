package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
	"pinfold/internal/drive"
)

// mixed is a Pinboard export with everything in it that a report tells of.
const mixed = `[
{"href":"https://a.example/one","description":"One","extended":"","tags":"x y","time":"2016-11-01T00:00:00Z","shared":"yes","toread":"yes"},
{"href":"javascript:document.body.dataset.broken=1","description":"<img src=x onerror=\"document.body.dataset.broken=1\"> \u202e","tags":"","time":"2016-11-01T00:00:00Z","shared":"yes"},
{"href":"https://a.example/one","description":"One again","tags":"z","time":"2015-11-01T00:00:00Z","shared":"yes"},
{"href":"https://b.example/two","description":"<script>document.body.dataset.broken=1</script>","tags":"z","time":"soon","shared":"yes"},
{"href":"https://c.example/three","description":"Three","tags":"z","time":"2015-11-01T00:00:00Z"}
]`

// chooseFile puts a file into the page's field, as a person's choice does.
const chooseFile = `(name, text) => {
	const files = new DataTransfer();
	files.items.add(new File([text], name));
	const field = document.querySelector("#import-file");
	field.files = files.files;
	field.dispatchEvent(new Event("change", {bubbles: true}));
}`

// growFile chooses an export of n bookmarks that is made in the page.
const growFile = `(n) => {
	const rows = Array.from({length: n}, (_, i) => JSON.stringify({href: "https://a.example/" + i, description: "Title " + i,
		extended: "Some words about number " + i + ", and a few more of them", tags: "t" + i % 500 + " all", time: "2016-11-01T00:00:00Z", shared: "yes"}));
	const files = new DataTransfer();
	files.items.add(new File(["[", rows.join(",\n"), "]"], "grown.json"));
	const field = document.querySelector("#import-file");
	field.files = files.files;
	field.dispatchEvent(new Event("change", {bubbles: true}));
}`

func (p *page) choose(name, text string) {
	p.s.t.Helper()
	p.until("the file field", `() => document.querySelector("#import-file")?.checkVisibility()`)
	eval[any](p, chooseFile, name, text)
}

// bookmarks is how many the library has.
func (p *page) bookmarks() int {
	p.s.t.Helper()
	return ask[struct{ Bookmarks int }](p, "stats", nil).Bookmarks
}

// check has the options page check the library and answers what it says.
const check = `async () => {
	const button = document.getElementById("check-start");
	button.click();
	while (button.disabled) await new Promise((go) => setTimeout(go, 10));
	return ["check-state", "check-problems"].map((id) => document.getElementById(id).textContent).join(" ");
}`

// whole has the options page check the library, in which nothing is wrong.
func (p *page) whole() {
	p.s.t.Helper()
	require.Contains(p.s.t, eval[string](p, check), "All is well: ")
}

// unbroken fails if hostile text has run.
func (p *page) unbroken() {
	p.s.t.Helper()
	require.False(p.s.t, eval[bool](p, `() => document.body.dataset.broken !== undefined || document.querySelector("main img, main script") !== null`))
}

func TestAFileIsLookedAtThenImportedThenTakenBack(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.choose("mine.json", mixed)
		p.shows("mine.json: a Pinboard export with 5 bookmarks")
		p.shows("3 new · 1 merged with ones of the same address · 1 refused · all public")
		require.Zero(s.t, p.bookmarks(), "to look at a file changes nothing")
		p.focused("@Import 4 bookmarks")

		p.press("Enter")
		p.shows("3 bookmarks added.")
		p.shows("entry 2, line 3")
		p.shows(`<img src=x onerror="document.body.dataset.broken=1">`)
		p.shows("Addresses that begin with “javascript:” are not saved")
		p.click("summary:not(details[open] > summary)")
		p.shows("Entry 4, line 5: There is no readable date")
		p.unbroken()
		one := p.stored("https://a.example/one")
		require.Equal(s.t, "One", one.Title)
		require.Equal(s.t, []string{"x", "y", "z"}, one.Tags)
		require.False(s.t, p.stored("https://c.example/three").Private, "Pinboard's records are public where they do not say")

		p.click("@Undo this import")
		p.shows("The import was taken back")
		require.Zero(s.t, p.bookmarks())
		p.whole()
	})
}

func TestRecordsThatDoNotSayAreWhatThePersonChooses(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.choose("mine.json", mixed)
		p.shows("1 does not say whether it is private")
		p.click("@keep these private")
		p.click("@Import 4 bookmarks")
		p.shows("3 bookmarks added.")
		require.True(s.t, p.stored("https://c.example/three").Private)
		require.False(s.t, p.stored("https://b.example/two").Private)
	})
}

func TestAFileIsDroppedOrItsTextPasted(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.until("the page to be ready", `() => !document.querySelector("#set-private").disabled`)
		eval[any](p, `(text) => {
			const dataTransfer = new DataTransfer();
			dataTransfer.items.add(new File([text], "dropped.html"));
			document.body.dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true}));
		}`, "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF=\"https://d.example/\" ADD_DATE=\"1478000000\">Dropped</A>\n</DL><p>\n")
		p.shows("dropped.html: a bookmark file with 1 bookmark")
		p.click("@Import 1 bookmark")
		p.shows("1 bookmark added.")
		require.True(s.t, p.stored("https://d.example/").Private, "a browser's bookmarks are private where they do not say")

		p.click("@Import another file")
		eval[any](p, `(text) => {
			const clipboardData = new DataTransfer();
			clipboardData.setData("text/plain", text);
			document.querySelector("#import-text").dispatchEvent(new ClipboardEvent("paste", {clipboardData, dataType: "text/plain", data: text, bubbles: true, cancelable: true}));
		}`, mixed)
		p.shows("The pasted text: a Pinboard export with 5 bookmarks")
		p.click("@Import 4 bookmarks")
		p.shows("3 bookmarks added.")
		require.Equal(s.t, 4, p.bookmarks())
	})
}

func TestTypedTextStaysUntilItIsImported(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.click("#import-text")
		p.write("no bookmarks")
		p.click("@Read it")
		p.shows("NOT IMPORTED.")
		p.holds("#import-text", "no bookmarks")
		eval[any](p, `() => document.getElementById("import-problem").replaceChildren()`)
		p.click("@Read it")
		p.shows("NOT IMPORTED.")
		p.click("#import-text")
		p.press("Control+a")
		p.write("https://typed.example/")
		p.press("Tab")
		p.shows("The pasted text: a list of links with 1 bookmark")
		p.click("@Not now")
		p.choose("mine.json", mixed)
		p.click("@Import 4 bookmarks")
		p.shows("3 bookmarks added.")
		p.click("@Import another file")
		p.holds("#import-text", "https://typed.example/")
		p.click("@Read it")
		p.click("@Import 1 bookmark")
		p.shows("1 bookmark added.")
		p.click("@Import another file")
		p.holds("#import-text", "")
		p.hides("Read it")
	})
}

func TestAWrongFileChangesNothingAndSaysWhereItBroke(t *testing.T) {
	names, err := filepath.Glob("../testdata/fixtures/wrong/*")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	each(t, func(s *session) {
		p := s.open("options.html")
		for _, name := range names {
			text, err := os.ReadFile(name)
			require.NoError(s.t, err)
			p.choose(filepath.Base(name), string(text))
			p.shows("NOT IMPORTED.")
			eval[any](p, `() => { document.querySelector("#import-problem").textContent = ""; }`)
		}
		p.choose("cut.json", "[\n"+strings.Split(mixed, "\n")[1]+"\n{\"href\": \"https://b.exam")
		p.shows("at line 3 it ends in the middle of an entry. Nothing was changed.")
		require.Zero(s.t, p.bookmarks())
		p.choose("mine.json", mixed)
		p.click("@Import 4 bookmarks")
		p.shows("3 bookmarks added.")
	})
}

func TestTheRefusedRecordsAreSavedAsAFile(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.choose("mine.json", mixed)
		p.click("@Save the refused ones as a file")
		text := s.downloaded("refused-of-mine.json")
		require.Equal(s.t, "["+strings.TrimSuffix(strings.Split(mixed, "\n")[2], ",")+"]\n", text)
	})
}

// downloaded waits for a file among the downloads and reads it.
func (s *session) downloaded(name string) string {
	s.t.Helper()
	var text []byte
	path := filepath.Join(s.options.Downloads, name)
	err := browser.Until(s.ctx, "the download "+name, func() (bool, error) {
		// Firefox makes the file first and fills a part beside it.
		if parts, _ := filepath.Glob(path + ".*"); len(parts) > 0 {
			return false, nil
		}
		var err error
		text, err = os.ReadFile(path)
		return len(text) > 0, err
	})
	require.NoError(s.t, err)
	return string(text)
}

// cancelMidway presses Cancel while the index is being built, with pieces of it
// in a file of the browser's own, and answers whether to close the page in that
// moment would have been asked about.
const cancelMidway = `async () => {
	const bar = document.querySelector("#import-bar");
	const pieces = async () => (await Array.fromAsync((await navigator.storage.getDirectory()).keys())).some((name) => name.startsWith("import-"));
	while (!(bar.value > 0.55 && await pieces())) {
		await new Promise((go) => setTimeout(go, 5));
	}
	const leaving = new Event("beforeunload", {cancelable: true});
	dispatchEvent(leaving);
	document.querySelector("#import-cancel").click();
	return leaving.defaultPrevented;
}`

func TestACancelInTheMiddleChangesNothing(t *testing.T) {
	eachWaiting(t, "event.entries === 20000 && event.permille > 600", func(s *session) {
		s.unasked()
		p := s.open("options.html")
		eval[any](p, growFile, 20000)
		p.click("@Import 20,000 bookmarks")
		require.True(s.t, eval[bool](p, cancelMidway), "to close the page now is asked about first")
		p.shows("Canceled. Nothing was changed.")
		p.focused("@Import 20,000 bookmarks")
		require.Empty(s.t, eval[[]string](p, scratchFiles))
		require.False(s.t, eval[bool](p, `() => { const e = new Event("beforeunload", {cancelable: true}); dispatchEvent(e); return e.defaultPrevented; }`))
		require.Zero(s.t, p.bookmarks())
		p.whole()
		eval[any](p, growFile, 20001)
		p.click("@Import 20,001 bookmarks")
		p.shows("20,001 bookmarks added.")
		require.Equal(s.t, 20001, p.bookmarks())
		require.Empty(s.t, eval[[]string](p, scratchFiles), "what was needed on the way is gone")
	})
}

func TestTheReportIsSavedWhole(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.choose("mine.json", mixed)
		p.click("@Import 4 bookmarks")
		p.shows("3 bookmarks added.")
		p.click("@Save this report")
		text := s.downloaded("import-report.txt")
		require.Contains(s.t, text, "mine.json\n3 bookmarks added.\n3 new")
		require.Contains(s.t, text, "Refused:\n- entry 2, line 3:")
		require.Contains(s.t, text, "<javascript:document.body.dataset.broken=1>")
		require.Contains(s.t, text, "Warnings:\n- entry 4, line 5:")
	})
}

func TestABrowserKilledInTheMiddleHasNothingHalfDone(t *testing.T) {
	eachStanding(t, func(s *session) {
		s.have(map[string]any{"href": "https://mine.example/", "description": "Mine", "time": "2016-11-01T00:00:00Z"})
		p := s.open("options.html")
		eval[any](p, growFile, 20000)
		p.click("@Import 20,000 bookmarks")
		p.until("the index to be under way", `() => document.querySelector("#import-bar").value > 0.6`)
		s.again()
		p = s.open("options.html")
		require.Equal(s.t, 1, p.bookmarks())
		require.Equal(s.t, "Mine", p.stored("https://mine.example/").Title)
		p.whole()
	})
}

func TestOtherPagesNoticeAnImportAtOnce(t *testing.T) {
	each(t, func(s *session) {
		other := s.open("options.html")
		other.shows("0 with 0 tags")
		p := s.open("options.html")
		p.choose("mine.json", mixed)
		p.click("@Import 4 bookmarks")
		other.shows("3 with 3 tags")
		p.until("the table for the first completion", `async () => {
			const { hints } = await (globalThis.browser ?? chrome).storage.local.get("hints");
			return hints?.rows.some(([, tag]) => tag === "x");
		}`)
	})
}

func TestWhatWasPublicIsOfferedToStaySo(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.choose("mine.json", mixed)
		p.click("@Import 4 bookmarks")
		p.shows("3 of 3 were public: make new ones public as well?")
		p.click("@Make new ones public")
		p.shows("New bookmarks are public now")
		p.until("the setting", `() => !document.querySelector("#set-private").checked`)
		p.until("the table that the form begins with", `async () => (await (globalThis.browser ?? chrome).storage.local.get("hints")).hints?.private === false`)
		form := s.open("popup.html?url=https%3A%2F%2Fnew.example%2F&title=New")
		form.until("the form to know", `() => !document.querySelector("#private").checked`)
	})
}

func TestAnExportReadAgainExportsTheSame(t *testing.T) {
	each(t, func(s *session) {
		for _, form := range []struct{ name, ending string }{{"pinboard-json", "json"}, {"netscape", "html"}, {"pinboard-xml", "xml"}, {"csv", "csv"}, {"pinfold", "jsonl"}} {
			first := s.exported(mixed, form.name, form.ending)
			require.Contains(s.t, first, "https://a.example/one")
			again := s.exported(first, form.name, form.ending)
			// The library here has a history of its own, which goes on.
			first, _, _ = strings.Cut(first, `{"change":`)
			again, _, _ = strings.Cut(again, `{"change":`)
			require.Equal(s.t, first, again, form.name)
		}
	})
}

// exported imports text into an empty library, exports all and takes the
// import back for ever.
func (s *session) exported(text, form, ending string) string {
	s.t.Helper()
	p := s.open("options.html")
	p.choose("mine."+ending, text)
	p.click(`#import-start`)
	p.shows("bookmarks added.")
	written := p.exports(form, ending)
	p.click("@Undo this import")
	p.shows("The import was taken back")
	_ = ask[json.RawMessage](p, "purge", map[string]any{"query": "is:trashed"})
	return written // the page stays: Firefox complains of a download whose page has gone
}

// exports writes everything in a format and returns the file.
func (p *page) exports(form, ending string) string {
	p.s.t.Helper()
	eval[any](p, `(name) => {
		const select = document.getElementById("export-format");
		select.value = name;
		select.dispatchEvent(new Event("change", {bubbles: true}));
	}`, form)
	p.click("@Export")
	p.shows(" written to pinfold-")
	date := eval[string](p, `() => { const d = new Date(), two = (n) => String(n).padStart(2, "0");
		return d.getFullYear() + "-" + two(d.getMonth() + 1) + "-" + two(d.getDate()); }`)
	name := fmt.Sprintf("pinfold-%s.%s", date, ending)
	written := p.s.downloaded(name)
	require.NoError(p.s.t, os.Remove(filepath.Join(p.s.options.Downloads, name)))
	return written
}

func TestTheLauncherImportsAFileAsItIs(t *testing.T) {
	each(t, func(s *session) {
		n, err := drive.Import(s.ctx, s.b, "old.html", []byte("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF=\"https://cafe.example/\">caf\xe9</A>\n</DL>\n"))
		require.NoError(s.t, err)
		require.Equal(s.t, 1, n)
		require.Equal(s.t, "café", s.open("options.html").stored("https://cafe.example/").Title)
	})
}
