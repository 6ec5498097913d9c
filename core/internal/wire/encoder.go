package wire

import "encoding/binary"

// An Encoder appends values to B. Its zero value is ready to use; it cannot
// fail.
type Encoder struct{ B []byte }

// Uvarint appends v in one to ten bytes, small values in few.
//
//go:noinline
func (e *Encoder) Uvarint(v uint64) { e.B = binary.AppendUvarint(e.B, v) }

// Varint appends v in one to ten bytes, values near zero in few.
//
//go:noinline
func (e *Encoder) Varint(v int64) { e.B = binary.AppendVarint(e.B, v) }

// U8 appends one byte.
//
//go:noinline
func (e *Encoder) U8(v uint8) { e.B = append(e.B, v) }

// U32 appends four bytes, the least significant first.
//
//go:noinline
func (e *Encoder) U32(v uint32) { e.B = binary.LittleEndian.AppendUint32(e.B, v) }

// U64 appends eight bytes, the least significant first.
//
//go:noinline
func (e *Encoder) U64(v uint64) { e.B = binary.LittleEndian.AppendUint64(e.B, v) }

// String appends the length of s as a varint, then its bytes.
//
//go:noinline
func (e *Encoder) String(s string) {
	e.Uvarint(uint64(len(s)))
	e.B = append(e.B, s...)
}

// Bytes appends the length of b as a varint, then b.
//
//go:noinline
func (e *Encoder) Bytes(b []byte) {
	e.Uvarint(uint64(len(b)))
	e.B = append(e.B, b...)
}

// Raw appends b as it is; the reader must know its length.
//
//go:noinline
func (e *Encoder) Raw(b []byte) { e.B = append(e.B, b...) }
