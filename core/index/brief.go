package index

// A word of which one letter is typed finds most documents, and says nothing of
// which is better than another. So beside other conditions only the letter as a
// word of its own counts for the score. Where it is asked for alone, the best
// are those where it is a word, and then those with the best impact of any word
// that begins with it: these stand in the heads of the letters.

// alone returns the leaf of a question that is nothing but a brief beginning,
// ranked by score.
func (s *search) alone(root *node) *leaf {
	if root.kind != nodeLeaf || !root.leaf.brief || s.o.Order != Best {
		return nil
	}
	return root.leaf
}

// scanBrief finds the letter of a part and the list of the word itself; false
// if the part does not keep the letter.
func (l *leaf) scanBrief(s *search, i int, t *termIndex) (bool, error) {
	seg, p := s.view.parts[i].Segment, &l.parts[i]
	var err error
	if p.letter, err = seg.letterOf(s.ctx, l.low[1:]); err != nil || p.letter == nil {
		return false, err
	}
	p.exact, _, err = seg.lookup(s.ctx, l.low)
	return true, err
}

// loadBrief reads the documents of the letter, and marks those with the word
// itself.
func (l *leaf) loadBrief(s *search, i int) error {
	seg, p := s.view.parts[i].Segment, &l.parts[i]
	n := int(p.letter.docs)
	all := postings{docs: s.scratch.numbers.take(n)[:0]}
	if err := seg.letterDocs(s.ctx, p.letter, &all); err != nil {
		return err
	}
	p.union, p.docs, p.marks = true, all.docs, s.scratch.numbers.take(n)
	clear(p.marks)
	exact := postings{noMasks: true}
	if err := seg.list(s.ctx, p.exact, true, &exact); err != nil {
		return err
	}
	at := 0
	for j, d := range exact.docs {
		if at = seek(p.docs, at, d); at == n || p.docs[at] != d {
			return seg.damaged("a word is missing from its letter")
		}
		p.marks[at] = uint32(exact.impacts[j]) << 16
	}
	return s.step(n + len(exact.docs))
}

// heads returns what the question l, which stands alone, is ranked by: of each
// part that keeps the letter the documents with the word itself, and the head.
// It is false if more hits are asked for than these are.
func (s *search) heads(l *leaf, found []matches) ([]matches, bool, error) {
	out := make([]matches, len(found))
	for i := range found {
		out[i] = found[i]
		p := &l.parts[i]
		if p.letter == nil {
			continue
		}
		head, err := s.view.parts[i].Segment.letterHead(s.ctx, p.letter)
		if err != nil {
			return nil, false, err
		}
		excluded, err := s.view.excludedOf(s.ctx, i, s.o.IncludeHidden)
		if err != nil {
			return nil, false, err
		}
		others := list{docs: head.docs, scores: make([]uint32, len(head.docs))}
		for j, m := range head.impacts {
			others.scores[j] = l.score(uint32(m))
		}
		others = without(others, list{docs: excluded})
		words := exactOf(&found[i].list)
		if whole := len(head.docs) < headDocs; !whole && words.len()+others.len() < s.o.Offset+s.o.Limit {
			return nil, false, nil
		}
		out[i] = matches{list: unite(words, others)}
		if err := s.step(found[i].len() + 4*out[i].len()); err != nil {
			return nil, false, err
		}
	}
	return out, true, nil
}

// exactOf returns the documents of l that have a score: those with the word
// itself.
func exactOf(l *list) list {
	out := list{docs: []uint32{}, scores: []uint32{}}
	for i := range l.docs {
		if score := l.score(i); score > 0 {
			out.docs, out.scores = append(out.docs, l.docs[i]), append(out.scores, score)
		}
	}
	return out
}
