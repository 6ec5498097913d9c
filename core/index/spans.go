package index

// spans counts the hits between each two cuts. The documents of a part are in
// the order of time, so each cut is one search in it, and each count one in the
// list of what was found.
func (s *search) spans(found []matches) ([]int, error) {
	counts := make([]int, len(s.o.Cuts)-1)
	for i := range found {
		if found[i].count() == 0 {
			continue
		}
		after, err := s.olderThan(&found[i], i, s.o.Cuts[0])
		if err != nil {
			return nil, err
		}
		for c, cut := range s.o.Cuts[1:] {
			before := after
			if after, err = s.olderThan(&found[i], i, cut); err != nil {
				return nil, err
			}
			counts[c] += after - before
		}
	}
	return counts, nil
}

// olderThan returns how many hits of a part have an order below cut.
func (s *search) olderThan(m *matches, part int, cut int64) (int, error) {
	first, err := s.view.parts[part].Segment.notBefore(s.ctx, cut)
	if err != nil {
		return 0, err
	}
	return m.from(first), s.step(32)
}

// from returns how many documents are numbered d or more.
func (m *matches) from(d uint32) int {
	if !m.ranged {
		return len(m.docs) - seek(m.docs, 0, d)
	}
	d = min(max(d, m.lo), m.hi)
	return int(m.hi-d) - (len(m.but) - seek(m.but, 0, d))
}
