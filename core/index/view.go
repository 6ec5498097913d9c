package index

import (
	"context"
	"slices"
	"sync"

	"pinfold/core/order"
)

// A Part is a segment of a View and what is dead in it.
type Part struct {
	Segment *Segment
	Dead    *Set
}

// ViewOptions are what a View needs from its user. The zero value works but
// for phrases.
type ViewOptions struct {
	// Fields returns the text of a document, as Build was given it, from its
	// Value. Without it phrases find nothing.
	Fields func(value []byte) [NumFields]string
	// Document returns the document, as Build was given it, from its Value;
	// false if it cannot. With it Check analyses every document anew.
	Document func(value []byte, seq uint64) (Document, bool)
	Pause    Pause
}

// A View is a snapshot of a library: it never changes, and may be asked by
// several goroutines at once.
type View struct {
	parts []Part
	o     ViewOptions

	mu       sync.Mutex
	excluded [][]uint32 // by part: dead or hidden, once asked for
	tags     []TagCount
	counted  bool // tags are counted
	union    *tagUnion
}

// NewView returns a View of parts, which are of one library: no document that
// is alive is in two of them. It reads nothing.
func NewView(parts []Part, o ViewOptions) *View {
	kept := make([]Part, len(parts))
	copy(kept, parts)
	return &View{parts: kept, o: o}
}

// pace returns a fresh one.
func (v *View) pace(ctx context.Context) pace { return pace{ctx: ctx, pause: v.o.Pause} }

// hiddenOf returns the hidden documents of a segment.
func (s *Segment) hiddenOf(ctx context.Context) ([]uint32, error) {
	if s.meta.Hidden == 0 {
		return nil, nil
	}
	s.mu.Lock()
	hidden, known := s.hidden, s.known
	s.mu.Unlock()
	if known {
		return hidden, nil
	}
	ref, _, err := s.lookup(ctx, string(rune(spaceHidden)))
	if err != nil {
		return nil, err
	}
	if ref.df != s.meta.Hidden {
		return nil, s.damaged("the number of hidden documents is off")
	}
	var p postings
	if err := s.list(ctx, ref, false, &p); err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.hidden, s.known = p.docs, true
	s.mu.Unlock()
	return p.docs, nil
}

// excludedOf returns what a search must not find in a part, ascending.
func (v *View) excludedOf(ctx context.Context, part int, withHidden bool) ([]uint32, error) {
	p := v.parts[part]
	dead := inside(p.Dead.list(), p.Segment.meta.Docs)
	if withHidden || p.Segment.meta.Hidden == 0 {
		return dead, nil
	}
	v.mu.Lock()
	if v.excluded == nil {
		v.excluded = make([][]uint32, len(v.parts))
	}
	known := v.excluded[part]
	v.mu.Unlock()
	if known != nil {
		return known, nil
	}
	hidden, err := p.Segment.hiddenOf(ctx)
	if err != nil {
		return nil, err
	}
	both := make([]uint32, 0, len(dead)+len(hidden))
	both = append(append(both, dead...), hidden...)
	order.Numbers(both)
	both = slices.Compact(both)
	v.mu.Lock()
	v.excluded[part] = both
	v.mu.Unlock()
	return both, nil
}

// inside drops numbers that the segment does not have.
func inside(docs []uint32, n uint32) []uint32 { return docs[:seek(docs, 0, n)] }

// Count returns how many documents are live, and how many of those that are
// not dead are hidden.
func (v *View) Count(ctx context.Context) (live, hidden int, err error) {
	for i, p := range v.parts {
		excluded, err := v.excludedOf(ctx, i, false)
		if err != nil {
			return 0, 0, err
		}
		n := int(p.Segment.meta.Docs)
		live += n - len(excluded)
		hidden += len(excluded) - len(inside(p.Dead.list(), p.Segment.meta.Docs))
	}
	return live, hidden, nil
}

// Orders returns the least and the greatest Order of v's documents, dead and
// hidden ones too; false if it has none.
func (v *View) Orders() (least, greatest int64, ok bool) {
	for _, p := range v.parts {
		m := &p.Segment.meta
		if m.Docs == 0 {
			continue
		}
		if !ok {
			least, greatest, ok = m.MinOrder, m.MaxOrder, true
		}
		least, greatest = min(least, m.MinOrder), max(greatest, m.MaxOrder)
	}
	return least, greatest, ok
}
