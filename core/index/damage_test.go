package index

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core/blob"
	"pinfold/core/internal/wire"
)

// The bytes of a small segment: they change only with the format, whose
// version and docs/FORMAT-index.md then change too, or with the analysis.
func TestTheBytesOfASegmentAreReproducible(t *testing.T) {
	mem, m, _ := small(t, 150)
	var names []string
	for name := range mem.blobs {
		names = append(names, name)
	}
	slices.Sort(names)
	require.Equal(t, m.Blobs(), names)
	h := sha256.New()
	for _, name := range names {
		h.Write([]byte(name))
		h.Write(mem.blobs[name])
	}
	h.Write(AppendMeta(nil, m))
	require.Equal(t, golden, hex.EncodeToString(h.Sum(nil)))
}

// resealed is a store of damaged pages whose checksums are right again, so
// that the damage reaches the code behind them.
func reseal(index []byte) {
	for page := range slices.Chunk(index, pageBytes) {
		if n := len(page) - pageSum; n >= 0 {
			copy(page[n:], wire.Seal(bytes.Clone(page[:n]))[n:])
		}
	}
}

// ask puts every kind of question and follows the hits; it returns whether any
// was answered with an error.
func ask(ctx context.Context, v *View) (failed bool) {
	note := func(err error) { failed = failed || err != nil }
	exprs := []Expr{All{}, Word{Text: "go"}, Word{Text: "d", How: Prefix}, Word{Text: "javascript", How: Near}, TagIs{"go"}, TagPrefix{""},
		And{[]Expr{Word{Text: "go", How: Prefix}, Term{"is:unread"}, Not{TagIs{"rust"}}}}, Orders{5000, 90000}, Phrase{Words: []string{"search", "index"}}}
	for i, e := range exprs {
		r, err := v.Search(ctx, e, Options{Order: Order(i % 4), Limit: 30, Facets: 5 * (i % 2), Total: i%3 == 0})
		note(err)
		for _, h := range r.Hits {
			_, err := v.Values(ctx, []Doc{h.Doc})
			note(err)
		}
	}
	_, err := v.Tags(ctx)
	note(err)
	_, err = v.Words(ctx, "s", 9)
	note(err)
	_, _, err = v.ByID(ctx, [16]byte{1, 2, 3})
	note(err)
	_, err = v.BySame(ctx, 1<<60)
	note(err)
	_, err = v.Sames(ctx)
	note(err)
	_, _, err = v.Label(ctx, "go")
	note(err)
	_, _, err = v.Count(ctx)
	note(err)
	for _, err := range v.Each(ctx) {
		note(err)
	}
	_, _, err = Merge(ctx, "merged", v.parts, nil, newMemory().put)
	note(err)
	v.Check(ctx)
	return failed
}

func TestDamageBehindTheChecksumsNeverPanics(t *testing.T) {
	mem, m, _ := small(t, 200)
	sound := bytes.Clone(mem.blobs["index/small.0"])
	r := rand.New(rand.NewPCG(8, 8))
	for range 600 {
		b := bytes.Clone(sound)
		for range 1 + r.IntN(4) {
			b[r.IntN(len(b))] = byte(r.Uint32())
		}
		reseal(b)
		mem.blobs["index/small.0"] = b
		ask(t.Context(), viewOf(m, mem))
	}
}

func TestDamageThatChecksumsSeeIsAnErrorOrDoesNotMatter(t *testing.T) {
	mem, m, _ := small(t, 200)
	want, err := viewOf(m, mem).Search(t.Context(), Word{Text: "go", How: Prefix}, Options{Limit: 50, Facets: 9})
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(9, 9))
	for range 200 {
		b := mem.blobs["index/small.0"]
		at, was := r.IntN(len(b)), byte(0)
		was, b[at] = b[at], b[at]^byte(1+r.IntN(255))
		got, err := viewOf(m, mem).Search(t.Context(), Word{Text: "go", How: Prefix}, Options{Limit: 50, Facets: 9})
		b[at] = was
		if err == nil {
			require.Equal(t, want, got)
			continue
		}
		var damaged *DamagedError
		require.ErrorAs(t, err, &damaged)
	}
}

