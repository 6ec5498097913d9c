package index

// A scratch is memory that searches hand on, so that keystrokes make little
// garbage: in wasm, memory that was once needed is never given back.
type scratch struct {
	union   union
	numbers arena
	refs    []otherRef
}

// spareNumbers and spareRefs are how much of it is kept.
const (
	spareNumbers = 1 << 19
	spareRefs    = 1 << 13
)

// An arena gives out slices of numbers that all live as long as a search.
type arena struct {
	all  []uint32
	used int
}

// take returns n numbers of any value.
func (a *arena) take(n int) []uint32 {
	if a.used+n > len(a.all) {
		a.all = make([]uint32, max(n, min(2*len(a.all), spareNumbers), 1<<12))
		a.used = 0
	}
	a.used += n
	return a.all[a.used-n : a.used : a.used]
}

// refer appends a reference to refs, which is the last list of references that
// was begun.
func (s *search) refer(refs []otherRef, r otherRef) []otherRef {
	all := s.scratch.refs
	if len(refs) == 0 {
		all = append(all, r)
		s.scratch.refs = all
		return all[len(all)-1:]
	}
	s.scratch.refs = append(all, r)
	return s.scratch.refs[len(all)-len(refs):]
}

// borrow takes a scratch from the library's cache.
func (v *View) borrow() *scratch {
	if len(v.parts) == 0 {
		return &scratch{}
	}
	c := v.parts[0].Segment.cache
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.spare
	c.spare = nil
	if s == nil {
		s = &scratch{}
	}
	return s
}

// giveBack returns it, unless an error left it in disorder.
func (v *View) giveBack(s *scratch) {
	if len(v.parts) == 0 || len(s.union.touched) > 0 {
		return
	}
	s.union.admitted = nil
	s.numbers.used = 0
	if len(s.numbers.all) > spareNumbers {
		s.numbers.all = nil
	}
	clear(s.refs)
	if s.refs = s.refs[:0]; cap(s.refs) > spareRefs {
		s.refs = nil
	}
	c := v.parts[0].Segment.cache
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spare = s
}
