package format_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/format"
	"pinfold/core/memstore"
)

const fixtures = "../../testdata/fixtures"

var importTime = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) // never changed

// importFixture imports one file into an empty library.
func importFixture(t *testing.T, name string) (core.Report, *core.Library, error) {
	t.Helper()
	file, err := os.Open(filepath.Join(fixtures, name))
	require.NoError(t, err)
	defer file.Close()
	source := rand.NewChaCha8([32]byte{1})
	l, err := core.Open(context.Background(), memstore.New().Open(), core.Options{
		Now:    func() time.Time { return importTime },
		Random: func(p []byte) { source.Read(p) },
	})
	require.NoError(t, err)
	kind, entries, err := format.Read(file, format.Options{Now: importTime, Name: name})
	if err != nil {
		return core.Report{}, l, err
	}
	r, err := l.Import(context.Background(), entries, core.ImportOptions{Name: name, Private: !kind.PublicByDefault()}, nil)
	return r, l, err
}

// A spot is one record of a file as expected.json has it.
type spot struct {
	Href, Title, Notes, Time string
	Tags                     []string
	ToRead, Private          *bool
}

func splitLines(s string) []string { return strings.Split(s, "\n") }

type expectation struct {
	File    string
	Entries int
	Stored  int
	ToRead  int
	Spots   []spot
}

func expectations(t *testing.T) map[string]expectation {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(fixtures, "expected.json"))
	require.NoError(t, err)
	var all struct{ Files []expectation }
	require.NoError(t, json.Unmarshal(raw, &all))
	out := make(map[string]expectation)
	for _, e := range all.Files {
		out[e.File] = e
	}
	return out
}

func TestFixtures(t *testing.T) {
	expected := expectations(t)
	for name, want := range map[string][2]int{
		"netscape/folders.html": {6, 6}, "netscape/tags.html": {9, 9}, "netscape/entities.html": {9, 9}, "netscape/dates.html": {12, 12},
		"netscape/flags_notes.html": {8, 8}, "netscape/duplicates.html": {8, 6}, "netscape/schemes.html": {18, 5},
		"netscape/bom.html": {3, 3}, "netscape/crlf.html": {3, 3}, "netscape/cr_only.html": {3, 3}, "netscape/latin1.html": {3, 3},
		"netscape/utf16.html": {3, 3}, "netscape/latin1_unlabelled.html": {3, 3}, "netscape/truncated.html": {3, 3},
		"netscape/truncated_in_tag.html": {1, 1}, "netscape/long_title.html": {3, 3}, "netscape/no_doctype.html": {1, 1},
		"netscape/empty_list.html": {0, 0},
		"pinboard/export.json":     {6, 4}, "pinboard/posts_all_utf8.json": {6, 4}, "pinboard/legacy.html": {3, 3}, "pinboard/odd_types.json": {6, 5},
		"delicious/export.html": {3, 3}, "raindrop/export.html": {2, 2}, "safari/bookmarks.html": {3, 3}, "linkding/bookmarks.html": {3, 3},
		"shaarli/bookmarks_all.html": {2, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r, l, err := importFixture(t, name)
			require.NoError(t, err)
			require.Equal(t, want, [2]int{r.Entries, r.Stored}, "entries and stored")
			require.Equal(t, r.Entries, r.Stored+r.Merged+len(r.Skipped))
			require.Empty(t, l.Check(context.Background(), nil))
			if e, ok := expected[name]; ok && e.Stored > 0 && name != "netscape/truncated_in_tag.html" && name != "netscape/truncated.html" {
				require.Equal(t, e.Stored, r.Stored, "as expected.json has it")
			}
		})
	}
}

func all(t *testing.T, l *core.Library) map[string]core.Bookmark {
	t.Helper()
	out := make(map[string]core.Bookmark)
	for b, err := range l.Export(context.Background(), "") {
		require.NoError(t, err)
		out[b.URL] = b
	}
	return out
}

