package index

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// farApart returns n documents with as much between each and the next.
func farApart(n, from, step int) []Doc {
	docs := make([]Doc, n)
	for i := range docs {
		docs[i].Num = uint32(from + i*step)
	}
	return docs
}

// TestRecordsReadFarApartStayInLittleRoom asks for records that each stand on a
// page of their own, which a small cache cannot keep.
func TestRecordsReadFarApartStayInLittleRoom(t *testing.T) {
	const n, step = 20_000, 800
	docs := make([]Document, n)
	for i := range docs {
		docs[i] = document(uint64(i+1), int64(n-i), fmt.Sprintf("https://a.example/%d", i), "T", strings.Repeat("word ", 60), nil)
	}
	mem := newMemory()
	m, err := Build(t.Context(), "seg", docs, nil, mem.put)
	require.NoError(t, err)
	cache := NewCache(64 * pageBytes)
	require.Greater(t, m.DocsBytes, int64(3*cache.pages.max))
	seg := Open(m, mem, cache)
	v := NewView([]Part{{Segment: seg}}, ViewOptions{})
	values := func(docs []Doc) [][]byte {
		values, err := v.Values(t.Context(), docs)
		require.NoError(t, err)
		require.LessOrEqual(t, cache.pages.used+cache.records.used, 64*pageBytes)
		return values
	}

	var first [][][]byte
	for i := range 16 {
		first = append(first, values(farApart(n/step, 50*i, step)))
	}
	read := mem.bytes
	for i := range first {
		require.Equal(t, first[i], values(farApart(n/step, 50*i, step)))
	}
	require.Equal(t, read, mem.bytes, "all of them are in memory")

	kept := len(seg.alone)
	values(farApart(256, 1025, 1))
	require.Len(t, seg.alone, kept, "neighbours are kept as pages")

	for i := range step {
		values(farApart(n/step, i, step))
	}
	require.Less(t, len(seg.alone), n, "what was not used for longest has gone")
}
