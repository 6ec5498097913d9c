package backup_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/backup"
)

// TestARestoreThatKeepsLeavesWhatIsHere restores what was edited later there, was
// deleted there, and was saved apart.
func TestARestoreThatKeepsLeavesWhatIsHere(t *testing.T) {
	theirs, ours := newWorld(t, 1), newWorld(t, 2)
	save := func(w *world, url, title string) core.ID {
		r, err := w.l.Save(t.Context(), core.Save{Bookmark: core.Bookmark{URL: url, Title: title}, Touched: core.AllFields})
		require.NoError(t, err)
		return r.Bookmark.ID
	}
	edited, deleted := save(theirs, "https://a.example/", "A"), save(theirs, "https://b.example/", "B")
	ours.restore(theirs.backup(), false)
	save(ours, "https://c.example/", "Ours")
	_, err := theirs.l.Save(t.Context(), core.Save{Bookmark: core.Bookmark{ID: edited, URL: "https://a.example/", Title: "Theirs"}, Touched: core.FieldTitle})
	require.NoError(t, err)
	_, err = theirs.l.Delete(t.Context(), core.Selection{IDs: []core.ID{deleted}}, core.OpID{})
	require.NoError(t, err)
	save(theirs, "https://c.example/", "Theirs")
	save(theirs, "https://d.example/", "New")

	before := live(t, ours.l)
	r, err := ours.l.RestoreBackup(t.Context(), backup.Read(strings.NewReader(theirs.backup())), core.ImportOptions{Existing: core.KeepExisting}, nil)
	require.NoError(t, err)
	require.Equal(t, 1, r.Stored)
	require.Zero(t, r.Changed)
	after := live(t, ours.l)
	require.Len(t, after, 4)
	for url, state := range before {
		require.Equal(t, state, after[url])
	}
}
