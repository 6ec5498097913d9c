package core_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
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

// TestAMergeForWhichThereIsNoRoomLeavesNothingBehind tries it day after day.
func TestAMergeForWhichThereIsNoRoomLeavesNothingBehind(t *testing.T) {
	l, m, w := newLibrary(t)
	segments(t, l, 4, 20)
	before := m.Names()
	full, s := openHooked(t, m, w)
	puts := 0
	s.fail = func(string) error {
		if puts++; puts%2 == 0 {
			return errFull
		}
		return nil
	}
	for range 3 {
		require.Equal(t, core.Full, core.CodeOf(full.Tidy(ctx())))
		require.Equal(t, before, m.Names())
		generation := full.Generation()
		require.NoError(t, full.Tidy(ctx()))
		require.Equal(t, generation, full.Generation(), "it is not tried again at once")
		w.now = w.now.Add(25 * time.Hour)
	}
	require.Equal(t, 6, puts)
}

var errFull = &core.Error{Code: core.Full, Message: "The disk is full."}

// TestAMergeThatFailsAsItIsPublishedLeavesNothingBehind fails the commit, once
// before and once after it took effect.
func TestAMergeThatFailsAsItIsPublishedLeavesNothingBehind(t *testing.T) {
	l, m, w := newLibrary(t)
	segments(t, l, 4, 20)
	require.NoError(t, l.Refresh(ctx()))
	before := m.Names()
	for _, done := range []bool{false, true} {
		failing := openLibrary(t, m, w)
		m.Fail(func(call string, n int) (error, bool) {
			if call == "commit" && n == 1 {
				return errFull, done
			}
			return nil, false
		})
		require.Equal(t, core.Full, core.CodeOf(failing.Tidy(ctx())))
		m.Fail(nil)
		if !done {
			require.Equal(t, before, m.Names())
		}
	}
	require.Less(t, len(m.Names()), len(before), "what was published stays")
	require.Len(t, titles(t, openLibrary(t, m, w), ""), 80)
}

// TestATagRespelledDuringAMergeIsListedAsItIsSpelled lets another window respell
// it before the merge is published.
func TestATagRespelledDuringAMergeIsListedAsItIsSpelled(t *testing.T) {
	l, m, w := newLibrary(t)
	for i := range 4 {
		saveMany(t, l, 20, "s"+string(rune('a'+i)))
		save(t, l, url(i), "G", "go")
		require.NoError(t, l.Flush(ctx(), 0))
	}
	other := openLibrary(t, m, w)
	slow, s := openHooked(t, m, w)
	s.before = once("put", 1, func() {
		_, err := other.RenameTag(ctx(), "go", "Go", core.OpID{})
		require.NoError(t, err)
		require.NoError(t, other.Flush(ctx(), 0))
	})
	require.NoError(t, slow.Tidy(ctx()))
	tags, _, err := openLibrary(t, m, w).Tags(ctx(), "go", 0)
	require.NoError(t, err)
	require.Equal(t, []core.TagCount{{Tag: "Go", Count: 4}}, tags)
}

// TestAnImportForWhichThereIsNoRoomLeavesNothingBehind fails each of its puts in
// turn: those of the segment, and those of the history behind it.
func TestAnImportForWhichThereIsNoRoomLeavesNothingBehind(t *testing.T) {
	l, m, w := newLibrary(t)
	save(t, l, url(1), "Mine")
	before := m.Names()
	for n := 1; ; n++ {
		full, s := openHooked(t, m, w)
		puts := 0
		s.fail = func(string) error {
			if puts++; puts == n {
				return errFull
			}
			return nil
		}
		_, err := full.Import(ctx(), entries(100), core.ImportOptions{}, nil)
		if err == nil {
			require.Greater(t, n, 3)
			return
		}
		require.Equal(t, core.Full, core.CodeOf(err))
		for _, name := range m.Names() {
			if strings.HasPrefix(name, "docs/") || strings.HasPrefix(name, "index/") {
				require.Contains(t, before, name, n)
			}
		}
	}
}

// TestDamageInOnePartStopsNoSweep has a merge that cannot be done.
func TestDamageInOnePartStopsNoSweep(t *testing.T) {
	m, w := memstore.New(), newWorld()
	l := openLibrary(t, m, w)
	segments(t, l, 4, 20)
	docs := func(name string) bool { return strings.HasPrefix(name, "docs/") }
	damaged := m.Names()[slices.IndexFunc(m.Names(), docs)]
	m.Damage(damaged, func(b []byte) []byte {
		b[len(b)-3] ^= 0x41
		return b
	})
	left := fmt.Sprintf("docs/%x-0000000a.0", w.now.UnixMilli())
	require.NoError(t, m.Open().Put(ctx(), map[string][]byte{left: []byte("left by a crash")}))
	w.now = w.now.Add(25 * time.Hour)
	require.Equal(t, core.Corrupt, core.CodeOf(openLibrary(t, m, w).Tidy(ctx())))
	require.NotContains(t, m.Names(), left)
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
