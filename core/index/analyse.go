package index

import "pinfold/core/text"

// appendTokens appends the words of a field.
func appendTokens(dst []text.Token, field int, s string) []text.Token {
	if field != URL {
		return text.AppendTokens(dst, s)
	}
	at := len(dst)
	dst = append(dst, text.URLTokens(s)...)
	for i := at; i < len(dst); i++ { // each at a place of its own
		dst[i].Start, dst[i].End = i-at, i-at+1
	}
	return dst
}

// A lexicon gathers the words of documents as they are numbered, and which
// document has which.
type lexicon struct {
	ids    map[string]uint32
	words  []string
	slot   []uint32  // by word: 1 + place in the current document's counts
	counts []wordUse // of the current document
	tokens []text.Token
	impact impacter

	uses []uint32 // words of all documents, one document after the other
	data []uint16 // impact<<8 | mask of each
	ends []int    // where each document's uses end
}

type wordUse struct {
	id     uint32
	mask   Mask
	counts [NumFields]uint16
}

func newLexicon(docs int, w weights) *lexicon {
	return &lexicon{ids: make(map[string]uint32), impact: impacter{weights: w}, ends: make([]int, 0, docs)}
}

// add analyses the next document.
func (l *lexicon) add(fields *[NumFields]string) {
	l.counts = l.counts[:0]
	var lengths [NumFields]int
	for f, s := range fields {
		l.tokens = appendTokens(l.tokens[:0], f, s)
		lengths[f] = len(l.tokens)
		for i := range l.tokens {
			l.count(l.tokens[i].Text, f)
		}
	}
	l.impact.lengths(&lengths)
	for i := range l.counts {
		u := &l.counts[i]
		l.uses = append(l.uses, u.id)
		l.data = append(l.data, uint16(l.impact.impact(&u.counts))<<8|uint16(u.mask))
		l.slot[u.id] = 0
	}
	l.ends = append(l.ends, len(l.uses))
}

func (l *lexicon) count(word string, field int) {
	id, ok := l.ids[word]
	if !ok {
		id = uint32(len(l.words))
		word = string([]byte(word)) // not a slice of the whole text
		l.ids[word] = id
		l.words = append(l.words, word)
		l.slot = append(l.slot, 0)
	}
	if l.slot[id] == 0 {
		l.counts = append(l.counts, wordUse{id: id})
		l.slot[id] = uint32(len(l.counts))
	}
	u := &l.counts[l.slot[id]-1]
	u.mask |= 1 << field
	if u.counts[field] < 1<<16-1 {
		u.counts[field]++
	}
}

// invert turns "words of a document" into "documents of a word": the list of
// word w is docs[starts[w]:starts[w+1]].
func (l *lexicon) invert() (starts []int, docs []uint32, data []uint16) {
	starts = make([]int, len(l.words)+1)
	for _, w := range l.uses {
		starts[w+1]++
	}
	for w := range l.words {
		starts[w+1] += starts[w]
	}
	next := append([]int(nil), starts...)
	docs, data = make([]uint32, len(l.uses)), make([]uint16, len(l.uses))
	from := 0
	for d, end := range l.ends {
		for i := from; i < end; i++ {
			at := next[l.uses[i]]
			docs[at], data[at] = uint32(d), l.data[i]
			next[l.uses[i]]++
		}
		from = end
	}
	return starts, docs, data
}
