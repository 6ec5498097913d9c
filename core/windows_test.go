package core_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func ptr[T any](v T) *T { return &v }

// TestWhatIsSavedStaysVisibleWhileAnOlderReadEnds lets a reader learn an old
// state and publish it after a save of the same window.
func TestWhatIsSavedStaysVisibleWhileAnOlderReadEnds(t *testing.T) {
	_, m, w := newLibrary(t)
	l, s := openHooked(t, m, w)
	other := openLibrary(t, m, w)
	save(t, other, url(1), "By the other")
	w.now = w.now.Add(2 * time.Second)
	s.after = once("head", 2, func() { save(t, l, url(2), "Mine") })
	require.NoError(t, l.Refresh(ctx()))
	require.Equal(t, []string{"Mine", "By the other"}, titles(t, l, ""))
}

// TestNothingToDoIsDecidedOnWhatIsThereNow lets another window change what
// this one has not seen yet.
func TestNothingToDoIsDecidedOnWhatIsThereNow(t *testing.T) {
	l, m, w := newLibrary(t)
	other := openLibrary(t, m, w)
	a := save(t, l, url(1), "A", "keep")
	require.NoError(t, other.Refresh(ctx()))

	_, err := other.Update(ctx(), ids(a.Bookmark.ID), core.Edit{AddTags: []string{"new"}}, core.OpID{})
	require.NoError(t, err)
	r, err := l.Update(ctx(), ids(a.Bookmark.ID), core.Edit{DropTags: []string{"new"}}, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 1, r.Count, "the tag that the other window added is dropped")

	b := save(t, other, url(2), "B")
	r, err = l.Delete(ctx(), ids(b.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 1, r.Count, "a bookmark that only the other window knows is deleted")

	_, err = other.Delete(ctx(), ids(a.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	s, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1), Title: "A", Tags: []string{"keep"}}, Touched: core.FieldTitle | core.FieldTags})
	require.NoError(t, err)
	require.True(t, s.Bookmark.Live(), "what was deleted in the other window is saved anew")
}

// TestADuplicateThatIsGoneIsNone refuses only on account of what is there now.
func TestADuplicateThatIsGoneIsNone(t *testing.T) {
	l, m, w := newLibrary(t)
	one, two := save(t, l, url(1), "One"), save(t, l, url(2), "Two")
	_, err := openLibrary(t, m, w).Delete(ctx(), ids(one.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	r, err := l.Update(ctx(), ids(two.Bookmark.ID), core.Edit{URL: ptr(url(1))}, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 1, r.Count)
}

func TestARepeatIsAnsweredAsTheFirstTime(t *testing.T) {
	l, m, w := newLibrary(t)
	saveMany(t, l, 100, "many")
	first, err := l.Update(ctx(), core.Selection{Query: "#many"}, core.Edit{AddTags: []string{"x"}}, op(1))
	require.NoError(t, err)
	require.Equal(t, 100, first.Count)
	a, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1), Title: "A"}, Touched: core.AllFields, Op: op(2)})
	require.NoError(t, err)
	require.False(t, a.Existed)
	b, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1), Title: "B"}, Touched: core.FieldTitle, Op: op(3)})
	require.NoError(t, err)
	require.True(t, b.Existed)
	for range 2 { // in the journal, then behind a segment
		again := openLibrary(t, m, w)
		r, err := again.Update(ctx(), core.Selection{Query: "#many"}, core.Edit{AddTags: []string{"x"}}, op(1))
		require.NoError(t, err)
		require.Equal(t, first, r)
		for n, want := range []core.Result{a, b} {
			r, err := again.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1), Title: "C"}, Touched: core.FieldTitle, Op: op(2 + n)})
			require.NoError(t, err)
			require.Equal(t, want.Change, r.Change)
			require.Equal(t, want.Count, r.Count)
			require.Equal(t, want.Existed, r.Existed)
		}
		require.NoError(t, l.Flush(ctx(), 0))
	}
}

func TestTheLastThousandOperationsAreRemembered(t *testing.T) {
	l, _, _ := newLibrary(t)
	for n := range 1100 {
		_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1), Title: fmt.Sprint(n)}, Touched: core.FieldTitle, Op: op(n)})
		require.NoError(t, err)
	}
	require.NoError(t, l.Flush(ctx(), 0))
	r, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1), Title: "again"}, Touched: core.FieldTitle, Op: op(100)})
	require.NoError(t, err)
	require.Equal(t, "1099", r.Bookmark.Title, "the oldest of the thousand is still known")
}

