package index

import (
	"compress/gzip"
	"encoding/json"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// formatTwo is a segment that the Pinfold of format 2 built, see
// internal/eras/segment: more words begin with st in it than a list is kept for
// since.
func formatTwo(t *testing.T) (*memory, Meta) {
	t.Helper()
	f, err := os.Open("testdata/format2.json.gz")
	require.NoError(t, err)
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	require.NoError(t, err)
	var stored struct {
		Meta  []byte
		Blobs map[string][]byte
	}
	require.NoError(t, json.NewDecoder(unpacked).Decode(&stored))
	m, rest, err := DecodeMeta(stored.Meta)
	require.NoError(t, err)
	require.Empty(t, rest)
	require.Equal(t, uint32(2), m.Format)
	mem := newMemory()
	mem.blobs = stored.Blobs
	return mem, m
}

func TestASegmentOfTheSecondFormatAnswersAsOneOfToday(t *testing.T) {
	mem, m := formatTwo(t)
	old := viewOf(m, mem)
	require.Empty(t, old.Check(t.Context()))
	merged := newMemory()
	again, _, err := Merge(t.Context(), "t", old.parts, nil, merged.put)
	require.NoError(t, err)
	require.Equal(t, uint32(formatVersion), again.Format)
	now := viewOf(again, merged)
	require.Empty(t, now.Check(t.Context()))
	for v, wanted := range map[*View]bool{old: false, now: true} {
		_, kept := lists(t, v.parts[0], "st")
		require.Equal(t, wanted, kept)
	}
	st, s := Word{Text: "st", How: Prefix}, Word{Text: "s", How: Prefix}
	for _, e := range []Expr{
		s, And{[]Expr{Word{Text: "golang"}, s}}, Phrase{Words: []string{"golang", "st"}, Prefix: true},
		st, And{[]Expr{Word{Text: "golang"}, st}}, And{[]Expr{st, Not{Word{Text: "golang"}}}}, Or{[]Expr{Word{Text: "plain"}, st}},
	} {
		for _, o := range []Options{{Limit: 1000}, {Limit: 20, Total: true}, {Limit: 50, Order: Oldest, Total: true}} {
			want, err := old.Search(t.Context(), e, o)
			require.NoError(t, err)
			got, err := now.Search(t.Context(), e, o)
			require.NoError(t, err)
			require.Equal(t, want, got, "%#v %+v", e, o)
			require.NotEmpty(t, got.Hits)
		}
	}
}

// TestSegmentsOfSeveralFormatsAnswerAsOneOfToday asks a library of which a part is of
// the second format, as after an update, and the same merged into one.
func TestSegmentsOfSeveralFormatsAnswerAsOneOfToday(t *testing.T) {
	mem, m := formatTwo(t)
	docs := crowded(rand.New(rand.NewPCG(14, 14)), 1600)
	for i := range docs {
		docs[i].Seq += uint64(m.Docs) // those of the old segment are from 1 on
	}
	both := []Part{{Segment: Open(m, mem, NewCache(1<<20))}, partOf(t, "new", docs, nil)}
	old, merged := NewView(both, ViewOptions{Fields: fieldsOf}), newMemory()
	again, _, err := Merge(t.Context(), "t", both, nil, merged.put)
	require.NoError(t, err)
	now := viewOf(again, merged)
	st, s := Word{Text: "st", How: Prefix}, Word{Text: "s", How: Prefix}
	for _, e := range []Expr{st, s, And{[]Expr{Word{Text: "golang"}, st}}, And{[]Expr{Word{Text: "golang"}, s}}, Or{[]Expr{Word{Text: "plain"}, st}}, And{[]Expr{st, Not{Word{Text: "golang"}}}}} {
		for _, o := range []Options{{Limit: 200}, {Limit: 20, Total: true}} {
			want, err := old.Search(t.Context(), e, o)
			require.NoError(t, err)
			got, err := now.Search(t.Context(), e, o)
			require.NoError(t, err)
			want, got = bySeq(t, old, want), bySeq(t, now, got)
			if !o.Total {
				want.Total, got.Total, want.More, got.More = 0, 0, false, false
			}
			require.Equal(t, want, got, "%#v %+v", e, o)
			require.NotEmpty(t, got.Hits)
		}
	}
}
