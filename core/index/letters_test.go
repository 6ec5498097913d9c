package index

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// lettered returns documents of which nearly all have words that begin with s
// and g; some have the letter s as a word.
func lettered(r *rand.Rand, n int) []Document {
	words := strings.Fields("s search stream structure swap spell site sort go golang gopher grid graph gap é école")
	docs := make([]Document, n)
	for i := range docs {
		docs[i] = randomDocument(r, uint64(i+1))
		for f := range []int{Title, Description} {
			var own []string
			for range 6 {
				w := words[1+r.IntN(len(words)-1)]
				if r.IntN(60) == 0 {
					w = words[0]
				}
				own = append(own, w)
			}
			docs[i].Fields[f] = strings.Join(own, " ")
		}
		docs[i].Value = value(&docs[i].Fields)
	}
	return docs
}

// someDead draws which of docs are dead, one in so many.
func someDead(r *rand.Rand, docs []Document, oneIn int) (live, gone []Document, dead map[uint64]bool) {
	dead = make(map[uint64]bool)
	for _, d := range docs {
		if dead[d.Seq] = r.IntN(oneIn) == 0; dead[d.Seq] {
			gone = append(gone, d)
		} else {
			live = append(live, d)
		}
	}
	return live, gone, dead
}

// requireHeld flips a bit at each of these places of the index, under right
// checksums, and demands that a check tells.
func requireHeld(t *testing.T, mem *memory, m Meta, places ...int64) {
	t.Helper()
	require.Empty(t, viewOf(m, mem).Check(t.Context()))
	for _, off := range places {
		b := mem.blobs["index/s.0"]
		b[stored(off)] ^= 1
		reseal(b)
		require.NotEmpty(t, viewOf(m, mem).Check(t.Context()), off)
		b[stored(off)] ^= 1
		reseal(b)
	}
}

// stored is where a byte of the payload stands in the stream.
func stored(off int64) int64 { return off/payloadBytes*pageBytes + off%payloadBytes }

func TestOneLetterFindsAndRanksAsAllItsWordsDo(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	docs := lettered(r, 2600)
	live, gone, dead := someDead(r, docs, 5)
	parts := spread(t, r, docs, dead, 2)
	kept := 0
	for _, p := range parts {
		if p.Segment.meta.sections[secLetters].len > 0 {
			kept++
		}
	}
	require.NotZero(t, kept, "no segment has so many words that it keeps the letters")
	m, v := newModel(live, gone), NewView(parts, ViewOptions{Fields: fieldsOf})
	s, g := Word{Text: "s", How: Prefix}, Word{Text: "g", How: Prefix}
	for _, q := range []struct {
		e Expr
		o Options
	}{
		{s, Options{Limit: 20}},
		{g, Options{Limit: 20, Offset: 40, Total: true}},
		{s, Options{Limit: 40, Facets: 5, IncludeHidden: true}},
		{s, Options{Limit: 30, Offset: 1500}}, // more than the heads hold
		{And{[]Expr{s}}, Options{Limit: 300}},
		{And{[]Expr{s, g}}, Options{Limit: 100, Total: true}},
		{And{[]Expr{TagIs{"go"}, s, Not{Word{Text: "golang"}}}}, Options{Limit: 2000}},
		{Or{[]Expr{g, Word{Text: "data"}}}, Options{Limit: 60, Order: Newest}},
		{Word{Text: "s", How: Prefix, Fields: 1 << Title}, Options{Limit: 60}},
		{Word{Text: "é", How: Prefix}, Options{Limit: 60}},
		{s, Options{Limit: 60, Order: Newest}},
		{Word{Text: "go", How: Prefix}, Options{Limit: 60}},
		{Word{Text: "go", How: Prefix}, Options{Limit: 20, Offset: 60, Facets: 4, Total: true}},
		{Word{Text: "st", How: Prefix}, Options{Limit: 40}},
		{Word{Text: "st", How: Prefix}, Options{Limit: 300, Offset: 100, IncludeHidden: true}},
		{And{[]Expr{Word{Text: "go", How: Prefix}, Word{Text: "se", How: Prefix}}}, Options{Limit: 100, Total: true}},
		{Phrase{Words: []string{"go", "s"}, Prefix: true}, Options{Limit: 200, Total: true}},
	} {
		want := m.search(q.e, q.o)
		got, err := v.Search(t.Context(), q.e, q.o)
		require.NoError(t, err)
		got = bySeq(t, v, got)
		if got.More {
			require.False(t, q.o.Total || q.o.Facets > 0)
			require.LessOrEqual(t, got.Total, want.Total)
			require.Greater(t, got.Total, len(got.Hits))
			got.Total, got.More = want.Total, false
		}
		require.Equal(t, want, got, "%#v %+v", q.e, q.o)
	}
}

// TestATotalOfOneLetterIsSaidToBeALowerBound among so many dead documents that
// the bound is below what the best documents are.
func TestATotalOfOneLetterIsSaidToBeALowerBound(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	docs, dead := lettered(r, 1500), make(map[uint64]bool)
	for len(docs) < 3500 {
		d := randomDocument(r, uint64(len(docs)+1))
		d.Fields = [NumFields]string{"quiet"}
		d.Value = value(&d.Fields)
		docs, dead[d.Seq] = append(docs, d), true
	}
	v := NewView(spread(t, r, docs, dead, 1), ViewOptions{Fields: fieldsOf})
	got, err := v.Search(t.Context(), Word{Text: "s", How: Prefix}, Options{Limit: 20})
	require.NoError(t, err)
	require.True(t, got.More, got.Total)
}

func TestCheckHoldsTheLettersAgainstTheWords(t *testing.T) {
	mem := newMemory()
	m, err := Build(t.Context(), "s", lettered(rand.New(rand.NewPCG(8, 8)), 1500), nil, mem.put)
	require.NoError(t, err)
	at := m.sections[secLetters]
	require.NotZero(t, at.len)
	requireHeld(t, mem, m, at.off, at.off+1, at.off+5, at.off+at.len/2, at.off+at.len-1)
}
