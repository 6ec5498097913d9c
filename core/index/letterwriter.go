package index

import (
	"encoding/binary"
	"math"
	"slices"
	"unicode/utf8"

	"pinfold/core/internal/wire"
	"pinfold/core/text"
)

// What a person types first is one letter and then a second, and nearly every
// document has a word that begins with the first. So a segment keeps, for each
// such beginning of many words, the best of its documents by impact: the head;
// and for one letter, and for two that begin very many words, also which
// documents there are.
//
// The section: the length of the index, uvarint; the index; the bodies. The
// index has for each beginning, those of one letter first: itself, string;
// documents, uvarint; documents of the head, uvarint; length of the head and of
// the list, uvarint. A head is document minus the one before minus 1, uvarint
// each; impacts, 1 byte each. One letter has a list as appendList writes it; two
// letters with twoFrom uses or more, from format 3 on, a list and the quarters.
// The bodies are all heads and then all lists, so that heads, which are small and
// asked for at the first keys, lie together; before format 3 each list stood
// behind its head.
const (
	headDocs   = 256
	letterFrom = 4096  // uses of words with that beginning, below which uniting their lists is as fast
	twoFrom    = 16384 // uses of words with two letters, below which a list is not worth its room
	letters    = 2     // of the longest beginning that is kept
)

// lettersOf returns how many letters of an alphabet a beginning is; 0 if it has
// others. One character of a script that is searched by pairs says more, and
// begins fewer words.
func lettersOf(beginning string) (n int) {
	for len(beginning) > 0 {
		_, size := utf8.DecodeRuneInString(beginning)
		if text.HalfPair(beginning[:size]) {
			return 0
		}
		beginning = beginning[size:]
		n++
	}
	return n
}

// A letterWriter gathers the beginnings as words come in, in their order.
type letterWriter struct {
	format uint32
	kinds  [letters]beginnings // by their letters, less one
}

// newLetterWriter returns one for a segment of n documents in that format.
func newLetterWriter(n, format uint32) letterWriter {
	one, two := beginnings{n: n, listFrom: letterFrom}, beginnings{n: n, listFrom: twoFrom}
	if format < letterVersion {
		two.listFrom = math.MaxInt
	}
	return letterWriter{format, [letters]beginnings{one, two}}
}

func (w *letterWriter) add(word string, p *postings) {
	end := 0
	for k := range w.kinds {
		_, size := utf8.DecodeRuneInString(word[end:])
		if end += size; size == 0 || lettersOf(word[:end]) == 0 {
			return
		}
		w.kinds[k].add(word[:end], len(word) == end, p)
	}
}

// section returns the section; nothing if no beginning has enough words.
func (w *letterWriter) section() []byte {
	var index []byte
	var heads, lists [][]byte
	for k := range w.kinds {
		b := &w.kinds[k]
		b.end()
		index, heads, lists = append(index, b.index...), append(heads, b.heads...), append(lists, b.lists...)
	}
	if len(index) == 0 {
		return nil
	}
	out := append(binary.AppendUvarint(nil, uint64(len(index))), index...)
	if w.format < letterVersion {
		for i := range heads {
			out = append(append(out, heads[i]...), lists[i]...)
		}
		return out
	}
	return slices.Concat(out, slices.Concat(heads...), slices.Concat(lists...))
}

// A beginnings gathers those of one length.
type beginnings struct {
	n        uint32
	listFrom int // uses

	text  string
	uses  int
	few   []uint32 // their documents, while they are few
	seen  []byte   // a bit for each document
	best  []uint8  // by document: the greatest impact of the words that are longer
	alone []uint32 // documents with the beginning as a word

	index        []byte
	heads, lists [][]byte // of each that is in the index
}

func (w *beginnings) add(text string, whole bool, p *postings) {
	if text != w.text {
		w.end()
		w.text = text
	}
	if w.seen == nil {
		w.seen, w.best = make([]byte, (w.n+7)/8), make([]uint8, w.n)
	}
	if w.uses < letterFrom {
		w.few = append(w.few, p.docs...)
	}
	w.uses += len(p.docs)
	for _, d := range p.docs {
		w.seen[d>>3] |= 1 << (d & 7)
	}
	if whole {
		w.alone = append(w.alone, p.docs...)
		return
	}
	for i, d := range p.docs {
		w.best[d] = max(w.best[d], p.impacts[i])
	}
}

// end writes the beginning that was gathered, if it is one of many words.
func (w *beginnings) end() {
	if w.uses >= letterFrom {
		w.write()
		clear(w.seen)
		clear(w.best)
	} else {
		for _, d := range w.few {
			w.seen[d>>3], w.best[d] = 0, 0
		}
	}
	w.uses, w.few, w.alone = 0, w.few[:0], w.alone[:0]
}

func (w *beginnings) write() {
	for _, d := range w.alone {
		w.best[d] = 0 // it comes before the others anyway
	}
	var all postings
	for d := range w.n {
		if w.seen[d>>3]>>(d&7)&1 == 1 {
			all.docs, all.impacts = append(all.docs, d), append(all.impacts, w.best[d])
		}
	}
	best := w.head()
	head, list := appendHead(nil, best), []byte(nil)
	if w.uses >= w.listFrom {
		list = appendList(nil, &all, false, w.n)
		if lettersOf(w.text) > 1 {
			list = appendQuarters(list, all.impacts)
		}
	}
	w.heads, w.lists = append(w.heads, head), append(w.lists, list)
	e := wire.Encoder{B: w.index}
	e.String(w.text)
	e.Uvarint(uint64(len(all.docs)))
	e.Uvarint(uint64(len(best.docs)))
	e.Uvarint(uint64(len(head)))
	e.Uvarint(uint64(len(list)))
	w.index = e.B
}

// head returns the headDocs best documents, of equal ones the newest.
func (w *beginnings) head() (head postings) {
	var counts [maxImpact + 1]int
	for _, m := range w.best {
		counts[m]++
	}
	least, room := maxImpact, headDocs
	for ; least > 1 && counts[least] <= room; least-- {
		room -= counts[least]
	}
	for d, m := range w.best { // of impact least only as many as there is room for
		if int(m) > least || int(m) == least && room > 0 {
			head.docs = append(head.docs, uint32(d))
			head.impacts = append(head.impacts, m)
			if int(m) == least {
				room--
			}
		}
	}
	return head
}

func appendHead(dst []byte, head postings) []byte {
	prev := noDocBefore
	for _, d := range head.docs {
		dst = binary.AppendUvarint(dst, uint64(d-prev-1))
		prev = d
	}
	return append(dst, head.impacts...)
}
