package idb

import (
	"encoding/binary"
	"hash/crc32"
	"strings"
)

const (
	payloadBytes = 32 << 10
	headerBytes  = 12
	// maxValue is what no stored value may exceed, its envelope included.
	maxValue = 48 << 10
)

// chunkKey returns the key of a chunk.
func chunkKey(name string, n int) string {
	digits := [4]byte{'0' + byte(n/1000%10), '0' + byte(n/100%10), '0' + byte(n/10%10), '0' + byte(n%10)}
	return name + "\n" + string(digits[:])
}

// keyName returns the blob's name out of a chunk's key.
func keyName(key string) string {
	name, _, _ := strings.Cut(key, "\n")
	return name
}

// chunkCount returns how many chunks a blob of n bytes has: at least one.
func chunkCount(n int) int { return max(1, (n+payloadBytes-1)/payloadBytes) }

// encodeChunk returns the n-th chunk of a blob.
func encodeChunk(blob []byte, n int) []byte {
	payload := blob[n*payloadBytes : min((n+1)*payloadBytes, len(blob))]
	b := make([]byte, headerBytes, headerBytes+len(payload))
	binary.LittleEndian.PutUint32(b[4:], uint32(len(blob)))
	binary.LittleEndian.PutUint32(b[8:], uint32(n))
	b = append(b, payload...)
	binary.LittleEndian.PutUint32(b, sum(b[4:]))
	return b
}

// decodeChunk returns the payload of the n-th chunk and the length of the
// whole blob; false if the bytes are not that chunk.
func decodeChunk(b []byte, n int) (payload []byte, length int, ok bool) {
	if len(b) < headerBytes || binary.LittleEndian.Uint32(b) != sum(b[4:]) || binary.LittleEndian.Uint32(b[8:]) != uint32(n) {
		return nil, 0, false
	}
	length = int(binary.LittleEndian.Uint32(b[4:]))
	want := min(payloadBytes, length-n*payloadBytes)
	if len(b)-headerBytes != max(want, 0) {
		return nil, 0, false
	}
	return b[headerBytes:], length, true
}

func sum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }
