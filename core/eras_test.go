package core_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/backup"
	"pinfold/core/memstore"
)

// An era is a library as an earlier Pinfold left it, with a backup that it wrote
// at that moment: testdata/eras, written by internal/eras.
type era struct {
	medium *memstore.Medium
	backup string
}

const erasFolder = "testdata/eras"

// eachEra runs test on the library of every version of the formats.
func eachEra(t *testing.T, test func(t *testing.T, e era)) {
	t.Helper()
	stores, err := filepath.Glob(filepath.Join(erasFolder, "*.json"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(stores), 6)
	for _, path := range stores {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".json"), func(t *testing.T) { test(t, readEra(t, path)) })
	}
}

func readEra(t *testing.T, path string) era {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var head core.Head
	require.NoError(t, json.Unmarshal(text, &head))
	file, err := os.ReadFile(strings.TrimSuffix(path, ".json") + ".pinfold")
	require.NoError(t, err)
	return era{medium: mediumOf(t, head), backup: string(file)}
}

// mediumOf returns a medium with that content.
func mediumOf(t *testing.T, head core.Head) *memstore.Medium {
	t.Helper()
	m := memstore.New()
	s := m.Open()
	for n := range head.Generation {
		b := core.Batch{Generation: n, Strict: true}
		if n == 0 {
			b.Put = head.Blobs
		}
		require.NoError(t, s.Commit(ctx(), b))
	}
	return m
}

// open opens the library a day after it was left.
func (e era) open(t *testing.T) *core.Library {
	t.Helper()
	w := newWorld()
	w.now, w.seed = w.now.Add(25*time.Hour), 99
	return openLibrary(t, e.medium, w)
}

// backupOf returns the library's backup as it is written today, without its
// first line, which has the version.
func backupOf(t *testing.T, l *core.Library) string {
	t.Helper()
	content, err := backup.Of(ctx(), l)
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, backup.Write(&file, content))
	return body(file.String())
}

func body(file string) string {
	_, rest, _ := strings.Cut(file, "\n")
	return rest
}

// bookmarkLines are those of a backup that have no history.
func bookmarkLines(file string) string {
	var out strings.Builder
	for line := range strings.Lines(file) {
		if strings.HasPrefix(line, `{"bookmark"`) {
			out.WriteString(line)
		}
	}
	return out.String()
}

func TestALibraryOfEveryFormatIsSoundAndWhole(t *testing.T) {
	eachEra(t, func(t *testing.T, e era) {
		l := e.open(t)
		require.Empty(t, l.Check(ctx(), nil))
		file := backupOf(t, l)
		require.Equal(t, bookmarkLines(e.backup), bookmarkLines(file))
		if strings.Contains(e.backup, `{"change"`) { // from the second version of backups on
			require.Equal(t, body(e.backup), file, "the history too")
		}
		set, err := l.Settings(ctx())
		require.NoError(t, err)
		require.Equal(t, "jm", set["name"])
		require.Contains(t, set["search:k1"], "ropes #Kept")
	})
}

func TestALibraryOfEveryFormatIsSearched(t *testing.T) {
	eachEra(t, func(t *testing.T, e era) {
		l := e.open(t)
		requireAnswers(t, l)
		require.Equal(t, []string{"In the journal"}, titles(t, l, "journal"))
		got, err := l.ByURL(ctx(), "https://saved.example/1")
		require.NoError(t, err)
		require.Equal(t, "Saved again", got.Exact.Title)
	})
}

// requireAnswers asks what every era's library can answer, by the index and by
// reading every bookmark.
func requireAnswers(t *testing.T, l *core.Library) {
	t.Helper()
	for query, is := range map[string]func(b *core.Bookmark) bool{
		"ropes":            func(b *core.Bookmark) bool { return strings.Contains(b.Title, "ropes") },
		"#kept":            func(b *core.Bookmark) bool { return slices.Contains(b.Tags, "Kept") },
		"#four is:private": func(b *core.Bookmark) bool { return slices.Contains(b.Tags, "four") && b.Private },
		"is:untagged":      func(b *core.Bookmark) bool { return len(b.Tags) == 0 },
		"site:example.org": func(b *core.Bookmark) bool { return strings.Contains(b.URL, ".example.org/") },
		"köln":             func(b *core.Bookmark) bool { return strings.Contains(b.Description, "Köln") },
		`"quoted words"`:   func(b *core.Bookmark) bool { return strings.Contains(b.Description, "“Quoted” words") },
		"on:2015-03":       func(b *core.Bookmark) bool { return b.Created.Format("2006-01") == "2015-03" },
	} {
		want := []string{}
		for b, err := range l.Export(ctx(), "") {
			require.NoError(t, err)
			if is(&b) {
				want = append(want, b.Title)
			}
		}
		require.NotEmpty(t, want, query)
		require.ElementsMatch(t, want, titles(t, l, query), query)
	}
}

