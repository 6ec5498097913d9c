package order

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// sizes are around the places where a list changes its way.
var sizes = []int{0, 1, 2, 3, 11, 12, 13, 23, 24, 25, 48, 100, 1000, 4097}

func TestNumbersComeOutAsTheStandardLibrarySortsThem(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range sizes {
		for _, bits := range []int{1, 7, 16, 33, 48, 64} {
			wide, narrow := make([]uint64, n), make([]uint32, n)
			for i := range wide {
				wide[i] = random.Uint64() >> (64 - bits)
				narrow[i] = uint32(wide[i])
			}
			wantWide, wantNarrow := slices.Sorted(slices.Values(wide)), slices.Sorted(slices.Values(narrow))
			Numbers(wide)
			Numbers(narrow)
			require.True(t, slices.Equal(wantWide, wide), "%d numbers of %d bits", n, bits)
			require.True(t, slices.Equal(wantNarrow, narrow), "%d numbers of %d bits", n, bits)
		}
	}
}

func TestEqualOnesStayAsTheyWere(t *testing.T) {
	type item struct{ key, arrival int }
	random := rand.New(rand.NewPCG(3, 4))
	for _, n := range sizes {
		list := make([]item, n)
		for i := range list {
			list[i] = item{random.IntN(1 + n/3), i}
		}
		want := slices.Clone(list)
		slices.SortStableFunc(want, func(a, b item) int { return cmp.Compare(a.key, b.key) })
		By(list, func(a, b *item) int { return cmp.Compare(a.key, b.key) })
		require.Equal(t, want, list)
	}
}

func TestPlacesAreAPermutation(t *testing.T) {
	words := []string{"b", "a", "c", "a", ""}
	require.Equal(t, []uint32{4, 1, 3, 0, 2}, Places(len(words), func(i, j uint32) int { return cmp.Compare(words[i], words[j]) }))
	Strings(words)
	require.Equal(t, []string{"", "a", "a", "b", "c"}, words)
}

func TestByKeyIsTheOrderOfKeysThenOfCompare(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, n := range sizes {
		for _, bits := range []int{1, 9, 40, 64} {
			keys, then := make([]uint64, n), make([]int, n)
			for i := range keys {
				keys[i], then[i] = random.Uint64()>>(64-bits), random.IntN(5)
			}
			byKey := func(i, j uint32) int { return cmp.Compare(keys[i], keys[j]) }
			byThen := func(i, j uint32) int { return cmp.Compare(then[i], then[j]) }
			require.Equal(t, Places(n, byKey), ByKey(keys, nil))
			require.Equal(t, Places(n, func(i, j uint32) int { return cmp.Or(byKey(i, j), byThen(i, j)) }), ByKey(keys, byThen))
		}
	}
}

func TestByTextIsTheOrderOfTexts(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for _, n := range sizes {
		texts := make([]string, n)
		for i := range texts {
			for range random.IntN(12) { // many begin alike, some end where others go on
				texts[i] += string("\x00ab\xff"[random.IntN(4)])
			}
		}
		want := Places(n, func(i, j uint32) int { return cmp.Compare(texts[i], texts[j]) })
		require.Equal(t, want, ByText(n, func(i uint32) string { return texts[i] }))
	}
}
