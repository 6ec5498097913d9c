package core

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core/internal/wire"
)

func at(second int64) time.Time { return time.Unix(1_700_000_000+second, 0).UTC() }

func sample() Bookmark {
	return Bookmark{ID: ID{1}, URL: "https://example.org/", Title: "T", Description: "D", Tags: []string{"a", "b"}, Created: at(0), Updated: at(0)}
}

func TestRevertTakesBackOnlyWhatTheChangeDid(t *testing.T) {
	before, after := sample(), sample()
	after.Title, after.Tags, after.Unread = "T2", []string{"a", "c"}, true
	it := diff(&before, &after)

	got, changed := it.revert(after, at(9))
	require.True(t, changed)
	require.Zero(t, differing(&before, &got))

	later := after
	later.Description, later.Title, later.Tags = "D3", "T3", []string{"a", "c", "d"}
	got, _ = it.revert(later, at(9))
	require.Equal(t, "T3", got.Title, "a title edited since stays")
	require.Equal(t, "D3", got.Description)
	require.False(t, got.Unread)
	require.Equal(t, []string{"a", "d", "b"}, got.Tags, "the tag added since stays")
}

func TestRevertingACreationMovesItToTheTrashAndBack(t *testing.T) {
	b := sample()
	it := diff(nil, &b)
	gone, changed := it.revert(b, at(5))
	require.True(t, changed)
	require.Equal(t, at(5), gone.Deleted)
	back := diff(&b, &gone)
	again, _ := back.revert(gone, at(6))
	require.True(t, again.Live())
}

func TestChangeRoundTrip(t *testing.T) {
	before, after := sample(), sample()
	after.URL, after.Title, after.Description, after.Tags = "https://example.org/2", "é\x00", "", nil
	after.Private, after.Unread, after.Created, after.Deleted = true, true, at(-7), at(3)
	c := Change{Number: 7, Time: at(1), Kind: Edited, Title: "x", Count: 2, Op: OpID{3}, Undoes: 5, First: before.ID,
		items: []changeItem{diff(nil, &before), diff(&before, &after)}}
	var e wire.Encoder
	appendChange(&e, &c)
	d := wire.New(e.B)
	got := decodeChange(d)
	require.NoError(t, d.Done())
	require.Equal(t, c, got)
}

func TestBookmarkRoundTrip(t *testing.T) {
	b := sample()
	b.Deleted, b.Private, b.Unread, b.Updated = at(8), true, true, at(4)
	for _, title := range []string{"T", "", b.URL} {
		b.Title = title
		got, err := decodeValue(b.ID, encodeValue(&b))
		require.NoError(t, err)
		require.Equal(t, b, got)
	}
}

func TestADocumentOfTheFirstVersionIsStillRead(t *testing.T) {
	b := sample()
	var e wire.Encoder
	appendBookmark(&e, &b)
	got, err := decodeValue(ID{9}, e.B)
	require.NoError(t, err)
	require.Equal(t, b, got)
}

func TestADocumentOfALaterVersionIsNotGuessedAt(t *testing.T) {
	b := sample()
	value := encodeValue(&b)
	value[0]++
	_, err := decodeValue(b.ID, value)
	require.Equal(t, Newer, CodeOf(err))
}

func FuzzDecodeValue(f *testing.F) {
	b := sample()
	f.Add(encodeValue(&b))
	f.Fuzz(func(t *testing.T, value []byte) {
		b, err := decodeValue(ID{1}, value)
		if err != nil || value[0] != valueVersion {
			return
		}
		again, err := decodeValue(ID{1}, encodeValue(&b))
		require.NoError(t, err)
		require.Equal(t, b, again)
	})
}

func FuzzDecodeRecord(f *testing.F) {
	b := sample()
	r := &record{change: Change{Number: 1, Kind: Saved, items: []changeItem{diff(nil, &b)}}, docs: []journalDoc{{seq: 1, bookmark: b}}, dead: []deadDoc{{"s", 3}}}
	f.Add(encodeRecord(r))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, err := decodeRecord(raw)
		if err != nil {
			require.Contains(t, []Code{Corrupt, Newer}, CodeOf(err))
		}
		// The same bytes under a right checksum reach the decoder behind it.
		_, _ = decodeRecord(wire.Seal(raw))
		_, _ = decodeManifest(wire.Seal(raw))
	})
}
