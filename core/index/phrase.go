package index

import (
	"strings"

	"pinfold/core/text"
)

// A phrase is found in steps: the documents that have all its words, those that
// have them in one field, then those whose text has them one after the other.
type phrase struct {
	words  []string
	fields Mask
	prefix bool
	lazy   bool         // verified hit by hit, by verifyHits
	having map[Doc]bool // of the documents judged, those that have it
}

// phrase compiles p; one word alone is a Word.
func (s *search) phrase(p Phrase) *node {
	of := s.wordsOf(p)
	switch len(p.Words) {
	case 0:
		return &node{kind: nodeAll}
	case 1:
		return of[0]
	}
	fields := p.Fields & allFields
	if fields == 0 {
		fields = allFields
	}
	ph := &phrase{words: p.Words, fields: fields, prefix: p.Prefix, having: make(map[Doc]bool)}
	s.phrases = append(s.phrases, ph)
	return &node{kind: nodePhrase, phrase: ph, of: []*node{{kind: nodeAnd, of: of}}}
}

// wordsOf compiles the words of p, each once: a phrase may say one a hundred times.
func (s *search) wordsOf(p Phrase) []*node {
	var of []*node
	had := make(map[Word]bool, len(p.Words))
	for i, word := range p.Words {
		w := Word{Text: word, Fields: p.Fields, How: Exact}
		if p.Prefix && i == len(p.Words)-1 {
			w.How = Prefix
		}
		if !had[w] {
			had[w] = true
			of = append(of, s.word(w))
		}
	}
	return of
}

// at says that the words from the i-th on stand at token t and after it.
func (p *phrase) at(tokens []text.Token, t, i int) bool {
	last := i == len(p.words)-1
	if tokens[t].Text != p.words[i] && !(last && p.prefix && strings.HasPrefix(tokens[t].Text, p.words[i])) {
		return false
	}
	if last {
		return true
	}
	for n := t + 1; n < len(tokens); n++ {
		if p.at(tokens, n, i+1) {
			return true
		}
		if !beside(tokens, t, n) {
			return false
		}
	}
	return false
}

// beside says that token n may be passed over on the way from token t to the
// next word: it lies within t, as the last character of a run does, or is
// another reading of what begins there, as c is of c++.
func beside(tokens []text.Token, t, n int) bool {
	if tokens[n].Start >= tokens[t].Start && tokens[n].End <= tokens[t].End {
		return true
	}
	return n+1 < len(tokens) && tokens[n+1].Start == tokens[n].Start
}
