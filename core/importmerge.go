package core

import "time"

// Existing says what an import does with a live bookmark of the same address.
type Existing uint8

// The three ways. Entries of one address within a file are merged in any case.
const (
	MergeExisting     Existing = iota // earliest time, united tags, the library's words
	OverwriteExisting                 // what the file says, under the same id
	KeepExisting                      // the library's, as it is
)

// onto puts what the file says of an address onto the library's bookmark, whose
// flag stays as it is where the file does not say one.
func (g *gatherer) onto(have, said Bookmark, flagged bool) Bookmark {
	if !flagged {
		said.Private = have.Private
	}
	switch g.o.Existing {
	case KeepExisting:
		return have
	case OverwriteExisting:
		b := have
		copyFields(&b, &said, AllFields&^(FieldURL|FieldCreated))
		if !said.Created.Equal(g.now) { // the file has a date
			b.Created = said.Created
		}
		return b
	}
	return mergeImported(have, said)
}

// mergeImported joins what a file says of an address with what is known of it.
func mergeImported(have, more Bookmark) Bookmark {
	b := have
	if more.Created.Before(b.Created) {
		b.Created = more.Created
	}
	b.Tags = firstTags(JoinTags(have.Tags, more.Tags))
	if b.Title == "" || untitled(&b) && !untitled(&more) { // whose address may be spelled otherwise
		b.Title = more.Title
	}
	if b.Description == "" {
		b.Description = more.Description
	}
	b.Private = have.Private || more.Private
	b.Unread = have.Unread || more.Unread
	return b
}

// joinFlag says whether what is known of an address is private once a further
// entry is joined with it: a flag that was said counts more than one that was
// not, and of two the private one.
func joinFlag(have, more Bookmark, haveSays, moreSays bool) bool {
	switch {
	case !moreSays:
		return have.Private
	case !haveSays:
		return more.Private
	}
	return have.Private || more.Private
}

// later returns the later of two times: a change never makes a bookmark older
// than the version before it, though its writer began before that one.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// following is now, or the moment behind the version before where the clock has
// been set back: whoever compares two versions takes the later one for the newer.
func following(now, before time.Time) time.Time {
	if now.Before(before) {
		return behind(before)
	}
	return now
}

// behind is the moment behind t. The last one that a backup can name has none.
func behind(t time.Time) time.Time {
	if next := t.Add(time.Millisecond); next.Year() <= 9999 {
		return next
	}
	return t
}

// conflict counts an entry whose words are others than the library's.
func (g *gatherer) conflict(have, said *Bookmark) {
	title := said.Title != said.URL && have.Title != said.Title
	text := said.Description != "" && have.Description != "" && have.Description != said.Description
	if title || text {
		g.report.Conflicts++
	}
}
