package index

import (
	"math/bits"
	"slices"
)

// Where all of several words must be found, only documents with the rarest of
// them can be hits. So of the many lists that the beginning of a word stands
// for, only what is among those documents is marked, ranked and intersected;
// the others are counted, since the weight of a beginning depends on how many
// documents have one of its words; where a segment has a list of them, their
// number is known.

// narrowsFrom is how many times longer the lists of a leaf must be than those
// of the rarest, so that reading the rarest twice is worth it.
const narrowsFrom = 4

// A docSet is a bit for each document of a part.
type docSet []uint64

func (b docSet) add(d uint32)      { b[d>>6] |= 1 << (d & 63) }
func (b docSet) has(d uint32) bool { return b[d>>6]>>(d&63)&1 == 1 }

func (b docSet) len() (n int) {
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// room returns b empty and large enough for n documents.
func (b docSet) room(n int) docSet {
	words := (n + 63) / 64
	b = slices.Grow(b[:0], words)[:words]
	clear(b)
	return b
}

// load reads the lists of all leaves, those that a hit must have before the
// others.
func (s *search) load(root *node) error {
	for i := range s.view.parts {
		rarest := root.rarest(i)
		if rarest != nil {
			if err := rarest.load(s, i); err != nil {
				return err
			}
		}
		admitted := false
		for _, l := range s.leaves {
			if l == rarest {
				continue
			}
			if rarest != nil && root.demands(l) && l.narrows(i, rarest.parts[i].size()) {
				if !admitted {
					if err := s.admit(rarest, i); err != nil {
						return err
					}
					admitted = true
				}
				if err := s.narrow(l, i); err != nil {
					return err
				}
				continue
			}
			if err := l.load(s, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// demands says that every hit has the leaf.
func (n *node) demands(l *leaf) bool {
	return n.kind == nodeAnd && slices.ContainsFunc(n.of, func(k *node) bool { return k.kind == nodeLeaf && k.leaf == l })
}

// rarest returns the leaf with the shortest lists in a part, of those that
// every hit has; nil if there are not two.
func (n *node) rarest(part int) (least *leaf) {
	if n.kind != nodeAnd {
		return nil
	}
	count := 0
	for _, k := range n.of {
		if k.kind != nodeLeaf {
			continue
		}
		count++
		if least == nil || k.leaf.parts[part].uses() < least.parts[part].uses() {
			least = k.leaf
		}
	}
	if count < 2 {
		return nil
	}
	return least
}

// uses is how long the lists of the leaf in the part are together.
func (p *leafPart) uses() int {
	if p.letter != nil {
		return int(p.letter.docs)
	}
	n := int(p.exact.df)
	for _, o := range p.others {
		n += int(o.df)
	}
	return n
}

// narrows says that the lists of the leaf are read only for the docs documents
// of the rarest.
func (l *leaf) narrows(part, docs int) bool {
	p := &l.parts[part]
	return (p.letter != nil || len(p.others) > 0) && p.uses() >= narrowsFrom*docs
}

// admit has narrow pass only the documents of the rarest, which is loaded.
func (s *search) admit(rarest *leaf, part int) error {
	n := int(s.view.parts[part].Segment.meta.Docs)
	u := s.union(n)
	u.among = u.among.room(n)
	var err error
	if u.admitted, err = s.docsOf(rarest, part); u.admitted == nil {
		u.admitted = []uint32{} // none, which is not any
	}
	for _, d := range u.admitted {
		u.among.add(d)
	}
	return err
}

// narrow loads a leaf for the documents admitted.
func (s *search) narrow(l *leaf, part int) error {
	n := int(s.view.parts[part].Segment.meta.Docs)
	u := s.union(n)
	u.seen = u.seen.room(n)
	u.narrow = true
	err := l.load(s, part)
	u.narrow = false
	l.parts[part].narrow, l.parts[part].count = true, u.seen.len()
	return err
}

// docsOf returns the documents of a leaf that is loaded.
func (s *search) docsOf(l *leaf, part int) ([]uint32, error) {
	p := &l.parts[part]
	if p.union {
		return p.docs, nil
	}
	all := postings{noMasks: true}
	err := s.view.parts[part].Segment.list(s.ctx, p.exact, l.scored, &all)
	return all.docs, err
}

// pass counts the documents of the list that was read and leaves those that
// the rarest has.
func (u *union) pass(fields Mask) {
	l, n := &u.list, 0
	for j, d := range l.docs {
		if len(l.masks) > 0 && Mask(l.masks[j])&fields == 0 {
			continue
		}
		u.seen.add(d)
		if !u.among.has(d) {
			continue
		}
		l.docs[n] = d
		if len(l.impacts) > 0 {
			l.impacts[n] = l.impacts[j]
		}
		if len(l.masks) > 0 {
			l.masks[n] = l.masks[j]
		}
		n++
	}
	l.docs, l.impacts, l.masks = l.docs[:n], l.impacts[:min(n, len(l.impacts))], l.masks[:min(n, len(l.masks))]
}
