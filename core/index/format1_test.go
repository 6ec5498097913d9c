package index

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
)

// formatOne is the segment of exampleDocuments as format 1 had it: the records
// held the hashes of the addresses, and there were no letters.
func formatOne(t *testing.T) (*memory, Meta) {
	docs, err := hex.DecodeString("50464431010000009870b14f272000000000000000000000000000000233333333333333332222222222222222a01f02" +
		"00326e646b6ae2cd271000000000000000000000000000000111111111111111112222222222222222d00f0100317374")
	require.NoError(t, err)
	index, err := hex.DecodeString("50465831010000000200000000000374676f03476f0101000377676f01019e0201036d61640100d70103027073020000" +
		"d701dc01000c7869733a756e7461676765640100010374676f380800000060000000e80701d007000000000000020000" +
		"000000000000000000000100000000000300000010000000000000000120000000000000000011111111111100000133" +
		"333333333300000022222222222200000022222222222200000100036d6164000202707301000000000b000000000000" +
		"0001000000504658310173010202006000d00fa01f0205010f00380608031403081212120b08080020a20bfc")
	require.NoError(t, err)
	mem := newMemory()
	mem.blobs["docs/s.0"], mem.blobs["index/s.0"] = docs, index
	m := Meta{Name: "s", Format: 1, Analysis: 2, Docs: 2, DocsBytes: int64(len(docs)), IndexBytes: int64(len(index)),
		MinOrder: 1000, MaxOrder: 2000, MaxSeq: 2, Terms: 5, Tags: 1}
	for i, n := range []int64{0, 0x38, 6, 8, 3, 0x14, 3, 8, 18, 18, 18, 11, 8, 8, 0, 0} {
		m.sections[i].len = n
	}
	m.sections[secFooter].len = int64(len(index)) - pageSum - (m.footerAt())
	m, rest, err := DecodeMeta(AppendMeta(nil, m))
	require.NoError(t, err)
	require.Empty(t, rest)
	return mem, m
}

// footerAt is where the footer begins, if it is the last section.
func (m *Meta) footerAt() int64 {
	at := int64(headBytes)
	for _, s := range m.sections {
		at += s.len
	}
	return at
}

func TestASegmentOfTheFirstFormatIsReadAndMerged(t *testing.T) {
	mem, m := formatOne(t)
	v := viewOf(m, mem)
	require.Empty(t, v.Check(t.Context()))
	check := func(v *View) {
		r, err := v.Search(t.Context(), Word{Text: "m", How: Prefix}, Options{Limit: 5})
		require.NoError(t, err)
		records, err := v.Records(t.Context(), []Doc{r.Hits[0].Doc, r.Hits[1].Doc})
		require.NoError(t, err)
		require.Equal(t, []string{"1st", "2nd"}, []string{string(records[0].Value), string(records[1].Value)})
		require.Equal(t, exampleDocuments()[0].ID, records[0].ID)
		same, err := v.BySame(t.Context(), 0x1111111111111111)
		require.NoError(t, err)
		require.Equal(t, []Doc{r.Hits[0].Doc}, same)
	}
	check(v)
	for _, err := range Salvage(mem.blobs["docs/s.0"], m.Format) {
		require.NoError(t, err)
	}
	merged := newMemory()
	again, _, err := Merge(t.Context(), "t", v.parts, nil, merged.put)
	require.NoError(t, err)
	require.Equal(t, uint32(formatVersion), again.Format)
	v = viewOf(again, merged)
	require.Empty(t, v.Check(t.Context()))
	check(v)
}
