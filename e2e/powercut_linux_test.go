package e2e

import (
	"errors"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
	"pinfold/internal/powercut"
)

// cuts is how often the test of power cuts cuts each browser's power.
var cuts = flag.Int("cuts", 6, "how often a browser's power is cut by the test of power cuts")

// where are the folders and files of a profile that hold what is ours: databases,
// files of our own, and what the browser knows of them. Other files of the
// browser's, such as Chromium's cache of service workers and Firefox's stores of
// extensions, are not flushed: a Firefox whose own were cut has crashed at its
// start, before any code of ours, which is not ours to mend.
var where = map[string][]string{
	"chromium": {"Default/IndexedDB", "Default/Local Extension Settings", "Default/File System"},
	"firefox":  {"storage", "storage.sqlite", "storage.sqlite-journal"},
}

// A powered session is one whose power can be cut.
type powered struct {
	*session
	disk *powercut.Disk
	r    *rand.Rand
	lost int // files that have lost something
}

// eachPowered runs a test in both browsers, in a profile whose power can be cut.
func eachPowered(t *testing.T, change func(t *testing.T, dir string), test func(s *powered)) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		options := browser.Options{Extension: variant(t, kind, toldOutside), Profile: t.TempDir()}
		change(t, options.Extension)
		disk, err := powercut.New(options.Profile, t.TempDir())
		require.NoError(t, err)
		options.Env = disk.Env()
		if *inSQLite && kind == "chromium" {
			options.Args = append(options.Args, "--enable-features=IdbSqliteBackingStore")
		}
		s := &powered{session: begin(t, kind, options), disk: disk, r: rand.New(rand.NewPCG(*killSeed, 2))}
		test(s)
		require.NotZero(t, s.lost, "files that had lost something: else no cut has proved anything")
	})
}

// asBuilt changes nothing of an extension.
func asBuilt(*testing.T, string) {}

// cut kills the browser, loses what it had not flushed but the share kept of
// it, and starts it again.
func (s *powered) cut(kept float64) {
	s.t.Helper()
	s.b.Kill()
	lost, err := s.disk.Cut(s.r, kept, where[s.b.Name()]...)
	require.NoError(s.t, err)
	s.lost += lost
	err = s.launch(s.b.Name())
	if errors.Is(err, browser.ErrGone) { // over files of its own that were cut: whoever saw that would start it again
		s.t.Logf("%s has crashed at its start: %v", s.b.Name(), err)
		err = s.launch(s.b.Name())
	}
	require.NoError(s.t, err)
	s.awaits()
}

// TestWhatWasAcknowledgedSurvivesAPowerCut cuts the power again and again while
// the browser saves, merges and tidies: the browser is killed, and what it had
// not flushed is lost from the disk, all of it or single pages. What was
// answered is there all the same.
func TestWhatWasAcknowledgedSurvivesAPowerCut(t *testing.T) {
	eachPowered(t, asBuilt, func(s *powered) {
		o := newOracle(s.t)
		p := s.wire()
		for round := range *cuts {
			before := o.answered()
			eval[any](p, writes, o.URL, round)
			awaitAnswers(s.t, o, before+1+s.r.IntN(40))
			s.cut(float64(round%3) / 3)
			p = s.wire()
			p.holdsWhatWasAnswered(o)
		}
		p = s.open("options.html")
		p.whole()
		s.t.Logf("%s: %d cuts, %d files had lost something, %d saves answered, none lost", s.b.Name(), *cuts, s.lost, o.answered())
	})
}

// TestAnImportSurvivesAPowerCutOrHasDoneNothing cuts the power in the middle of
// an import, whose pieces are not flushed one by one, and at once after one.
func TestAnImportSurvivesAPowerCutOrHasDoneNothing(t *testing.T) {
	eachPowered(t, standing, func(s *powered) {
		s.have(map[string]any{"href": "https://mine.example/", "description": "Mine", "time": "2016-11-01T00:00:00Z"})
		s.cut(0)
		p := s.open("options.html")
		require.Equal(s.t, "Mine", p.stored("https://mine.example/").Title)
		eval[any](p, growFile, 20000)
		p.click("@Import 20,000 bookmarks")
		p.until("the index to be under way", `() => document.querySelector("#import-bar").value > 0.6`)
		s.cut(.5)
		p = s.open("options.html")
		require.Equal(s.t, 1, p.bookmarks())
		p.whole()
		eval[any](p, growFile, 3000)
		p.click("@Import 3,000 bookmarks")
		p.shows("3,000 bookmarks added.")
		s.cut(0)
		p = s.open("options.html")
		require.Equal(s.t, 3001, p.bookmarks())
		p.whole()
	})
}
