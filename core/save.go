package core

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"pinfold/core/weburl"
)

// A Save is what a person wants kept of a page.
type Save struct {
	Bookmark Bookmark
	// Touched are the fields that the person set. Of a bookmark that exists the
	// others keep their value.
	Touched Fields
	// Quote is a passage to put behind the description, whatever that is then.
	Quote string
	Op    OpID
}

// A Result is the answer to a write.
type Result struct {
	Bookmark Bookmark
	Change   uint64 // its number, for Undo; 0 if nothing changed
	Count    int    // bookmarks changed
	Stayed   int    // bookmarks that an undo left as they are: others have their addresses
	Existed  bool   // the address was saved before
	Stripped bool   // user and password were taken out of the address
}

// Save keeps a bookmark; on return it is durable and findable. With an ID that
// exists it edits that bookmark, and touched tags replace its tags. Else the
// live bookmark of the same address takes the touched fields and gets the tags
// beside its own, and if there is none a new one is made. It fails with
// Invalid, Full, Closed, and with Duplicate when another live bookmark has the
// address that an edit sets.
func (l *Library) Save(ctx context.Context, s Save) (Result, error) {
	cleaned, err := cleanAddress(s.Bookmark.URL)
	if err != nil {
		return Result{}, err
	}
	s.Bookmark.URL = cleaned.URL
	if s.Bookmark, err = CleanFields(s.Bookmark); err != nil {
		return Result{}, err
	}
	s.Quote = CleanText(s.Quote)
	if s.Bookmark.Created.IsZero() {
		s.Touched &^= FieldCreated
	}
	res := Result{Stripped: cleaned.StrippedUser}
	var made *Bookmark
	c, err := l.change(ctx, s.Op, func(st *state) (*plan, error) {
		p, err := l.planSave(ctx, st, s)
		if err == nil {
			res.Bookmark.ID = p.first
			made = p.made()
		}
		return p, err
	})
	if err != nil {
		return Result{}, err
	}
	if !c.First.IsZero() {
		res.Bookmark.ID = c.First
	}
	res.Change, res.Count, res.Existed = c.Number, c.Count, c.Kind != Saved
	b, err := l.Get(ctx, res.Bookmark.ID)
	if err != nil && made != nil && made.ID == res.Bookmark.ID {
		b, err = *made, nil // it is durable: an error would have the person save it again
	}
	res.Bookmark = b
	return res, err
}

// made returns what a save's plan makes of the bookmark; nil if it leaves it as
// it is.
func (p *plan) made() *Bookmark {
	if len(p.puts) == 0 {
		return nil
	}
	b := p.puts[0].after
	return &b
}

// planSave decides what s means against st.
func (l *Library) planSave(ctx context.Context, st *state, s Save) (*plan, error) {
	before, err := l.target(ctx, st, s.Bookmark)
	if err != nil {
		return nil, err
	}
	tags, err := l.spell(ctx, st, s.Bookmark.Tags)
	if err != nil {
		return nil, err
	}
	s.Bookmark.Tags = tags
	if before == nil {
		s.Bookmark.Description = joinQuote(s.Bookmark.Description, s.Quote)
		return l.planNew(st, s), roomFor(&s.Bookmark)
	}
	after := l.merged(before.bookmark, s, before.bookmark.ID == s.Bookmark.ID)
	after.Description = joinQuote(after.Description, s.Quote)
	after.Deleted = time.Time{} // what is saved is not in the trash
	if err := l.checkAddress(ctx, st, &before.bookmark, &after); err != nil {
		return nil, err
	}
	if err := roomFor(&after); err != nil {
		return nil, err
	}
	p := &plan{kind: Edited, title: after.Title, first: after.ID}
	if differing(&before.bookmark, &after) != 0 {
		after.Updated = following(l.o.now(), before.bookmark.Updated)
		p.puts = []put{{before: before, after: after}}
	}
	return p, nil
}

// target returns the bookmark that a save is about, or nil for a new one. One in
// the trash is meant only where no other has taken its address meanwhile.
func (l *Library) target(ctx context.Context, st *state, b Bookmark) (*found, error) {
	var trashed *found
	if !b.ID.IsZero() {
		f, err := l.byID(ctx, st, b.ID)
		if err != nil || f != nil && f.bookmark.Live() {
			return f, err
		}
		trashed = f
	}
	if live, err := l.liveSame(ctx, st, b.URL); live != nil || err != nil {
		return live, err
	}
	return trashed, nil
}

