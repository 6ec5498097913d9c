// Package query is the language a person types into the search box: parse,
// print, edit. Nothing typed is ever an error: what cannot be understood is
// taken as words, with a hint. It must never know the index, the zone or what
// bookmarks there are.
package query

// A Node is one of the closed set of types below.
type Node interface{ node() }

// All finds everything.
type All struct{}

// And finds what each of Of finds.
type And struct{ Of []Node }

// Or finds what any of Of finds.
type Or struct{ Of []Node }

// Not finds what Of does not.
type Not struct{ Of Node }

// A Word is one bare word as typed, which may be several tokens (foo-bar).
type Word struct {
	Text   string
	Field  Field
	Prefix bool // wasm*
	Near   bool // wsam~
}

// A Phrase is words in a row.
type Phrase struct {
	Text  string
	Field Field
}

// A Tag is an exact tag or, with Prefix, any tag with that beginning.
type Tag struct {
	Text   string
	Prefix bool
}

// A Site is a host and its subdomains.
type Site struct{ Host string }

// A State is unread, read, private, public, untagged, tagged or trashed.
type State struct{ Name string }

// Dates is a span of local days: Op is "before", "after" or "on", From and To
// the first day in the year, month or day given and the first behind it.
type Dates struct {
	Op       string
	Text     string // as it prints: 2016, 2016-11 or 2016-11-05
	From, To Day
}

// A Day is a civil date.
type Day struct{ Year, Month, Day int }

// An Age is how long ago: Older is "age:>2w", else "age:<2w".
type Age struct {
	Older bool
	N     int
	Unit  byte // d w m y
}

// An Address is a pasted address: the bookmark that has it, its variants, its
// words.
type Address struct{ Text string }

// A Pair is name:value with an unknown name: the tag of that spelling, or the
// words.
type Pair struct{ Name, Value string }

func (All) node()     {}
func (And) node()     {}
func (Or) node()      {}
func (Not) node()     {}
func (Word) node()    {}
func (Phrase) node()  {}
func (Tag) node()     {}
func (Site) node()    {}
func (State) node()   {}
func (Dates) node()   {}
func (Age) node()     {}
func (Address) node() {}
func (Pair) node()    {}

// A Field says where a word or a phrase must stand.
type Field uint8

// The fields; Text is any of them, said aloud.
const (
	Anywhere Field = iota
	Title
	URL
	Description
	Text
)

func (f Field) name() string {
	return [...]string{"", "title", "url", "description", "text"}[f]
}

func fieldNamed(name string) (Field, bool) {
	switch name {
	case "title":
		return Title, true
	case "url":
		return URL, true
	case "description", "desc":
		return Description, true
	case "text":
		return Text, true
	}
	return Anywhere, false
}

// A Query is what was typed, understood.
type Query struct {
	Root      Node
	Sort      string // "new", "old", "title", "best" or ""
	Open      bool   // the text ends in a bare word that may be unfinished
	Hints     []string
	Negations []Negation
}

// A Negation is a bare word taken as "without": Literal is the query that
// searches for it as it was typed instead.
type Negation struct{ Text, Literal string }