// TestTheJournalStaysShortWhateverIsWritten edits one bookmark over and over,
// and writes large ones.
func TestTheJournalStaysShortWhateverIsWritten(t *testing.T) {
	l, m, _ := newLibrary(t)
	most, bytes := 0, 0
	measure := func() {
		names, size := 0, 0
		for _, name := range m.Names() {
			if len(name) > 13 && name[:13] == "head/journal/" {
				names++
				size += m.Size(name)
			}
		}
		most, bytes = max(most, names), max(bytes, size)
	}
	for n := range 600 {
		save(t, l, url(1), fmt.Sprint("edit ", n))
		measure()
	}
	require.LessOrEqual(t, most, 256)
	long := make([]byte, 150<<10)
	for n := range 60 {
		for i := range long {
			long[i] = byte('a' + (n+i)%26)
		}
		_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(2), Title: "L", Description: string(long)}, Touched: core.AllFields})
		require.NoError(t, err)
		measure()
	}
	require.LessOrEqual(t, bytes, 3<<20)
	changes, err := l.History(ctx(), 0, 1000)
	require.NoError(t, err)
	require.Len(t, changes, 660, "the history is whole")
}

// TestAMissingTitleFollowsTheAddress edits the address of what has no title.
func TestAMissingTitleFollowsTheAddress(t *testing.T) {
	l, _, _ := newLibrary(t)
	a, b := save(t, l, url(1), ""), save(t, l, url(2), "")
	_, err := l.Update(ctx(), ids(a.Bookmark.ID), core.Edit{URL: ptr(url(3))}, core.OpID{})
	require.NoError(t, err)
	_, err = l.Save(ctx(), core.Save{Bookmark: core.Bookmark{ID: b.Bookmark.ID, URL: url(4)}, Touched: core.FieldURL})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{url(3), url(4)}, titles(t, l, ""))
}

// TestAClockSetBackHidesNothing turns it back by a year.
func TestAClockSetBackHidesNothing(t *testing.T) {
	l, m, w := newLibrary(t)
	other := openLibrary(t, m, w)
	segments(t, l, 4, 20)
	w.now = w.now.AddDate(1, 0, 0)
	require.NoError(t, l.Tidy(ctx()))
	segments(t, l, 4, 20)
	w.now = w.now.AddDate(-1, 0, 0)
	save(t, l, url(1), "New")
	require.NoError(t, other.Tidy(ctx()))
	require.Contains(t, titles(t, other, ""), "New")
	stats, err := other.Stats(ctx())
	require.NoError(t, err)
	require.LessOrEqual(t, stats.Segments, 4, "merging goes on")
}

// TestAReadThatOtherWindowsOutrunIsNoDamage lets another window merge away what
// is about to be read, again and again.
func TestAReadThatOtherWindowsOutrunIsNoDamage(t *testing.T) {
	_, m, w := newLibrary(t)
	other := openLibrary(t, m, w)
	a := save(t, other, url(1), "0")
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
	b, err := l.Get(ctx(), a.Bookmark.ID)
	require.NoError(t, err)
	require.Equal(t, times, merged)
	require.Equal(t, fmt.Sprint(times), b.Title)
}

// TestABookmarkNamedTwiceIsWrittenOnce names forty twice: more than one record of
// the journal takes.
func TestABookmarkNamedTwiceIsWrittenOnce(t *testing.T) {
	l, _, _ := newLibrary(t)
	var list []core.ID
	for n := range 40 {
		list = append(list, save(t, l, url(n), "T").Bookmark.ID)
	}
	twice := core.Selection{IDs: slices.Concat(list, list)}
	r, err := l.Update(ctx(), twice, core.Edit{AddTags: []string{"x"}}, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 40, r.Count)
	require.Len(t, titles(t, l, "#x"), 40)
	_, err = l.Delete(ctx(), twice, core.OpID{})
	require.NoError(t, err)
	r, err = l.Purge(ctx(), twice, time.Time{}, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 40, r.Count)
	require.Empty(t, titles(t, l, "is:trashed"))
}
