package sqlite

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestABackupNeedsNoHardLinks(t *testing.T) {
	usual := link
	link = func(from, to string) error { return &os.LinkError{Op: "link", Old: from, New: to, Err: syscall.EPERM} }
	t.Cleanup(func() { link = usual })
	store, err := Open(t.Context(), filepath.Join(t.TempDir(), "server.sqlite"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	path := filepath.Join(t.TempDir(), "copy.sqlite")
	size, err := store.BackUp(t.Context(), path)
	require.NoError(t, err)
	require.NoFileExists(t, path+".part")
	_, err = store.BackUp(t.Context(), path)
	require.ErrorIs(t, err, os.ErrExist)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, size, info.Size(), "the first one stays")
}