// planNew makes a new bookmark.
func (l *Library) planNew(st *state, s Save) *plan {
	b := s.Bookmark
	shown := !b.ID.IsZero() // by a form, with its flags; it was deleted for ever since
	if !shown {
		b.ID = l.o.newID()
	}
	b.Updated, b.Deleted = l.o.now(), time.Time{}
	if b.Created.IsZero() || !s.Touched.Has(FieldCreated) {
		b.Created = b.Updated
	}
	if !s.Touched.Has(FieldPrivate) && !(shown && b.Private) {
		b.Private = st.manifest.defaultPrivate()
	}
	if b.Title == "" {
		b.Title = b.URL
	}
	return &plan{kind: Saved, title: b.Title, first: b.ID, puts: []put{{after: b}}}
}

// merged returns old with the touched fields of s. Tags join those saved,
// unless the person edited that very bookmark.
func (l *Library) merged(old Bookmark, s Save, editing bool) Bookmark {
	b := old
	touched := s.Touched
	if !editing {
		touched &^= FieldURL
	}
	if untitled(&old) {
		b.Title = "" // it follows the address
	}
	copyFields(&b, &s.Bookmark, touched&^FieldTags)
	if touched.Has(FieldTags) && editing {
		b.Tags = s.Bookmark.Tags
	} else if touched.Has(FieldTags) {
		b.Tags = JoinTags(old.Tags, s.Bookmark.Tags)
	}
	if b.Title == "" {
		b.Title = b.URL
	}
	return b
}

// untitled says that the address stands for a title that is missing.
func untitled(b *Bookmark) bool { return b.Title == b.URL }

// checkAddress fails with Duplicate if after would be the second live bookmark
// of its address.
func (l *Library) checkAddress(ctx context.Context, st *state, before, after *Bookmark) error {
	if !after.Live() || (before.Live() && weburl.Same(before.URL) == weburl.Same(after.URL)) {
		return nil
	}
	other, err := l.holder(ctx, st, after)
	if err != nil || other == nil {
		return err
	}
	return errHeld(other)
}

func errHeld(holder *found) error {
	return &Error{
		Code:    Duplicate,
		Message: "Another bookmark has this address already: “" + cutRunes(holder.bookmark.Title, 80) + "”. Open that one, or change the address.",
		ID:      holder.bookmark.ID,
	}
}

// Get returns the bookmark, live or in the trash. It fails with NotFound.
func (l *Library) Get(ctx context.Context, id ID) (b Bookmark, err error) {
	err = l.read(ctx, func(st *state) error {
		f, err := l.byID(ctx, st, id)
		if err == nil && f == nil {
			err = errNoBookmark
		}
		if err == nil {
			b = f.bookmark
		}
		return err
	})
	return b, err
}

var (
	errNoBookmark  = errorOf(NotFound, "This bookmark is no longer in the library. It may have been deleted for ever in another window.", nil)
	errDescription = errorOf(Invalid, "The description is longer than 200 KB. Shorten it, then save again.", nil)
	errTags        = errorOf(Invalid, "A bookmark can have 256 tags at most, of 200 KB together. Take some out, then save again.", nil)
)

// cleanAddress judges an address; a refusal is a sentence for the person.
func cleanAddress(raw string) (weburl.Cleaned, error) {
	c, err := weburl.Clean(raw)
	if err == nil {
		return c, nil
	}
	if refused, ok := errors.AsType[*weburl.RefusedError](err); ok {
		return c, errorOf(Invalid, refused.Reason, nil)
	}
	return c, errorOf(Invalid, "This address cannot be saved. Check it, then save again.", err)
}

// CleanFields cleans the title, description and tags of a bookmark; it fails
// with Invalid, in a sentence for a person, if one holds more than it may.
func CleanFields(b Bookmark) (Bookmark, error) {
	b.Title = CleanTitle(b.Title)
	b.Description = CleanText(b.Description)
	b.Tags = CleanTags(b.Tags)
	if !titleFits(&b) {
		return b, errorOf(Invalid, "The title is longer than 4,096 characters. Shorten it, then save again.", nil)
	}
	return b, roomFor(&b)
}

// titleFits says that the title is no longer than one may be. An address that
// stands for a title that is missing is as long as it is.
func titleFits(b *Bookmark) bool {
	return untitled(b) || utf8.RuneCountInString(b.Title) <= MaxTitleRunes
}

// fitTitle cuts a title that is too long, and says whether it was.
func fitTitle(b *Bookmark) bool {
	if titleFits(b) {
		return false
	}
	b.Title = cutRunes(b.Title, MaxTitleRunes)
	return true
}

// roomFor refuses a bookmark that holds more than one may.
func roomFor(b *Bookmark) error {
	switch {
	case len(b.Description) > MaxDescriptionBytes:
		return errDescription
	case !tagsFit(b.Tags):
		return errTags
	}
	return nil
}
