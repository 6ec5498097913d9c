package core_test

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// newestEra is of the versions of today.
func newestEra(t *testing.T) string {
	t.Helper()
	eras, err := filepath.Glob(filepath.Join(erasFolder, "*.json"))
	require.NoError(t, err)
	return slices.MaxFunc(eras, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) // era10 is behind era9
	})
}

// TestWhatALaterPinfoldWroteIsNeitherReadNorWritten lets each stored form be of a
// later version: whoever meets it says so, and a repair takes it for no damage.
func TestWhatALaterPinfoldWroteIsNeitherReadNorWritten(t *testing.T) {
	const sentence = "This library was written by a later version of Pinfold. Update Pinfold, then open it again."
	for what, raise := range core.Laters() {
		t.Run(what, func(t *testing.T) {
			e := readEra(t, newestEra(t))
			e.medium.Edit(raise)
			// An index that is damaged, or has the words of another Pinfold, is what a repair looks for.
			for _, name := range e.names("index/") {
				e.medium.Damage(name, func(b []byte) []byte {
					b[len(b)/2] ^= 4
					return b
				})
			}
			before := maps.Clone(e.contents())
			store, w := e.medium.Open(), newWorld()
			o := w.options()
			o.Salvage = store.SalvageHead
			l, err := core.Open(ctx(), store, o)
			if what != "history" && what != "items" { // which are not read unless they are asked for
				if err == nil {
					_, err = l.Repair(ctx(), nil)
				}
				require.Equal(t, core.Newer, core.CodeOf(err), "%v", err)
				require.ErrorContains(t, err, sentence)
				require.Equal(t, before, e.contents())
				return
			}
			require.NoError(t, err)
			errs := l.Check(ctx(), nil)
			require.True(t, slices.ContainsFunc(errs, func(err error) bool { return core.CodeOf(err) == core.Newer }), "%v", errs)
			_, err = l.Undo(ctx(), 1, core.OpID{})
			require.NotNil(t, err)
			require.Equal(t, before, e.contents())
		})
	}
}
