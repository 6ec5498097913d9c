package index

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core/text"
)

func TestWalkingSortedWordsFindsTheNearOnes(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	letters := []rune("abcdé日")
	random := func(most int) string {
		w := make([]rune, 1+r.IntN(most))
		for i := range w {
			w[i] = letters[r.IntN(len(letters))]
		}
		return string(w)
	}
	words := make([]string, 3000)
	for i := range words {
		words[i] = random(11)
	}
	slices.Sort(words)
	words = slices.Compact(words)
	for range 60 {
		n := newNearness(random(11))
		table := newNearTable(n)
		last, valid := "", 0
		for _, w := range words {
			valid = min(valid, sharedPrefix(last, w))
			stop := table.set([]byte(w), valid)
			valid, last = min(stop, len(w)), w
			near := stop > len(w) && table.distance() <= n.limit
			require.Equal(t, text.Near(w, string(n.word), n.limit), near, "%s %s", w, string(n.word))
		}
	}
}
