package core_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// BenchmarkImport imports 100,000 bookmarks into a library that is empty, and
// into one that has just had 200 saves, which stand in the journal.
func BenchmarkImport(b *testing.B) {
	var all []core.Entry
	for e, err := range generated(100_000) {
		require.NoError(b, err)
		all = append(all, e)
	}
	entries := func(yield func(core.Entry, error) bool) {
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
	}
	for _, c := range []struct {
		name  string
		saves int
	}{{"empty", 0}, {"journal", 200}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				l, err := core.Open(ctx(), memstore.New().Open(), newWorld().options())
				require.NoError(b, err)
				for i := range c.saves {
					url := fmt.Sprintf("https://saved.example/%d", i)
					_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url, Title: url, Tags: []string{"saved", "just"}}, Touched: core.AllFields})
					require.NoError(b, err)
				}
				_, err = l.Import(ctx(), entries, core.ImportOptions{}, nil)
				require.NoError(b, err)
			}
		})
	}
}
