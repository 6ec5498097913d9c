package wire

import "encoding/binary"

// A Decoder reads what an Encoder wrote. After its first error every read
// returns a zero value.
type Decoder struct {
	b   []byte
	pos int
	str string // b[off:] as a string, made at the first String
	off int    // where str begins in b
	err error
}

// New returns a Decoder of b, which must not change while it is in use.
func New(b []byte) *Decoder { return &Decoder{b: b} }

// Err returns the first error, or nil.
func (d *Decoder) Err() error { return d.err }

// Fail makes err the Decoder's error, unless it has one already.
//
//go:noinline
func (d *Decoder) Fail(err error) {
	if d.err == nil {
		d.err = err
		d.pos = len(d.b)
	}
}

// Rest returns the bytes that are not read yet.
func (d *Decoder) Rest() []byte { return d.b[d.pos:] }

// Done returns the first error; ErrRest if there was none but bytes are left.
//
//go:noinline
func (d *Decoder) Done() error {
	if d.err == nil && d.pos < len(d.b) {
		return ErrRest
	}
	return d.err
}

// Uvarint reads a number written by Encoder.Uvarint.
func (d *Decoder) Uvarint() uint64 {
	if d.pos < len(d.b) && d.b[d.pos] < 0x80 {
		d.pos++
		return uint64(d.b[d.pos-1])
	}
	v, n := binary.Uvarint(d.b[d.pos:])
	if !d.took(n) {
		return 0
	}
	return v
}

// Varint reads a number written by Encoder.Varint.
//
//go:noinline
func (d *Decoder) Varint() int64 {
	v, n := binary.Varint(d.b[d.pos:])
	if !d.took(n) {
		return 0
	}
	return v
}

// took moves on by a varint of n bytes; n ≤ 0 is an error.
func (d *Decoder) took(n int) bool {
	switch {
	case n > 0:
		d.pos += n
		return true
	case n == 0:
		d.Fail(ErrShort)
	default:
		d.Fail(ErrValue)
	}
	return false
}

// U8 reads one byte.
//
//go:noinline
func (d *Decoder) U8() uint8 {
	if b := d.Raw(1); b != nil {
		return b[0]
	}
	return 0
}

// U32 reads four bytes.
//
//go:noinline
func (d *Decoder) U32() uint32 {
	if b := d.Raw(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// U64 reads eight bytes.
//
//go:noinline
func (d *Decoder) U64() uint64 {
	if b := d.Raw(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// Raw reads n bytes; nil if there are fewer. The slice is part of the input.
//
//go:noinline
func (d *Decoder) Raw(n int) []byte {
	if n < 0 || n > len(d.b)-d.pos || d.err != nil {
		d.Fail(ErrShort)
		return nil
	}
	d.pos += n
	return d.b[d.pos-n : d.pos : d.pos]
}

// Skip moves on by n bytes.
//
//go:noinline
func (d *Decoder) Skip(n int) { d.Raw(n) }

// Bytes reads what Encoder.Bytes wrote. The slice is part of the input.
//
//go:noinline
func (d *Decoder) Bytes() []byte { return d.Raw(d.length()) }

// String reads what Encoder.String wrote. All strings of a Decoder are slices
// of one conversion, so keeping one keeps the others' memory.
func (d *Decoder) String() string {
	n := d.length()
	from := d.pos
	if d.Raw(n) == nil || n == 0 {
		return ""
	}
	if d.str == "" {
		d.str, d.off = string(d.b[from:]), from
	}
	return d.str[from-d.off : from-d.off+n]
}

// length reads the length of a string or of bytes.
func (d *Decoder) length() int {
	n := d.Uvarint()
	if n > uint64(len(d.b)-d.pos) {
		d.Fail(ErrShort)
		return 0
	}
	return int(n)
}

// Count reads the number of things that follow, each at least size bytes long
// (size ≥ 1): more than the input can hold is ErrShort, and the count is 0. So
// a slice made of it is bounded by the input.
//
//go:noinline
func (d *Decoder) Count(size int) int {
	n := d.Uvarint()
	if n > uint64(len(d.b)-d.pos)/uint64(max(size, 1)) {
		d.Fail(ErrShort)
		return 0
	}
	return int(n)
}
