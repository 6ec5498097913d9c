package index

import (
	"slices"

	"pinfold/core/order"
)

// An exacts gathers the exact terms of one space of documents as they are
// numbered, each once a document.
type exacts struct {
	space  byte
	ids    map[string]uint32
	terms  []string // with the space before them
	labels []string // of the first document that has the term, which is the newest
	places []uint32 // the terms in their order, once somebody has asked

	uses []uint32 // terms of all documents, one document after the other
	ends []int    // where each document's uses end
}

func newExacts(space byte) *exacts { return &exacts{space: space, ids: make(map[string]uint32)} }

// add takes a term of the document that is being numbered.
func (x *exacts) add(key, label string) {
	id, ok := x.ids[key]
	if !ok {
		id = uint32(len(x.terms))
		term := string(rune(x.space)) + key
		x.ids[term[1:]] = id
		x.terms, x.labels = append(x.terms, term), append(x.labels, label)
	}
	from := 0
	if n := len(x.ends); n > 0 {
		from = x.ends[n-1]
	}
	if !slices.Contains(x.uses[from:], id) {
		x.uses = append(x.uses, id)
	}
}

// end is the end of a document.
func (x *exacts) end() { x.ends = append(x.ends, len(x.uses)) }

// sorted returns the terms in their order.
func (x *exacts) sorted() []uint32 {
	if x.places == nil {
		x.places = order.ByText(len(x.terms), func(i uint32) string { return x.terms[i][1:] }) // behind their space, which is one byte
	}
	return x.places
}
