package index

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core/text"
)

// spread builds docs over n parts at random; dead says which are marked dead.
func spread(t testing.TB, r *rand.Rand, docs []Document, dead map[uint64]bool, n int) []Part {
	t.Helper()
	mem, cache := newMemory(), NewCache(1<<20)
	groups := make([][]Document, n)
	for _, d := range docs {
		g := r.IntN(n)
		groups[g] = append(groups[g], d)
	}
	parts := make([]Part, n)
	for i, g := range groups {
		m, err := Build(t.Context(), "seg"+strconv.Itoa(i), g, nil, mem.put)
		require.NoError(t, err)
		again, rest, err := DecodeMeta(AppendMeta(nil, m))
		require.NoError(t, err)
		require.Empty(t, rest)
		require.Equal(t, m, again)
		parts[i] = Part{Segment: Open(again, mem, cache), Dead: deadIn(t, Open(m, mem, cache), dead)}
	}
	return parts
}

func deadIn(t testing.TB, s *Segment, dead map[uint64]bool) *Set {
	var set *Set
	v := NewView([]Part{{Segment: s}}, ViewOptions{})
	for r, err := range v.Each(t.Context()) {
		require.NoError(t, err)
		if dead[r.Seq] {
			set = set.With(r.Doc.Num)
		}
	}
	return set
}

func randomExpr(r *rand.Rand, depth int) Expr {
	word := func() string {
		list := text.QueryTokens(vocabulary[r.IntN(len(vocabulary))])
		return list[r.IntN(len(list))].Text
	}
	cut := func(s string) string { return string([]rune(s)[:1+r.IntN(len([]rune(s)))]) }
	if depth > 0 && r.IntN(2) == 0 {
		of := make([]Expr, r.IntN(4))
		for i := range of {
			of[i] = randomExpr(r, depth-1)
		}
		switch r.IntN(4) {
		case 0:
			return Or{of}
		case 1:
			return Not{randomExpr(r, depth-1)}
		}
		return And{of}
	}
	fields := Mask(0)
	if r.IntN(3) == 0 {
		fields = Mask(1 + r.IntN(15))
	}
	switch r.IntN(14) {
	case 0:
		return All{}
	case 1:
		return None{}
	case 2, 3:
		return Word{word(), fields, Prefix}
	case 4, 5:
		return Word{word(), fields, Near}
	case 6:
		return Word{cut(word()), fields, Prefix}
	case 7:
		return TagIs{[]string{"go", "rust", "web", "日本", "none"}[r.IntN(5)]}
	case 8:
		return TagPrefix{[]string{"", "d", "日", "r"}[r.IntN(4)]}
	case 9:
		return Term{[]string{"is:unread", "site:3", "x"}[r.IntN(3)]}
	case 10:
		return TermPrefix{[]string{"site:1", "is:", ""}[r.IntN(3)]}
	case 11:
		from := int64(r.IntN(320)-10) * 1000
		return Orders{from, from + int64(r.IntN(100))*1000}
	case 12:
		var words []string
		for _, t := range text.QueryTokens(randomText(r, 3) + " " + word()) {
			words = append(words, t.Text)
		}
		return Phrase{words, fields, r.IntN(2) == 0}
	}
	return Word{word(), fields, Exact}
}

// bySeq gives hits their arrivals as numbers, so that answers of several
// spreads can be compared.
func bySeq(t testing.TB, v *View, r Result) Result {
	docs := make([]Doc, len(r.Hits))
	for i, h := range r.Hits {
		docs[i] = h.Doc
	}
	records, err := v.Records(context.Background(), docs)
	require.NoError(t, err)
	hits := append([]Hit(nil), r.Hits...)
	for i := range hits {
		hits[i].Doc = Doc{Num: uint32(records[i].Seq)}
	}
	r.Hits, r.Near = hits, nil
	for i := range r.Facets {
		r.Facets[i].Label = ""
	}
	return r
}