// find returns the one bookmark whose address holds part.
func find(t *testing.T, list map[string]core.Bookmark, part string) core.Bookmark {
	t.Helper()
	var got []core.Bookmark
	for url, b := range list {
		if strings.Contains(url, part) {
			got = append(got, b)
		}
	}
	require.Len(t, got, 1, part)
	return got[0]
}

func TestFoldersBecomeTags(t *testing.T) {
	_, l, err := importFixture(t, "netscape/folders.html")
	require.NoError(t, err)
	list := all(t, l)
	compost := find(t, list, "compost")
	require.Equal(t, []string{"soil", "Worms", "garden-&-kitchen"}, compost.Tags)
	require.Equal(t, "Turn it. Wait. Turn it again.", compost.Description)
	require.Equal(t, []string{"garden-&-kitchen", "soups-stews"}, find(t, list, "soup").Tags)
	for _, host := range []string{"glazes", "after", "unfiled", "top"} {
		require.Empty(t, find(t, list, host).Tags, host)
	}
}

func TestTagsEntitiesAndNotes(t *testing.T) {
	_, l, err := importFixture(t, "netscape/tags.html")
	require.NoError(t, err)
	list := all(t, l)
	for path, want := range map[string][]string{
		"/1": {"bees", "honey"}, "/2": {"slow-bread", "wild-yeast"}, "/3": {"lighthouse", "keeper", "fog"}, "/4": {"Café", "日本語", "größe", "emoji-🐝"},
		"/5": {"c++", "c#", ".net", "node.js", "@home", "via:nils", "a/b"}, "/6": nil, "/9": {".hidden"},
	} {
		require.Equal(t, want, find(t, list, path).Tags, path)
	}
	_, l, err = importFixture(t, "netscape/entities.html")
	require.NoError(t, err)
	list = all(t, l)
	require.Equal(t, `Salt & Vinegar <crisps> — "the best" 🥔`, find(t, list, "?a=1&b=2").Title)
	find(t, list, "x=1&copy=2")
	_, l, err = importFixture(t, "netscape/dates.html")
	require.NoError(t, err)
	good, now := 0, 0
	for _, b := range all(t, l) {
		switch b.Created.Truncate(time.Second) {
		case time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC):
			good++
		case importTime:
			now++
		}
	}
	require.Equal(t, [2]int{5, 7}, [2]int{good, now})
}

func TestFlagsAndMerging(t *testing.T) {
	_, l, err := importFixture(t, "netscape/duplicates.html")
	require.NoError(t, err)
	found := false
	for _, b := range all(t, l) {
		if b.Title == "The page" {
			found = true
			require.Equal(t, []string{"first", "second", "third"}, b.Tags)
			require.Equal(t, "Notes of the first.", b.Description)
			require.Equal(t, time.Date(2021, 8, 26, 17, 46, 41, 0, time.UTC), b.Created)
		}
	}
	require.True(t, found)
	_, l, err = importFixture(t, "pinboard/export.json")
	require.NoError(t, err)
	list := all(t, l)
	tide := find(t, list, "tide")
	require.Equal(t, []string{"sea", "maps", "dup"}, tide.Tags)
	require.Equal(t, time.Date(2016, 5, 4, 10, 20, 30, 0, time.UTC), tide.Created)
	require.False(t, tide.Private)
	knots := find(t, list, "knot")
	require.True(t, knots.Private && knots.Unread)
	require.Equal(t, []string{"Rope", ".secret", "c++"}, knots.Tags)
	require.Len(t, strings.Split(knots.Description, "\n"), 4)
	_, l, err = importFixture(t, "safari/bookmarks.html")
	require.NoError(t, err)
	unread := 0
	for _, b := range all(t, l) {
		if b.Unread {
			unread++
		}
	}
	require.Equal(t, 1, unread)
}

func TestWrongFilesAreRefusedWithASentence(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(fixtures, "wrong", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, path := range files {
		name := filepath.Join("wrong", filepath.Base(path))
		_, l, err := importFixture(t, name)
		require.Error(t, err, name)
		require.Equal(t, core.Invalid, core.CodeOf(err), name)
		require.Regexp(t, `^[A-Z].*\.`, err.Error(), name)
		require.Empty(t, all(t, l), name)
	}
}
