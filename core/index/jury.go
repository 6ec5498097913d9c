package index

import (
	"slices"

	"pinfold/core/text"
)

// A jury judges a document for all its phrases at once, so that a document that
// may have several is read, and its text split into words, once.
type jury struct {
	opening map[string][]*phrase // by their first word
	lengths [256]uint64          // of those words, a bit for each, by the first byte
	judged  []docSet             // by part
	tokens  []text.Token         // of one field, to be used again
}

func newJury(phrases []*phrase, parts []Part) *jury {
	j := &jury{opening: make(map[string][]*phrase), judged: make([]docSet, len(parts))}
	for i, part := range parts {
		j.judged[i] = docSet(nil).room(int(part.Segment.meta.Docs))
	}
	for _, p := range phrases {
		word := p.words[0]
		j.opening[word] = append(j.opening[word], p)
		j.lengths[firstByte(word)] |= lengthBit(word)
	}
	return j
}

// firstByte returns 0 for no word.
func firstByte(word string) byte {
	if word == "" {
		return 0
	}
	return word[0]
}

func lengthBit(word string) uint64 { return 1 << (len(word) % 64) }

// openedBy returns the phrases whose first word is word. Most words open none,
// which their length and first byte tell.
func (j *jury) openedBy(word string) []*phrase {
	if j.lengths[firstByte(word)]&lengthBit(word) == 0 {
		return nil
	}
	return j.opening[word]
}

// hear notes which of the phrases a document has. A long text and many phrases
// are much work, which step counts.
func (j *jury) hear(d Doc, fields *[NumFields]string, step func(int) error) error {
	j.judged[d.Part].add(d.Num)
	for f, s := range fields {
		if s == "" {
			continue
		}
		j.tokens = appendTokens(j.tokens[:0], f, s)
		for at, t := range j.tokens {
			for _, p := range j.openedBy(t.Text) {
				if p.fields>>f&1 == 1 && !p.having[d] && p.at(j.tokens, at, 0) {
					p.having[d] = true
				}
				if err := step(8 + len(p.words)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// eager returns the jury of the phrases that are verified as the query is
// evaluated.
func (s *search) eager() *jury {
	if s.jury == nil {
		s.jury = newJury(s.phrasesThat(func(p *phrase) bool { return !p.lazy }), s.view.parts)
	}
	return s.jury
}

// lazy returns the phrases that are verified hit by hit.
func (s *search) lazy() []*phrase {
	return s.phrasesThat(func(p *phrase) bool { return p.lazy })
}

func (s *search) phrasesThat(are func(*phrase) bool) (list []*phrase) {
	for _, p := range s.phrases {
		if are(p) {
			list = append(list, p)
		}
	}
	return list
}

// verifyBatch is how many documents are read at once.
const verifyBatch = 256

// verified returns the documents of l, which is no range, that really have the
// phrase.
func (s *search) verified(p *phrase, part int, l list) (list, error) {
	out := list{docs: make([]uint32, 0, len(l.docs))}
	for from := 0; from < len(l.docs); from += verifyBatch {
		to := min(from+verifyBatch, len(l.docs))
		docs := make([]Doc, 0, to-from)
		for _, d := range l.docs[from:to] {
			if !s.view.parts[part].Dead.Has(d) {
				docs = append(docs, Doc{Part: part, Num: d})
			}
		}
		if err := s.judge(s.eager(), docs); err != nil {
			return list{}, err
		}
		if err := s.step(32 * (to - from)); err != nil {
			return list{}, err
		}
		for i, d := range l.docs[from:to] {
			if !p.having[Doc{Part: part, Num: d}] {
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

// judge reads those of docs that were not judged before and has the jury hear
// them. It uses docs.
func (s *search) judge(j *jury, docs []Doc) error {
	fields := s.view.o.Fields
	if fields == nil {
		return nil
	}
	docs = slices.DeleteFunc(docs, func(d Doc) bool { return j.judged[d.Part].has(d.Num) })
	values, err := s.view.Values(s.ctx, docs)
	if err != nil {
		return err
	}
	for i, value := range values {
		f := fields(value)
		if err := j.hear(docs[i], &f, s.step); err != nil {
			return err
		}
		if err := s.step(len(value) * 8); err != nil {
			return err
		}
	}
	return nil
}

// verifyHits goes through the hits in their order until enough of them have
// the phrases. The total is what it has seen by then.
func (s *search) verifyHits(lazy []*phrase, found []matches, r *Result) error {
	j := newJury(lazy, s.view.parts)
	candidates, want := r.Total, s.o.Offset+s.o.Limit
	for depth := 2*want + 32; ; depth *= 4 {
		hits, err := s.hits(found, 0, depth)
		if err != nil {
			return err
		}
		if err := s.judgeHits(j, hits); err != nil {
			return err
		}
		good := hits[:0]
		for _, h := range hits {
			if hasAll(lazy, h.Doc) {
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
func (s *search) judgeHits(j *jury, hits []Hit) error {
	for from := 0; from < len(hits); from += verifyBatch {
		batch := hits[from:min(from+verifyBatch, len(hits))]
		docs := make([]Doc, len(batch))
		for i, h := range batch {
			docs[i] = h.Doc
		}
		if err := s.judge(j, docs); err != nil {
			return err
		}
	}
	return nil
}

func hasAll(phrases []*phrase, d Doc) bool {
	for _, p := range phrases {
		if !p.having[d] {
			return false
		}
	}
	return true
}
