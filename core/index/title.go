package index

import (
	"encoding/binary"
	"math/bits"
	"strings"

	"pinfold/core/internal/wire"
)

// The documents by sort key, in blocks of titleBlock whose places stand in the
// titles' index, and the end of the last. For each document of a block:
//
//	bytes of the key shared with the one before (0 for the first), uvarint
//	other bytes: length uvarint, bytes
//	document, uvarint
//
// The ranks are the inverse: for each document its place, 4 bytes.

// A titled is the matches of one part on their way into the order of titles.
type titled struct {
	s     *Segment
	part  int
	found *matches
	bits  []uint64 // ranks that may be hits
	rank  int      // next one to look at

	block int // 1 + the block that is decoded
	keys  [titleBlock]string
	docs  [titleBlock]uint32

	key  string
	doc  uint32
	done bool
}

// byTitle merges the parts in the order of their sort keys; equal ones newest
// first.
func (s *search) byTitle(found []matches, offset, limit int) ([]Hit, error) {
	var lines []*titled
	for i := range found {
		if found[i].count() == 0 {
			continue
		}
		t := &titled{s: s.view.parts[i].Segment, part: i, found: &found[i]}
		if err := t.begin(s); err != nil {
			return nil, err
		}
		lines = append(lines, t)
	}
	var hits []Hit
	for len(hits) < limit {
		var first *titled
		for _, t := range lines {
			if t.done {
				continue
			}
			before, err := t.before(s, first)
			if err != nil {
				return nil, err
			}
			if before {
				first = t
			}
		}
		if first == nil {
			break
		}
		if offset > 0 {
			offset--
		} else {
			hits = append(hits, Hit{Doc: Doc{Part: first.part, Num: first.doc}})
		}
		if err := first.advance(s); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// begin marks the ranks of the hits, or all of them if the hits are a range.
func (t *titled) begin(s *search) error {
	n := int(t.s.meta.Docs)
	t.bits = make([]uint64, (n+63)/64)
	if t.found.ranged {
		for i := range t.bits {
			t.bits[i] = ^uint64(0)
		}
		return t.advance(s)
	}
	ranks, err := t.s.bytes(s.ctx, secRanks, 0, 4*int64(n))
	if err != nil {
		return err
	}
	for _, d := range t.found.docs {
		r := binary.LittleEndian.Uint32(ranks[4*d:])
		if int(r) >= n {
			return t.s.damaged("a rank beyond the documents")
		}
		t.bits[r/64] |= 1 << (r % 64)
	}
	if err := s.step(2 * len(t.found.docs)); err != nil {
		return err
	}
	return t.advance(s)
}

// advance goes to the next hit.
func (t *titled) advance(s *search) error {
	for n := int(t.s.meta.Docs); t.rank < n; {
		w := t.bits[t.rank/64] >> (t.rank % 64)
		if w == 0 {
			t.rank = (t.rank/64 + 1) * 64
			continue
		}
		t.rank += bits.TrailingZeros64(w)
		if t.rank >= n {
			break
		}
		if err := t.load(s, t.rank/titleBlock); err != nil {
			return err
		}
		t.key, t.doc = t.keys[t.rank%titleBlock], t.docs[t.rank%titleBlock]
		t.rank++
		if !t.found.ranged || t.inRange() {
			return s.step(4)
		}
	}
	t.done = true
	return nil
}

func (t *titled) inRange() bool {
	if t.doc < t.found.lo || t.doc >= t.found.hi {
		return false
	}
	i := seek(t.found.but, 0, t.doc)
	return i == len(t.found.but) || t.found.but[i] != t.doc
}

// load decodes the block with a rank in it.
func (t *titled) load(s *search, block int) error {
	if t.block == block+1 {
		return nil
	}
	b, err := t.s.indexed(s.ctx, secTitles, secTitleIndex, int64(block))
	if err != nil {
		return err
	}
	d := wire.New(b)
	var key []byte
	for i := range min(titleBlock, int(t.s.meta.Docs)-block*titleBlock) {
		shared := d.Uvarint()
		if shared > uint64(len(key)) {
			return t.s.damaged("a block of titles is damaged")
		}
		key = append(key[:shared], d.Bytes()...)
		doc := d.Uvarint()
		if doc >= uint64(t.s.meta.Docs) {
			return t.s.damaged("a block of titles is damaged")
		}
		t.keys[i], t.docs[i] = string(key), uint32(doc)
	}
	if d.Done() != nil {
		return t.s.damaged("a block of titles is damaged")
	}
	t.block = block + 1
	return s.step(8 * titleBlock)
}

// before says that t's hit comes before u's; u nil is the end.
func (t *titled) before(s *search, u *titled) (bool, error) {
	if u == nil {
		return true, nil
	}
	if c := strings.Compare(t.key, u.key); c != 0 {
		return c < 0, nil
	}
	pair := []ranked{{num: u.doc, part: u.part}, {num: t.doc, part: t.part}}
	if err := s.sortByTime(pair); err != nil {
		return false, err
	}
	return pair[0].part == t.part, nil
}
