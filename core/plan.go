package core

import (
	"context"
)

// A plan is what a write wants to change, made against one state. When another
// writer is first, it is thrown away and made again.
type plan struct {
	kind   Kind
	title  string // for the history
	undoes uint64
	puts   []put
	purges []found
	first  ID  // the bookmark that the answer is about
	stayed int // bookmarks that could not come to an address which another has
}

// A put replaces a bookmark, or adds one where before is nil.
type put struct {
	before *found
	after  Bookmark
}

// A found is a bookmark as the library holds it, and where.
type found struct {
	bookmark Bookmark
	seq      uint64
	at       *deadDoc // its document in a segment; nil if it is only in the journal
}

// journalLimit is how many bookmarks a change may touch and still be one
// record of the journal; larger ones stage a segment of their own.
const journalLimit = 64

// journalBytes bounds such a record, and allJournalBytes all of them, so that
// opening stays quick.
const (
	journalBytes    = 1 << 20
	allJournalBytes = 2 << 20
)

// flushDocs is how many documents the journal's records may hold, those that a
// later record replaces too: the next write turns them into a segment.
const flushDocs = 256

func (p *plan) empty() bool { return len(p.puts) == 0 && len(p.purges) == 0 }

// changeAttempts bounds how often a change that lost is planned again. Where
// four windows with three engines write without a pause, one of them loses more
// than twenty times in a row.
const changeAttempts = 200

// change carries out the plan that build makes: it commits it, or makes it
// again when another writer was first. A plan that changes nothing yields the
// zero Change. An operation that was carried out before is not repeated.
func (l *Library) change(ctx context.Context, op OpID, build func(*state) (*plan, error)) (Change, error) {
	if op == (OpID{}) {
		op = OpID(l.o.newID())
	}
	l.writing.Lock()
	defer l.writing.Unlock()
	for range changeAttempts {
		st := l.current()
		if r, ok := st.answered(op); ok {
			return l.firstAnswer(ctx, st, r), nil
		}
		p, err := build(st)
		if err != nil || p.empty() {
			if again, err := l.outdated(ctx, st, err); again || err != nil {
				if err != nil {
					return Change{}, err
				}
				continue
			}
			return Change{}, nil
		}
		c, err := l.commit(ctx, st, p, op)
		if CodeOf(err) != Conflict {
			return c, l.settle(ctx, op, &c, err)
		}
		if _, err := l.reload(ctx); err != nil {
			return Change{}, err
		}
	}
	return Change{}, errBusy
}

// outdated says that a plan which refuses or changes nothing was made against a
// state that is no longer the library's, so that it must be made again: only
// what is there now decides. Otherwise it returns the plan's own error.
func (l *Library) outdated(ctx context.Context, st *state, planErr error) (bool, error) {
	now, err := l.refresh(ctx)
	switch {
	case planErr == nil && err != nil:
		return false, err
	case err == nil && now.generation != st.generation:
		return true, nil
	case isGone(planErr):
		return false, corrupt("a part of the library", planErr)
	}
	return false, told(planErr)
}

// firstAnswer returns the change that an operation made when it was carried
// out, as far as the history still has it.
func (l *Library) firstAnswer(ctx context.Context, st *state, r opResult) Change {
	if c, err := l.findHead(ctx, st, r.change); err == nil && c.Op == r.op {
		return *c
	}
	return Change{Number: r.change, First: r.id, Op: r.op}
}

// settle turns a failed commit whose outcome is unknown into its real outcome:
// it is a success if the store turns out to hold the change.
func (l *Library) settle(ctx context.Context, op OpID, c *Change, err error) error {
	if err == nil {
		return nil
	}
	st, again := l.reload(context.WithoutCancel(ctx))
	if again != nil {
		return err
	}
	r, ok := st.answered(op)
	if !ok {
		return err
	}
	c.Number, c.First = r.change, r.id
	return nil
}

// commit writes p as a record of the journal or, if it is large or the journal
// is full, as segments.
func (l *Library) commit(ctx context.Context, st *state, p *plan, op OpID) (Change, error) {
	c := l.newChange(st, p, op)
	if len(p.puts)+len(p.purges) > journalLimit || st.weight+max(len(p.puts), 1) > flushDocs {
		return c, l.commitSegments(ctx, st, p, &c)
	}
	r := l.newRecord(st, p, c)
	raw := encodeRecord(r)
	r.bytes = len(raw)
	if r.bytes > journalBytes || st.bytes+r.bytes > allJournalBytes {
		return c, l.commitSegments(ctx, st, p, &c)
	}
	err := l.store.Commit(ctx, Batch{
		Generation: st.generation,
		Put:        map[string][]byte{journalName(c.Number): raw},
		Strict:     true,
	})
	if err != nil {
		return c, err
	}
	journal := append(st.journal[:len(st.journal):len(st.journal)], r)
	l.publish(l.newState(st.generation+1, st.manifest, journal))
	return c, nil
}

// newChange returns the history's entry for p.
func (l *Library) newChange(st *state, p *plan, op OpID) Change {
	c := Change{
		Number: st.nextChange,
		Time:   l.o.now(),
		Kind:   p.kind,
		Title:  p.title,
		Count:  len(p.puts) + len(p.purges),
		Op:     op,
		Undoes: p.undoes,
		First:  p.first,
		items:  make([]changeItem, 0, len(p.puts)+len(p.purges)),
	}
	for i := range p.puts {
		c.items = append(c.items, diff(p.puts[i].beforeBookmark(), &p.puts[i].after))
	}
	for i := range p.purges {
		c.items = append(c.items, changeItem{ID: p.purges[i].bookmark.ID})
	}
	if c.First.IsZero() && len(c.items) > 0 {
		c.First = c.items[0].ID
	}
	return c
}

func (p *put) beforeBookmark() *Bookmark {
	if p.before == nil {
		return nil
	}
	return &p.before.bookmark
}

// newRecord returns the journal's form of p. A bookmark keeps its place in the
// order of arrival through all its edits.
func (l *Library) newRecord(st *state, p *plan, c Change) *record {
	r := &record{change: c}
	seq := st.nextSeq
	for i := range p.puts {
		d := journalDoc{bookmark: p.puts[i].after}
		d.seq, seq = p.puts[i].sequence(seq)
		r.docs = append(r.docs, d)
		r.dead = appendDead(r.dead, p.puts[i].before)
	}
	for i := range p.purges {
		r.dead = appendDead(r.dead, &p.purges[i])
	}
	return r
}

// sequence returns the put's place in the order of arrival and the next free one.
func (p *put) sequence(next uint64) (seq, rest uint64) {
	if p.before != nil {
		return p.before.seq, next
	}
	return next, next + 1
}

func appendDead(dead []deadDoc, f *found) []deadDoc {
	if f == nil || f.at == nil {
		return dead
	}
	return append(dead, *f.at)
}
