package core_test

import (
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// meanwhile yields n entries and lets act run in the middle of them.
func meanwhile(n int, act func()) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		i := 0
		for e, err := range entries(n) {
			if i++; i == n/2 {
				act()
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// beside runs an import of 100 entries with act in another window, once while
// the file is read and once while the segments are built, and hands the
// library to check.
func beside(t *testing.T, prepare, act, check func(t *testing.T, l *core.Library)) {
	for _, when := range []string{"while reading", "while building"} {
		t.Run(when, func(t *testing.T) {
			m, w := memstore.New(), newWorld()
			other := openLibrary(t, m, w)
			prepare(t, other)
			l, s := openHooked(t, m, w)
			in := entries(100)
			if when == "while reading" {
				in = meanwhile(100, func() { act(t, other) })
			} else {
				s.before = once("put", 2, func() { act(t, other) })
			}
			r, err := l.Import(ctx(), in, core.ImportOptions{}, nil)
			require.NoError(t, err)
			require.Equal(t, 100, r.Stored+r.Merged)
			requireSound(t, m, w)
			check(t, openLibrary(t, m, w))
		})
	}
}

func byURL(t *testing.T, l *core.Library, url string) core.Bookmark {
	t.Helper()
	m, err := l.ByURL(ctx(), url)
	require.NoError(t, err)
	require.NotNil(t, m.Exact, url)
	return *m.Exact
}

func nothing(*testing.T, *core.Library) {}

func TestWhoSavesDuringAnImportLosesNothing(t *testing.T) {
	beside(t, nothing, func(t *testing.T, l *core.Library) {
		save(t, l, url(1), "Elsewhere")
		_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1003), Title: "Typed", Description: "mine", Tags: []string{"own"}}, Touched: core.AllFields})
		require.NoError(t, err)
	}, func(t *testing.T, l *core.Library) {
		require.Len(t, titles(t, l, ""), 101)
		b := byURL(t, l, url(1003))
		require.Equal(t, "Typed", b.Title)
		require.Equal(t, "mine", b.Description)
		require.Equal(t, []string{"own", "imported"}, b.Tags)
	})
}

func TestWhoEditsDuringAnImportLosesNoField(t *testing.T) {
	beside(t, func(t *testing.T, l *core.Library) {
		_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1002), Title: "Old", Description: "old", Tags: []string{"a", "b"}, Private: true, Unread: true}, Touched: core.AllFields})
		require.NoError(t, err)
		require.NoError(t, l.Flush(ctx(), 0))
	}, func(t *testing.T, l *core.Library) {
		b := byURL(t, l, url(1002))
		_, err := l.Update(ctx(), ids(b.ID), core.Edit{Title: ptr("New"), Description: ptr("new"), DropTags: []string{"a"}, Private: ptr(false), Unread: ptr(false)}, core.OpID{})
		require.NoError(t, err)
	}, func(t *testing.T, l *core.Library) {
		b := byURL(t, l, url(1002))
		require.Equal(t, "New", b.Title)
		require.Equal(t, "new", b.Description)
		require.Equal(t, []string{"b", "imported"}, b.Tags)
		require.False(t, b.Private)
		require.False(t, b.Unread)
	})
}

func TestWhatWasDeletedDuringAnImportComesBackAsTheFileHasIt(t *testing.T) {
	beside(t, func(t *testing.T, l *core.Library) { save(t, l, url(1004), "Secret", "secret") }, func(t *testing.T, l *core.Library) {
		_, err := l.Delete(ctx(), ids(byURL(t, l, url(1004)).ID), core.OpID{})
		require.NoError(t, err)
		_, err = l.Purge(ctx(), inTrash, time.Time{}, core.OpID{})
		require.NoError(t, err)
	}, func(t *testing.T, l *core.Library) {
		b := byURL(t, l, url(1004))
		require.Equal(t, "I", b.Title)
		require.Equal(t, []string{"imported"}, b.Tags)
	})
}

