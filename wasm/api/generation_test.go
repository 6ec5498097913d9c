package api_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
	"pinfold/wasm/api"
)

func TestTheGenerationIsThatOfTheStoreWhoeverWrote(t *testing.T) {
	source := rand.NewChaCha8([32]byte{1})
	options := core.Options{
		Now:    func() time.Time { return time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC) },
		Random: func(p []byte) { source.Read(p) },
	}
	store := memstore.New()
	ctx := context.Background()
	engine := api.New(func(ctx context.Context) (*core.Library, error) { return core.Open(ctx, store.Open(), options) })
	before, err := engine.Call(ctx, "generation", "{}", nil)
	require.NoError(t, err)

	other, err := core.Open(ctx, store.Open(), options)
	require.NoError(t, err)
	require.NoError(t, other.Set(ctx, map[string]string{"name": "jm"}))
	after, err := engine.Call(ctx, "generation", "{}", nil)
	require.NoError(t, err)
	require.NotEqual(t, before, after, "a page is told of an import, which another program has made")
}
