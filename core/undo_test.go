package core_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// everything returns all bookmarks, live ones and those of the trash, as text
// without the times that an undo may move.
func everything(t *testing.T, l *core.Library) []string {
	t.Helper()
	out := []string{}
	for _, query := range []string{"", "is:trashed"} {
		for b, err := range l.Export(ctx(), query) {
			require.NoError(t, err)
			out = append(out, fmt.Sprint(b.ID, b.URL, b.Title, b.Description, b.Tags, b.Private, b.Unread, b.Created, b.Live()))
		}
	}
	slices.Sort(out)
	return out
}

// TestEveryKindOfChangeIsTakenBackAndTheTakingBackToo undoes each kind of
// change, small and large, undoes the undo, and undoes that.
func TestEveryKindOfChangeIsTakenBackAndTheTakingBackToo(t *testing.T) {
	for _, size := range []int{3, 150} {
		all := core.Selection{Query: "#imported"}
		for name, do := range map[string]func(l *core.Library) (core.Result, error){
			"edit": func(l *core.Library) (core.Result, error) {
				return l.Update(ctx(), all, core.Edit{AddTags: []string{"x"}, DropTags: []string{"second"}, Title: ptr("New"), Description: ptr("d"), Private: ptr(true), Unread: ptr(true)}, core.OpID{})
			},
			"tags": func(l *core.Library) (core.Result, error) {
				return l.Update(ctx(), all, core.Edit{Tags: ptr([]string{"only"})}, core.OpID{})
			},
			"delete": func(l *core.Library) (core.Result, error) { return l.Delete(ctx(), all, core.OpID{}) },
			"restore": func(l *core.Library) (core.Result, error) {
				return l.Restore(ctx(), core.Selection{Query: "is:trashed"}, core.OpID{})
			},
			"rename": func(l *core.Library) (core.Result, error) {
				return l.RenameTag(ctx(), "imported", "renamed", core.OpID{})
			},
			"merge": func(l *core.Library) (core.Result, error) {
				return l.RenameTag(ctx(), "imported", "second", core.OpID{})
			},
			"respell": func(l *core.Library) (core.Result, error) {
				return l.RenameTag(ctx(), "imported", "IMPORTED", core.OpID{})
			},
			"untag": func(l *core.Library) (core.Result, error) { return l.DeleteTag(ctx(), "second", core.OpID{}) },
			"import": func(l *core.Library) (core.Result, error) {
				r, err := l.Import(ctx(), func(yield func(core.Entry, error) bool) {
					for i := range size {
						if !yield(core.Entry{URL: url(1000 + 2*i), Title: "Again", Tags: []string{"third"}, Unread: true, Number: i}, nil) {
							return
						}
					}
				}, core.ImportOptions{}, nil)
				return core.Result{Change: r.Change, Count: r.Stored + r.Merged}, err
			},
		} {
			t.Run(fmt.Sprint(name, size), func(t *testing.T) {
				m, w := memstore.New(), newWorld()
				l := openLibrary(t, m, w)
				_, err := l.Import(ctx(), entries(size), core.ImportOptions{}, nil)
				require.NoError(t, err)
				saveMany(t, l, size, "second", "imported")
				saveMany(t, l, size, "gone")
				_, err = l.Delete(ctx(), core.Selection{Query: "#gone"}, core.OpID{})
				require.NoError(t, err)
				before := everything(t, l)
				done, err := do(l)
				require.NoError(t, err)
				require.GreaterOrEqual(t, done.Count, size)
				after := everything(t, l)
				require.NotEqual(t, before, after)
				state, last := [][]string{before, after}, done.Change
				if name == "import" { // what it brought goes to the trash
					state[0] = nil
				}
				for i := range 4 {
					l = openLibrary(t, m, w)
					r, err := l.Undo(ctx(), last, core.OpID{})
					require.NoError(t, err)
					last = r.Change
					if state[i%2] == nil {
						state[i%2] = everything(t, l)
					}
					require.Equal(t, state[i%2], everything(t, l), "undo %d", i)
				}
				requireSound(t, m, w)
			})
		}
	}
}

// TestUndoLosesNobodysLaterWork changes the same fields and others after the
// change that is taken back.
func TestUndoLosesNobodysLaterWork(t *testing.T) {
	l, _, _ := newLibrary(t)
	a := save(t, l, url(1), "A", "one", "two")
	r, err := l.Update(ctx(), ids(a.Bookmark.ID), core.Edit{Title: ptr("B"), Description: ptr("d"), Unread: ptr(true), AddTags: []string{"three"}, DropTags: []string{"one"}}, core.OpID{})
	require.NoError(t, err)
	_, err = l.Update(ctx(), ids(a.Bookmark.ID), core.Edit{Title: ptr("C"), Private: ptr(false), AddTags: []string{"four"}}, core.OpID{})
	require.NoError(t, err)
	_, err = l.Undo(ctx(), r.Change, core.OpID{})
	require.NoError(t, err)
	b, err := l.Get(ctx(), a.Bookmark.ID)
	require.NoError(t, err)
	require.Equal(t, "C", b.Title)
	require.Equal(t, "", b.Description)
	require.False(t, b.Unread)
	require.False(t, b.Private)
	require.Equal(t, []string{"two", "four", "one"}, b.Tags)
}

