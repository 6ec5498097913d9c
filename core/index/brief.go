package index

import "slices"

// A word of which one letter is typed finds most documents, and says nothing of
// which is better than another. So beside other conditions only the letter as a
// word of its own counts for the score; of two letters, where the impacts of the
// words that begin with them lie, roughly. One or two letters alone are ranked by
// where they are a word, and then by the best impact of any word that begins
// with them: the best of these stand in the heads of the letters, so that what
// is asked for at the first keys reads little, whatever the size of a library.

// kept says what of a part's letters a leaf reads.
type kept uint8

const (
	keptNone kept = iota // nothing: the lists of all words are united
	keptList             // all documents, where there is a list of them
	keptHead             // the best
)

// alone returns the leaf of a question that is nothing but one or two letters,
// ranked by score.
func (s *search) alone(root *node) *leaf {
	if root.kind != nodeLeaf || root.leaf.letters == 0 || s.o.Order != Best {
		return nil
	}
	return root.leaf
}

// weighLetters leaves to single letters that do not stand alone only their own
// word, and to two letters quarters.
func (s *search) weighLetters(alone *leaf) {
	for _, l := range s.leaves {
		if l == alone {
			continue
		}
		switch l.letters {
		case 1:
			l.ranks = false
		case 2:
			l.coarse = true
		}
	}
}

// counted says that more is asked for than hits.
func (s *search) counted() bool { return s.o.Total || s.o.Facets > 0 || len(s.o.Cuts) > 0 }

// briefly answers a question that is nothing but the letters of l.
func (s *search) briefly(root *node, l *leaf) (Result, error) {
	best, enough, err := s.heads(root, l)
	if err != nil {
		return Result{}, err
	}
	if enough && !s.counted() {
		r, err := s.result(best, best)
		if slices.ContainsFunc(l.parts, leafPart.beheaded) {
			r.Total, r.More = max(r.Total, s.least(l, best)), true
		}
		return r, err
	}
	if l.kept = keptNone; enough {
		l.kept = keptList
	}
	l.parts = make([]leafPart, len(s.view.parts))
	found, err := s.find(root)
	if err != nil {
		return Result{}, err
	}
	if l.kept == keptNone {
		best = found
	}
	return s.result(found, best)
}

// heads returns the best of what l finds in each part. It is false if more hits
// are asked for than these are.
func (s *search) heads(root *node, l *leaf) ([]matches, bool, error) {
	l.kept = keptHead
	best, err := s.find(root)
	if err != nil {
		return nil, false, err
	}
	for i := range best {
		if l.parts[i].beheaded() && best[i].count() < s.o.Offset+s.o.Limit {
			return nil, false, nil
		}
	}
	return best, true, nil
}

// beheaded says that the head of the letters does not hold all their documents.
func (p leafPart) beheaded() bool { return p.letter != nil && p.letter.headDocs < p.letter.docs }

// least returns how many documents l finds at least: of those of the letters as
// many as there are others than dead and hidden ones.
func (s *search) least(l *leaf, best []matches) (n int) {
	for i := range best {
		part := s.view.parts[i]
		if l.parts[i].letter == nil {
			n += best[i].count()
			continue
		}
		n += max(0, int(l.parts[i].letter.docs)-part.Dead.Len()-int(part.Segment.meta.Hidden))
	}
	return n
}

// spared says that the words of a segment that begin with the letters need not
// be looked at, as far as is known without reading.
func (l *leaf) spared(seg *Segment) bool {
	if letter, known := seg.knownLetter(l.low[1:]); known {
		return l.served(letter)
	}
	return l.kept == keptHead || l.letters == 1
}

// served says that a segment keeps what l reads of its letters.
func (l *leaf) served(letter *letter) bool {
	return letter != nil && (l.kept == keptHead || letter.list.len > 0)
}

// scanLetters finds the letters of a part and the list of the word itself;
// false if the part does not keep them.
func (l *leaf) scanLetters(s *search, i int) (bool, error) {
	seg, p := s.view.parts[i].Segment, &l.parts[i]
	letter, err := seg.letterOf(s.ctx, l.low[1:])
	if err != nil || !l.served(letter) {
		return false, err
	}
	p.letter = letter
	p.exact, _, err = seg.lookup(s.ctx, l.low)
	return true, err
}

// loadLetters reads the documents of the letters, those that are admitted if
// there is such a choice, or the best of them, with their marks.
func (l *leaf) loadLetters(s *search, i int) error {
	seg, p := s.view.parts[i].Segment, &l.parts[i]
	var some []uint32
	if u := &s.scratch.union; u.narrow {
		some = u.admitted
	}
	exact, err := l.own(s, seg, p, some)
	if err != nil {
		return err
	}
	others, err := l.others(s, seg, p, some)
	if err != nil {
		return err
	}
	n := len(others.docs) + len(exact.docs)
	p.union, p.docs, p.marks = true, s.scratch.numbers.take(n)[:0], s.scratch.numbers.take(n)[:0]
	for a, b := 0, 0; a < len(exact.docs) || b < len(others.docs); {
		switch {
		case b == len(others.docs) || a < len(exact.docs) && exact.docs[a] <= others.docs[b]:
			if b < len(others.docs) && exact.docs[a] == others.docs[b] {
				b++
			}
			p.docs, p.marks = append(p.docs, exact.docs[a]), append(p.marks, uint32(exact.impacts[a])<<16)
			a++
		default:
			mark := uint32(0)
			if others.impacts != nil {
				mark = uint32(others.impacts[b])
			}
			p.docs, p.marks = append(p.docs, others.docs[b]), append(p.marks, mark)
			b++
		}
	}
	return s.step(2 * n)
}

// own reads the list of the letters as a word; of a long one, if some is not
// nil, only what may be in some.
func (l *leaf) own(s *search, seg *Segment, p *leafPart, some []uint32) (postings, error) {
	own := postings{noMasks: true}
	if some != nil {
		err := seg.listAt(s.ctx, p.exact, true, some, &own)
		return own, err
	}
	err := seg.list(s.ctx, p.exact, true, &own)
	return own, err
}

// others reads the list of the letters, or their head.
func (l *leaf) others(s *search, seg *Segment, p *leafPart, some []uint32) (postings, error) {
	if l.kept == keptHead {
		return seg.letterHead(s.ctx, p.letter)
	}
	n := int(p.letter.docs)
	if some != nil {
		n = min(n, len(some))
	}
	all := postings{docs: s.scratch.numbers.take(n)[:0]}
	err := seg.letterDocs(s.ctx, p.letter, some, l.coarse, &all)
	return all, err
}
