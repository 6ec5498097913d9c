package core

import (
	"context"
	"strconv"
	"time"
)

// Undo takes the change of that number back, as one change that can itself be
// undone. Fields edited again since keep their later value. It fails with
// NotFound when the history has forgotten the change, and with Invalid when it
// cannot be taken back.
func (l *Library) Undo(ctx context.Context, number uint64, op OpID) (Result, error) {
	stayed := 0
	c, err := l.change(ctx, op, func(st *state) (*plan, error) {
		target, err := l.findChange(ctx, st, number)
		if err != nil {
			return nil, err
		}
		if target.Kind == Purged {
			return nil, errorOf(Invalid, "What was deleted for ever cannot be brought back from here. Restore it from a backup.", nil)
		}
		p, err := l.planUndo(ctx, st, target)
		if err == nil {
			stayed = p.stayed
		}
		return p, err
	})
	return Result{Change: c.Number, Count: c.Count, Stayed: stayed}, err
}

func (l *Library) planUndo(ctx context.Context, st *state, target *Change) (*plan, error) {
	if old, given := spellings(target.items); old != nil {
		return l.planSpelling(ctx, st, target, old, given)
	}
	ids := make([]ID, len(target.items))
	items := make(map[ID]*changeItem, len(ids))
	for i := range target.items {
		ids[i] = target.items[i].ID
		items[ids[i]] = &target.items[i]
	}
	list, err := l.byIDs(ctx, st, once(ids)) // a backup may name one twice
	if err != nil {
		return nil, err
	}
	labels, err := l.labels(ctx, st, target.items)
	if err != nil {
		return nil, err
	}
	now := l.trashed(st)
	p, err := l.planEach(ctx, st, Undone, list, func(b Bookmark) Bookmark {
		b, _ = items[b.ID].revert(b, now)
		b.Tags = respelled(b.Tags, labels)
		return b
	})
	if err != nil {
		return nil, err
	}
	p.undoes, p.title = target.Number, target.Title
	return p, nil
}

// Purge removes for ever those of the selected bookmarks that were in the trash
// at a moment, or are in it now if until is zero: what comes into it while the
// person is asked stays. Live bookmarks are left alone. It cannot be undone.
func (l *Library) Purge(ctx context.Context, sel Selection, until time.Time, op OpID) (Result, error) {
	now := l.o.now()
	ahead := now.Add(time.Hour)
	c, err := l.change(ctx, op, func(st *state) (*plan, error) {
		until := until
		if swept := st.swept(); !until.IsZero() && swept.After(now) { // by a clock that was set back all came at that moment
			until = swept
		}
		return l.planPurge(ctx, st, sel, func(b *Bookmark) bool {
			return until.IsZero() || !b.Deleted.After(until) || b.Deleted.After(ahead) // by a clock that was wrong
		})
	})
	return Result{Change: c.Number, Count: c.Count}, err
}

// planPurge plans to remove those bookmarks of the trash for which due says so.
func (l *Library) planPurge(ctx context.Context, st *state, sel Selection, due func(*Bookmark) bool) (*plan, error) {
	list, err := l.selected(ctx, st, sel)
	if err != nil {
		return nil, err
	}
	p := &plan{kind: Purged}
	for _, f := range list {
		if !f.bookmark.Live() && due(&f.bookmark) {
			p.purges = append(p.purges, f)
		}
	}
	p.title = strconv.Itoa(len(p.purges)) + " bookmarks"
	if len(p.purges) == 1 {
		p.title = p.purges[0].bookmark.Title
	}
	return p, nil
}
