package index

import (
	"context"
	"strings"

	"pinfold/core/text"
)

// A Reason is one word of a question and the word of a document that it is
// there for.
type Reason struct {
	Asked  string
	Word   string  // of the document; the one that counted the most
	Fields Mask    // where it stands
	How    How     // Exact, Prefix or Near
	Score  float32 // its part of the hit's Score
}

// Explain returns why e finds a document of that text, and what each word gives
// to its score, in the order of the question. What is left out of a question,
// and what is no word, gives nothing.
func (v *View) Explain(ctx context.Context, e Expr, fields [NumFields]string) ([]Reason, error) {
	s := &search{pace: v.pace(ctx), view: v, scratch: v.borrow()}
	defer func() { v.giveBack(s.scratch) }()
	root := s.compile(e)
	s.weighLetters(s.alone(root))
	if err := s.resolve(root); err != nil {
		return nil, err
	}
	words := newLexicon(1, tuned())
	words.add(&fields)
	var reasons []Reason
	root.counting(func(l *leaf) {
		if r, ok := l.reason(words); ok {
			reasons = append(reasons, r)
		}
	})
	return reasons, nil
}

// counting calls do for every leaf that may give to a score.
func (n *node) counting(do func(*leaf)) {
	switch n.kind {
	case nodeLeaf:
		if n.leaf.scored {
			do(n.leaf)
		}
	case nodeNot:
	default:
		for _, k := range n.of {
			k.counting(do)
		}
	}
}

// reason returns the word of a document that l is there for: the word itself,
// else the one that gives the most.
func (l *leaf) reason(words *lexicon) (best Reason, found bool) {
	most, strongest := uint32(0), uint32(0)
	for i, w := range words.uses {
		word, impact, mask := words.terms[w][1:], uint32(words.data[i]>>8), Mask(words.data[i])
		how, factor := l.likeness(word)
		if factor == 0 || mask&l.fields == 0 {
			continue
		}
		mark := impact * factor
		switch {
		case how == Exact:
			mark = impact << 16
		case l.coarse:
			mark = uint32(coarse(quarter(uint8(impact))))
		}
		if score := l.score(mark); !found || score > most || l.coarse && score == most && impact > strongest {
			best = Reason{Asked: l.low[1:], Word: word, Fields: mask & l.fields, How: how, Score: float32(score) / scoreUnit}
			most, strongest, found = score, impact, true
		}
	}
	return best, found
}

// likeness says how l stands for a word; 0 if it does not.
func (l *leaf) likeness(word string) (How, uint32) {
	asked := l.low[1:]
	switch {
	case word == asked:
		return Exact, 1
	case l.near != nil:
		for d := 1; d <= l.near.limit; d++ {
			if text.Near(word, asked, d) {
				return Near, uint32(nearestFactor + 1 - d)
			}
		}
	case l.high != "" && strings.HasPrefix(word, asked):
		return Prefix, 1
	}
	return Exact, 0
}
