package index

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
	Pause  Pause
}
