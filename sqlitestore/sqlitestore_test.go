package sqlitestore_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/storetest"
	"pinfold/sqlitestore"
)

const childEnv = "PINFOLD_TEST_COMMIT_TO"

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		commitForEver(path)
	}
	os.Exit(m.Run())
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		path := filepath.Join(t.TempDir(), "a library #1?.pinfold")
		return func() core.Store {
			s, err := sqlitestore.Open(context.Background(), path)
			require.NoError(t, err)
			return s
		}
	})
}

func TestOtherFilesAreRefusedAndLeftAlone(t *testing.T) {
	ctx := context.Background()
	text := filepath.Join(t.TempDir(), "notes.txt")
	require.NoError(t, os.WriteFile(text, []byte(strings.Repeat("no database at all ", 100)), 0o600))
	_, err := sqlitestore.Open(ctx, text)
	require.Equal(t, core.Invalid, core.CodeOf(err))
	require.Contains(t, err.Error(), text)

	other := filepath.Join(t.TempDir(), "other.db")
	db, err := sql.Open("sqlite", other)
	require.NoError(t, err)
	_, err = db.Exec("CREATE TABLE theirs (x)")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	_, err = sqlitestore.Open(ctx, other)
	require.Equal(t, core.Invalid, core.CodeOf(err))

	_, err = sqlitestore.Open(ctx, filepath.Join(t.TempDir(), "no", "such", "folder"))
	require.Equal(t, core.Closed, core.CodeOf(err))
}

func TestALaterVersionAndDamageAreTold(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "l.pinfold")
	s, err := sqlitestore.Open(ctx, path)
	require.NoError(t, err)
	require.NoError(t, s.Put(ctx, map[string][]byte{"x": []byte("value")}))
	require.NoError(t, s.Close())
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	_, err = db.Exec("UPDATE blobs SET value = x'00'")
	require.NoError(t, err)
	s, err = sqlitestore.Open(ctx, path)
	require.NoError(t, err)
	_, err = s.Read(ctx, []core.Range{{Name: "x", Len: -1}})
	require.Equal(t, core.Corrupt, core.CodeOf(err))
	require.NoError(t, s.Close())
	_, err = db.Exec("PRAGMA user_version = 2")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	_, err = sqlitestore.Open(ctx, path)
	require.Equal(t, core.Newer, core.CodeOf(err))
}

// commitForEver commits one blob a generation and says each one aloud once it
// is acknowledged.
func commitForEver(path string) {
	ctx := context.Background()
	s, err := sqlitestore.Open(ctx, path)
	for err == nil {
		var h core.Head
		if h, err = s.Head(ctx, "none"); err != nil {
			break
		}
		value := strings.Repeat(strconv.FormatUint(h.Generation, 10)+" ", 3000)
		err = s.Commit(ctx, core.Batch{Generation: h.Generation, Put: map[string][]byte{fmt.Sprintf("b/%08d", h.Generation): []byte(value)}, Strict: true})
		if err == nil {
			fmt.Println(h.Generation)
		}
	}
	fmt.Println("error", err)
	os.Exit(1)
}

func TestKilledAtAnyMomentNothingAcknowledgedIsLost(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.pinfold")
	r := rand.New(rand.NewPCG(3, 4))
	for range 10 {
		last := killAfter(t, path, 1+r.IntN(12))
		s, err := sqlitestore.Open(context.Background(), path)
		require.NoError(t, err)
		h, err := s.Head(context.Background(), "b/")
		require.NoError(t, err)
		require.GreaterOrEqual(t, h.Generation, last+1)
		require.Len(t, h.Blobs, int(h.Generation))
		for gen := range h.Generation {
			require.Equal(t, strings.Repeat(strconv.FormatUint(gen, 10)+" ", 3000), string(h.Blobs[fmt.Sprintf("b/%08d", gen)]))
		}
		require.NoError(t, s.Close())
	}
}

// killAfter starts a committing child, kills it once n commits are
// acknowledged, and returns the last one that was.
func killAfter(t *testing.T, path string, n int) (last uint64) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+path)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for i := 0; lines.Scan(); i++ {
		if i == n {
			require.NoError(t, cmd.Process.Kill())
		}
		last, err = strconv.ParseUint(lines.Text(), 10, 64)
		require.NoError(t, err, lines.Text())
	}
	_ = cmd.Wait() // killed
	return last
}
