package index

import (
	"cmp"
	"slices"

	"pinfold/core/order"
)

// A node is an expression made ready: its words are leaves.
type node struct {
	kind     nodeKind
	of       []*node
	leaf     *leaf
	from, to int64   // nodeOrders
	phrase   *phrase // nodePhrase, of which of[0] is the And of its words
	docs     []Doc   // nodeThese
}

type nodeKind uint8

const (
	nodeAll nodeKind = iota
	nodeAnd
	nodeOr
	nodeNot
	nodeLeaf
	nodeOrders
	nodePhrase
	nodeThese
)

// compile makes e ready and collects its leaves.
func (s *search) compile(e Expr) *node {
	switch e := e.(type) {
	case All:
		return &node{kind: nodeAll}
	case And:
		if len(e.Of) == 1 {
			return s.compile(e.Of[0])
		}
		return &node{kind: nodeAnd, of: s.compileAll(e.Of)}
	case Or:
		return &node{kind: nodeOr, of: s.compileAll(e.Of)}
	case Not:
		return &node{kind: nodeNot, of: []*node{s.compile(e.Of)}}
	case Word:
		return s.word(e)
	case Phrase:
		return s.phrase(e)
	case TagIs:
		return s.leaf(&leaf{low: string(rune(spaceTag)) + e.Key})
	case TagPrefix:
		return s.prefix(&leaf{low: string(rune(spaceTag)) + e.Key})
	case Term:
		return s.leaf(&leaf{low: string(rune(spaceTerm)) + e.Text})
	case TermPrefix:
		return s.prefix(&leaf{low: string(rune(spaceTerm)) + e.Text})
	case Orders:
		s.orders = true
		return &node{kind: nodeOrders, from: e.From, to: e.To}
	case These:
		return &node{kind: nodeThese, docs: e.Docs}
	}
	return &node{kind: nodeOr} // None, nil
}

func (s *search) compileAll(of []Expr) []*node {
	nodes := make([]*node, len(of))
	for i, e := range of {
		nodes[i] = s.compile(e)
	}
	return nodes
}

func (s *search) leaf(l *leaf) *node {
	if l.fields &= allFields; l.fields == 0 {
		l.fields = allFields
	}
	l.parts = make([]leafPart, len(s.view.parts))
	s.leaves = append(s.leaves, l)
	return &node{kind: nodeLeaf, leaf: l}
}

func (s *search) prefix(l *leaf) *node {
	l.high = afterPrefix(l.low)
	return s.leaf(l)
}

func (s *search) word(w Word) *node {
	l := &leaf{low: string(rune(spaceWord)) + w.Text, fields: w.Fields, scored: true, ranks: true}
	switch w.How {
	case Prefix:
		anywhere := w.Fields&allFields == 0 || w.Fields&allFields == allFields
		l.letters = lettersOf(w.Text)
		if !anywhere || l.letters > letters {
			l.letters = 0
		}
		return s.prefix(l)
	case Near:
		if n := newNearness(w.Text); n.limit > 0 {
			l.near = n
		}
	}
	return s.leaf(l)
}

// size estimates how many documents a node finds in a part.
func (n *node) size(s *search, part int) int {
	all := int(s.view.parts[part].Segment.meta.Docs)
	switch n.kind {
	case nodeLeaf:
		return n.leaf.parts[part].size()
	case nodeThese:
		return len(n.docs)
	case nodePhrase:
		return n.of[0].size(s, part)
	case nodeAnd:
		for _, k := range n.of {
			all = min(all, k.size(s, part))
		}
	case nodeOr:
		sum := 0
		for _, k := range n.of {
			sum += k.size(s, part)
		}
		return min(sum, all)
	}
	return all
}

// eval returns what a node finds in a part; scores only if scored.
func (s *search) eval(n *node, part int, scored bool) (list, error) {
	seg := s.view.parts[part].Segment
	switch n.kind {
	case nodeAll:
		return rangeOf(0, seg.meta.Docs), nil
	case nodeAnd:
		return s.evalAnd(n, part, scored)
	case nodeOr:
		return s.evalOr(n, part, scored)
	case nodeNot:
		l, err := s.eval(n.of[0], part, false)
		if err != nil {
			return list{}, err
		}
		return without(rangeOf(0, seg.meta.Docs), l), s.step(l.len())
	case nodeLeaf:
		return s.evalLeaf(n.leaf, part, scored)
	case nodeThese:
		return theseIn(n.docs, part, seg.meta.Docs), nil
	case nodePhrase:
		l, err := s.eval(n.of[0], part, scored)
		if err != nil || n.phrase.lazy {
			return l, err
		}
		if l, err = s.inOneField(n, part, l.spelled()); err != nil {
			return list{}, err
		}
		return s.verified(n.phrase, part, l)
	}
	lo, hi, err := seg.ordersRange(s.ctx, n.from, n.to)
	return rangeOf(lo, hi), err
}

