package backup_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func TestAnAddressThatStandsForATitleIsAsLongAsItIs(t *testing.T) {
	w := newWorld(t, 1)
	long := "https://example.org/?q=" + strings.Repeat("a", core.MaxTitleRunes)
	first, err := w.l.Save(t.Context(), core.Save{Bookmark: core.Bookmark{URL: long, Tags: []string{"one"}}, Touched: core.FieldTags})
	require.NoError(t, err)
	require.True(t, first.Bookmark.Title == long)
	_, err = w.l.Save(t.Context(), core.Save{ // a form sends what it shows
		Bookmark: core.Bookmark{ID: first.Bookmark.ID, URL: long, Title: long, Tags: []string{"two"}}, Touched: core.FieldTags})
	require.NoError(t, err)
	moved := long + "b"
	_, err = w.l.Update(t.Context(), core.Selection{IDs: []core.ID{first.Bookmark.ID}}, core.Edit{URL: &moved}, core.OpID{})
	require.NoError(t, err)

	file := w.backup()
	other := newWorld(t, 2)
	other.restore(file, false)
	require.True(t, body(file) == body(other.backup()), "the backup of what was restored is the same") // too long to be shown
	_, err = other.l.Undo(t.Context(), 3, core.OpID{})
	require.NoError(t, err)
	back, err := other.l.Get(t.Context(), first.Bookmark.ID)
	require.NoError(t, err)
	require.True(t, back.Title == long, "without the move it has the address of before for a title")
}
