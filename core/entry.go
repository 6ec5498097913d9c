package core

import "time"

// An Entry is one record of a file on its way in, as a format read it: the
// address unjudged, the tags split but not cleaned. The Library cleans,
// judges and merges, so that every format obeys the same rules.
type Entry struct {
	URL         string
	Title       string
	Description string
	Tags        []string
	Folders     []string // outermost first, the browsers' own root folders left out; they become tags
	Private     Tristate // Unset where the file does not say
	Unread      bool
	Created     time.Time // zero: missing or unreadable, becomes the time of the import
	Updated     time.Time // zero: as Created
	Deleted     time.Time // only Pinfold's own backup has it

	ID       ID                // only Pinfold's own backup has it
	Settings map[string]string // of a library; only there, in an entry of their own
	History  *HistoryRecord    // a part of the history; only there, in an entry of its own

	Number   int      // of the entry in the file, from 1
	Line     int      // in the file, from 1; 0 where the format has no lines
	Warnings []string // sentences for the report, such as an unreadable date
	Refused  string   // a reason why the format itself cannot take it, or ""
	Source   []byte   // the record as the file has it, so that what is refused can be saved
	Above    []byte   // the first line of the file, such as a table's header, where Source says nothing without it; all records share it
}

// A Tristate is a flag that a file may leave open.
type Tristate int8

// The three states of a flag.
const (
	Unset Tristate = iota
	No
	Yes
)
