package squeeze

import (
	"encoding/binary"
	"errors"
)

// escape stands before a byte that is itself.
const escape = 255

// ErrDamaged is bytes that Append did not write.
var ErrDamaged = errors.New("squeeze: damaged text")

// Append appends the short form of text to dst: at most twice as long, mostly
// two thirds.
func Append(dst, text []byte) []byte {
	var next uint64 // the bytes from at on, as values has them
	ahead := 0      // the first byte that is not in next
	for at, n := 0, 8; at < len(text); at += n {
		for ; ahead < at+8; ahead++ {
			next >>= 8
			if ahead < len(text) {
				next |= uint64(text[ahead]) << 56
			}
		}
		var code uint8
		code, n = match(next, len(text)-at)
		dst = append(dst, code)
		if code == escape {
			dst = append(dst, text[at])
		}
	}
	return dst
}

// match returns the code of the longest symbol that next begins with, of which
// left bytes are text, and its length; the escape and 1 if there is none.
func match(next uint64, left int) (code uint8, n int) {
	first := uint8(next)
	for c := starts[first]; c < starts[int(first)+1]; c++ {
		n := int(lengths[c])
		if n <= left && next<<(64-8*n) == values[c]<<(64-8*n) {
			return c, n
		}
	}
	return escape, 1
}

// Text returns what Append was given, of which the length is known.
func Text(squeezed []byte, length int) (string, error) {
	if length < 0 || length > 8*len(squeezed) {
		return "", ErrDamaged
	}
	out := make([]byte, length+8) // a symbol is written with what fills it up
	at := 0
	for i := 0; i < len(squeezed); i++ {
		if at >= length {
			return "", ErrDamaged
		}
		c := squeezed[i]
		if c != escape {
			binary.LittleEndian.PutUint64(out[at:], values[c])
			at += int(lengths[c])
			continue
		}
		if i++; i == len(squeezed) {
			return "", ErrDamaged
		}
		out[at] = squeezed[i]
		at++
	}
	if at != length {
		return "", ErrDamaged
	}
	return string(out[:length]), nil
}
