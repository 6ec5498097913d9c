package core

import "context"

// A Difference is what one change did to one bookmark. Before and After hold
// only what Fields names, and the deletion if Trash is set.
type Difference struct {
	ID            ID
	Title         string // as it is now, empty once it is deleted for ever
	Created       bool   // the change made the bookmark
	Fields        Fields
	Trash         bool // the change moved it into the trash, or out of it
	Before, After Bookmark
}

func (it *changeItem) difference() Difference {
	d := Difference{ID: it.ID, Created: it.Created, Fields: it.Mask &^ fieldDeleted, Trash: it.Mask.Has(fieldDeleted)}
	if !it.Created {
		d.Before, d.After = it.values()
	}
	return d
}

// Differences returns what the change of that number did to the first
// bookmarks it touched, limit at most. It fails with NotFound when the history
// has forgotten the change.
func (l *Library) Differences(ctx context.Context, number uint64, limit int) ([]Difference, error) {
	var out []Difference
	err := l.read(ctx, func(st *state) error {
		out = nil
		c, err := l.findHead(ctx, st, number)
		if err != nil {
			return err
		}
		err = l.eachItem(ctx, c, func(it *changeItem) bool {
			if len(out) < limit {
				out = append(out, it.difference())
			}
			return len(out) < limit
		})
		if err != nil {
			return err
		}
		return l.titled(ctx, st, out)
	})
	return out, err
}

// titled gives each its bookmark's title.
func (l *Library) titled(ctx context.Context, st *state, list []Difference) error {
	ids := make([]ID, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	found, err := l.byIDs(ctx, st, ids)
	if err != nil {
		return err
	}
	titles := make(map[ID]string, len(found))
	for _, f := range found {
		titles[f.bookmark.ID] = f.bookmark.Title
	}
	for i := range list {
		list[i].Title = titles[list[i].ID]
	}
	return nil
}

// eachItem calls do for the items of a change, part by part, while it returns
// true.
func (l *Library) eachItem(ctx context.Context, c *Change, do func(*changeItem) bool) error {
	items := c.items
	for part := 0; ; part++ {
		for i := range items {
			if !do(&items[i]) {
				return nil
			}
		}
		if part >= c.itemParts {
			return nil
		}
		if err := l.o.pause(ctx); err != nil {
			return err
		}
		var err error
		if items, err = l.itemsPart(ctx, c, part); err != nil {
			return err
		}
	}
}

// A Touch is a change and what it did to the bookmark asked for.
type Touch struct {
	Change     Change
	Difference Difference
}

// HistoryOf returns the changes that touched a bookmark, newest first, as far
// back as the history goes. It reads the whole history.
func (l *Library) HistoryOf(ctx context.Context, id ID) ([]Touch, error) {
	var out []Touch
	err := l.read(ctx, func(st *state) error {
		out = nil
		all, err := l.history(ctx, st, 0, maxTouches)
		if err != nil {
			return err
		}
		for i := range all {
			c := &all[i]
			err := l.eachItem(ctx, c, func(it *changeItem) bool {
				if it.ID == id {
					out = append(out, Touch{Change: *c, Difference: it.difference()})
				}
				return it.ID != id
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// maxTouches bounds the changes that HistoryOf looks at; historyBlobs of a
// journal each hold fewer.
const maxTouches = 1 << 20