func TestABookmarkThatMovedDuringAnImportIsMergedWhereItIs(t *testing.T) {
	beside(t, func(t *testing.T, l *core.Library) { save(t, l, url(7), "Moved") }, func(t *testing.T, l *core.Library) {
		_, err := l.Update(ctx(), ids(byURL(t, l, url(7)).ID), core.Edit{URL: ptr(url(1005))}, core.OpID{})
		require.NoError(t, err)
	}, func(t *testing.T, l *core.Library) {
		require.Equal(t, "Moved", byURL(t, l, url(1005)).Title)
		require.Len(t, titles(t, l, ""), 100)
	})
}

func TestATagSpelledOtherwiseDuringAnImportIsOneTag(t *testing.T) {
	beside(t, nothing, func(t *testing.T, l *core.Library) { save(t, l, url(1), "A", "IMPORTED") }, func(t *testing.T, l *core.Library) {
		tags, _, err := l.Tags(ctx(), "", 0)
		require.NoError(t, err)
		require.Equal(t, []core.TagCount{{Tag: "IMPORTED", Count: 101}}, tags)
	})
}

func TestAnImportGoesOnWhileAnotherWindowMerges(t *testing.T) {
	beside(t, func(t *testing.T, l *core.Library) {
		segments(t, l, 4, 20)
		for n := range 60 {
			save(t, l, url(1000+n), "Mine", "own")
		}
		require.NoError(t, l.Flush(ctx(), 0))
	}, func(t *testing.T, l *core.Library) { require.NoError(t, l.Tidy(ctx())) }, func(t *testing.T, l *core.Library) {
		require.Len(t, titles(t, l, "#own #imported"), 60)
		require.Len(t, titles(t, l, ""), 180)
	})
}

// TestAnImportOutlivesManyOtherChanges makes more changes meanwhile than the
// history keeps.
func TestAnImportOutlivesManyOtherChanges(t *testing.T) {
	l, m, w := newLibrary(t)
	other := openLibrary(t, m, w)
	saveMany(t, other, 70, "many")
	r, err := l.Import(ctx(), meanwhile(100, func() {
		for n := range 70 {
			_, err := other.RenameTag(ctx(), "many", []string{"many", "much"}[n%2], core.OpID{})
			require.NoError(t, err)
			_, err = other.RenameTag(ctx(), "much", "many", core.OpID{})
			require.NoError(t, err)
			_, err = other.Update(ctx(), core.Selection{Query: "#many"}, core.Edit{Title: ptr(time.Duration(n).String())}, core.OpID{})
			require.NoError(t, err)
		}
		_, err := other.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1001), Title: "Mine"}, Touched: core.AllFields})
		require.NoError(t, err)
	}), core.ImportOptions{}, nil)
	require.NoError(t, err)
	require.NotZero(t, r.Change)
	require.Equal(t, "Mine", byURL(t, l, url(1001)).Title)
}

// TestAnImportThatOtherWindowsOutrunIsNotRefused lets another window merge away
// what the import is about to read, again and again.
func TestAnImportThatOtherWindowsOutrunIsNotRefused(t *testing.T) {
	_, m, w := newLibrary(t)
	other := openLibrary(t, m, w)
	save(t, other, url(1), "0")
	require.NoError(t, other.Flush(ctx(), 0))
	l, s := openHooked(t, m, w)
	const times = 5
	merged := 0
	s.before = func(call string) {
		if call != "read" || merged == times {
			return
		}
		merged++
		save(t, other, url(1), fmt.Sprint(merged))
		require.NoError(t, other.Flush(ctx(), 0))
		require.NoError(t, other.Tidy(ctx()))
	}
	report, err := l.Import(ctx(), func(yield func(core.Entry, error) bool) {
		yield(core.Entry{URL: url(1), Title: "Imported", Tags: []string{"imp"}, Number: 1}, nil)
	}, core.ImportOptions{Name: "file"}, nil)
	require.NoError(t, err)
	require.Equal(t, times, merged)
	require.Equal(t, 1, report.Merged)
	b := byURL(t, l, url(1))
	require.Equal(t, fmt.Sprint(times), b.Title)
	require.Equal(t, []string{"imp"}, b.Tags)
}

