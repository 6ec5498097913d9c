package index

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// crowded returns documents of which two thirds have words that begin with st,
// and one in twelve very many that begin with qu; some have st or qu as a word.
func crowded(r *rand.Rand, n int) []Document {
	docs := make([]Document, n)
	for i := range docs {
		d := randomDocument(r, uint64(i+1))
		for _, f := range []int{Title, Description} {
			var own []string
			if r.IntN(3) > 0 {
				own = begun(r, own, "st", 80, 16)
			}
			if i%12 == 0 {
				own = begun(r, own, "qu", 600, 150)
			}
			d.Fields[f] = d.Fields[f] + " " + strings.Join(own, " ")
		}
		d.Value = value(&d.Fields)
		docs[i] = d
	}
	return docs
}

// begun appends n words with that beginning, of so many, and sometimes itself.
func begun(r *rand.Rand, words []string, beginning string, of, n int) []string {
	for range n {
		words = append(words, fmt.Sprintf("%s%03d", beginning, r.IntN(of)))
	}
	if r.IntN(15) == 0 {
		words = append(words, beginning)
	}
	return words
}

// lists returns in which form a part keeps the documents of two letters; false
// if it keeps none.
func lists(t *testing.T, p Part, text string) (form byte, kept bool) {
	t.Helper()
	l, err := p.Segment.letterOf(t.Context(), text)
	require.NoError(t, err)
	if l == nil || l.list.len == 0 {
		return 0, false
	}
	b, err := p.Segment.bytes(t.Context(), secLetters, l.list.off, 1)
	require.NoError(t, err)
	return b[0], true
}

func TestTwoLettersFindAndRankAsAllTheirWordsDo(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	docs := crowded(r, 1900)
	live, gone, dead := someDead(r, docs, 9)
	parts := []Part{partOf(t, "large", docs[:1600], dead), partOf(t, "small", docs[1600:], dead)}
	for text, want := range map[string]byte{"st": listBitmap, "qu": listBlocks} {
		form, kept := lists(t, parts[0], text)
		require.True(t, kept, "the words with %s are not enough to be kept", text)
		require.Equal(t, want, form)
		_, kept = lists(t, parts[1], text)
		require.False(t, kept, "a part without a list is wanted too")
	}
	m := newModel(live, gone)
	st, qu, letter := Word{Text: "st", How: Prefix}, Word{Text: "qu", How: Prefix}, Word{Text: "s", How: Prefix}
	golang, naive, rare := Word{Text: "golang"}, Word{Text: "naive"}, Word{Text: "2025"}
	for _, q := range []struct {
		e Expr
		o Options
	}{
		{st, Options{Limit: 50}},
		{st, Options{Limit: 30, Total: true, Facets: 5}},
		{qu, Options{Limit: 400, Total: true}},
		{And{[]Expr{golang, st}}, Options{Limit: 2000, Total: true}},
		{And{[]Expr{golang, qu}}, Options{Limit: 2000, Facets: 3}},
		{And{[]Expr{rare, st}}, Options{Limit: 2000, Total: true}},
		{And{[]Expr{rare, qu}}, Options{Limit: 2000}},
		{And{[]Expr{rare, st, qu}}, Options{Limit: 2000}},
		{And{[]Expr{rare, letter}}, Options{Limit: 2000, Total: true}},
		{And{[]Expr{naive, Word{Text: "rusty"}, st}}, Options{Limit: 200}},
		{And{[]Expr{st, qu}}, Options{Limit: 200}},
		{And{[]Expr{TagIs{"go"}, st, Not{qu}}}, Options{Limit: 2000}},
		{And{[]Expr{Word{Text: "nothing"}, st}}, Options{Limit: 20}},
		{And{[]Expr{Or{[]Expr{golang, qu}}, st}}, Options{Limit: 500, Total: true}},
		{Or{[]Expr{st, qu}}, Options{Limit: 2000, IncludeHidden: true}},
		{Phrase{Words: []string{"golang", "st"}, Prefix: true}, Options{Limit: 200, Total: true}},
		{And{[]Expr{golang, Word{Text: "st", How: Prefix, Fields: 1 << Title}}}, Options{Limit: 2000}},
		{And{[]Expr{golang, st}}, Options{Limit: 100, Order: Oldest}},
	} {
		want := m.search(q.e, q.o)
		v := NewView(anew(parts), ViewOptions{Fields: fieldsOf})
		for _, how := range []string{"cold", "warm"} {
			got, err := v.Search(t.Context(), q.e, q.o)
			require.NoError(t, err)
			got = bySeq(t, v, got)
			if got.More {
				require.LessOrEqual(t, got.Total, want.Total)
				got.Total, got.More = want.Total, false
			}
			require.Equal(t, want, got, "%s: %#v %+v", how, q.e, q.o)
		}
	}
}

