package index

import "pinfold/core/text"

// appendTokens appends the words of a field.
func appendTokens(dst []text.Token, field int, s string) []text.Token {
	if field == URL {
		return text.AppendURLTokens(dst, s)
	}
	return text.AppendTokens(dst, s)
}

// A lexicon gathers the words of documents as they are numbered, and which
// document has which.
type lexicon struct {
	ids    map[string]uint32
	terms  []string  // the words, with their space before them
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
		id = uint32(len(l.terms))
		term := string(rune(spaceWord)) + word // nor a slice of the whole text
		l.ids[term[1:]] = id
		l.terms = append(l.terms, term)
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

// invert turns "terms of a document" into "documents of a term": of terms that
// are numbered below n and documents whose uses end at ends, the list of term t
// is docs[starts[t]:starts[t+1]]. What is known of each use, if anything, goes
// along.
func invert(n int, uses []uint32, ends []int, known []uint16) (starts []int, docs []uint32, data []uint16) {
	starts = make([]int, n+1)
	for _, t := range uses {
		starts[t+1]++
	}
	for t := range n {
		starts[t+1] += starts[t]
	}
	next := append([]int(nil), starts...)
	docs, data = make([]uint32, len(uses)), make([]uint16, len(known))
	from := 0
	for d, end := range ends {
		for i := from; i < end; i++ {
			at := next[uses[i]]
			docs[at] = uint32(d)
			if known != nil {
				data[at] = known[i]
			}
			next[uses[i]]++
		}
		from = end
	}
	return starts, docs, data
}
