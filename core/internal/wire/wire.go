// Package wire writes and reads the primitive values of every durable format:
// varints, fixed integers, strings, bytes and checksums. Reading any bytes at
// all gives a value or an error; it must never panic, nor allocate more than
// the input is long. It must never know what the values mean.
//
// Errors stick: the first one is kept, every later read gives zero values, and
// the caller checks once, at the end.
package wire

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

var (
	// ErrShort says that the bytes end before the value does.
	ErrShort = errors.New("wire: the bytes end too early")
	// ErrValue says that a varint is longer than its type.
	ErrValue = errors.New("wire: a number out of range")
	// ErrRest says that bytes are left over after the last value.
	ErrRest = errors.New("wire: bytes left over")
	// ErrSum says that a checksum does not match.
	ErrSum = errors.New("wire: the checksum does not match")
)

const sumBytes = 4

// Sum returns the CRC-32C of b.
func Sum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// Seal appends the checksum of b to b.
func Seal(b []byte) []byte { return binary.LittleEndian.AppendUint32(b, Sum(b)) }

// Unseal returns b without the checksum that Seal appended; ErrShort or ErrSum
// if it does not match.
func Unseal(b []byte) ([]byte, error) {
	n := len(b) - sumBytes
	if n < 0 {
		return nil, ErrShort
	}
	if binary.LittleEndian.Uint32(b[n:]) != Sum(b[:n]) {
		return nil, ErrSum
	}
	return b[:n], nil
}
