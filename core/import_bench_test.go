package core_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// BenchmarkImport imports 100,000 bookmarks into an empty library.
func BenchmarkImport(b *testing.B) {
	var all []core.Entry
	for e, err := range generated(100_000) {
		require.NoError(b, err)
		all = append(all, e)
	}
	for b.Loop() {
		l, err := core.Open(ctx(), memstore.New().Open(), newWorld().options())
		require.NoError(b, err)
		_, err = l.Import(ctx(), func(yield func(core.Entry, error) bool) {
			for _, e := range all {
				if !yield(e, nil) {
					return
				}
			}
		}, core.ImportOptions{}, nil)
		require.NoError(b, err)
	}
}
