package index

import (
	"errors"
	"slices"

	"pinfold/core/internal/wire"
	"pinfold/core/order"
)

// A Set is a set of document numbers of one segment. It never changes; nil is
// the empty set.
type Set struct{ docs []uint32 } // ascending

var errSet = errors.New("index: a set out of order")

// With returns a set that has docs too.
func (s *Set) With(docs ...uint32) *Set {
	if len(docs) == 0 {
		return s
	}
	all := make([]uint32, 0, s.Len()+len(docs))
	if s != nil {
		all = append(all, s.docs...)
	}
	all = append(all, docs...)
	order.Numbers(all)
	return &Set{docs: slices.Compact(all)}
}

// Has says that d is in the set.
func (s *Set) Has(d uint32) bool {
	if s == nil {
		return false
	}
	_, ok := slices.BinarySearch(s.docs, d)
	return ok
}

// Len returns how many there are.
func (s *Set) Len() int {
	if s == nil {
		return 0
	}
	return len(s.docs)
}

func (s *Set) list() []uint32 {
	if s == nil {
		return nil
	}
	return s.docs
}

// AppendSet appends the stored form of s: the count, then the differences
// between neighbours, as varints.
func AppendSet(dst []byte, s *Set) []byte {
	e := wire.Encoder{B: dst}
	e.Uvarint(uint64(s.Len()))
	next := uint32(0)
	for _, d := range s.list() {
		e.Uvarint(uint64(d - next))
		next = d + 1
	}
	return e.B
}

// DecodeSet reads what AppendSet wrote and returns what follows it.
func DecodeSet(b []byte) (*Set, []byte, error) {
	d := wire.New(b)
	n := d.Count(1)
	if n == 0 {
		return nil, d.Rest(), d.Err()
	}
	s := &Set{docs: make([]uint32, n)}
	next := uint64(0)
	for i := range s.docs {
		gap := d.Uvarint()
		if gap >= MaxDocs || next+gap >= MaxDocs {
			return nil, nil, errSet
		}
		s.docs[i] = uint32(next + gap)
		next += gap + 1
	}
	if err := d.Err(); err != nil {
		return nil, nil, err
	}
	return s, d.Rest(), nil
}
