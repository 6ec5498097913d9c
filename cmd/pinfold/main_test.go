package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/sqlitestore"
)

const fixtures = "../../testdata/fixtures"

var update = flag.Bool("update", false, "write the golden files")

// A result is what a command left behind.
type result struct {
	code      int
	out, errs string
}

// pinfold runs one command as the shell does.
func pinfold(args ...string) result {
	var out, errs bytes.Buffer
	code := run(context.Background(), args, &out, &errs)
	return result{code, out.String(), errs.String()}
}

// ok runs a command that must succeed in silence on the error stream.
func ok(t *testing.T, args ...string) string {
	t.Helper()
	r := pinfold(args...)
	require.Equal(t, exitOK, r.code, r.errs)
	require.Empty(t, r.errs)
	return r.out
}

// refused runs a command that must be refused with one sentence and nothing
// else.
func refused(t *testing.T, args ...string) string {
	t.Helper()
	r := pinfold(args...)
	require.Equal(t, exitRefused, r.code)
	require.Empty(t, r.out)
	require.Regexp(t, `^pinfold: .*\.\n$`, r.errs)
	return r.errs
}

func newLibrary(t *testing.T) string { return filepath.Join(t.TempDir(), "links #1.pinfold") }

// write makes a file of that content.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestImportPrintsTheReportAsFixed(t *testing.T) {
	library := newLibrary(t)
	golden(t, "schemes.json", ok(t, "import", "--library", library, "--json", fixtures+"/netscape/schemes.html"))
	golden(t, "several.json", ok(t, "import", "--json", "--library", library, fixtures+"/pinboard/export.json", fixtures+"/netscape/duplicates.html"))
	golden(t, "several.txt", ok(t, "import", "--library="+library, fixtures+"/pinboard/export.json", fixtures+"/netscape/schemes.html"))
}

func TestEveryFixtureIsImportedWithItsCounts(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(fixtures, "expected.json"))
	require.NoError(t, err)
	var expected struct {
		Files []struct {
			File, Format string
			Stored       int
		}
	}
	require.NoError(t, json.Unmarshal(raw, &expected))
	imported := 0
	for _, want := range expected.Files {
		library := newLibrary(t)
		path := filepath.Join(fixtures, want.File)
		if strings.HasPrefix(want.File, "wrong/") {
			refused(t, "import", "--library", library, "--json", path)
			require.NoFileExists(t, library, "nothing was changed")
			continue
		}
		var r report
		require.NoError(t, json.Unmarshal([]byte(ok(t, "import", "--library", library, "--json", path)), &r), want.File)
		require.Equal(t, r.Entries, r.Stored+r.Merged+len(r.Skipped), want.File)
		if want.File != "netscape/truncated.html" { // 2 or 3, says expected.json
			require.Equal(t, want.Stored, r.Stored, want.File)
		}
		require.Contains(t, ok(t, "check", "--library", library), count(r.Stored, "bookmark", "bookmarks")+" read back", want.File)
		imported++
	}
	require.Greater(t, imported, 35)
}

func TestOfSeveralFilesAllAreTakenOrNone(t *testing.T) {
	library := newLibrary(t)
	good, broken := fixtures+"/pinboard/export.json", fixtures+"/wrong/truncated.json"
	require.Contains(t, refused(t, "import", "--library", library, good, broken), "truncated.json: ")
	require.NoFileExists(t, library)
	left, err := os.ReadDir(filepath.Dir(library))
	require.NoError(t, err)
	require.Empty(t, left, "nor is anything else left")

	ok(t, "import", "--library", library, fixtures+"/netscape/folders.html")
	before := ok(t, "export", "--library", library, "--format", "pinboard-json")
	for _, bad := range []string{broken, filepath.Join(fixtures, "none.json"), fixtures} {
		refused(t, "import", "--library", library, good, bad)
		require.Equal(t, before, ok(t, "export", "--library", library, "--format", "pinboard-json"))
	}
}

func TestRecordsWithoutAFlagBecomeWhatThePersonSays(t *testing.T) {
	plain := write(t, "plain.json", `[{"href":"https://example.org/","description":"One"},{"href":"https://example.org/2","description":"Two","shared":"no"}]`)
	for option, private := range map[string]string{"--public": "1 bookmark", "--private": "2 bookmarks", "--json": "1 bookmark"} {
		library := newLibrary(t)
		ok(t, "import", option, "--library", library, plain)
		require.Contains(t, ok(t, "search", "--library", library, "is:private"), private+"\n", option)
	}
}