// theseIn returns those of docs that are in a part of n documents.
func theseIn(docs []Doc, part int, n uint32) list {
	var own []uint32
	for _, d := range docs {
		if d.Part == part && d.Num < n {
			own = append(own, d.Num)
		}
	}
	order.Numbers(own)
	return list{docs: slices.Compact(own)}
}

// evalAnd starts with the smallest and asks the others only about what is left.
func (s *search) evalAnd(n *node, part int, scored bool) (list, error) {
	out := rangeOf(0, s.view.parts[part].Segment.meta.Docs)
	type sized struct {
		*node
		size int
	}
	var of []sized
	var not []*node
	for _, k := range n.of {
		if k.kind == nodeNot {
			not = append(not, k.of[0])
		} else {
			of = append(of, sized{k, k.size(s, part)})
		}
	}
	order.By(of, func(a, b *sized) int { return cmp.Compare(a.size, b.size) })
	for _, k := range of {
		if out.len() == 0 {
			return out, nil
		}
		if !out.ranged && k.kind == nodeLeaf && k.leaf.single(part) && k.size > 16*len(out.docs) {
			var err error
			if out, err = s.probe(k.leaf, part, out, scored); err != nil {
				return list{}, err
			}
			continue
		}
		l, err := s.eval(k.node, part, scored)
		if err != nil {
			return list{}, err
		}
		if err := s.step(min(l.len(), 16*out.len())); err != nil {
			return list{}, err
		}
		out = intersect(out, l)
	}
	for _, k := range not {
		if out.len() == 0 {
			return out, nil
		}
		l, err := s.eval(k, part, false)
		if err != nil {
			return list{}, err
		}
		if err := s.step(out.len()); err != nil {
			return list{}, err
		}
		out = without(out, l)
	}
	return out, nil
}

// evalOr unites in pairs, so that no document is copied often.
func (s *search) evalOr(n *node, part int, scored bool) (list, error) {
	lists := make([]list, 0, len(n.of))
	for _, k := range n.of {
		l, err := s.eval(k, part, scored)
		if err != nil {
			return list{}, err
		}
		lists = append(lists, l)
	}
	for len(lists) > 1 {
		half := lists[:0]
		for i := 0; i < len(lists); i += 2 {
			l := lists[i]
			if i+1 < len(lists) {
				l = unite(l, lists[i+1])
			}
			if err := s.step(l.len()); err != nil {
				return list{}, err
			}
			half = append(half, l)
		}
		lists = half
	}
	if len(lists) == 0 {
		return rangeOf(0, 0), nil
	}
	return lists[0], nil
}

// evalLeaf returns a leaf's documents.
func (s *search) evalLeaf(l *leaf, part int, scored bool) (list, error) {
	p := &l.parts[part]
	scored = scored && l.scored
	if p.union {
		out := list{docs: p.docs}
		if scored && (l.ranks || p.exact.df > 0) {
			out.scores = s.scratch.numbers.take(len(p.docs))
			for i, m := range p.marks {
				out.scores[i] = l.score(m)
			}
		}
		return out, s.step(len(p.docs))
	}
	found := postings{docs: s.scratch.numbers.take(int(p.exact.df))[:0], noMasks: true}
	if l.scored {
		found.impacts = make([]uint8, 0, p.exact.df)
	}
	if err := s.view.parts[part].Segment.list(s.ctx, p.exact, l.scored, &found); err != nil {
		return list{}, err
	}
	out := list{docs: found.docs}
	if scored {
		out.scores = s.scratch.numbers.take(len(found.docs))
		for i, m := range found.impacts {
			out.scores[i] = uint32(m) * l.exactWeight
		}
	}
	return out, s.step(2 * len(found.docs))
}

// probe returns the documents of a that a long list has too, decoding only the
// blocks they stand in.
func (s *search) probe(l *leaf, part int, a list, scored bool) (list, error) {
	seg := s.view.parts[part].Segment
	ref := l.parts[part].exact
	found := postings{noMasks: true}
	if err := seg.listAt(s.ctx, ref, l.scored, a.docs, &found); err != nil {
		return list{}, err
	}
	b := list{docs: found.docs}
	if scored && l.scored {
		b.scores = make([]uint32, len(found.docs))
		for i, m := range found.impacts {
			b.scores[i] = uint32(m) * l.exactWeight
		}
	}
	return intersect(a, b), s.step(len(a.docs) * 16)
}
