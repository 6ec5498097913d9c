package index

// An Expr says which documents are wanted. The text in it is folded by
// core/text already, one token each.
type Expr interface{ expr() }

// How says which words a Word stands for.
type How uint8

const (
	Exact  How = iota // the word itself
	Prefix            // words that begin with it, itself included
	Near              // words within one edit from four letters, two from eight; itself included. A swap is one edit
)

type (
	// All is every document.
	All struct{}
	// None is no document.
	None struct{}
	// And is the documents of all of Of; every document if there is none.
	And struct{ Of []Expr }
	// Or is the documents of any of Of; none if there is none.
	Or struct{ Of []Expr }
	// Not is the documents that are not in Of.
	Not struct{ Of Expr }
	// Word is the documents with a word in one of Fields. Words score; a word
	// itself more than those it is the start of or is near to.
	Word struct {
		Text   string
		Fields Mask
		How    How
	}
	// Phrase is the documents with these words one after the other in one of
	// Fields, verified against their text. With Prefix the last word is the
	// start of one.
	Phrase struct {
		Words  []string
		Fields Mask
		Prefix bool
	}
	// TagIs is the documents with that tag.
	TagIs struct{ Key string }
	// TagPrefix is the documents with a tag that begins with Key.
	TagPrefix struct{ Key string }
	// Term is the documents with that exact term.
	Term struct{ Text string }
	// TermPrefix is the documents with an exact term that begins with Text.
	TermPrefix struct{ Text string }
	// Orders is the documents with From ≤ Order < To.
	Orders struct{ From, To int64 }
	// These is those documents of the View themselves.
	These struct{ Docs []Doc }
)

func (All) expr()        {}
func (None) expr()       {}
func (And) expr()        {}
func (Or) expr()         {}
func (Not) expr()        {}
func (Word) expr()       {}
func (Phrase) expr()     {}
func (TagIs) expr()      {}
func (TagPrefix) expr()  {}
func (Term) expr()       {}
func (TermPrefix) expr() {}
func (Orders) expr()     {}
func (These) expr()      {}
