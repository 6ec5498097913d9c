package index

import (
	"context"
	"encoding/binary"
	"math/bits"
	"slices"
)

// Beside other conditions two letters say little of which document is better.
// So of the impacts of the words that begin with them only the quarter counts
// that they lie in, which a segment keeps for each document of very common
// beginnings: 2 bits, the first document's the lowest of their byte.

// quarter is in which quarter an impact lies, from 0 to 3.
func quarter(impact uint8) uint8 { return impact >> 6 }

// coarse is the impact that stands for a quarter: its middle.
func coarse(quarter uint8) uint8 { return quarter<<6 | 1<<5 }

func appendQuarters(dst []byte, impacts []uint8) []byte {
	at := len(dst)
	dst = append(dst, make([]byte, quarterBytes(len(impacts)))...)
	for i, m := range impacts {
		dst[at+i/4] |= quarter(m) << (i % 4 * 2)
	}
	return dst
}

func quarterBytes(docs int) int { return (docs + 3) / 4 }

// quarterOf returns the coarse impact of the i-th document.
func quarterOf(quarters []byte, i int) uint8 { return coarse(quarters[i/4] >> (i % 4 * 2) & 3) }

// letterDocs appends the documents of a letter to p, with their coarse impacts
// if graded; if some is not nil, only some of those that it does not have.
func (s *Segment) letterDocs(ctx context.Context, l *letter, some []uint32, graded bool, p *postings) error {
	behind := int64(0)
	if l.quarters {
		behind = int64(quarterBytes(int(l.docs)))
	}
	list := l.list.len - behind
	if list < 0 {
		return s.damaged("the documents of a letter are damaged")
	}
	b, err := s.bytes(ctx, secLetters, l.list.off, list)
	if err != nil {
		return err
	}
	var quarters []byte
	if graded {
		if quarters, err = s.bytes(ctx, secLetters, l.list.off+list, behind); err != nil {
			return err
		}
	}
	if some != nil && len(b) > 0 && b[0] == listBitmap {
		err = p.pickGraded(b[1:], quarters, s.meta.Docs, some)
	} else if err = p.decode(b, l.docs, s.meta.Docs, false); err == nil {
		p.grade(quarters)
	}
	if err != nil {
		return s.damaged("the documents of a letter are damaged")
	}
	return nil
}

// grade gives every document its coarse impact; none if there are no quarters.
func (p *postings) grade(quarters []byte) {
	if quarters == nil {
		return
	}
	p.impacts = slices.Grow(p.impacts, len(p.docs))
	for i := range p.docs {
		p.impacts = append(p.impacts, quarterOf(quarters, i))
	}
}

// pickGraded appends those of docs that a bitmap over n documents has. The
// place of a document's quarter is the number of bits before its own.
func (p *postings) pickGraded(bitmap, quarters []byte, n uint32, docs []uint32) error {
	if len(bitmap) != int(n+7)/8 {
		return errList
	}
	before, at := 0, 0 // bits in the words before the one at
	word := wordOf(bitmap, at)
	for _, d := range docs {
		for ; at < int(d>>6); word = wordOf(bitmap, at) {
			before += bits.OnesCount64(word)
			at++
		}
		bit := uint64(1) << (d & 63)
		if word&bit == 0 {
			continue
		}
		p.docs = append(p.docs, d)
		if quarters == nil {
			continue
		}
		i := before + bits.OnesCount64(word&(bit-1))
		if i/4 >= len(quarters) {
			return errList
		}
		p.impacts = append(p.impacts, quarterOf(quarters, i))
	}
	return nil
}

// wordOf returns 64 bits of a bitmap; behind its end they are 0.
func wordOf(bitmap []byte, i int) uint64 {
	if 8*i+8 <= len(bitmap) {
		return binary.LittleEndian.Uint64(bitmap[8*i:])
	}
	var last [8]byte
	copy(last[:], bitmap[min(8*i, len(bitmap)):])
	return binary.LittleEndian.Uint64(last[:])
}
