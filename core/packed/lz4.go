package packed

import "errors"

var errBlock = errors.New("packed: damaged LZ4 block")

// block decodes an LZ4 block of size bytes: sequences of a token, literals, an
// offset back of two bytes and a length, as lz4_Block_format.md has it.
func block(src []byte, size int) ([]byte, error) {
	out := make([]byte, 0, min(size, 16*len(src))) // no more than is likely, whatever it claims
	for len(src) > 0 {
		token := src[0]
		literals, rest, ok := length(src[1:], int(token>>4))
		if !ok || literals > len(rest) || literals > size-len(out) {
			return nil, errBlock
		}
		out = append(out, rest[:literals]...)
		src = rest[literals:]
		if len(src) == 0 { // the last sequence has no match
			break
		}
		if len(src) < 2 {
			return nil, errBlock
		}
		offset := int(src[0]) | int(src[1])<<8
		match, rest, ok := length(src[2:], int(token&15))
		match += 4
		if !ok || offset == 0 || offset > len(out) || match > size-len(out) {
			return nil, errBlock
		}
		for from := len(out) - offset; match > 0; match-- { // it may overlap what it makes
			out = append(out, out[from])
			from++
		}
		src = rest
	}
	if len(out) != size {
		return nil, errBlock
	}
	return out, nil
}

// length reads the bytes that lengthen a nibble of 15.
func length(src []byte, n int) (int, []byte, bool) {
	if n < 15 {
		return n, src, true
	}
	for len(src) > 0 {
		c := src[0]
		src = src[1:]
		n += int(c)
		if n > maxBlock {
			return 0, nil, false
		}
		if c < 255 {
			return n, src, true
		}
	}
	return 0, nil, false
}
