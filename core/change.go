package core

import (
	"slices"
	"time"

	"pinfold/core/internal/wire"
)

// A Kind says what sort of change a Change is.
type Kind uint8

// The kinds of change. Their numbers are stored: never reuse one.
const (
	Saved Kind = iota + 1
	Edited
	Trashed
	Restored
	Imported
	TagRenamed
	TagDeleted
	Undone
	Purged
	Begun // an empty library was filled from a backup
)

func kinds() []string {
	return []string{"", "save", "edit", "delete", "restore", "import", "renameTag", "deleteTag", "undo", "purge", "begin"}
}

// String returns the word that the wire and the history page use.
func (k Kind) String() string {
	if names := kinds(); int(k) < len(names) {
		return names[k]
	}
	return "edit"
}

// KindOf is the inverse of String.
func KindOf(word string) (Kind, bool) {
	for k, name := range kinds() {
		if name == word && k > 0 {
			return Kind(k), true
		}
	}
	return 0, false
}

// An OpID is minted by the page for each write, so that a repeat after a lost
// answer is recognised. The zero OpID is none.
type OpID [16]byte

// A Change is one entry of the history: what was done, when, to how many
// bookmarks, and what takes it back.
type Change struct {
	Number uint64 // from 1, in the order of the commits
	Time   time.Time
	Kind   Kind
	Title  string // of the bookmark, or the tag, or the file
	Count  int    // bookmarks touched
	Op     OpID
	Undoes uint64 // the change that this one took back, or 0
	First  ID     // the first bookmark touched

	itemParts int    // > 0: the items are in that many blobs of their own
	itemsName string // what those blobs' names begin with
	items     []changeItem
}

// fieldDeleted is the trash flag among the fields: people set it by deleting
// and restoring, never in a form.
const fieldDeleted Fields = 1 << 7

// A changeItem is the change of one bookmark together with its inverse. Since
// an import has hundreds of thousands of them, the values of the fields in Mask
// are kept as they are stored, those before and then those after.
type changeItem struct {
	ID      ID
	Created bool // the bookmark did not exist before
	Mask    Fields
	fields  []byte
}

// values returns the fields of Mask before and after.
func (it *changeItem) values() (before, after Bookmark) {
	d := wire.New(it.fields)
	return decodeFields(d, it.Mask), decodeFields(d, it.Mask)
}

// diff returns the item that leads from before, nil if there was none, to after.
func diff(before, after *Bookmark) changeItem {
	it := changeItem{ID: after.ID}
	if before == nil {
		it.Created = true
		return it
	}
	it.Mask = differing(before, after)
	var e wire.Encoder
	appendFields(&e, before, it.Mask)
	appendFields(&e, after, it.Mask)
	it.fields = slices.Clip(e.B)
	return it
}

// differing returns the fields in which a and b differ.
func differing(a, b *Bookmark) Fields {
	var m Fields
	set := func(f Fields, differ bool) {
		if differ {
			m |= f
		}
	}
	set(FieldURL, a.URL != b.URL)
	set(FieldTitle, a.Title != b.Title)
	set(FieldDescription, a.Description != b.Description)
	set(FieldTags, !slices.Equal(a.Tags, b.Tags))
	set(FieldPrivate, a.Private != b.Private)
	set(FieldUnread, a.Unread != b.Unread)
	set(FieldCreated, !a.Created.Equal(b.Created))
	set(fieldDeleted, !a.Deleted.Equal(b.Deleted))
	return m
}

// copyFields sets the fields of m in dst to those of src.
func copyFields(dst, src *Bookmark, m Fields) {
	if m.Has(FieldURL) {
		dst.URL = src.URL
	}
	if m.Has(FieldTitle) {
		dst.Title = src.Title
	}
	if m.Has(FieldDescription) {
		dst.Description = src.Description
	}
	if m.Has(FieldTags) {
		dst.Tags = src.Tags
	}
	if m.Has(FieldPrivate) {
		dst.Private = src.Private
	}
	if m.Has(FieldUnread) {
		dst.Unread = src.Unread
	}
	if m.Has(FieldCreated) {
		dst.Created = src.Created
	}
	if m.Has(fieldDeleted) {
		dst.Deleted = src.Deleted
	}
}

// revert returns b as it was before the item, and whether that changes
// anything. A field that has been edited again since keeps the later value;
// tags are taken back one by one, so that tags added later stay.
func (it *changeItem) revert(b Bookmark, now time.Time) (Bookmark, bool) {
	if it.Created {
		if !b.Live() {
			return b, false
		}
		b.Deleted = now
		return b, true
	}
	old := b
	before, after := it.values()
	same := it.Mask &^ differing(&b, &after)
	copyFields(&b, &before, same&^fieldDeleted)
	if same.Has(FieldTitle) && !it.Mask.Has(FieldURL) && stoodForATitle(b.Title) {
		b.Title = b.URL
	}
	if it.Mask.Has(FieldTags) && !same.Has(FieldTags) {
		added := DropTags(after.Tags, before.Tags)
		dropped := DropTags(before.Tags, after.Tags)
		b.Tags = JoinTags(DropTags(b.Tags, added), dropped)
	}
	switch {
	case !it.Mask.Has(fieldDeleted):
	case before.Live():
		b.Deleted = time.Time{}
	case after.Live() && b.Live(): // its days in the trash begin anew
		b.Deleted = now
	}
	return b, differing(&old, &b) != 0
}

// stoodForATitle reports whether a title is an address, which an untitled bookmark
// has for one: untitled again, it has that of today.
func stoodForATitle(title string) bool {
	c, err := cleanAddress(title)
	return err == nil && c.URL == title
}
