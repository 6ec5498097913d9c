// Package storetest is what every core.Store must do, sentence by sentence of
// its documentation. It must never know one of them.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/blob"
)

// An Opener opens one more Store over the same medium.
type Opener func() core.Store

// Run runs the suite; fresh gives each test a medium of its own.
func Run(t *testing.T, fresh func(t *testing.T) Opener) {
	for name, test := range map[string]func(*testing.T, Opener){
		"ANewStoreIsEmpty":          newIsEmpty,
		"CommitRaisesTheGeneration": commitRaises,
		"TheSecondWriterLoses":      secondLoses,
		"AFailedCommitChangesNone":  failedChangesNothing,
		"CommitReplacesAndDeletes":  replacesAndDeletes,
		"PutStagesOnce":             putOnce,
		"RangesAreCutExactly":       ranges,
		"MissingAndShort":           missingAndShort,
		"ListIsSorted":              listSorted,
		"PrefixesAreNotPatterns":    prefixes,
		"LargeAndEmptyBlobs":        largeAndEmpty,
		"ManyBlobsInOneCall":        manyBlobs,
		"CanceledContext":           canceled,
		"ClosedStore":               closed,
		"ReopenFindsEverything":     reopen,
		"RandomOperations":          random,
	} {
		t.Run(name, func(t *testing.T) { test(t, fresh(t)) })
	}
}

func ctx() context.Context { return context.Background() }

func commit(t *testing.T, s core.Store, gen uint64, put map[string][]byte, del ...string) {
	t.Helper()
	require.NoError(t, s.Commit(ctx(), core.Batch{Generation: gen, Put: put, Delete: del, Strict: true}))
}

func b(s string) []byte { return []byte(s) }

func newIsEmpty(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	h, err := s.Head(ctx(), "")
	require.NoError(t, err)
	require.Zero(t, h.Generation)
	require.Empty(t, h.Blobs)
	names, err := s.List(ctx(), "")
	require.NoError(t, err)
	require.Empty(t, names)
}

func commitRaises(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	for gen := range uint64(3) {
		commit(t, s, gen, map[string][]byte{"head/m": {byte(gen)}})
		h, err := s.Head(ctx(), "head/")
		require.NoError(t, err)
		require.Equal(t, core.Head{Generation: gen + 1, Blobs: map[string][]byte{"head/m": {byte(gen)}}}, h)
	}
	require.NoError(t, s.Commit(ctx(), core.Batch{Generation: 3}), "an empty commit raises it too")
	h, err := s.Head(ctx(), "none/")
	require.NoError(t, err)
	require.Equal(t, uint64(4), h.Generation)
	require.Empty(t, h.Blobs)
}

func secondLoses(t *testing.T, open Opener) {
	one, two := open(), open()
	defer one.Close()
	defer two.Close()
	commit(t, one, 0, map[string][]byte{"a": b("one")})
	err := two.Commit(ctx(), core.Batch{Generation: 0, Put: map[string][]byte{"a": b("two"), "c": b("x")}, Strict: true})
	require.Equal(t, core.Conflict, core.CodeOf(err))
	commit(t, two, 1, map[string][]byte{"b": b("two")})
	h, err := one.Head(ctx(), "")
	require.NoError(t, err)
	require.Equal(t, core.Head{Generation: 2, Blobs: map[string][]byte{"a": b("one"), "b": b("two")}}, h)
}

func failedChangesNothing(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	commit(t, s, 0, map[string][]byte{"a": b("1")})
	err := s.Commit(ctx(), core.Batch{Generation: 7, Put: map[string][]byte{"b": b("2")}, Delete: []string{"a"}})
	require.Equal(t, core.Conflict, core.CodeOf(err))
	names, err := s.List(ctx(), "")
	require.NoError(t, err)
	require.Equal(t, []string{"a"}, names)
}

func replacesAndDeletes(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	long := bytes.Repeat(b("long"), 60_000)
	commit(t, s, 0, map[string][]byte{"a": long, "b": b("1"), "c": b("1")})
	commit(t, s, 1, map[string][]byte{"a": b("short"), "b": long}, "c", "never")
	h, err := s.Head(ctx(), "")
	require.NoError(t, err)
	require.Len(t, h.Blobs, 2)
	require.Equal(t, b("short"), h.Blobs["a"])
	require.True(t, bytes.Equal(long, h.Blobs["b"]))
}

