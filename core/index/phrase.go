package index

import (
	"strings"

	"pinfold/core/text"
)

// A phrase is found in two steps: the documents that have all its words, then
// those whose text has them one after the other.
type phrase struct {
	words    []string
	fields   Mask
	prefix   bool
	lazy     bool // verified hit by hit, by verifyHits
	verdicts map[Doc]bool
}

// phrase compiles p; one word alone is a Word.
func (s *search) phrase(p Phrase) *node {
	of := make([]*node, len(p.Words))
	for i, w := range p.Words {
		how := Exact
		if p.Prefix && i == len(p.Words)-1 {
			how = Prefix
		}
		of[i] = s.word(Word{Text: w, Fields: p.Fields, How: how})
	}
	switch len(of) {
	case 0:
		return &node{kind: nodeAll}
	case 1:
		return of[0]
	}
	fields := p.Fields & allFields
	if fields == 0 {
		fields = allFields
	}
	ph := &phrase{words: p.Words, fields: fields, prefix: p.Prefix, verdicts: make(map[Doc]bool)}
	s.phrases = append(s.phrases, ph)
	return &node{kind: nodePhrase, phrase: ph, of: []*node{{kind: nodeAnd, of: of}}}
}

// verifyBatch is how many documents are read at once.
const verifyBatch = 256

// verified returns the documents of l that really have the phrase.
func (s *search) verified(p *phrase, part int, l list) (list, error) {
	l = l.spelled()
	out := list{docs: make([]uint32, 0, len(l.docs))}
	for from := 0; from < len(l.docs); from += verifyBatch {
		to := min(from+verifyBatch, len(l.docs))
		docs := make([]Doc, 0, to-from)
		for _, d := range l.docs[from:to] {
			if !s.view.parts[part].Dead.Has(d) {
				docs = append(docs, Doc{Part: part, Num: d})
			}
		}
		if err := s.judge([]*phrase{p}, docs); err != nil {
			return list{}, err
		}
		for i, d := range l.docs[from:to] {
			if !p.verdicts[Doc{Part: part, Num: d}] {
				continue
			}
			out.docs = append(out.docs, d)
			if l.scores != nil {
				out.scores = append(out.scores, l.scores[from+i])
			}
		}
	}
	return out, nil
}

// judge reads docs and notes which of the phrases they have.
func (s *search) judge(phrases []*phrase, docs []Doc) error {
	fields := s.view.o.Fields
	if fields == nil {
		return nil
	}
	values, err := s.view.Values(s.ctx, docs)
	if err != nil {
		return err
	}
	var tokens []text.Token
	for i, value := range values {
		f := fields(value)
		for _, p := range phrases {
			p.verdicts[docs[i]] = p.in(&f, &tokens)
		}
		if err := s.step(len(value) * 8); err != nil {
			return err
		}
	}
	return nil
}

// in says that one of the fields has the phrase.
func (p *phrase) in(fields *[NumFields]string, buf *[]text.Token) bool {
	for f, s := range fields {
		if p.fields>>f&1 == 0 {
			continue
		}
		*buf = appendTokens((*buf)[:0], f, s)
		for at := range *buf {
			if p.at(*buf, at, 0) {
				return true
			}
		}
	}
	return false
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

// lazy says that hits are verified one by one.
func (s *search) lazy() bool {
	for _, p := range s.phrases {
		if p.lazy {
			return true
		}
	}
	return false
}

// verifyHits goes through the hits in their order until enough of them have
// the phrases. The total is what it has seen by then.
func (s *search) verifyHits(found []matches, r *Result) error {
	var lazy []*phrase
	for _, p := range s.phrases {
		if p.lazy {
			lazy = append(lazy, p)
		}
	}
	candidates, want := r.Total, s.o.Offset+s.o.Limit
	for depth := 2*want + 32; ; depth *= 4 {
		hits, err := s.hits(found, 0, depth)
		if err != nil {
			return err
		}
		if err := s.judgeHits(lazy, hits); err != nil {
			return err
		}
		good := hits[:0]
		for _, h := range hits {
			if s.hasAll(lazy, h.Doc) {
				good = append(good, h)
			}
		}
		if r.More = depth < candidates; len(good) > want || !r.More {
			r.Total = len(good)
			r.Hits = good[min(s.o.Offset, len(good)):min(want, len(good))]
			return nil
		}
	}
}

// judgeHits judges those that were not judged before.
func (s *search) judgeHits(phrases []*phrase, hits []Hit) error {
	var docs []Doc
	for i, h := range hits {
		if _, ok := phrases[0].verdicts[h.Doc]; !ok {
			docs = append(docs, h.Doc)
		}
		if len(docs) == verifyBatch || i == len(hits)-1 {
			if err := s.judge(phrases, docs); err != nil {
				return err
			}
			docs = docs[:0]
		}
	}
	return nil
}

func (s *search) hasAll(phrases []*phrase, d Doc) bool {
	for _, p := range phrases {
		if !p.verdicts[d] {
			return false
		}
	}
	return true
}
