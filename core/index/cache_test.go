package index

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// farApart returns n documents of a part with as much between each and the next.
func farApart(part, n, from, step int) []Doc {
	docs := make([]Doc, n)
	for i := range docs {
		docs[i] = Doc{Part: part, Num: uint32(from + i*step)}
	}
	return docs
}

// A shelf is two segments whose documents take several times the room of their
// cache.
type shelf struct {
	*testing.T
	mem   *memory
	built [2][]Document
	view  *View
	cache *Cache
}

const (
	shelved  = 10_000 // documents a segment
	apart    = 400    // between two that are asked for together, more than stand on a page
	together = 2 * shelved / apart
	pageful  = 89 // about as many stand on a page
)

func newShelf(t *testing.T) *shelf {
	s := &shelf{T: t, mem: newMemory(), cache: NewCache(80 * pageBytes)}
	var parts []Part
	for p := range s.built {
		for i := range shelved {
			n := p*shelved + i + 1
			s.built[p] = append(s.built[p], document(uint64(n), int64(shelved-i), fmt.Sprintf("https://a.example/%d", n), "T", strings.Repeat("word ", 60), nil))
		}
		m, err := Build(t.Context(), fmt.Sprint("seg", p), s.built[p], nil, s.mem.put)
		require.NoError(t, err)
		require.Greater(t, m.DocsBytes, int64(s.cache.pages.max))
		parts = append(parts, Part{Segment: Open(m, s.mem, s.cache)})
	}
	s.view = NewView(parts, ViewOptions{})
	return s
}

// reads asks for documents, which must be those that were built, and returns
// how many bytes were read for them.
func (s *shelf) reads(docs []Doc) int {
	s.Helper()
	before := s.mem.bytes
	values, err := s.view.Values(s.Context(), docs)
	require.NoError(s, err)
	for i, d := range docs {
		require.Equal(s, s.built[d.Part][d.Num].Value, values[i])
	}
	require.LessOrEqual(s, s.cache.pages.used+s.cache.records.used, 80*pageBytes)
	return s.mem.bytes - before
}

// some are documents of both segments, each on a page of its own.
func some(i int) []Doc {
	return append(farApart(0, together/2, i, apart), farApart(1, together/2, i, apart)...)
}

func (s *shelf) keeps(d Doc) bool { return s.view.parts[d.Part].Segment.alone.at(int64(d.Num)) != nil }

func TestRecordsReadFarApartStayInLittleRoom(t *testing.T) {
	s := newShelf(t)
	for i := range 8 {
		require.NotZero(t, s.reads(some(50*i)))
	}
	for i := range 8 {
		require.Zero(t, s.reads(some(50*i)), "they are in memory")
	}
	require.NotZero(t, s.reads(append(some(0), some(25)...)), "some of them are")
	for i := range apart {
		s.reads(some(i * pageful % apart))
	}
	require.True(t, s.keeps(some((apart - 1) * pageful % apart)[0]))
	require.False(t, s.keeps(some(0)[0]), "what was not used for longest has gone")
}

func TestPagesThatSomeRecordsWereReadForGoFirst(t *testing.T) {
	s := newShelf(t)
	const newest = 128 // that a list shows
	require.NotZero(t, s.reads(farApart(0, newest, 0, 1)))
	require.False(t, s.keeps(Doc{}), "neighbours are kept as pages")
	read := 0
	for i := range 20 { // three of its end, and others of pages of their own
		read += s.reads(append(farApart(0, 3, 100+i, 1), farApart(1, 5, i*5*100, 100)...))
	}
	require.Greater(t, read, 80*pageBytes, "more than there is room for")
	require.NotZero(t, s.reads(farApart(1, 40, 50, 200)), "more than went first once")
	require.Zero(t, s.reads(farApart(0, newest, 0, 1)), "its pages are still there")
}

func TestManyRecordsAtOnceAreNotKept(t *testing.T) {
	s := newShelf(t)
	require.NotZero(t, s.reads(farApart(0, aloneMost+1, 0, 70)))
	require.Empty(t, s.view.parts[0].Segment.alone)
}