func putOnce(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	require.NoError(t, s.Put(ctx(), map[string][]byte{"docs/x.0": b("1"), "docs/x.1": b("2")}))
	err := s.Put(ctx(), map[string][]byte{"docs/x.1": b("3"), "docs/x.2": b("3")})
	require.Equal(t, core.Duplicate, core.CodeOf(err))
	h, err := s.Head(ctx(), "docs/")
	require.NoError(t, err)
	require.Equal(t, core.Head{Blobs: map[string][]byte{"docs/x.0": b("1"), "docs/x.1": b("2")}}, h, "and staging leaves the generation")
}

func ranges(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	data := make([]byte, 200_000)
	for i := range data {
		data[i] = byte(i * 7 >> 3)
	}
	blobs := map[string][]byte{"x": data, "y": b("yes")}
	require.NoError(t, s.Put(ctx(), blobs))
	rs := []core.Range{{Name: "x", Off: 0, Len: 10}, {Name: "x", Off: 49_100, Len: 120}, {Name: "y", Off: 1, Len: -1}, {Name: "x", Off: 200_000, Len: 0},
		{Name: "x", Off: 1, Len: 199_999}, {Name: "x", Off: 199_999, Len: 1}, {Name: "y", Off: 3, Len: -1}, {Name: "x", Off: 98_304, Len: 49_152}}
	requireRanges(t, s, blobs, rs)
	r := rand.New(rand.NewPCG(5, 6))
	for range 40 {
		var some []core.Range
		for range 1 + r.IntN(30) {
			off := r.Int64N(200_000)
			some = append(some, core.Range{Name: "x", Off: off, Len: r.Int64N(min(20_000, 200_000-off))})
		}
		requireRanges(t, s, blobs, some)
	}
	none, err := s.Read(ctx(), nil)
	require.NoError(t, err)
	require.Empty(t, none)
}

// requireRanges holds what s reads against what is in it.
func requireRanges(t *testing.T, s core.Store, blobs map[string][]byte, rs []core.Range) {
	t.Helper()
	got, err := s.Read(ctx(), rs)
	require.NoError(t, err)
	require.Len(t, got, len(rs))
	for i, r := range rs {
		want := blobs[r.Name]
		if r.Len < 0 {
			r.Len = int64(len(want)) - r.Off
		}
		require.True(t, bytes.Equal(want[r.Off:r.Off+r.Len], got[i]), "%+v", r)
	}
}

func missingAndShort(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	require.NoError(t, s.Put(ctx(), map[string][]byte{"x": b("abc")}))
	_, err := s.Read(ctx(), []core.Range{{Name: "x", Len: 1}, {Name: "nothing", Len: 1}})
	require.True(t, errors.Is(err, blob.ErrNotFound))
	require.Equal(t, core.NotFound, core.CodeOf(err))
	_, err = s.Read(ctx(), []core.Range{{Name: "nothing", Len: 0}})
	require.True(t, errors.Is(err, blob.ErrNotFound), "even for no bytes of it")
	for _, r := range []core.Range{{Name: "x", Off: 1, Len: 3}, {Name: "x", Off: 4, Len: 0}, {Name: "x", Off: 4, Len: -1}} {
		_, err = s.Read(ctx(), []core.Range{r})
		require.True(t, errors.Is(err, blob.ErrShort), "%+v", r)
	}
}

func listSorted(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	commit(t, s, 0, map[string][]byte{"b/2": nil, "b/10": nil, "a": nil, "b": nil, "c": nil, "b0": nil})
	names, err := s.List(ctx(), "b")
	require.NoError(t, err)
	require.Equal(t, []string{"b", "b/10", "b/2", "b0"}, names)
}

func prefixes(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	commit(t, s, 0, map[string][]byte{"a_b": b("1"), "aXb": b("2"), "a%b": b("3"), "a.b": b("4"), "A_b": b("5")})
	for prefix, want := range map[string][]string{"a_": {"a_b"}, "a%": {"a%b"}, "a.": {"a.b"}, "A": {"A_b"}} {
		names, err := s.List(ctx(), prefix)
		require.NoError(t, err)
		require.Equal(t, want, names)
		h, err := s.Head(ctx(), prefix)
		require.NoError(t, err)
		require.Equal(t, want, slices.Sorted(maps.Keys(h.Blobs)))
	}
}

