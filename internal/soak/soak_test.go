package soak

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestATallyIsGoneOnWithAndTellsItsFailures(t *testing.T) {
	root := t.TempDir()
	page := filepath.Join(root, "docs", "PROMISE.md")
	require.NoError(t, os.MkdirAll(filepath.Dir(page), 0o755))
	require.NoError(t, os.WriteFile(page, []byte("# Promise\n\n"+from+"\nold\n"+to+"\n\nThe end.\n"), 0o644))
	o := Options{Root: root, State: filepath.Join(root, "dist", "soak.json")}
	tally, err := load(o.State)
	require.NoError(t, err)
	require.Equal(t, uint64(1), tally.Seed)
	tally.Seed, tally.Counts["kills"] = 7, 40
	tally.Failures = append(tally.Failures, Failure{time.Now(), "go test -seed 6", "it said why"})
	require.NoError(t, tally.save(o))
	again, err := load(o.State)
	require.NoError(t, err)
	require.Equal(t, []any{uint64(7), int64(40), "go test -seed 6"}, []any{again.Seed, again.Counts["kills"], again.Failures[0].Command})
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	for _, part := range []string{"# Promise", "| kills | 40 |", "| **runs that failed** | **1** |", "`go test -seed 6`", "The end."} {
		require.Contains(t, string(text), part)
	}
	require.NotContains(t, string(text), "old")

	require.NoError(t, os.WriteFile(o.State, []byte("torn"), 0o644))
	_, err = load(o.State)
	require.ErrorContains(t, err, "is no tally")
}

func TestEveryFuzzTargetHasItsTurn(t *testing.T) {
	list, err := fuzzTasks(context.Background(), filepath.Join("..", ".."))
	require.NoError(t, err)
	found := map[string]bool{}
	for _, k := range list {
		found[k.args(1)[6]] = true
	}
	for _, target := range []string{"^FuzzDecodeRecord$", "^FuzzSqueeze$"} {
		require.True(t, found[target], "%s of %v", target, found)
	}
}

func TestTheFuzzersCountIsRead(t *testing.T) {
	require.Equal(t, int64(1234), executions("fuzz: elapsed: 3s, execs: 99 (1/sec)\nfuzz: elapsed: 60s, execs: 1234 (2/sec)\nPASS\n"))
	require.Zero(t, executions("ok"))
}