func TestALibraryOfEveryFormatIsEditedUndoneAndMerged(t *testing.T) {
	eachEra(t, func(t *testing.T, e era) {
		l := e.open(t)
		before := everything(t, l)
		done := []uint64{save(t, l, "https://saved.example/1", "Saved a third time").Change, save(t, l, "https://new.example/", "New", "t1").Change}
		r, err := l.Update(ctx(), core.Selection{Query: "#kept"}, core.Edit{AddTags: []string{"edited"}}, core.OpID{})
		require.NoError(t, err)
		require.Positive(t, r.Count)
		old := e.names("docs/")
		require.NoError(t, l.Flush(ctx(), 0))
		require.NoError(t, l.Tidy(ctx()))
		require.NotContains(t, e.names("docs/"), old[0], "merged with others")
		require.Less(t, len(e.names("docs/")), len(old))
		require.Empty(t, l.Check(ctx(), nil))
		requireAnswers(t, l)
		for _, change := range slices.Backward(append(done, r.Change)) {
			_, err := l.Undo(ctx(), change, core.OpID{})
			require.NoError(t, err)
		}
		require.Equal(t, before, withoutNew(everything(t, l)))
		deleted, err := l.Undo(ctx(), 14, core.OpID{}) // of the era's own history
		require.NoError(t, err)
		require.Positive(t, deleted.Count)
		require.Empty(t, e.open(t).Check(ctx(), nil))
	})
}

// withoutNew leaves out the bookmark whose saving was undone, which is in the trash.
func withoutNew(list []string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return strings.Contains(s, "https://new.example/") })
}

func (e era) names(prefix string) []string {
	return slices.DeleteFunc(e.medium.Names(), func(name string) bool { return !strings.HasPrefix(name, prefix) })
}

func TestALibraryOfEveryFormatIsRepaired(t *testing.T) {
	eachEra(t, func(t *testing.T, e era) {
		before := backupOf(t, e.open(t))
		for _, name := range e.names("index/") {
			e.medium.Damage(name, func(b []byte) []byte {
				b[len(b)/2] ^= 4
				return b
			})
		}
		l := e.open(t)
		require.NotEmpty(t, l.Check(ctx(), nil))
		done, err := l.Repair(ctx(), nil)
		require.NoError(t, err)
		require.Empty(t, done.Lost)
		l = e.open(t)
		require.Empty(t, l.Check(ctx(), nil))
		require.Equal(t, before, backupOf(t, l))
		old, err := l.Outdated(ctx())
		require.NoError(t, err)
		require.False(t, old, "the words are those of today")
		require.Len(t, titles(t, l, "google"), 10)
		require.NotEmpty(t, titles(t, l, "site:org"))
		requireAnswers(t, l)
	})
}

func TestABackupOfEveryFormatIsRestored(t *testing.T) {
	eachEra(t, func(t *testing.T, e era) {
		l, _, _ := newLibrary(t)
		_, err := l.RestoreBackup(ctx(), backup.Read(strings.NewReader(e.backup)), core.ImportOptions{Name: "old"}, nil)
		require.NoError(t, err)
		require.Equal(t, bookmarkLines(e.backup), bookmarkLines(backupOf(t, l)))
		requireAnswers(t, l)
	})
}

// TestTheFormatsOfTodayHaveAnEra demands that a library is written before a
// version of a format rises, and one afterwards.
func TestTheFormatsOfTodayHaveAnEra(t *testing.T) {
	var eras []map[string]int
	eachEra(t, func(t *testing.T, e era) {
		versions := core.Versions(e.contents())
		versions["backup"] = backupVersion(t, e.backup)
		eras = append(eras, versions)
	})
	now, m, _ := newLibrary(t)
	save(t, now, "https://a.example/", "A")
	require.NoError(t, now.Flush(ctx(), 0))
	save(t, now, "https://b.example/", "B")
	today := core.Versions(era{medium: m}.contents())
	today["backup"] = backup.Version
	require.Contains(t, eras, today, "write it: go run ./internal/eras core/%s NAME", erasFolder)
	require.Len(t, today, 7)
}

func backupVersion(t *testing.T, file string) int {
	t.Helper()
	var header struct{ Version int }
	line, _, _ := strings.Cut(file, "\n")
	require.NoError(t, json.Unmarshal([]byte(line), &header))
	return header.Version
}

func (e era) contents() (all map[string][]byte) {
	e.medium.Edit(func(blobs map[string][]byte) { all = blobs })
	return all
}
