package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// TestASaveOfWhatWasDeletedMeanwhileIsFound saves by an id that another window has
// put into the trash: the bookmark is back, or the one that has its address by now
// is meant.
func TestASaveOfWhatWasDeletedMeanwhileIsFound(t *testing.T) {
	l, _, _ := newLibrary(t)
	const url = "https://a.example/"
	edit := func(id core.ID, text string) core.Result {
		t.Helper()
		r, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{ID: id, URL: url, Title: "A", Description: text}, Touched: core.AllFields})
		require.NoError(t, err)
		page, err := l.Search(ctx(), core.Search{Query: text, Limit: 10, Total: true})
		require.NoError(t, err)
		require.Equal(t, 1, page.Total)
		require.Equal(t, r.Bookmark.ID, page.Bookmarks[0].ID)
		return r
	}
	first := edit(core.ID{}, "first").Bookmark.ID
	_, err := l.Delete(ctx(), core.Selection{IDs: []core.ID{first}}, core.OpID{})
	require.NoError(t, err)
	back := edit(first, "typed")
	require.Equal(t, first, back.Bookmark.ID)
	require.True(t, back.Bookmark.Live())

	_, err = l.Undo(ctx(), back.Change, core.OpID{})
	require.NoError(t, err)
	gone, err := l.Get(ctx(), first)
	require.NoError(t, err)
	require.False(t, gone.Live(), "and undoing it puts it back into the trash")

	second := edit(core.ID{}, "second").Bookmark.ID
	require.NotEqual(t, first, second)
	require.Equal(t, second, edit(first, "again").Bookmark.ID)
}

func TestWhatWasPrivateAndDeletedForEverIsNotSavedAgainAsPublic(t *testing.T) {
	l, _, _ := newLibrary(t)
	require.NoError(t, l.Set(ctx(), map[string]string{"private": "no"}))
	r, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: "https://a.example/", Title: "A", Private: true}, Touched: core.AllFields})
	require.NoError(t, err)
	a := r.Bookmark
	_, err = l.Delete(ctx(), ids(a.ID), core.OpID{})
	require.NoError(t, err)
	_, err = l.Purge(ctx(), ids(a.ID), time.Time{}, core.OpID{})
	require.NoError(t, err)
	a.Tags = []string{"typed"}
	r, err = l.Save(ctx(), core.Save{Bookmark: a, Touched: core.FieldTags})
	require.NoError(t, err)
	require.True(t, r.Bookmark.Private)
}
