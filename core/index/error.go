package index

import (
	"errors"
	"strconv"
)

// A DamagedError says that stored bytes are not what was written. Documents is
// set when a document itself is damaged; otherwise only the index is, which
// can be made anew from the documents.
type DamagedError struct {
	Segment   string
	Part      int    // place of the part in the View; -1 if not known
	Doc       uint32 // the document, or NoDoc
	Documents bool
	Reason    string
}

// Error implements error.
func (e *DamagedError) Error() string {
	s := "index: segment " + e.Segment
	if e.Doc != NoDoc {
		s += ", document " + strconv.FormatUint(uint64(e.Doc), 10)
	}
	return s + ": " + e.Reason
}

// ErrLater says that a segment was written by a later version.
var ErrLater = errors.New("index: written by a later version")

var (
	errTooMany  = errors.New("index: too many documents for one segment")
	errTooLarge = errors.New("index: a value longer than a part")
	errUnsorted = errors.New("index: terms out of order")
)
