package index

import (
	"encoding/binary"

	"pinfold/core/internal/wire"
)

// Terms are kept in one dictionary, sorted bytewise; the first byte says what
// they are. A block holds termBlock of them:
//
//	place of its first list in the postings, uvarint, then for each term
//	bytes shared with the term before (0 for the first), other bytes: uvarint each; the bytes
//	for a tag: 0 if the label is the key, else 1 + its length, uvarint; the label
//	documents, uvarint
//	up to inlineDocs of them: documents (minus the one before minus 1), uvarint each;
//	          for a word then the impact and the mask of each, 1 byte each
//	otherwise: length of the list in bytes, uvarint; the lists stand in the order of their terms
//
// The index of the blocks: their number, uvarint; for each the first term
// (length uvarint, bytes) and the length of the block, uvarint.
const (
	spaceHidden = 'h' // one term: the documents in the trash
	spaceTag    = 't'
	spaceWord   = 'w'
	spaceTerm   = 'x'
)

// A termWriter writes the postings as terms come in, and gathers the blocks.
type termWriter struct {
	pages  *pageWriter
	n      uint32 // documents of the segment
	blocks []byte
	index  []byte
	start  int // of the current block
	count  uint32
	tags   uint32
	last   string
	base   int64 // where the postings begin in the payload
	buf    []byte

	letters letterWriter
}

// add writes a term with its list, which is not kept. Terms must ascend.
func (w *termWriter) add(term, label string, p *postings) error {
	if w.count > 0 && term <= w.last || term == "" {
		return errUnsorted
	}
	shared := 0
	if w.count%termBlock == 0 {
		w.endBlock()
		w.index = binary.AppendUvarint(w.index, uint64(len(term)))
		w.index = append(w.index, term...)
		w.blocks = binary.AppendUvarint(w.blocks, uint64(w.pages.pos-w.base))
	} else {
		shared = sharedPrefix(w.last, term)
	}
	e := wire.Encoder{B: w.blocks}
	e.Uvarint(uint64(shared))
	e.String(term[shared:])
	if term[0] == spaceTag {
		w.tags++
		if label == term[1:] {
			e.U8(0)
		} else {
			e.Uvarint(uint64(len(label)) + 1)
			e.B = append(e.B, label...)
		}
	}
	e.Uvarint(uint64(len(p.docs)))
	w.blocks = e.B
	w.last = term
	w.count++
	if term[0] == spaceWord {
		w.letters.add(term[1:], p)
	}
	return w.addList(p, term[0] == spaceWord)
}

func (w *termWriter) addList(p *postings, scored bool) error {
	if len(p.docs) > inlineDocs {
		w.buf = appendList(w.buf[:0], p, scored, w.n)
		w.blocks = binary.AppendUvarint(w.blocks, uint64(len(w.buf)))
		return w.pages.write(w.buf)
	}
	prev := noDocBefore
	for _, d := range p.docs {
		w.blocks = binary.AppendUvarint(w.blocks, uint64(d-prev-1))
		prev = d
	}
	if scored {
		for i := range p.docs {
			w.blocks = append(w.blocks, p.impacts[i], p.masks[i])
		}
	}
	return nil
}

// endBlock notes the length of the block before.
func (w *termWriter) endBlock() {
	if w.count > 0 {
		w.index = binary.AppendUvarint(w.index, uint64(len(w.blocks)-w.start))
	}
	w.start = len(w.blocks)
}

// finish returns the blocks and their index.
func (w *termWriter) finish() (blocks, index []byte) {
	w.endBlock()
	n := blocksOf(int64(w.count), termBlock)
	return w.blocks, append(binary.AppendUvarint(nil, uint64(n)), w.index...)
}

func sharedPrefix(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