func FuzzOpen(f *testing.F) {
	mem, m, _ := small(f, 60)
	f.Add(AppendMeta(nil, m), mem.blobs["index/small.0"], mem.blobs["docs/small.0"])
	f.Add([]byte{}, []byte{}, []byte{})
	f.Fuzz(func(t *testing.T, meta, index, docs []byte) {
		got, _, err := DecodeMeta(meta)
		if err != nil || got.Docs > 1<<16 {
			return
		}
		index = bytes.Clone(index)
		reseal(index)
		src := newMemory()
		src.blobs[partName(indexStream, got.Name, 0)] = index
		src.blobs[partName(docsStream, got.Name, 0)] = docs
		ask(t.Context(), viewOf(got, src))
	})
}

func FuzzSet(f *testing.F) {
	f.Add(AppendSet(nil, (*Set)(nil).With(3, 1, 2, 900)))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, rest, err := DecodeSet(b)
		if err != nil {
			return
		}
		again, left, err := DecodeSet(AppendSet(nil, s))
		require.NoError(t, err)
		require.Empty(t, left)
		require.Equal(t, s, again)
		require.LessOrEqual(t, len(rest), len(b))
	})
}

func TestALaterFormatIsSaidToBeLater(t *testing.T) {
	_, m, _ := small(t, 3)
	m.Format = formatVersion + 1
	_, _, err := DecodeMeta(AppendMeta(nil, m))
	require.ErrorIs(t, err, ErrLater)
}

func TestASearchIsCancelledAndPauses(t *testing.T) {
	_, _, parts := library(t, rand.New(rand.NewPCG(2, 2)), 3000, 1)
	gone := errors.New("gone")
	pauses := 0
	v := NewView(parts, ViewOptions{Fields: fieldsOf, Pause: func(context.Context) error {
		pauses++
		return gone
	}})
	e := Phrase{Words: []string{"go", "rust"}}
	_, err := v.Search(t.Context(), e, Options{Total: true})
	require.ErrorIs(t, err, gone)
	require.Equal(t, 1, pauses)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = v.Search(ctx, e, Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// One document that is long, and of which many phrases must be looked for, is
// no reason not to pause.
func TestASearchPausesWithinADocument(t *testing.T) {
	mem := newMemory()
	m, err := Build(t.Context(), "one", []Document{document(1, 1, "https://example.org/", "one", strings.Repeat("go ", 5_000)+"rust", nil)}, nil, mem.put)
	require.NoError(t, err)
	pauses := 0
	v := NewView([]Part{{Segment: Open(m, mem, NewCache(1<<20))}}, ViewOptions{Fields: fieldsOf, Pause: func(context.Context) error {
		pauses++
		return nil
	}})
	var any Or
	for n := 2; n < 102; n++ {
		any.Of = append(any.Of, Phrase{Words: append(slices.Repeat([]string{"rust"}, n), "go"), Fields: 1 << Description})
		any.Of = append(any.Of, Phrase{Words: append(slices.Repeat([]string{"go"}, n), "one"), Fields: allFields})
	}
	_, err = v.Search(t.Context(), any, Options{Total: true})
	require.NoError(t, err)
	require.Greater(t, pauses, 100)
}

func TestASmallCacheGivesTheSameAnswers(t *testing.T) {
	mem, m, _ := small(t, 2000)
	ample, tiny := viewOf(m, mem), NewView([]Part{{Segment: Open(m, mem, NewCache(0))}}, ViewOptions{Fields: fieldsOf})
	for _, e := range []Expr{Word{Text: "s", How: Prefix}, Word{Text: "databse", How: Near}, Phrase{Words: []string{"go", "golang"}}} {
		o := Options{Limit: 100, Total: true, Facets: 10}
		want, err := ample.Search(t.Context(), e, o)
		require.NoError(t, err)
		got, err := tiny.Search(t.Context(), e, o)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestABlobThatIsGoneIsNotFound(t *testing.T) {
	mem, m, _ := small(t, 10)
	clear(mem.blobs)
	_, err := viewOf(m, mem).Search(t.Context(), Word{Text: "go"}, Options{})
	require.ErrorIs(t, err, blob.ErrNotFound)
}
