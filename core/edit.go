package core

import (
	"cmp"
	"context"
	"strconv"
	"time"
)

// An Edit is a change to several bookmarks at once; what is nil stays.
type Edit struct {
	AddTags, DropTags       []string
	URL, Title, Description *string
	Tags                    *[]string
	Private, Unread         *bool
}

// A Selection says which bookmarks a write is about: those of IDs or, if there
// are none, those that Query finds, taken strictly: the string alone decides.
type Selection struct {
	IDs   []ID
	Query string
}

// Update applies e to the selected bookmarks.
func (l *Library) Update(ctx context.Context, sel Selection, e Edit, op OpID) (Result, error) {
	apply, err := l.editor(e)
	if err != nil {
		return Result{}, err
	}
	return l.eachSelected(ctx, sel, op, Edited, func(st *state) (func(Bookmark) Bookmark, error) {
		add, err := l.spell(ctx, st, CleanTags(e.AddTags))
		if err != nil || e.Tags == nil {
			return func(b Bookmark) Bookmark { return apply(b, add) }, err
		}
		all, err := l.spell(ctx, st, CleanTags(*e.Tags))
		return func(b Bookmark) Bookmark {
			b.Tags = all
			return apply(b, add)
		}, err
	})
}

// editor returns the function that applies e but for its Tags, with the tags to
// add in the library's spelling.
func (l *Library) editor(e Edit) (func(b Bookmark, add []string) Bookmark, error) {
	var set Bookmark
	var fields Fields
	text := func(p *string, dst *string, f Fields) {
		if p != nil {
			*dst, fields = *p, fields|f
		}
	}
	text(e.Title, &set.Title, FieldTitle)
	text(e.Description, &set.Description, FieldDescription)
	if e.URL != nil {
		c, err := cleanAddress(*e.URL)
		if err != nil {
			return nil, err
		}
		text(&c.URL, &set.URL, FieldURL)
	}
	if e.Tags != nil {
		set.Tags = *e.Tags // for their number
	}
	if e.Private != nil {
		set.Private, fields = *e.Private, fields|FieldPrivate
	}
	if e.Unread != nil {
		set.Unread, fields = *e.Unread, fields|FieldUnread
	}
	set, err := CleanFields(set)
	return func(b Bookmark, add []string) Bookmark {
		if untitled(&b) {
			b.Title = ""
		}
		copyFields(&b, &set, fields)
		b.Tags = JoinTags(DropTags(b.Tags, e.DropTags), add)
		if b.Title == "" {
			b.Title = b.URL
		}
		return b
	}, err
}

// Delete moves the selected bookmarks to the trash.
func (l *Library) Delete(ctx context.Context, sel Selection, op OpID) (Result, error) {
	return l.eachSelected(ctx, sel, op, Trashed, func(st *state) (func(Bookmark) Bookmark, error) {
		now := l.trashed(st)
		return func(b Bookmark) Bookmark {
			if b.Live() {
				b.Deleted = now
			}
			return b
		}, nil
	})
}

// Restore takes the selected bookmarks out of the trash. It fails with
// Duplicate when the addresses of all have been saved again meanwhile; among
// others such ones stay in the trash.
func (l *Library) Restore(ctx context.Context, sel Selection, op OpID) (Result, error) {
	return l.eachSelected(ctx, sel, op, Restored, func(*state) (func(Bookmark) Bookmark, error) {
		return func(b Bookmark) Bookmark {
			b.Deleted = time.Time{}
			return b
		}, nil
	})
}

// eachSelected changes every selected bookmark by the function that prepare
// returns, in one change.
func (l *Library) eachSelected(ctx context.Context, sel Selection, op OpID, kind Kind, prepare func(*state) (func(Bookmark) Bookmark, error)) (Result, error) {
	c, err := l.change(ctx, op, func(st *state) (*plan, error) {
		edit, err := prepare(st)
		if err != nil {
			return nil, err
		}
		list, err := l.selected(ctx, st, sel)
		if err != nil {
			return nil, err
		}
		return l.planEach(ctx, st, kind, list, edit)
	})
	return Result{Change: c.Number, Count: c.Count}, err
}

// planEach plans edit for every bookmark of list that it changes. Those that would
// come to an address which another keeps stay as they are; if that is all, it
// fails with Duplicate.
func (l *Library) planEach(ctx context.Context, st *state, kind Kind, list []found, edit func(Bookmark) Bookmark) (*plan, error) {
	p := &plan{kind: kind}
	now := l.o.now()
	var moves []move
	var of []int    // the put of each
	var held *found // the first that has an address which another was to come to
	for i := range list {
		if err := l.pauseEvery(ctx, i); err != nil {
			return nil, err
		}
		before := &list[i]
		after := edit(before.bookmark)
		if differing(&before.bookmark, &after) == 0 {
			continue
		}
		if !tagsFit(after.Tags) {
			return nil, errTags
		}
		if m := moveOf(before, &after, ID{}); m.from != m.to {
			other, err := l.holder(ctx, st, &after)
			if err != nil {
				return nil, err
			}
			if other != nil {
				m.holder = other.bookmark.ID
				held = cmp.Or(held, other)
			}
			moves, of = append(moves, m), append(of, len(p.puts))
		}
		after.Updated = following(now, before.bookmark.Updated)
		p.puts = append(p.puts, put{before: before, after: after})
	}
	planned := len(p.puts)
	p.puts = without(p.puts, of, possible(moves))
	if p.stayed = planned - len(p.puts); len(p.puts) == 0 && held != nil {
		return nil, errHeld(held)
	}
	p.title = summary(p.puts)
	return p, nil
}

// without returns the puts but for the moves, of[i] each, that cannot be made.
func without(puts []put, of []int, possible []bool) []put {
	out := puts[:0]
	next := 0
	for i := range puts {
		if next < len(of) && of[next] == i {
			next++
			if !possible[next-1] {
				continue
			}
		}
		out = append(out, puts[i])
	}
	return out
}

// summary names what a change touched, for the history.
func summary(puts []put) string {
	switch len(puts) {
	case 0:
		return ""
	case 1:
		return puts[0].after.Title
	}
	return strconv.Itoa(len(puts)) + " bookmarks"
}

// selected reads the bookmarks of a selection.
func (l *Library) selected(ctx context.Context, st *state, sel Selection) ([]found, error) {
	if len(sel.IDs) > 0 {
		return l.byIDs(ctx, st, once(sel.IDs))
	}
	if sel.Query == "" {
		return nil, errorOf(Invalid, "No bookmarks were selected. Select some, then try again.", nil)
	}
	return l.foundByQuery(ctx, st, sel.Query)
}

// once returns each of ids once, in their order.
func once(ids []ID) []ID {
	had := make(map[ID]bool, len(ids))
	out := make([]ID, 0, len(ids))
	for _, id := range ids {
		if !had[id] {
			had[id] = true
			out = append(out, id)
		}
	}
	return out
}
