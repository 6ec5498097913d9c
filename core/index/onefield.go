package index

// inOneField returns those of l's documents that may have the phrase n: all its
// whole words stand in one field that it asks for. The others need not be read,
// and of two common words most documents have each in another field. l is no
// range.
func (s *search) inOneField(n *node, part int, l list) (list, error) {
	words := wholeWords(n.of[0].of)
	if len(words) < 2 || !s.view.parts[part].Segment.meta.Current() { // its fields were told by another analysis
		return l, nil
	}
	fields := make([]Mask, len(l.docs))
	for i := range fields {
		fields[i] = n.phrase.fields
	}
	for _, word := range words {
		if len(l.docs) == 0 {
			return l, nil
		}
		var err error
		if l, fields, err = s.narrowFields(word, part, l, fields); err != nil {
			return list{}, err
		}
	}
	return l, nil
}

// wholeWords returns those words of a phrase that stand for themselves alone.
func wholeWords(of []*node) []*leaf {
	var words []*leaf
	for _, k := range of {
		if k.leaf.high == "" {
			words = append(words, k.leaf)
		}
	}
	return words
}

// narrowFields returns the documents of l that have the word in one of fields,
// which go with them, and those of the fields where they do. A document that the word's list
// lacks stays as it is: reading it will tell.
func (s *search) narrowFields(word *leaf, part int, l list, fields []Mask) (list, []Mask, error) {
	found := &s.scratch.union.list // which load alone uses otherwise
	found.reset()
	found.noMasks = false
	if err := s.view.parts[part].Segment.listAt(s.ctx, word.parts[part].exact, true, l.docs, found); err != nil {
		return list{}, nil, err
	}
	out, kept := list{docs: make([]uint32, 0, len(l.docs))}, fields[:0]
	j := 0
	for i, d := range l.docs {
		for j < len(found.docs) && found.docs[j] < d {
			j++
		}
		both := fields[i]
		if j < len(found.docs) && found.docs[j] == d {
			both &= Mask(found.masks[j])
		}
		if both == 0 {
			continue
		}
		out.docs, kept = append(out.docs, d), append(kept, both)
		if l.scores != nil {
			out.scores = append(out.scores, l.scores[i])
		}
	}
	return out, kept, s.step(len(l.docs) + 2*len(found.docs))
}
