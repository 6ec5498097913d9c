package index

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core/text"
)

// TestTheReasonsOfAHitAreItsScore explains every hit of random questions: what
// its words give must be what it was ranked by.
func TestTheReasonsOfAHitAreItsScore(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	docs, _, parts := library(t, r, 300, 2)
	byArrival := make(map[uint64]*Document)
	for i := range docs {
		byArrival[docs[i].Seq] = &docs[i]
	}
	v := NewView(parts, ViewOptions{Fields: fieldsOf})
	explained := 0
	for range 200 {
		e := And{[]Expr{Not{Word{Text: "kubernets"}}, TagPrefix{""}}}
		for range 1 + r.IntN(3) {
			w := text.QueryTokens(vocabulary[r.IntN(len(vocabulary))])[0].Text
			how := How(r.IntN(3))
			if how == Prefix {
				w = string([]rune(w)[:1+r.IntN(len([]rune(w)))])
			}
			e.Of = append(e.Of, Word{Text: w, Fields: Mask(r.IntN(2) * r.IntN(16)), How: how})
		}
		got, err := v.Search(t.Context(), e, Options{Limit: 10})
		require.NoError(t, err)
		for i, seq := range seqs(t, v, got) {
			reasons, err := v.Explain(t.Context(), e, byArrival[seq].Fields)
			require.NoError(t, err)
			sum := float32(0)
			for _, reason := range reasons {
				require.NotZero(t, reason.Fields)
				sum += reason.Score
			}
			require.InDelta(t, got.Hits[i].Score, sum, 1e-4, "%#v", e)
			explained++
		}
	}
	require.Greater(t, explained, 100)
}
