package backup_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func TestTakingARestoreBackBinsNobodyWhomItFoundInTheTrash(t *testing.T) {
	w := newWorld(t, 1)
	one := core.Selection{IDs: []core.ID{w.save("https://a.example/", "A")}}
	_, err := w.l.Delete(t.Context(), one, core.OpID{})
	require.NoError(t, err)
	file := w.backup()
	_, err = w.l.Restore(t.Context(), one, core.OpID{})
	require.NoError(t, err)
	_, err = w.l.Delete(t.Context(), one, core.OpID{})
	require.NoError(t, err)
	r := w.restoreAs(file, core.ImportOptions{Existing: overwrites})
	require.NotZero(t, r.Change, "it has another day of deletion")
	_, err = w.l.Restore(t.Context(), one, core.OpID{})
	require.NoError(t, err)
	_, err = w.l.Undo(t.Context(), r.Change, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"https://a.example/": "A"}, w.titled())
}

func TestARestoreOfAHistoryAloneIsNoChange(t *testing.T) {
	w, other := newWorld(t, 1), newWorld(t, 2)
	one := core.Selection{IDs: []core.ID{w.save("https://a.example/", "A")}}
	_, err := w.l.Delete(t.Context(), one, core.OpID{})
	require.NoError(t, err)
	_, err = w.l.Purge(t.Context(), one, time.Time{}, core.OpID{})
	require.NoError(t, err)
	require.Zero(t, other.restore(w.backup(), false).Change)
}

func TestWhatARestoreBinsByAClockBehindHasItsThirtyDays(t *testing.T) {
	w := newWorld(t, 1)
	x := w.save("https://a.example/", "A")
	one := core.Selection{IDs: []core.ID{x}}
	_, err := w.l.Delete(t.Context(), one, core.OpID{})
	require.NoError(t, err)
	file := w.backup()
	_, err = w.l.Restore(t.Context(), one, core.OpID{})
	require.NoError(t, err)
	require.NoError(t, w.l.Tidy(t.Context()))
	w.now = w.now.AddDate(0, 0, -40)
	w.restoreAs(file, core.ImportOptions{Existing: overwrites})
	w.now = w.now.AddDate(0, 0, 41)
	require.NoError(t, w.l.Tidy(t.Context()))
	_, err = w.l.Get(t.Context(), x)
	require.NoError(t, err)
}