// TestAnOldTagComesBackInTheSpellingOfToday undoes a change whose tag has been
// respelled since, and a respelling whose tag others have taken up since.
func TestAnOldTagComesBackInTheSpellingOfToday(t *testing.T) {
	l, _, _ := newLibrary(t)
	a, b := save(t, l, url(1), "A", "go", "x"), save(t, l, url(2), "B", "go")
	drop, err := l.Update(ctx(), ids(a.Bookmark.ID), core.Edit{DropTags: []string{"go"}}, core.OpID{})
	require.NoError(t, err)
	rename, err := l.RenameTag(ctx(), "go", "Go", core.OpID{})
	require.NoError(t, err)
	_, err = l.Undo(ctx(), drop.Change, core.OpID{})
	require.NoError(t, err)
	got, err := l.Get(ctx(), a.Bookmark.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"Go", "x"}, got.Tags)

	_, err = l.Undo(ctx(), rename.Change, core.OpID{})
	require.NoError(t, err)
	for _, id := range []core.ID{a.Bookmark.ID, b.Bookmark.ID} {
		got, err := l.Get(ctx(), id)
		require.NoError(t, err)
		require.Contains(t, got.Tags, "go", "everybody's spelling goes back")
	}
}

func TestTagsThatAreSetTakeTheLibrarysSpelling(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, url(1), "A", "Go")
	b := save(t, l, url(2), "B")
	_, err := l.Update(ctx(), ids(b.Bookmark.ID), core.Edit{Tags: ptr([]string{"GO", "new"})}, core.OpID{})
	require.NoError(t, err)
	got, err := l.Get(ctx(), b.Bookmark.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"Go", "new"}, got.Tags)
}