func TestAnImportThatFindsAllOfItDoneNamesNobodysChange(t *testing.T) {
	_, m, w := newLibrary(t)
	other := openLibrary(t, m, w)
	file := func(n int) iter.Seq2[core.Entry, error] {
		return func(yield func(core.Entry, error) bool) {
			for i := range n {
				if !yield(core.Entry{URL: url(i), Title: "I", Created: time.Unix(int64(1e9+i), 0), Number: i + 1}, nil) {
					return
				}
			}
		}
	}
	l, s := openHooked(t, m, w)
	s.before = once("commit", 2, func() { // the first one reserves
		_, err := other.Import(ctx(), file(9), core.ImportOptions{}, nil)
		require.NoError(t, err)
	})
	r, err := l.Import(ctx(), file(3), core.ImportOptions{}, nil)
	require.NoError(t, err)
	require.Zero(t, r.Change, "it has changed nothing, so there is nothing of its own to take back")
	require.Len(t, titles(t, l, ""), 9)
}

// TestAFlagSaidDuringAnImportStays saves in another window what a file has that
// says nothing of privacy, while the segments are built.
func TestAFlagSaidDuringAnImportStays(t *testing.T) {
	for _, private := range []bool{false, true} {
		m, w := memstore.New(), newWorld()
		other := openLibrary(t, m, w)
		l, s := openHooked(t, m, w)
		s.before = once("put", 2, func() {
			_, err := other.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1003), Title: "Typed", Private: private}, Touched: core.AllFields})
			require.NoError(t, err)
		})
		_, err := l.Import(ctx(), entries(100), core.ImportOptions{Existing: core.OverwriteExisting, Private: !private}, nil)
		require.NoError(t, err)
		b := byURL(t, openLibrary(t, m, w), url(1003))
		require.Equal(t, []string{"imported"}, b.Tags)
		require.Equal(t, private, b.Private)
		requireSound(t, m, w)
	}
}

// TestADoubleOfWhatGoesDuringAnImportIsOneBookmark names an address twice. In
// between another window deletes its bookmark for ever, or moves it, and writes
// all others anew, so that the part they stood in is gone.
func TestADoubleOfWhatGoesDuringAnImportIsOneBookmark(t *testing.T) {
	for name, act := range map[string]func(t *testing.T, l *core.Library, which core.Selection){
		"deleted for ever": func(t *testing.T, l *core.Library, which core.Selection) {
			_, err := l.Delete(ctx(), which, core.OpID{})
			require.NoError(t, err)
			_, err = l.Purge(ctx(), inTrash, time.Time{}, core.OpID{})
			require.NoError(t, err)
		},
		"moved": func(t *testing.T, l *core.Library, which core.Selection) {
			_, err := l.Update(ctx(), which, core.Edit{URL: ptr("https://moved.example/")}, core.OpID{})
			require.NoError(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			m, w := memstore.New(), newWorld()
			other := openLibrary(t, m, w)
			_, err := other.Import(ctx(), entries(3000), core.ImportOptions{}, nil)
			require.NoError(t, err)
			double := url(1000)
			id := byURL(t, other, double).ID
			o := w.options()
			o.CacheBytes = 1 // so that nothing of the old part is remembered
			l, err := core.Open(ctx(), m.Open(), o)
			require.NoError(t, err)
			r, err := l.Import(ctx(), func(yield func(core.Entry, error) bool) {
				if !yield(core.Entry{URL: double, Number: 1}, nil) {
					return
				}
				act(t, other, core.Selection{IDs: []core.ID{id}})
				_, err := other.RenameTag(ctx(), "imported", "renamed", core.OpID{})
				require.NoError(t, err)
				yield(core.Entry{URL: double, Tags: []string{"twice"}, Number: 2}, nil)
			}, core.ImportOptions{}, nil)
			require.NoError(t, err)
			require.Empty(t, r.Skipped)
			again := openLibrary(t, m, w)
			require.Empty(t, again.Check(ctx(), nil))
			require.Len(t, titles(t, again, "#twice"), 1)
			require.False(t, byURL(t, again, double).ID.IsZero())
		})
	}
}