func TestSearchAnswersWithTheResultOfTheWire(t *testing.T) {
	library := newLibrary(t)
	require.Contains(t, refused(t, "search", "--library", library, "--limit", "1001", "sea"), "--offset")
	ok(t, "import", "--library", library, write(t, "three.json", `[
		{"href":"https://example.org/tide","description":"Reading a tide table","extended":"> Slack water","tags":"sea maps","time":"2016-05-04T10:20:30Z","shared":"yes","toread":"yes"},
		{"href":"https://example.org/knot","description":"Knots \u001b[31m","tags":"rope sea","time":"2016-05-05T10:20:30Z","shared":"no"},
		{"href":"https://example.org/loaf","description":"A loaf","tags":"bread","time":"2016-05-06T10:20:30Z"}]`))
	var p struct {
		Bookmarks []map[string]any
		Total     int
		Tags      []struct {
			Tag   string
			Count int
		}
		Hint *struct{ Text string }
	}
	require.NoError(t, json.Unmarshal([]byte(ok(t, "search", "--library", library, "--json", "#sea")), &p))
	require.Equal(t, 2, p.Total)
	require.Equal(t, "https://example.org/knot", p.Bookmarks[0]["url"])
	require.Equal(t, []any{"sea", "maps"}, p.Bookmarks[1]["tags"])
	require.Equal(t, "2016-05-04T10:20:30Z", p.Bookmarks[1]["created"])
	require.Equal(t, "sea", p.Tags[0].Tag)
	require.Equal(t, 2, p.Tags[0].Count)
	require.NoError(t, json.Unmarshal([]byte(ok(t, "search", "--library", library, "--json", "--limit", "1", "--offset", "1", "#sea", "-rope")), &p))
	require.Equal(t, 1, p.Total, "-rope is a word of the query, not an option")
	require.Empty(t, p.Bookmarks, "behind the first")

	golden(t, "search.txt", ok(t, "search", "--library", library, "sea", "sort:old"))
	text := ok(t, "search", "--library", library, "nothing-like-it")
	require.Contains(t, text, "0 bookmarks\n")
	require.NotContains(t, ok(t, "search", "--library", library, "knots"), "\x1b", "a title cannot drive the terminal")
}

func TestWhatIsExportedIsImportedTheSame(t *testing.T) {
	first := newLibrary(t)
	ok(t, "import", "--library", first, fixtures+"/pinboard/export.json", fixtures+"/netscape/flags_notes.html")
	for _, name := range []string{"pinboard-json", "netscape", "pinboard-xml", "pinfold"} {
		file := ok(t, "export", "--library", first, "--format", name)
		second := newLibrary(t)
		ok(t, "import", "--library", second, write(t, "out", file))
		again := ok(t, "export", "--library", second, "--format", name)
		if name == "pinfold" { // whose first line names the library
			_, file, _ = strings.Cut(file, "\n")
			_, again, _ = strings.Cut(again, "\n")
		}
		require.Equal(t, file, again, name)
	}
	require.Equal(t, 1, strings.Count(ok(t, "export", "--library", first, "--format", "pinboard-json", "--query", "#rope"), `"href"`))
	require.Contains(t, refused(t, "export", "--library", first, "--format", "doc"), "pinfold, pinboard-json, netscape, pinboard-xml, csv")
}

func TestTheDemoComesOutAsItWentIn(t *testing.T) {
	library := newLibrary(t)
	ok(t, "import", "--library", library, "../../demo/library.json")
	want, err := os.ReadFile("../../demo/library.json")
	require.NoError(t, err)
	require.Equal(t, string(want), ok(t, "export", "--library", library, "--format", "pinboard-json"))
}

