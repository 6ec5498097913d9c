package sqlitestore

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func TestTheFolderIsFlushedWithEveryCommit(t *testing.T) {
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "l.pinfold"))
	require.NoError(t, err)
	defer s.Close()
	var level int
	require.NoError(t, s.db.QueryRow("PRAGMA synchronous").Scan(&level))
	require.Equal(t, 3, level, "EXTRA: with FULL a journal that was unlinked may be back after a power cut")
}

// TestACommitThatAReaderHoldsUpIsTakenBack waits the ten seconds that a program
// waits for another.
func TestACommitThatAReaderHoldsUpIsTakenBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "l.pinfold")
	s, err := Open(ctx, path)
	require.NoError(t, err)
	defer s.Close()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer db.Close()
	reader, err := db.Begin()
	require.NoError(t, err)
	var n int
	require.NoError(t, reader.QueryRow("SELECT n FROM generation").Scan(&n)) // and it goes on holding the file
	batch := core.Batch{Put: map[string][]byte{"a": []byte("1")}, Strict: true}
	require.Equal(t, core.Conflict, core.CodeOf(s.Commit(ctx, batch)))
	require.NoError(t, reader.Rollback())
	h, err := s.Head(ctx, "")
	require.NoError(t, err)
	require.Zero(t, h.Generation)
	require.NoError(t, s.Commit(ctx, batch))
}
