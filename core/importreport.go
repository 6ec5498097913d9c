package core

import "fmt"

// Progress is how far an import has come.
type Progress struct {
	Entries, Stored, Merged, Skipped int
	Writing                          bool // all is read, the segments are being built
	Permille                         int  // of the building, as it is reckoned
}

// A Report is what an import did with every record of the file.
type Report struct {
	Entries   int // records in the file
	Stored    int // bookmarks that the file added
	Merged    int // records that met an address already there
	Doubles   int // of those merged: the address is that of an earlier record
	Changed   int // bookmarks of the library that the file changes
	Conflicts int // records whose title or description is another than the library's
	Public    int // added bookmarks that are public
	Unflagged int // added bookmarks whose record does not say whether they are private
	Tags      int // distinct tags on the file's records
	NewTags   int // of those: the library has not had them

	FirstNewTags []string // the first of them, in the file's order

	Folders      int      // distinct folders of the file, by the tags that they become or would become
	FirstFolders []string // the first of those tags, in the file's order

	Skipped  []Refusal
	Warnings []Warning
	Change   uint64 // for Undo; 0 if nothing changed
}

// A Refusal is a record that was not taken, and why.
type Refusal struct {
	Entry, Line        int
	URL, Title, Reason string
	Source, Above      []byte // as the Entry had them
}

// A Warning is something that was taken otherwise than the file says it.
type Warning struct {
	Entry, Line int
	Text        string
}

// maxNewTags bounds the new tags, and the folders, that are named.
const maxNewTags = 100

// maxWarnings bounds the report; the count goes on.
const maxWarnings = 10_000

func (g *gatherer) warn(e *Entry, text string) {
	if len(g.report.Warnings) < maxWarnings {
		g.report.Warnings = append(g.report.Warnings, Warning{Entry: e.Number, Line: e.Line, Text: text})
	}
}

// maxRefused bounds the bytes of what is refused, which is kept so that nothing
// of the file is lost. A file of bookmarks has hardly any; one of which there is
// more is none.
const maxRefused = 64 << 20

// refusalBytes is what a refusal takes besides its texts, roughly.
const refusalBytes = 200

// refuse notes that an entry was not taken. It fails where more has been refused
// than can be kept.
func (g *gatherer) refuse(e *Entry, reason string) error {
	r := Refusal{Entry: e.Number, Line: e.Line, URL: cutRunes(e.URL, 500), Title: cutRunes(CleanTitle(e.Title), 200), Reason: reason, Source: e.Source, Above: e.Above}
	g.report.Skipped = append(g.report.Skipped, r)
	g.refused += refusalBytes + len(r.URL) + len(r.Title) + len(r.Reason) + len(r.Source)
	if g.refused > maxRefused {
		return errorOf(Invalid, fmt.Sprintf("More is refused than can be kept: of this file %d entries, the last of them number %d. %s Nothing was changed. Look whether it is a file of bookmarks; if it is, import it in parts.",
			len(g.report.Skipped), e.Number, reason), nil)
	}
	return nil
}

func (g *gatherer) progress(writing bool, permille int) {
	if g.tell == nil {
		return
	}
	r := g.report
	g.tell(Progress{
		Entries: r.Entries, Stored: r.Stored, Merged: r.Merged, Skipped: len(r.Skipped),
		Writing: writing, Permille: permille,
	})
}