func TestALibraryThatCannotBeUsedIsToldWithTheWayOut(t *testing.T) {
	none := newLibrary(t)
	for _, args := range [][]string{{"search", "--library", none, "x"}, {"export", "--library", none, "--format", "netscape"}, {"check", "--library", none}} {
		require.Contains(t, refused(t, args...), "There is no library at "+none)
		require.NoFileExists(t, none)
	}
	other := write(t, "notes.txt", strings.Repeat("no library at all ", 200))
	require.Contains(t, refused(t, "check", "--library", other), "is not a Pinfold library")
	require.Contains(t, refused(t, "import", "--library", filepath.Join(none, "deeper", "x"), fixtures+"/pinboard/export.json"), "There is no folder")

	newer := newLibrary(t)
	ok(t, "import", "--library", newer, fixtures+"/pinboard/export.json")
	change(t, newer, "PRAGMA user_version = 9")
	require.Contains(t, refused(t, "import", "--library", newer, fixtures+"/netscape/tags.html"), "later version")
}

func TestAManifestOfALaterVersionIsReadByNobody(t *testing.T) {
	library := newLibrary(t)
	ok(t, "import", "--library", library, fixtures+"/pinboard/export.json")
	ctx := context.Background()
	s, err := sqlitestore.Open(ctx, library)
	require.NoError(t, err)
	h, err := s.Head(ctx, "head/manifest")
	require.NoError(t, err)
	later := bytes.Clone(h.Blobs["head/manifest"])
	later[4] = 99 // the lowest reader
	require.NoError(t, s.Commit(ctx, core.Batch{Generation: h.Generation, Put: map[string][]byte{"head/manifest": sealed(later)}}))
	require.NoError(t, s.Close())
	require.Contains(t, refused(t, "search", "--library", library, "x"), "later version")
	require.Contains(t, refused(t, "import", "--library", library, fixtures+"/netscape/tags.html"), "later version")
}

func TestCheckFindsDamageAndSaysWhatToDo(t *testing.T) {
	library := newLibrary(t)
	ok(t, "import", "--library", library, fixtures+"/pinboard/export.json")
	require.JSONEq(t, `{"outdated":false,"ok":true,"checked":4,"problems":[]}`, ok(t, "check", "--library", library, "--json"))
	change(t, library, "UPDATE blobs SET value = zeroblob(length(value)) WHERE name LIKE 'docs/%'")
	r := pinfold("check", "--library", library)
	require.Equal(t, exitRefused, r.code)
	require.Contains(t, r.out, " problem")
	require.Contains(t, r.out, "damaged")
	require.Contains(t, r.out, "pinfold repair --library")
	r = pinfold("check", "--library", library, "--json")
	require.Equal(t, exitRefused, r.code)
	var found findings
	require.NoError(t, json.Unmarshal([]byte(r.out), &found))
	require.False(t, found.OK)
	require.NotEmpty(t, found.Problems)
}

func TestRepairMakesTheIndexAnewAndSetsAsideWhatCannotBeRead(t *testing.T) {
	library := newLibrary(t)
	ok(t, "import", "--library", library, fixtures+"/pinboard/export.json")
	require.Contains(t, ok(t, "repair", "--library", library), "needs no repair")
	change(t, library, "UPDATE blobs SET value = zeroblob(length(value)) WHERE name LIKE 'index/%'")
	require.Equal(t, exitRefused, pinfold("check", "--library", library).code)
	out := ok(t, "repair", "--library", library)
	require.Contains(t, out, "1 part of "+library+" made anew, with 4 bookmarks.")
	require.Contains(t, out, "No bookmark is missing.")
	require.JSONEq(t, `{"outdated":false,"ok":true,"checked":4,"problems":[]}`, ok(t, "check", "--library", library, "--json"))

	// A byte within one of the four documents.
	change(t, library, "UPDATE blobs SET value = CAST(substr(value, 1, 199) || x'FF' || substr(value, 201) AS BLOB) WHERE name LIKE 'docs/%'")
	aside := filepath.Join(t.TempDir(), "aside.jsonl")
	out = ok(t, "repair", "--library", library, "--aside", aside)
	require.Contains(t, out, "made anew, with 3 bookmarks.")
	require.Contains(t, out, "1 piece could not be read:")
	require.Contains(t, out, "Import your last backup")
	raw, err := os.ReadFile(aside)
	require.NoError(t, err)
	var piece struct{ After, Blob, Base64 string }
	require.NoError(t, json.Unmarshal(raw, &piece))
	require.NotEmpty(t, piece.Base64)
	require.Contains(t, ok(t, "check", "--library", library), "3 bookmarks read back")
}

