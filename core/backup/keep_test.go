package backup_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// TestARestoreThatKeepsLeavesWhatIsHere restores what was edited later there, was
// deleted there, and was saved apart.
func TestARestoreThatKeepsLeavesWhatIsHere(t *testing.T) {
	theirs, ours := newWorld(t, 1), newWorld(t, 2)
	edited, deleted := theirs.save("https://a.example/", "A"), theirs.save("https://b.example/", "B")
	ours.restore(theirs.backup(), false)
	ours.save("https://c.example/", "Ours")
	_, err := theirs.l.Save(t.Context(), core.Save{Bookmark: core.Bookmark{ID: edited, URL: "https://a.example/", Title: "Theirs"}, Touched: core.FieldTitle})
	require.NoError(t, err)
	_, err = theirs.l.Delete(t.Context(), core.Selection{IDs: []core.ID{deleted}}, core.OpID{})
	require.NoError(t, err)
	theirs.save("https://c.example/", "Theirs")
	theirs.save("https://d.example/", "New")

	before := live(t, ours.l)
	r := ours.restoreAs(theirs.backup(), core.ImportOptions{Existing: core.KeepExisting})
	require.Equal(t, 1, r.Stored)
	require.Zero(t, r.Changed)
	after := live(t, ours.l)
	require.Len(t, after, 4)
	for url, state := range before {
		require.Equal(t, state, after[url])
	}
}