func largeAndEmpty(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	large := bytes.Repeat(b("0123456789abcdef"), core.MaxBlob/16)
	require.NoError(t, s.Put(ctx(), map[string][]byte{"large": large, "empty": {}}))
	got, err := s.Read(ctx(), []core.Range{{Name: "large", Len: -1}, {Name: "empty", Len: -1}})
	require.NoError(t, err)
	require.True(t, bytes.Equal(large, got[0]))
	require.Empty(t, got[1])
	names, err := s.List(ctx(), "")
	require.NoError(t, err)
	require.Equal(t, []string{"empty", "large"}, names)
}

func manyBlobs(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	put := make(map[string][]byte)
	var rs []core.Range
	for i := range 500 {
		name := "many/" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + "." + string(rune('0'+i/26%10)) + string(rune('0'+i/260))
		put[name] = []byte(name)
		rs = append(rs, core.Range{Name: name, Len: -1})
	}
	commit(t, s, 0, put)
	got, err := s.Read(ctx(), rs)
	require.NoError(t, err)
	for i, r := range rs {
		require.Equal(t, r.Name, string(got[i]))
	}
	h, err := s.Head(ctx(), "many/")
	require.NoError(t, err)
	require.Equal(t, put, h.Blobs)
}

func canceled(t *testing.T, open Opener) {
	s := open()
	defer s.Close()
	dead, cancel := context.WithCancel(ctx())
	cancel()
	_, err := s.Head(dead, "")
	require.Equal(t, core.Canceled, core.CodeOf(err))
	require.Equal(t, core.Canceled, core.CodeOf(s.Commit(dead, core.Batch{Put: map[string][]byte{"a": nil}})))
	h, err := s.Head(ctx(), "")
	require.NoError(t, err)
	require.Zero(t, h.Generation)
}

func closed(t *testing.T, open Opener) {
	s := open()
	require.NoError(t, s.Close())
	_, err := s.Head(ctx(), "")
	require.Equal(t, core.Closed, core.CodeOf(err))
	_, err = s.Read(ctx(), []core.Range{{Name: "x", Len: 1}})
	require.Equal(t, core.Closed, core.CodeOf(err))
	require.Equal(t, core.Closed, core.CodeOf(s.Commit(ctx(), core.Batch{})))
}

func reopen(t *testing.T, open Opener) {
	s := open()
	commit(t, s, 0, map[string][]byte{"a": b("1")})
	require.NoError(t, s.Put(ctx(), map[string][]byte{"staged": b("2")}))
	commit(t, s, 1, nil)
	require.NoError(t, s.Close())
	s = open()
	defer s.Close()
	h, err := s.Head(ctx(), "")
	require.NoError(t, err)
	require.Equal(t, core.Head{Generation: 2, Blobs: map[string][]byte{"a": b("1"), "staged": b("2")}}, h)
}

// random compares a Store with a map over many operations.
func random(t *testing.T, open Opener) {
	s := open()
	defer func() { s.Close() }()
	r := rand.New(rand.NewPCG(1, 2))
	model, gen := make(map[string][]byte), uint64(0)
	name := func() string { return string(rune('a'+r.IntN(5))) + "/" + string(rune('0'+r.IntN(8))) }
	for range 150 {
		switch r.IntN(6) {
		case 0:
			require.NoError(t, s.Close())
			s = open()
		case 1, 2:
			n := name()
			data := bytes.Repeat([]byte{byte(r.Uint32())}, r.IntN(120_000))
			err := s.Put(ctx(), map[string][]byte{n: data})
			if _, ok := model[n]; ok {
				require.Equal(t, core.Duplicate, core.CodeOf(err))
				continue
			}
			require.NoError(t, err)
			model[n] = data
		default:
			put := map[string][]byte{name(): bytes.Repeat(b("x"), r.IntN(300))}
			del := name()
			if _, ok := put[del]; ok {
				continue
			}
			commit(t, s, gen, put, del)
			gen++
			delete(model, del)
			maps.Copy(model, put)
		}
		h, err := s.Head(ctx(), "b/")
		require.NoError(t, err)
		require.Equal(t, gen, h.Generation)
	}
	h, err := s.Head(ctx(), "")
	require.NoError(t, err)
	require.Equal(t, len(model), len(h.Blobs))
	for n, data := range model {
		require.True(t, bytes.Equal(data, h.Blobs[n]), n)
	}
}