// partOf is a part of docs, of which dead says which are.
func partOf(t *testing.T, name string, docs []Document, dead map[uint64]bool) Part {
	t.Helper()
	mem := newMemory()
	m, err := Build(t.Context(), name, docs, nil, mem.put)
	require.NoError(t, err)
	s := Open(m, mem, NewCache(1<<20))
	return Part{Segment: s, Dead: deadIn(t, s, dead)}
}

// anew opens the segments of parts once more, of which nothing is in memory.
func anew(parts []Part) []Part {
	fresh := make([]Part, len(parts))
	for i, p := range parts {
		fresh[i] = Part{Segment: Open(p.Segment.meta, p.Segment.src, NewCache(1<<20)), Dead: p.Dead}
	}
	return fresh
}

// TestTwoLettersReadTheirListAndNotTheirWords counts the pages of lists that are
// read for a word and two letters, once the letters of the segment are known.
func TestTwoLettersReadTheirListAndNotTheirWords(t *testing.T) {
	mem := newMemory()
	m, err := Build(t.Context(), "s", crowded(rand.New(rand.NewPCG(10, 10)), 1600), nil, mem.put)
	require.NoError(t, err)
	s := Open(m, mem, NewCache(1<<20))
	_, err = s.letterOf(t.Context(), "st")
	require.NoError(t, err)
	s.cache = NewCache(1 << 20)
	_, err = NewView([]Part{{Segment: s}}, ViewOptions{Fields: fieldsOf}).Search(t.Context(), And{[]Expr{Word{Text: "golang"}, Word{Text: "st", How: Prefix}}}, Options{Limit: 1})
	require.NoError(t, err)
	at := m.sections[secPostings]
	read, last := 0, (at.off+at.len-1)/payloadBytes // which has the first terms too
	for page := at.off / payloadBytes; page < last; page++ {
		if s.cache.get(s.table(indexPages), page) != nil {
			read++
		}
	}
	require.Greater(t, last, int64(4))
	require.LessOrEqual(t, read, 2, "that of golang and that of st as a word, of %d", last)
}

// TestDamagedListsOfTwoLettersNeverPanic writes anything into the letters, under
// right checksums: a question is answered, if wrongly, or is told of damage.
func TestDamagedListsOfTwoLettersNeverPanic(t *testing.T) {
	mem := newMemory()
	m, err := Build(t.Context(), "s", crowded(rand.New(rand.NewPCG(12, 12)), 1600), nil, mem.put)
	require.NoError(t, err)
	at, part := m.sections[secLetters], mem.blobs["index/s.0"]
	sound := bytes.Clone(part)
	r := rand.New(rand.NewPCG(13, 13))
	st, qu := Word{Text: "st", How: Prefix}, Word{Text: "qu", How: Prefix}
	told := 0
	for range 300 {
		copy(part, sound)
		for range 1 + r.IntN(4) {
			off := at.off + r.Int64N(at.len)
			if r.IntN(2) == 0 {
				off = at.off + r.Int64N(80) // the index
			}
			part[stored(off)] = byte(r.Uint32())
		}
		reseal(part)
		for _, e := range []Expr{st, qu, And{[]Expr{Word{Text: "golang"}, st}}, And{[]Expr{st, qu}}, And{[]Expr{Word{Text: "2025"}, st}}, And{[]Expr{Word{Text: "2025"}, qu}}} {
			_, err := viewOf(m, mem).Search(t.Context(), e, Options{Limit: 30, Total: true})
			if err != nil {
				require.True(t, isDamage(err), err)
				told++
			}
		}
	}
	require.NotZero(t, told)
}

func TestCheckHoldsTheListsOfTwoLettersAgainstTheWords(t *testing.T) {
	mem := newMemory()
	m, err := Build(t.Context(), "s", crowded(rand.New(rand.NewPCG(11, 11)), 1600), nil, mem.put)
	require.NoError(t, err)
	l, err := Open(m, mem, NewCache(1<<20)).letterOf(t.Context(), "st")
	require.NoError(t, err)
	at := m.sections[secLetters].off + l.list.off
	requireHeld(t, mem, m, at, at+1, at+l.list.len/2, at+l.list.len-1)
}
