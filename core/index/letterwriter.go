package index

import (
	"encoding/binary"
	"unicode/utf8"

	"pinfold/core/internal/wire"
	"pinfold/core/text"
)

// What a person types first is one letter, and nearly every document has a word
// that begins with it. So a segment keeps, for each letter that begins many
// words, which documents those are, and the best of them by impact: the head.
//
// The section: the length of the index, uvarint; the index; the bodies. The
// index has for each letter, ascending: its bytes, string; documents, uvarint;
// documents of the head, uvarint; length of the head and of the list, uvarint.
// A body is the head (document minus the one before minus 1, uvarint each;
// impacts, 1 byte each) and the list, as appendList writes it.
const (
	headDocs   = 256
	letterFrom = 4096 // uses of words with that letter, below which uniting their lists is as fast
)

// brief says that a beginning is one letter of an alphabet. One character of a
// script that is searched by pairs says more, and begins fewer words.
func brief(word string) bool {
	_, n := utf8.DecodeRuneInString(word)
	return n == len(word) && n > 0 && !text.HalfPair(word)
}

// A letterWriter gathers the letters as words come in, in their order.
type letterWriter struct {
	n      uint32
	letter string
	uses   int
	few    []uint32 // their documents, while they are few
	seen   []byte   // a bit for each document
	best   []uint8  // by document: the greatest impact of the words that are longer
	alone  []uint32 // documents with the letter as a word

	count         uint64
	index, bodies []byte
}

func (w *letterWriter) add(word string, p *postings) {
	_, size := utf8.DecodeRuneInString(word)
	if word[:size] != w.letter {
		w.end()
		w.letter = word[:size]
	}
	if !brief(w.letter) {
		return
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
	if len(word) == size {
		w.alone = append(w.alone, p.docs...)
		return
	}
	for i, d := range p.docs {
		w.best[d] = max(w.best[d], p.impacts[i])
	}
}

// end writes the letter that was gathered, if it begins many words.
func (w *letterWriter) end() {
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

func (w *letterWriter) write() {
	for _, d := range w.alone {
		w.best[d] = 0 // it comes before the others anyway
	}
	var all postings
	for d := range w.n {
		if w.seen[d>>3]>>(d&7)&1 == 1 {
			all.docs = append(all.docs, d)
		}
	}
	at := len(w.bodies)
	head := w.head()
	w.bodies = appendHead(w.bodies, head)
	list := len(w.bodies)
	w.bodies = appendList(w.bodies, &all, false, w.n)
	e := wire.Encoder{B: w.index}
	e.String(w.letter)
	e.Uvarint(uint64(len(all.docs)))
	e.Uvarint(uint64(len(head.docs)))
	e.Uvarint(uint64(list - at))
	e.Uvarint(uint64(len(w.bodies) - list))
	w.index = e.B
	w.count++
}

// head returns the headDocs best documents, of equal ones the newest.
func (w *letterWriter) head() (head postings) {
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

// section returns the section; nothing if no letter has enough words.
func (w *letterWriter) section() []byte {
	w.end()
	if w.count == 0 {
		return nil
	}
	e := wire.Encoder{B: binary.AppendUvarint(nil, uint64(len(w.index)))}
	e.Raw(w.index)
	e.Raw(w.bodies)
	return e.B
}
