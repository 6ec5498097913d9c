package core_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestADamagedHistoryIsRepaired damages each blob of the history and of its
// items: the other changes stay, with their numbers, and can be taken back.
func TestADamagedHistoryIsRepaired(t *testing.T) {
	m, w := broad(t)
	var sound map[string][]byte
	m.Edit(func(blobs map[string][]byte) { sound = maps.Clone(blobs) })
	whole := contents(t, openLibrary(t, m, w))
	before, err := openLibrary(t, m, w).History(ctx(), 0, 1000)
	require.NoError(t, err)
	for _, name := range slices.Sorted(maps.Keys(sound)) {
		if !strings.HasPrefix(name, "history/") && !strings.HasPrefix(name, "items/") {
			continue
		}
		for _, gone := range []bool{false, true} {
			m.Edit(func(blobs map[string][]byte) {
				clear(blobs)
				maps.Copy(blobs, sound)
				delete(blobs, name)
				if !gone {
					b := slices.Clone(sound[name])
					b[len(b)/2] ^= 1
					blobs[name] = b
				}
			})
			l := openLibrary(t, m, w)
			require.NotEmpty(t, l.Check(ctx(), nil), name)
			done, err := l.Repair(ctx(), nil)
			require.NoError(t, err)
			require.Positive(t, done.Changes)
			require.Empty(t, l.Check(ctx(), nil), name)
			require.Equal(t, whole, contents(t, l))
			after, err := l.History(ctx(), 0, 1000)
			require.NoError(t, err)
			require.Len(t, after, len(before))
			kept := 0
			for i := range after {
				require.Equal(t, before[i].Number, after[i].Number)
				if before[i].Title == after[i].Title {
					kept++
				}
			}
			require.Equal(t, len(before)-done.Changes, kept)
			again, err := l.Repair(ctx(), nil)
			require.NoError(t, err)
			require.Zero(t, again)
		}
	}
}
