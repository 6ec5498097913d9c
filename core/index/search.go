package index

import "context"

// A search is one question being answered.
type search struct {
	pace
	view    *View
	o       Options
	leaves  []*leaf
	orders  bool // the question asks for dates
	phrases []*phrase
	jury    *jury // of those that are not lazy, once one was verified

	nearWords []string // of the dictionaries, that stand in for a word
	scratch   *scratch
}

// Search returns what e finds. Its steps are those of a list-at-a-time engine:
// look the words up in all parts, read their lists, combine them part by part,
// then rank. So an exact total costs nothing, and there are few round trips.
func (v *View) Search(ctx context.Context, e Expr, o Options) (Result, error) {
	o.Offset, o.Limit = min(max(o.Offset, 0), MaxDocs*64), min(max(o.Limit, 0), MaxDocs*64)
	s := &search{pace: v.pace(ctx), view: v, o: o, scratch: v.borrow()}
	defer func() { v.giveBack(s.scratch) }()
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	root := s.compile(e)
	s.delay(root)
	alone := s.alone(root)
	s.weighLetters(alone)
	if alone != nil {
		return s.briefly(root, alone)
	}
	for _, l := range s.leaves {
		if l.letters > 0 {
			l.kept = keptList
		}
	}
	found, err := s.find(root)
	if err != nil {
		return Result{}, err
	}
	return s.result(found, found)
}

// find returns what root finds in each part.
func (s *search) find(root *node) ([]matches, error) {
	if err := s.resolve(root); err != nil {
		return nil, err
	}
	found := make([]matches, len(s.view.parts))
	for i := range s.view.parts {
		l, err := s.eval(root, i, s.o.Order == Best)
		if err != nil {
			return nil, err
		}
		if found[i], err = s.visible(i, l); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// delay leaves phrases that the whole question depends on to be verified hit
// by hit, in the order of the hits, when nobody asks for all of them.
func (s *search) delay(root *node) {
	if s.o.Total || s.o.Facets > 0 || len(s.o.Cuts) > 0 {
		return
	}
	if root.kind == nodePhrase {
		root.phrase.lazy = true
	}
	if root.kind == nodeAnd {
		for _, k := range root.of {
			if k.kind == nodePhrase {
				k.phrase.lazy = true
			}
		}
	}
}

// resolve looks the leaves up and reads their lists: a round trip for the
// indexes of the terms, one for their blocks, one for the lists.
func (s *search) resolve(root *node) error {
	if err := s.fetchIndexes(); err != nil {
		return err
	}
	var blocks, lists fetch
	docs := 0
	for i, p := range s.view.parts {
		t, err := p.Segment.termIndexOf(s.ctx)
		if err != nil {
			return err
		}
		for _, l := range s.leaves {
			l.plan(&blocks, p.Segment, i, t)
		}
		docs += int(p.Segment.meta.Docs)
		if s.o.Limit > 0 { // the hits will be read next, so their places may come along
			blocks.section(p.Segment, secRecords, 0, p.Segment.meta.sections[secRecords].len)
		}
		if s.orders || len(s.o.Cuts) > 0 {
			at := p.Segment.meta.sections[secArrivalRows]
			blocks.section(p.Segment, secArrivalRows, 0, at.len)
		}
		if i%16 == 15 {
			if err := s.step(workPerPause); err != nil {
				return err
			}
		}
	}
	if err := blocks.run(s.ctx); err != nil {
		return err
	}
	for i, p := range s.view.parts {
		for _, l := range s.leaves {
			if err := l.scan(s, i); err != nil {
				return err
			}
			l.planLists(&lists, p.Segment, i)
		}
	}
	if err := lists.run(s.ctx); err != nil {
		return err
	}
	if err := s.load(root); err != nil {
		return err
	}
	for _, l := range s.leaves {
		l.weigh(docs)
	}
	return nil
}

// fetchIndexes reads the indexes of the terms that are not in memory yet.
func (s *search) fetchIndexes() error {
	var f fetch
	for _, p := range s.view.parts {
		p.Segment.mu.Lock()
		known := p.Segment.terms != nil
		p.Segment.mu.Unlock()
		if !known {
			f.section(p.Segment, secTermIndex, 0, p.Segment.meta.sections[secTermIndex].len)
		}
	}
	return f.run(s.ctx)
}

// union returns a cleared one for a part of n documents.
func (s *search) union(n int) *union {
	u := &s.scratch.union
	if len(u.marks) < n {
		u.marks = make([]uint32, n)
	}
	return u
}

// A matches is what a part may return: a list, and for a range what must be
// left out of it.
type matches struct {
	list
	but []uint32 // ascending; only of a range
}

// visible takes from l what is dead or hidden.
func (s *search) visible(part int, l list) (matches, error) {
	excluded, err := s.view.excludedOf(s.ctx, part, s.o.IncludeHidden)
	if err != nil {
		return matches{}, err
	}
	if l.ranged {
		from := seek(excluded, 0, l.lo)
		return matches{list: l, but: excluded[from:seek(excluded, from, l.hi)]}, nil
	}
	if len(excluded) == 0 {
		return matches{list: l}, nil
	}
	return matches{list: without(l, list{docs: excluded})}, s.step(l.len())
}

func (m *matches) count() int { return m.list.len() - len(m.but) }

// each calls do for every document, ascending, while it returns true.
func (m *matches) each(do func(d uint32) bool) {
	if !m.ranged {
		for _, d := range m.docs {
			if !do(d) {
				return
			}
		}
		return
	}
	but := m.but
	for d := m.lo; d < m.hi; d++ {
		if len(but) > 0 && but[0] == d {
			but = but[1:]
		} else if !do(d) {
			return
		}
	}
}

// nth returns the i-th document, counted from the newest.
func (m *matches) nth(i int) uint32 {
	if !m.ranged {
		return m.docs[i]
	}
	// The i-th that is not left out: lo + i + how many are left out before it.
	lo, hi := 0, len(m.but)
	for lo < hi {
		mid := (lo + hi) / 2
		if int(m.but[mid]-m.lo)-mid <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return m.lo + uint32(i+lo)
}
