package idb

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestChunksPutTogetherAreTheBlob(t *testing.T) {
	for _, n := range []int{0, 1, payloadBytes - 1, payloadBytes, payloadBytes + 1, 3*payloadBytes + 17} {
		blob := bytes.Repeat([]byte{7, 9, 11}, n/3+1)[:n]
		var got []byte
		for i := range chunkCount(n) {
			raw := encodeChunk(blob, i)
			require.LessOrEqual(t, len(raw)+512, maxValue)
			payload, length, ok := decodeChunk(raw, i)
			require.True(t, ok)
			require.Equal(t, n, length)
			got = append(got, payload...)
			_, _, ok = decodeChunk(raw, i+1)
			require.False(t, ok, "a chunk in another's place")
			raw[len(raw)/2] ^= 4
			_, _, ok = decodeChunk(raw, i)
			require.False(t, ok, "a flipped bit")
		}
		require.True(t, bytes.Equal(blob, got))
	}
	require.Equal(t, "docs/a.b", keyName(chunkKey("docs/a.b", 12)))
}
