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
	"pinfold/internal/injection"
)

// A link is a bookmark as a browser has it.
type link struct{ URL, Title string }

// characters has no noncharacter, of which Firefox makes what stands for an unknown
// one.
func characters(links []link) []link {
	for i := range links {
		links[i].Title = strings.ReplaceAll(links[i].Title, "\ufffe", "\ufffd")
	}
	return links
}

func urls(links []link) (list []string) {
	for _, l := range links {
		list = append(list, l.URL)
	}
	return list
}

// theirs is a function that gives all bookmarks that the browser has. Of its
// folders the file makes none.
const theirs = `async () => {
	const all = [];
	const walk = (node) => {
		if (!node.children) all.push({url: node.url, title: node.title});
		for (const child of node.children ?? []) walk(child);
	};
	for (const root of await (globalThis.browser ?? chrome).bookmarks.getTree()) walk(root);
	return all;
}`

// forcedFirstRun has Chromium do what it does at the first run of a profile, and open
// its own pages.
const forcedFirstRun = "--force-first-run"

// importing lets a new profile's browser import a bookmark file by itself. Chromium
// does so at the first run of a profile, where its initial preferences say so, a
// file of the whole machine: testdata/firstrun shows it another one, which takes
// root.
func importing(t *testing.T, kind, file string) browser.Options {
	t.Helper()
	o := browser.Options{Extension: variant(t, kind, reading), Profile: t.TempDir()}
	if kind == "firefox" {
		o.Bookmarks = file
		return o
	}
	chromium, _, err := browser.Find("chromium")
	require.NoError(t, err)
	const initial = "/etc/chromium/master_preferences"
	require.FileExists(t, initial, "Debian's Chromium has it; another one is not told by it what to import")
	preferences := filepath.Join(t.TempDir(), "preferences")
	text, err := json.Marshal(map[string]any{"distribution": map[string]any{"import_bookmarks_from_file": file}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(preferences, text, 0o644))
	o.Path, err = filepath.Abs("testdata/firstrun/chromium")
	require.NoError(t, err)
	o.Args = []string{forcedFirstRun}
	o.Env = []string{"CHROMIUM=" + chromium, "INITIAL=" + initial, "PREFERENCES=" + preferences}
	return o
}

// TestTheBrowserItselfReadsAnExportedFile exports bookmarks whose texts are hostile
// and has a new profile's browser import the file: it has the same links, and
// nothing that a text has turned into.
func TestTheBrowserItselfReadsAnExportedFile(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		var pins []map[string]any
		for i, text := range injection.Texts() {
			pins = append(pins, pin("2016-11-20T12:00:00Z", fmt.Sprintf("https://a.example/%d?q=%s", i, text), text, text, "hostile"))
		}
		from := begin(t, kind, browser.Options{})
		from.have(pins...)
		o := from.open("options.html")
		var want []link
		for _, b := range ask[struct{ Bookmarks []bookmark }](o, "search", map[string]any{"limit": 1000}).Bookmarks {
			want = append(want, link{b.URL, b.Title})
		}
		require.Len(t, want, len(pins))
		file := filepath.Join(t.TempDir(), "exported.html")
		require.NoError(t, os.WriteFile(file, []byte(o.exports("netscape", "html")), 0o644))

		to := begin(t, kind, importing(t, kind, file))
		wire := to.wire()
		wire.until("the browser to have read them", `async (n) => (await (`+theirs+`)()).length >= n`, len(want))
		for i, url := range eval[[]string](wire, `(urls) => urls.map((url) => new URL(url).href)`, urls(want)) {
			want[i].URL = url // as browsers write it
		}
		if kind == "firefox" {
			want = characters(want)
		}
		require.ElementsMatch(t, want, eval[[]link](wire, theirs))
	})
}
