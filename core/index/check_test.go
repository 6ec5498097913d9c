package index

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core/blob"
)

// small returns one segment of documents.
func small(t testing.TB, size int) (*memory, Meta, []Document) {
	r := rand.New(rand.NewPCG(3, 3))
	docs := make([]Document, size)
	for i := range docs {
		docs[i] = randomDocument(r, uint64(i+1))
	}
	mem := newMemory()
	m, err := Build(t.Context(), "small", docs, nil, mem.put)
	require.NoError(t, err)
	return mem, m, docs
}

func viewOf(m Meta, src blob.Reader) *View {
	return NewView([]Part{{Segment: Open(m, src, NewCache(1<<20))}}, ViewOptions{Fields: fieldsOf})
}

func TestCheckFindsNothingInASoundLibrary(t *testing.T) {
	for _, parts := range []int{1, 3} {
		_, _, in := library(t, rand.New(rand.NewPCG(1, 2)), 400, parts)
		require.Empty(t, NewView(in, ViewOptions{}).Check(t.Context()))
	}
}

func TestCheckFindsEveryFlippedBit(t *testing.T) {
	mem, m, _ := small(t, 150)
	var names []string
	for name := range mem.blobs {
		names = append(names, name)
	}
	slices.Sort(names)
	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		b := mem.blobs[names[r.IntN(len(names))]]
		at, bit := r.IntN(len(b)), byte(1)<<r.IntN(8)
		b[at] ^= bit
		require.NotEmpty(t, viewOf(m, mem).Check(t.Context()), "byte %d", at)
		b[at] ^= bit
	}
	require.Empty(t, viewOf(m, mem).Check(t.Context()))
}

func TestCheckFindsABlobThatIsShortOrGone(t *testing.T) {
	mem, m, _ := small(t, 150)
	for name, b := range mem.blobs {
		mem.blobs[name] = b[:len(b)-1]
		require.NotEmpty(t, viewOf(m, mem).Check(t.Context()))
		delete(mem.blobs, name)
		require.NotEmpty(t, viewOf(m, mem).Check(t.Context()))
		mem.blobs[name] = b
	}
}

func TestADamagedDocumentIsNamedAndTheOthersAreRead(t *testing.T) {
	mem, m, docs := small(t, 150)
	const name = "docs/small.0"
	mem.blobs[name][len(mem.blobs[name])-3] ^= 1
	v := viewOf(m, mem)
	_, err := v.Values(t.Context(), []Doc{{0, 0}, {0, 149}})
	var damaged *DamagedError
	require.ErrorAs(t, err, &damaged)
	require.Equal(t, &DamagedError{Segment: "small", Part: 0, Doc: 149, Documents: true, Reason: damaged.Reason}, damaged)

	sound, broken := 0, 0
	for _, err := range v.Each(t.Context()) {
		if err == nil {
			sound++
			continue
		}
		require.ErrorAs(t, err, &damaged)
		broken++
	}
	require.Equal(t, len(docs)-1, sound)
	require.Equal(t, 1, broken)
}

func TestADamagedLengthHidesNoOtherDocument(t *testing.T) {
	mem, m, docs := small(t, 150)
	b := mem.blobs["docs/small.0"]
	at := docsHead
	for range 40 {
		cut, err := cutRecord(b[at:])
		require.NoError(t, err)
		at += len(cut)
	}
	for _, flip := range []byte{1, 2, 0x80, 0x7F} {
		b[at+4] ^= flip
		var missing []uint32
		for i := range docs {
			if _, err := viewOf(m, mem).Values(t.Context(), []Doc{{0, uint32(i)}}); err != nil {
				missing = append(missing, uint32(i))
			}
		}
		require.Equal(t, []uint32{40}, missing)
		bad, sound := 0, 0
		for _, err := range Salvage(b, formatVersion) {
			if err != nil {
				bad++
			} else {
				sound++
			}
		}
		require.Equal(t, []int{1, len(docs) - 1}, []int{bad, sound})
		b[at+4] ^= flip
	}
}

func TestSalvageReadsDocumentsWithoutTheIndex(t *testing.T) {
	mem, m, docs := small(t, 150)
	var want, got []uint64
	for _, d := range docs {
		want = append(want, d.Seq)
	}
	for name, b := range mem.blobs {
		if name[:5] != docsStream {
			continue
		}
		for r, err := range Salvage(b, formatVersion) {
			require.NoError(t, err)
			got = append(got, r.Seq)
		}
	}
	slices.Sort(got)
	require.Equal(t, want, got)
	require.Equal(t, uint32(len(docs)), m.Docs)

	b := mem.blobs["docs/small.0"]
	b[100] ^= 1
	bad := 0
	for _, err := range Salvage(b, formatVersion) {
		if err != nil {
			bad++
		}
	}
	require.Equal(t, 1, bad)
}

// TestCheckHoldsTheIndexAgainstTheDocuments lets the index be of documents that
// differ in little from those that are kept: every page and every count agrees
// with itself.
func TestCheckHoldsTheIndexAgainstTheDocuments(t *testing.T) {
	mem, m, docs := small(t, 150)
	check := func(change func(d *Document)) []error {
		o := ViewOptions{Fields: fieldsOf, Document: func(_ []byte, seq uint64) (Document, bool) {
			d := docs[seq-1]
			d.Tags, d.Terms = slices.Clone(d.Tags), slices.Clone(d.Terms)
			slices.SortFunc(d.Tags, func(a, b Tag) int { return strings.Compare(a.Key, b.Key) })
			d.Tags = slices.CompactFunc(d.Tags, func(a, b Tag) bool { return a.Key == b.Key })
			if seq == 77 {
				change(&d)
			}
			return d, true
		}}
		return NewView([]Part{{Segment: Open(m, mem, NewCache(1<<20))}}, o).Check(t.Context())
	}
	require.Empty(t, check(func(*Document) {}))
	for name, change := range map[string]func(d *Document){
		"a word more": func(d *Document) { d.Fields[Title] += " unheard" },
		"words elsewhere": func(d *Document) {
			d.Fields[Title], d.Fields[Description] = d.Fields[Description]+" go", d.Fields[Title]
		},
		"a word twice":        func(d *Document) { d.Fields[Description] += " go go go go" },
		"another tag":         func(d *Document) { d.Tags = append(d.Tags, Tag{"unheard", "unheard"}) },
		"a tag less, or more": func(d *Document) { d.Tags = append(d.Tags[:0:0], Tag{"zz", "zz"}) },
		"another term":        func(d *Document) { d.Terms[0] = "site:elsewhere" },
		"another title":       func(d *Document) { d.SortKey += "x" },
		"another address":     func(d *Document) { d.Same++; d.Same <<= 16 },
		"another variant":     func(d *Document) { d.Variant += 1 << 20 },
	} {
		require.NotEmpty(t, check(change), name)
	}
}
