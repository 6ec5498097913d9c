package index

// inOneField returns those of l's documents that have all words of a phrase in
// one of its fields. Only they are read: of two common words most documents
// have each in another field.
func (s *search) inOneField(n *node, part int, l list) (list, error) {
	shared := make([]Mask, len(l.docs))
	for i := range shared {
		shared[i] = n.phrase.fields
	}
	for _, k := range n.of[0].of {
		if err := s.share(k.leaf, part, l.docs, shared); err != nil {
			return list{}, err
		}
	}
	out := list{docs: make([]uint32, 0, len(l.docs))}
	for i, d := range l.docs {
		if shared[i] == 0 {
			continue
		}
		out.docs = append(out.docs, d)
		if l.scores != nil {
			out.scores = append(out.scores, l.scores[i])
		}
	}
	return out, s.step(len(l.docs))
}

// share leaves in shared, which goes with docs, the fields that have the word
// too. A word that stands for others is passed over.
func (s *search) share(l *leaf, part int, docs []uint32, shared []Mask) error {
	if l.high != "" || l.near != nil {
		return nil
	}
	var found postings
	if err := s.view.parts[part].Segment.listAt(s.ctx, l.parts[part].exact, true, docs, &found); err != nil {
		return err
	}
	j := 0
	for i, d := range docs {
		for j < len(found.docs) && found.docs[j] < d {
			j++
		}
		if j < len(found.docs) && found.docs[j] == d {
			shared[i] &= Mask(found.masks[j])
		}
	}
	return s.step(2 * len(found.docs))
}
