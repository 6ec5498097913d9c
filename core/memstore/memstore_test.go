package memstore_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
	"pinfold/core/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Opener {
		m := memstore.New()
		return func() core.Store { return m.Open() }
	})
}

func TestCrashKeepsWhatWasAcknowledgedStrictly(t *testing.T) {
	ctx := context.Background()
	m := memstore.New()
	s := m.Open()
	put := func(name string) map[string][]byte { return map[string][]byte{name: []byte(name)} }
	require.NoError(t, s.Put(ctx, put("a")))
	require.NoError(t, s.Commit(ctx, core.Batch{Generation: 0, Put: put("b"), Strict: true}))
	require.NoError(t, s.Commit(ctx, core.Batch{Generation: 1, Put: put("c")}))
	require.NoError(t, s.Put(ctx, put("d")))
	require.NoError(t, s.Commit(ctx, core.Batch{Generation: 2, Put: put("e"), Delete: []string{"b"}}))
	none := func(string) bool { return false }
	require.Equal(t, []string{"a", "b"}, m.Crash(0, none).Names())
	require.Equal(t, []string{"a", "b", "c"}, m.Crash(1, none).Names())
	require.Equal(t, []string{"a", "c", "d", "e"}, m.Crash(2, func(string) bool { return true }).Names())
}
