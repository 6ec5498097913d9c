package core_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// TestSixteenWordsOfAQueryAreLookedForNearby asks for misspelt words, of which only so
// many are held against every word there is.
func TestSixteenWordsOfAQueryAreLookedForNearby(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, "https://a.example/", "Ropes and knots")
	near := func(query string) int {
		p, err := l.Search(ctx(), core.Search{Query: query, Limit: 20, Near: true})
		require.NoError(t, err)
		return len(p.Near) + len(p.Bookmarks)
	}
	var different, short []string
	for i := range 15 {
		different = append(different, "zzqx"+string(rune('a'+i)))
		short = append(short, "z"+string(rune('a'+i)), "zq"+string(rune('a'+i)))
	}
	require.Equal(t, 1, near("ropse"))
	require.Equal(t, 1, near(strings.Join(short, " OR ")+" OR ropse"), "words too short to be near any do not count")
	require.Equal(t, 1, near(strings.Join(different, " OR ")+" OR ropse"), "the sixteenth")
	require.Zero(t, near(strings.Join(different, " OR ")+" OR zzqxz OR ropse"), "the seventeenth")
	require.Zero(t, near("-("+strings.Join(different, "~ OR ")+"~ OR zzqxz~) ropse"), "what is left out counts too")
	require.Equal(t, 1, near(strings.Join(different, " OR ")+" OR zzqxz OR ropes"), "as it is written it is found")
}
