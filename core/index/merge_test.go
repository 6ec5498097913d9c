package index

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// library returns random documents, some of them dead, spread over parts.
func library(t testing.TB, r *rand.Rand, size, parts int) (docs []Document, dead map[uint64]bool, in []Part) {
	dead = make(map[uint64]bool)
	for i := range size {
		d := randomDocument(r, uint64(i+1))
		docs = append(docs, d)
		if r.IntN(10) == 0 {
			dead[d.Seq] = true
		}
	}
	return docs, dead, spread(t, r, docs, dead, parts)
}

func TestMergingWritesTheBytesThatBuildingWould(t *testing.T) {
	for _, parts := range []int{1, 2, 7} {
		r := rand.New(rand.NewPCG(7, uint64(parts)))
		docs, dead, in := library(t, r, 700, parts)
		merged, built := newMemory(), newMemory()
		m, remap, err := Merge(t.Context(), "same", in, nil, merged.put)
		require.NoError(t, err)

		var live []Document
		for _, d := range docs {
			if !dead[d.Seq] {
				live = append(live, d)
			}
		}
		b, err := Build(t.Context(), "same", live, nil, built.put)
		require.NoError(t, err)
		require.Equal(t, b, m)
		require.Equal(t, built.blobs, merged.blobs)

		v := NewView([]Part{{Segment: Open(m, merged, NewCache(1<<20))}}, ViewOptions{})
		for i, p := range in {
			for d := range remap[i] {
				if p.Dead.Has(uint32(d)) {
					require.Equal(t, NoDoc, remap[i][d])
					continue
				}
				was, err := NewView(in, ViewOptions{}).Records(t.Context(), []Doc{{i, uint32(d)}})
				require.NoError(t, err)
				is, err := v.Records(t.Context(), []Doc{{0, remap[i][d]}})
				require.NoError(t, err)
				require.Equal(t, was[0].ID, is[0].ID)
			}
		}
	}
}

func TestMergingNothingGivesAnEmptySegment(t *testing.T) {
	mem := newMemory()
	m, _, err := Merge(t.Context(), "none", nil, nil, mem.put)
	require.NoError(t, err)
	v := NewView([]Part{{Segment: Open(m, mem, NewCache(0))}}, ViewOptions{})
	for _, e := range []Expr{All{}, Word{Text: "go"}, TagIs{"go"}, Orders{0, 9}, Not{None{}}} {
		r, err := v.Search(t.Context(), e, Options{Limit: 5, Facets: 3})
		require.NoError(t, err)
		require.Zero(t, r.Total)
	}
	require.Empty(t, v.Check(t.Context()))
}
