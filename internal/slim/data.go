package slim

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// gap is how many zeros are cheaper to skip, by a new segment, than to write.
const gap = 8

// maxImage is more memory than any program of ours starts with.
const maxImage = 256 << 20

// readData returns what the segments of a data section put into memory, up to
// the last byte.
func readData(body []byte) ([]byte, error) {
	r := reader{b: body}
	var image []byte
	for range r.unsigned() {
		if r.unsigned() != 0 || r.unsigned() != 0x41 { // active, at an i32.const
			return nil, errors.New("slim: a data segment of another kind")
		}
		at := r.signed()
		if r.unsigned() != 0x0b {
			return nil, errors.New("slim: a data segment at a computed place")
		}
		bytes := r.take(r.unsigned())
		if r.err != nil {
			return nil, r.err
		}
		if at < 0 || at > maxImage {
			return nil, errors.New("slim: a data segment outside of memory")
		}
		if more := int(at) + len(bytes) - len(image); more > 0 {
			image = append(image, make([]byte, more)...)
		}
		copy(image[at:], bytes)
	}
	return image, r.err
}

// appendData writes a data section that leaves out long runs of zeros.
func appendData(dst, image []byte) []byte {
	var list []byte
	n := uint64(0)
	for at := skipZeros(image, 0); at < len(image); {
		end := segmentEnd(image, at)
		list = append(list, 0, 0x41)
		list = appendSigned(list, int64(at))
		list = append(list, 0x0b)
		list = appendUnsigned(list, uint64(end-at))
		list = append(list, image[at:end]...)
		n++
		at = skipZeros(image, end)
	}
	return append(appendUnsigned(dst, n), list...)
}

func skipZeros(image []byte, at int) int {
	for at < len(image) && image[at] == 0 {
		at++
	}
	return at
}

// segmentEnd is where the segment that begins at at ends: before a run of
// zeros that is worth skipping.
func segmentEnd(image []byte, at int) int {
	if i := bytes.Index(image[at:], make([]byte, gap+1)); i >= 0 {
		return at + i
	}
	return len(image)
}

// A reader reads the numbers of a section; after an error it returns zeros.
type reader struct {
	b   []byte
	err error
}

func (r *reader) unsigned() uint64 {
	v, k := binary.Uvarint(r.b)
	if k <= 0 {
		r.b, r.err = nil, errShort
		return 0
	}
	r.b = r.b[k:]
	return v
}

func (r *reader) signed() int64 {
	var v int64
	for shift := uint(0); len(r.b) > 0 && shift < 64; {
		b := r.b[0]
		r.b = r.b[1:]
		v |= int64(b&0x7f) << shift
		shift += 7
		if b < 0x80 {
			return v << (64 - min(shift, 64)) >> (64 - min(shift, 64))
		}
	}
	r.b, r.err = nil, errShort
	return 0
}

func (r *reader) take(n uint64) []byte {
	if uint64(len(r.b)) < n {
		r.b, r.err = nil, errShort
		return nil
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) skip(n uint64) { r.take(n) }

func appendUnsigned(dst []byte, v uint64) []byte { return binary.AppendUvarint(dst, v) }

// appendSigned appends v as a signed LEB128.
func appendSigned(dst []byte, v int64) []byte {
	for {
		b := byte(v & 0x7f)
		v >>= 7
		if (v == 0 && b&0x40 == 0) || (v == -1 && b&0x40 != 0) {
			return append(dst, b)
		}
		dst = append(dst, b|0x80)
	}
}
