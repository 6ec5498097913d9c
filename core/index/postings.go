package index

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// A postings is a list of documents, ascending. Lists of words have an impact
// and a mask of fields for each document; lists of exact terms have neither.
//
// A list of more than inlineDocs documents is stored in one of two forms:
//
//	0, skips, blocks   every block but the last has listBlock documents. A skip
//	                   for each block, if there is more than one: last document
//	                   minus that of the block before, bytes of the block; both
//	                   uvarint. A block: document minus the one before minus 1,
//	                   uvarint each; impacts, 1 byte each; masks, 4 bits each,
//	                   the first one low.
//	1, bitmap          one bit for each document of the segment; then all
//	                   impacts; then all masks. Taken when it is shorter.
type postings struct {
	docs    []uint32
	impacts []uint8
	masks   []uint8
	noMasks bool // leave masks out when decoding
}

const (
	inlineDocs  = 2
	listBlocks  = 0
	listBitmap  = 1
	noDocBefore = ^uint32(0) // so that noDocBefore+1 is document 0
)

var errList = errors.New("a list of documents is damaged")

func (p *postings) reset() {
	p.docs, p.impacts, p.masks = p.docs[:0], p.impacts[:0], p.masks[:0]
}

// appendList appends the stored form of p for a segment of n documents.
func appendList(dst []byte, p *postings, scored bool, n uint32) []byte {
	size := 0
	prev := noDocBefore
	for _, d := range p.docs {
		size += uvarintLen(uint64(d - prev - 1))
		prev = d
	}
	if bitmap := int(n+7) / 8; bitmap < size {
		return appendBitmap(dst, p, scored, bitmap)
	}
	dst = append(dst, listBlocks)
	var blocks []byte
	prev = noDocBefore
	for from := 0; from < len(p.docs); from += listBlock {
		to := min(from+listBlock, len(p.docs))
		at, before := len(blocks), prev
		for _, d := range p.docs[from:to] {
			blocks = binary.AppendUvarint(blocks, uint64(d-prev-1))
			prev = d
		}
		if scored {
			blocks = append(blocks, p.impacts[from:to]...)
			blocks = appendMasks(blocks, p.masks[from:to])
		}
		if len(p.docs) > listBlock {
			dst = binary.AppendUvarint(dst, uint64(prev-before-1))
			dst = binary.AppendUvarint(dst, uint64(len(blocks)-at))
		}
	}
	return append(dst, blocks...)
}

func appendBitmap(dst []byte, p *postings, scored bool, size int) []byte {
	dst = append(dst, listBitmap)
	at := len(dst)
	dst = append(dst, make([]byte, size)...)
	for _, d := range p.docs {
		dst[at+int(d>>3)] |= 1 << (d & 7)
	}
	if scored {
		dst = append(dst, p.impacts...)
		dst = appendMasks(dst, p.masks)
	}
	return dst
}

func appendMasks(dst, masks []byte) []byte {
	for i := 0; i+1 < len(masks); i += 2 {
		dst = append(dst, masks[i]|masks[i+1]<<4)
	}
	if len(masks)%2 == 1 {
		dst = append(dst, masks[len(masks)-1])
	}
	return dst
}

func uvarintLen(v uint64) int { return (bits.Len64(v|1) + 6) / 7 }

// decode appends the list that b holds, of df documents out of n, to p.
func (p *postings) decode(b []byte, df, n uint32, scored bool) error {
	if len(b) == 0 || df > n {
		return errList
	}
	switch b[0] {
	case listBlocks:
		return p.decodeBlocks(b[1:], df, n, scored)
	case listBitmap:
		return p.decodeBitmap(b[1:], df, n, scored)
	}
	return errList
}

func (p *postings) decodeBlocks(b []byte, df, n uint32, scored bool) error {
	if df > listBlock {
		for range 2 * blocksOf(int64(df), listBlock) {
			_, k := binary.Uvarint(b)
			if k <= 0 {
				return errList
			}
			b = b[k:]
		}
	}
	prev := noDocBefore
	for left := int(df); left > 0; left -= listBlock {
		var err error
		if b, prev, err = p.decodeBlock(b, min(left, listBlock), prev, n, scored); err != nil {
			return err
		}
	}
	if len(b) > 0 {
		return errList
	}
	return nil
}

// decodeBlock appends count documents and returns what follows them.
func (p *postings) decodeBlock(b []byte, count int, prev, n uint32, scored bool) ([]byte, uint32, error) {
	i := 0
	for range count {
		if i < len(b) && b[i] < 0x80 {
			prev += uint32(b[i]) + 1
			i++
		} else {
			gap, k := binary.Uvarint(b[i:])
			if k <= 0 || gap >= uint64(n) {
				return nil, 0, errList
			}
			prev += uint32(gap) + 1
			i += k
		}
		if prev >= n {
			return nil, 0, errList
		}
		p.docs = append(p.docs, prev)
	}
	b = b[i:]
	if !scored {
		return b, prev, nil
	}
	b, err := p.decodeScores(b, count)
	return b, prev, err
}

func (p *postings) decodeScores(b []byte, count int) ([]byte, error) {
	size := count + (count+1)/2
	if size > len(b) {
		return nil, errList
	}
	p.impacts = append(p.impacts, b[:count]...)
	if p.noMasks {
		return b[size:], nil
	}
	masks := b[count:size]
	for i := range count {
		p.masks = append(p.masks, masks[i>>1]>>(uint(i&1)*4)&15)
	}
	return b[size:], nil
}

func (p *postings) decodeBitmap(b []byte, df, n uint32, scored bool) error {
	size := int(n+7) / 8
	if size > len(b) {
		return errList
	}
	before := len(p.docs)
	bitmap, at := b[:size], uint32(0)
	for ; len(bitmap) >= 8; bitmap, at = bitmap[8:], at+64 {
		for w := binary.LittleEndian.Uint64(bitmap); w != 0; w &= w - 1 {
			p.docs = append(p.docs, at+uint32(bits.TrailingZeros64(w)))
		}
	}
	for ; len(bitmap) > 0; bitmap, at = bitmap[1:], at+8 {
		for w := bitmap[0]; w != 0; w &= w - 1 {
			p.docs = append(p.docs, at+uint32(bits.TrailingZeros8(w)))
		}
	}
	count := len(p.docs) - before
	if count != int(df) || count > 0 && p.docs[len(p.docs)-1] >= n {
		return errList
	}
	b = b[size:]
	if scored {
		var err error
		if b, err = p.decodeScores(b, count); err != nil {
			return err
		}
	}
	if len(b) > 0 {
		return errList
	}
	return nil
}