// TestTheTrashIsEmptiedAfterThirtyDaysAndNotBefore also brings a bookmark back
// into the trash by undo: its days begin anew.
func TestTheTrashIsEmptiedAfterThirtyDaysAndNotBefore(t *testing.T) {
	l, m, w := newLibrary(t)
	day := func(n int) { w.now = w.now.Add(time.Duration(n) * 24 * time.Hour) }
	a, b, c := save(t, l, url(1), "A"), save(t, l, url(2), "B"), save(t, l, url(3), "C")
	_, err := l.Delete(ctx(), ids(a.Bookmark.ID, b.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	day(20)
	restored, err := l.Restore(ctx(), ids(b.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	_, err = l.Delete(ctx(), ids(c.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	require.NoError(t, l.Tidy(ctx()))
	require.Len(t, titles(t, l, "is:trashed"), 2)
	day(9)
	require.NoError(t, l.Tidy(ctx()))
	require.ElementsMatch(t, []string{"A", "C"}, titles(t, l, "is:trashed"), "29 days are not 30")
	day(2)
	_, err = l.Undo(ctx(), restored.Change, core.OpID{})
	require.NoError(t, err)
	other := openLibrary(t, m, w)
	require.NoError(t, other.Tidy(ctx()))
	require.ElementsMatch(t, []string{"B", "C"}, titles(t, other, "is:trashed"))
	_, err = other.Get(ctx(), a.Bookmark.ID)
	require.Equal(t, core.NotFound, core.CodeOf(err))
	day(31)
	require.NoError(t, l.Tidy(ctx()))
	require.Empty(t, titles(t, l, "is:trashed"))
	_, err = l.Undo(ctx(), restored.Change, core.OpID{})
	require.NoError(t, err, "there is nothing left to take back")
	history, err := l.History(ctx(), 0, 3)
	require.NoError(t, err)
	require.Equal(t, core.Purged, history[0].Kind)
	_, err = l.Undo(ctx(), history[0].Number, core.OpID{})
	require.Equal(t, core.Invalid, core.CodeOf(err))
}

func TestAClockThatStoodAYearAheadEmptiesNoTrash(t *testing.T) {
	l, _, w := newLibrary(t)
	a := save(t, l, url(1), "A")
	require.NoError(t, l.Tidy(ctx()))
	_, err := l.Delete(ctx(), ids(a.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	w.now = w.now.AddDate(1, 0, 0)
	require.NoError(t, l.Tidy(ctx()))
	w.now = w.now.AddDate(-1, 0, 0)
	require.NoError(t, l.Tidy(ctx()))
	_, err = l.Restore(ctx(), ids(a.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	require.Equal(t, []string{"A"}, titles(t, l, ""))
}

func TestTheTrashOfWhoWasAwayForMonthsIsEmptiedADayLater(t *testing.T) {
	l, _, w := newLibrary(t)
	a := save(t, l, url(1), "A")
	require.NoError(t, l.Tidy(ctx()))
	_, err := l.Delete(ctx(), ids(a.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	w.now = w.now.AddDate(0, 3, 0)
	require.NoError(t, l.Tidy(ctx()))
	require.Equal(t, []string{"A"}, titles(t, l, "is:trashed"))
	w.now = w.now.AddDate(0, 0, 1)
	require.NoError(t, l.Tidy(ctx()))
	require.Empty(t, titles(t, l, "is:trashed"))
}

func TestWhatWasDeletedByAClockAheadIsDeletedForEver(t *testing.T) {
	l, _, w := newLibrary(t)
	a := save(t, l, url(1), "A")
	w.now = w.now.AddDate(1, 0, 0)
	_, err := l.Delete(ctx(), ids(a.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	w.now = w.now.AddDate(-1, 0, 0)
	r, err := l.Purge(ctx(), inTrash, w.now, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 1, r.Count)
}

func TestAnUndoForWhichNoAddressIsFreeSaysSo(t *testing.T) {
	l, _, _ := newLibrary(t)
	a, b := save(t, l, url(1), "A"), save(t, l, url(2), "B")
	both := ids(a.Bookmark.ID, b.Bookmark.ID)
	gone, err := l.Delete(ctx(), both, core.OpID{})
	require.NoError(t, err)
	save(t, l, url(1), "A again")
	save(t, l, url(2), "B again")
	_, err = l.Undo(ctx(), gone.Change, core.OpID{})
	require.Equal(t, core.Duplicate, core.CodeOf(err))
	_, err = l.Restore(ctx(), both, core.OpID{})
	require.Equal(t, core.Duplicate, core.CodeOf(err))
}

func TestASpellingThatWasChangedAgainStays(t *testing.T) {
	l, _, _ := newLibrary(t)
	a := save(t, l, url(1), "A", "go")
	first, err := l.RenameTag(ctx(), "go", "Go", core.OpID{})
	require.NoError(t, err)
	second, err := l.RenameTag(ctx(), "Go", "GO", core.OpID{})
	require.NoError(t, err)
	r, err := l.Undo(ctx(), first.Change, core.OpID{})
	require.NoError(t, err)
	require.Zero(t, r.Count)
	got, err := l.Get(ctx(), a.Bookmark.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"GO"}, got.Tags)
	_, err = l.Undo(ctx(), second.Change, core.OpID{})
	require.NoError(t, err)
	_, err = l.Undo(ctx(), first.Change, core.OpID{})
	require.NoError(t, err)
	got, err = l.Get(ctx(), a.Bookmark.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"go"}, got.Tags)
}

func TestATitleThatWasMissingIsMissingAgainWhereverTheBookmarkIs(t *testing.T) {
	l, _, _ := newLibrary(t)
	a := save(t, l, url(1), "")
	named, err := l.Update(ctx(), ids(a.Bookmark.ID), core.Edit{Title: ptr("Foo")}, core.OpID{})
	require.NoError(t, err)
	_, err = l.Update(ctx(), ids(a.Bookmark.ID), core.Edit{URL: ptr(url(2))}, core.OpID{})
	require.NoError(t, err)
	_, err = l.Undo(ctx(), named.Change, core.OpID{})
	require.NoError(t, err)
	got, err := l.Get(ctx(), a.Bookmark.ID)
	require.NoError(t, err)
	require.Equal(t, url(2), got.Title)
}

func TestAnUndoSaysHowManyItHadToLeave(t *testing.T) {
	l, _, _ := newLibrary(t)
	a, b := save(t, l, url(1), "A"), save(t, l, url(2), "B")
	gone, err := l.Delete(ctx(), ids(a.Bookmark.ID, b.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	save(t, l, url(1), "A again")
	r, err := l.Undo(ctx(), gone.Change, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, []int{1, 1}, []int{r.Count, r.Stayed})
}

func TestWhatWasDeletedByAClockBehindHasItsThirtyDays(t *testing.T) {
	l, _, w := newLibrary(t)
	a := save(t, l, url(1), "A")
	require.NoError(t, l.Tidy(ctx()))
	w.now = w.now.AddDate(0, 0, -40)
	require.NoError(t, l.Tidy(ctx()))
	b := save(t, l, url(2), "B")
	_, err := l.Delete(ctx(), ids(a.Bookmark.ID, b.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	purged, err := l.Purge(ctx(), ids(b.Bookmark.ID), w.now, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 1, purged.Count, "a person can empty it meanwhile")
	w.now = w.now.AddDate(0, 0, 41)
	require.NoError(t, l.Tidy(ctx()))
	_, err = l.Get(ctx(), a.Bookmark.ID)
	require.NoError(t, err)
}
