// Package linear tells whether several contexts that asked one library at once
// saw one library: whether all that was asked can be put in one order, each at
// a moment between the asking and the answer, in which a library that does one
// thing after another gives the same answers. It must never use the code that
// it judges: what a bookmark is here, is said here.
package linear

import (
	"slices"
	"strings"
)

// A Kind says what is asked.
type Kind int

// The kinds of what is asked. Of a write Title, Unread, Add and Drop say what
// becomes of the bookmark.
const (
	Save    Kind = iota // of an address, under a new id if it is not there
	Edit                // of bookmarks by their ids
	Delete              // likewise
	Restore             // likewise
	Import              // of addresses that are there: adds tags
	Find                // the live bookmark of an address
	Get                 // a bookmark by its id
	Tidy                // changes nothing that can be seen
)

// String returns the kind's word.
func (k Kind) String() string {
	return [...]string{"save", "edit", "delete", "restore", "import", "find", "get", "tidy"}[k]
}

// Reads says that what is asked changes nothing.
func (k Kind) Reads() bool { return k == Find || k == Get || k == Tidy }

// A Target is a bookmark that is asked about.
type Target struct{ URL, ID string }

// An Ask is one thing that a context asks.
type Ask struct {
	Kind      Kind
	On        []Target
	Title     string // "" leaves it
	Unread    *bool  // nil leaves it
	Add, Drop []string
}

// A Seen is a bookmark as an answer shows it.
type Seen struct {
	ID, Title    string
	Tags         string // see Tags
	Unread, Live bool
}

// Tags returns tags in order as one word, since their order is nobody's.
func Tags(list []string) string {
	list = slices.Clone(list)
	slices.Sort(list)
	return strings.Join(slices.Compact(list), " ")
}

// An Answer is what a context heard.
type Answer struct {
	Lost    bool   // nothing: it was done, or not, or will be
	Refused string // the code of the refusal
	Change  uint64 // the number of the change that was made; 0: none, or not told
	Count   int    // of the bookmarks that were changed; Untold if not told
	Existed bool   // of a save: the address was there
	Seen    *Seen  // of a read; nil: nothing was found
}

// Untold is the count of an answer that tells none.
const Untold = -1

// An Op is one thing asked and answered. Times are of one clock, that of who
// wrote the history; an Op whose answer is lost has no end.
type Op struct {
	Who          int
	Ask          Ask
	Answer       Answer
	Began, Ended int64
}