func TestSearchAgreesWithLookingAtEveryDocument(t *testing.T) {
	for _, parts := range []int{1, 2, 7} {
		for seed := range uint64(3) {
			r := rand.New(rand.NewPCG(seed, uint64(parts)))
			var docs, live, gone []Document
			dead := make(map[uint64]bool)
			for i := range 40 + r.IntN(600) {
				d := randomDocument(r, uint64(i+1))
				docs = append(docs, d)
				if dead[d.Seq] = r.IntN(10) == 0; dead[d.Seq] {
					gone = append(gone, d)
				} else {
					live = append(live, d)
				}
			}
			m := newModel(live, gone)
			v := NewView(spread(t, r, docs, dead, parts), ViewOptions{Fields: fieldsOf})
			for range 60 {
				e := randomExpr(r, 3)
				o := Options{Order: Order(r.IntN(4)), Offset: r.IntN(20) * r.IntN(3), Limit: r.IntN(30), Facets: r.IntN(2) * 5, IncludeHidden: r.IntN(3) == 0}
				o.Total = r.IntN(2) == 0
				for range r.IntN(3) * r.IntN(4) {
					o.Cuts = append(o.Cuts, int64(r.IntN(310)-5)*1000)
				}
				slices.Sort(o.Cuts)
				want := m.search(e, o)
				got, err := v.Search(t.Context(), e, o)
				require.NoError(t, err)
				got = bySeq(t, v, got)
				if got.More {
					require.False(t, o.Total)
					require.LessOrEqual(t, got.Total, want.Total)
					got.Total, got.More = want.Total, false
				}
				if len(want.Hits) == 0 {
					require.Empty(t, got.Hits, "%#v %+v", e, o)
					got.Hits, want.Hits = nil, nil
				}
				if len(want.Facets) == 0 {
					got.Facets, want.Facets = nil, nil
				}
				require.Equal(t, want, got, "%#v %+v", e, o)
			}
		}
	}
}

func TestRoundTripsDoNotGrowWithTheParts(t *testing.T) {
	const n = 48_000 // so many that what stands where in time has pages of its own
	docs := make([]Document, n)
	for i := range docs {
		docs[i] = document(uint64(i+1), int64(i)*1_000_003%10_000_000_000, "https://a.example/"+strconv.Itoa(i), "The same words", "", nil)
	}
	few, many := inParts(t, docs, 2), inParts(t, docs, 8)
	for name, q := range map[string]struct {
		e Expr
		o Options
	}{
		"the newest":        {All{}, Options{Order: Newest, Limit: 20}},
		"as good as others": {Word{Text: "same"}, Options{Order: Best, Limit: 20}},
	} {
		require.Equal(t, few.coldTrips(t, q.e, q.o), many.coldTrips(t, q.e, q.o), name)
	}
}

// inParts deals docs out to n segments.
func inParts(t *testing.T, docs []Document, n int) built {
	t.Helper()
	b := built{mem: newMemory()}
	for p := range n {
		var own []Document
		for i := p; i < len(docs); i += n {
			own = append(own, docs[i])
		}
		m, err := Build(t.Context(), "seg"+strconv.Itoa(p), own, nil, b.mem.put)
		require.NoError(t, err)
		records, rows := m.sections[secRecords], m.sections[secArrivalRows]
		require.NotEqual(t, (records.off+records.len)/payloadBytes, rows.off/payloadBytes, "a page that is read anyhow")
		b.metas = append(b.metas, m)
	}
	return b
}

// coldTrips is how many round trips a question takes while nothing is in memory.
func (b built) coldTrips(t *testing.T, e Expr, o Options) int {
	t.Helper()
	before := b.mem.trips
	r, err := b.view(64<<20).Search(t.Context(), e, o)
	require.NoError(t, err)
	require.Len(t, r.Hits, o.Limit)
	return b.mem.trips - before
}
