package injection

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheTextsAreAsManyAsTheySayAndEachIsAnother(t *testing.T) {
	for _, list := range [][]string{Texts(), Addresses()} {
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(list))), len(list))
	}
	require.Len(t, Texts(), Count)
	require.Len(t, Addresses(), AddressCount)
	require.Equal(t, Mutated(3), Mutated(3))
	require.NotEqual(t, Mutated(3), Mutated(4))
}
