package core_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func TestTheHistoryTellsWhatEachChangeDid(t *testing.T) {
	for _, size := range []int{3, 150} { // the items of a large change stand in blobs of their own
		l, _, _ := newLibrary(t)
		_, err := l.Import(ctx(), entries(size), core.ImportOptions{Name: "mine.html"}, nil)
		require.NoError(t, err)
		one, err := l.Search(ctx(), core.Search{Limit: 1})
		require.NoError(t, err)
		id := one.Bookmarks[0].ID
		_, err = l.Update(ctx(), core.Selection{}, core.Edit{}, core.OpID{})
		require.Error(t, err, "nothing selected")
		edited, err := l.Update(ctx(), core.Selection{Query: "#imported"}, core.Edit{AddTags: []string{"x"}, Unread: ptr(true)}, core.OpID{})
		require.NoError(t, err)
		deleted, err := l.Delete(ctx(), core.Selection{IDs: []core.ID{id}}, core.OpID{})
		require.NoError(t, err)

		list, err := l.Differences(ctx(), edited.Change, 2)
		require.NoError(t, err)
		require.Len(t, list, 2)
		require.Equal(t, core.FieldTags|core.FieldUnread, list[0].Fields)
		require.Contains(t, list[0].After.Tags, "x")
		require.NotContains(t, list[0].Before.Tags, "x")
		require.NotEmpty(t, list[0].Title)
		list, err = l.Differences(ctx(), edited.Change, 1000)
		require.NoError(t, err)
		require.Len(t, list, size)
		_, err = l.Differences(ctx(), 99, 2)
		require.Equal(t, core.NotFound, core.CodeOf(err))

		touches, err := l.HistoryOf(ctx(), id)
		require.NoError(t, err)
		require.Len(t, touches, 3)
		require.Equal(t, deleted.Change, touches[0].Change.Number)
		require.True(t, touches[0].Difference.Trash)
		require.False(t, touches[0].Difference.After.Live())
		require.Equal(t, core.Edited, touches[1].Change.Kind)
		require.True(t, touches[2].Difference.Created)
		require.Equal(t, "mine.html", touches[2].Change.Title)
		touches, err = l.HistoryOf(ctx(), core.ID{1})
		require.NoError(t, err)
		require.Empty(t, touches)
	}
}

// Each import writes the whole history of the journal out, however short.
func TestManySmallImportsPushNothingOutOfTheHistory(t *testing.T) {
	l, m, _ := newLibrary(t)
	const n = 150
	for i := range n {
		_, err := l.Import(ctx(), records(nil, nil, url(i)), core.ImportOptions{Name: "small"}, nil)
		require.NoError(t, err)
	}
	all, err := l.History(ctx(), 0, 1000)
	require.NoError(t, err)
	require.Len(t, all, n)
	for i, c := range all {
		require.Equal(t, uint64(n-i), c.Number)
	}
	names, err := m.Open().List(ctx(), "history/")
	require.NoError(t, err)
	require.Less(t, len(names), 5)
	_, err = l.Undo(ctx(), 1, core.OpID{})
	require.NoError(t, err, "the first of them can still be taken back")
	s, err := l.Stats(ctx())
	require.NoError(t, err)
	require.Equal(t, n-1, s.Bookmarks)
}
