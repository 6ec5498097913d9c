package core_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// segments makes n segments of size bookmarks each.
func segments(t *testing.T, l *core.Library, n, size int) {
	t.Helper()
	for i := range n {
		saveMany(t, l, size, "s"+string(rune('a'+i)))
		require.NoError(t, l.Flush(ctx(), 0))
	}
}

// TestASweepTakesWhatACrashLeftBehindAndNothingElse stages blobs that nothing
// will ever name.
func TestASweepTakesWhatACrashLeftBehindAndNothingElse(t *testing.T) {
	l, m, w := newLibrary(t)
	segments(t, l, 2, 100)
	_, err := l.RenameTag(ctx(), "sa", "x", core.OpID{})
	require.NoError(t, err)
	require.NoError(t, l.Tidy(ctx()))
	before := m.Names()
	failing, _ := openHooked(t, m, w)
	gone := false
	m.Fail(func(call string, _ int) (error, bool) {
		if gone = gone || call == "commit"; gone {
			return &core.Error{Code: core.Closed, Message: "Gone."}, false
		}
		return nil, false
	})
	_, err = failing.Import(ctx(), entries(200), core.ImportOptions{}, nil)
	require.Error(t, err)
	m.Fail(nil)
	require.NoError(t, l.Tidy(ctx()))
	w.now = w.now.Add(25 * time.Hour)
	require.NoError(t, l.Tidy(ctx()))
	require.Equal(t, before, m.Names())
}

// TestAnImportThatSleptThroughASweepStagesAgain closes the lid for a day while
// the segments are being built; another window sweeps on waking.
func TestAnImportThatSleptThroughASweepStagesAgain(t *testing.T) {
	l, m, w := newLibrary(t)
	save(t, l, url(5), "Mine")
	slow, s := openHooked(t, m, w)
	s.before = once("put", 3, func() {
		w.now = w.now.Add(30 * time.Hour)
		require.NoError(t, l.Tidy(ctx()))
		save(t, l, url(6), "Saved meanwhile")
	})
	r, err := slow.Import(ctx(), entries(300), core.ImportOptions{}, nil)
	require.NoError(t, err)
	require.Equal(t, 300, r.Stored)
	requireSound(t, m, w)
	require.Len(t, titles(t, openLibrary(t, m, w), ""), 302)
}

// TestAnImportThatSleptThroughTwoSweepsOfAWrongClockStagesAgain has a clock that
// goes three days ahead and back: the later sweep is dated before what the first took.
func TestAnImportThatSleptThroughTwoSweepsOfAWrongClockStagesAgain(t *testing.T) {
	l, m, w := newLibrary(t)
	save(t, l, url(5), "Mine")
	slow, s := openHooked(t, m, w)
	s.before = once("put", 3, func() {
		w.now = w.now.Add(72 * time.Hour)
		require.NoError(t, l.Tidy(ctx()))
		w.now = w.now.Add(-71 * time.Hour)
		require.NoError(t, l.Tidy(ctx()))
	})
	_, err := slow.Import(ctx(), entries(300), core.ImportOptions{}, nil)
	require.NoError(t, err)
	requireSound(t, m, w)
	require.Len(t, titles(t, openLibrary(t, m, w), ""), 301)
}

// TestAMergeThatSleptThroughASweepIsDropped does the same to a merge.
func TestAMergeThatSleptThroughASweepIsDropped(t *testing.T) {
	l, m, w := newLibrary(t)
	segments(t, l, 4, 20)
	other, o := openHooked(t, m, w)
	o.fail = func(string) error { // it sweeps, but does not merge
		return &core.Error{Code: core.Conflict, Message: "Another was first."}
	}
	slow, s := openHooked(t, m, w)
	s.after = once("put", 1, func() {
		w.now = w.now.Add(30 * time.Hour)
		require.NoError(t, other.Tidy(ctx()))
	})
	require.NoError(t, slow.Tidy(ctx()))
	requireSound(t, m, w)
	require.Len(t, titles(t, openLibrary(t, m, w), ""), 80)
}

// TestAnExportGoesOnWhileAnotherWindowMerges merges at each batch.
func TestAnExportGoesOnWhileAnotherWindowMerges(t *testing.T) {
	l, m, w := newLibrary(t)
	for n := range 4 {
		_, err := l.Import(ctx(), func(yield func(core.Entry, error) bool) {
			for i := range 400 {
				if !yield(core.Entry{URL: url(n*1000 + i), Title: strings.Repeat("long ", 50), Created: time.Unix(int64(1e9+i), 0), Number: i}, nil) {
					return
				}
			}
		}, core.ImportOptions{}, nil)
		require.NoError(t, err)
	}
	o := w.options()
	o.CacheBytes = 1
	exporting, err := core.Open(ctx(), m.Open(), o)
	require.NoError(t, err)
	seen := make(map[string]bool)
	for b, err := range exporting.Export(ctx(), "") {
		require.NoError(t, err)
		require.False(t, seen[b.URL])
		seen[b.URL] = true
		if len(seen) == 300 {
			require.NoError(t, l.Tidy(ctx()))
		}
	}
	require.Len(t, seen, 1600)
}