func change(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", strings.NewReplacer("#", "%23", " ", "%20").Replace("file:"+path))
	require.NoError(t, err)
	_, err = db.Exec(statement)
	require.NoError(t, err)
	require.NoError(t, db.Close())
}

func TestWrongUsageIsToldFromARefusal(t *testing.T) {
	for _, args := range [][]string{
		{}, {"fetch"}, {"serve", "extra"}, {"user"}, {"user", "add"}, {"user", "import", "jm"}, {"import"}, {"import", "--library", "x"}, {"import", "file.json"}, {"import", "--library"},
		{"import", "--library", "x", "--public", "--private", "file.json"}, {"import", "--library", "x", "--jsno", "file.json"},
		{"search", "--library", "x"}, {"search", "--library", "x", "--limit", "many", "q"}, {"export", "--library", "x"},
		{"export", "--library", "x", "--format", "netscape", "extra"}, {"check"}, {"check", "--library", "x", "extra"},
	} {
		r := pinfold(args...)
		require.Equal(t, exitUsage, r.code, args)
		require.Contains(t, r.errs, "usage:", args)
		require.Empty(t, r.out, args)
	}
}

func TestAnImportThatIsStoppedLeavesNothing(t *testing.T) {
	library := newLibrary(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs bytes.Buffer
	require.Equal(t, exitRefused, run(ctx, []string{"import", "--library", library, fixtures + "/pinboard/export.json"}, &out, &errs))
	require.Contains(t, errs.String(), "canceled; nothing was changed")
	left, err := os.ReadDir(filepath.Dir(library))
	require.NoError(t, err)
	require.Empty(t, left)
}

// sealed puts the checksum right that a blob of the head ends in.
func sealed(b []byte) []byte {
	body := b[:len(b)-4]
	return binary.LittleEndian.AppendUint32(body, crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)))
}

func TestARepairThatCannotSetAsideHasChangedNothing(t *testing.T) {
	library := newLibrary(t)
	ok(t, "import", "--library", library, fixtures+"/pinboard/export.json")
	change(t, library, "UPDATE blobs SET value = CAST(substr(value, 1, 199) || x'FF' || substr(value, 201) AS BLOB) WHERE name LIKE 'docs/%'")
	there := write(t, "there.jsonl", "of another repair")
	for _, bad := range []string{filepath.Join(t.TempDir(), "none", "aside.jsonl"), there, library} {
		refused(t, "repair", "--library", library, "--aside", bad)
		require.Equal(t, exitRefused, pinfold("check", "--library", library).code, "it is as damaged as before")
	}
	raw, err := os.ReadFile(there)
	require.NoError(t, err)
	require.Equal(t, "of another repair", string(raw))
	aside := filepath.Join(t.TempDir(), "aside.jsonl")
	require.Contains(t, ok(t, "repair", "--library", library, "--aside", aside), "1 piece could not be read:")
	require.FileExists(t, aside)
	again := filepath.Join(t.TempDir(), "again.jsonl")
	require.Contains(t, ok(t, "repair", "--library", library, "--aside", again), "needs no repair")
	require.NoFileExists(t, again, "there was nothing to set aside")
}

// cutOff cancels as soon as something is written.
type cutOff struct {
	bytes.Buffer
	cancel func()
}

func (c *cutOff) Write(p []byte) (int, error) {
	c.cancel()
	return c.Buffer.Write(p)
}

func TestAnExportThatEndsTooEarlySaysThatItIsNotWhole(t *testing.T) {
	var many strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&many, `,{"href":"https://example.org/%d","description":"One of many, %d"}`, i, i)
	}
	library := newLibrary(t)
	ok(t, "import", "--library", library, write(t, "many.json", "["+many.String()[1:]+"]"))
	ctx, cancel := context.WithCancel(context.Background())
	out, errs := &cutOff{cancel: cancel}, &bytes.Buffer{}
	require.Equal(t, exitRefused, run(ctx, []string{"export", "--library", library, "--format", "csv"}, out, errs))
	require.NotZero(t, out.Len())
	require.Contains(t, errs.String(), "is not whole")
}
