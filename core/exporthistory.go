package core

import (
	"context"
	"iter"
)

// A HistoryRecord is a line of the history on its way out or in: a change, or
// one thing that the change before it did.
type HistoryRecord struct {
	Change *Change    // nil: Item is one of the change before
	Item   Difference // without the title
}

// ExportHistory yields the changes that the history still has, the oldest
// first, each followed by what it did to each bookmark. They are numbered from
// 1. The beginning of a library from a backup is left out: it is how this copy
// came to be, and no part of what is in it. It reads the history part by part;
// when another window makes the library forget a part meanwhile, it ends with
// Busy and nothing is lost by asking again.
func (l *Library) ExportHistory(ctx context.Context) iter.Seq2[HistoryRecord, error] {
	return func(yield func(HistoryRecord, error) bool) {
		st, err := l.fresh(ctx)
		if err == nil {
			e := &historyExporter{l: l, yield: yield, numbers: make(map[uint64]uint64)}
			err = e.run(ctx, st)
		}
		if isGone(err) {
			err = errBusy
		}
		if err != nil {
			yield(HistoryRecord{}, told(err))
		}
	}
}

type historyExporter struct {
	l       *Library
	yield   func(HistoryRecord, error) bool
	numbers map[uint64]uint64 // of a change here to its number outside
	stopped bool
}

func (e *historyExporter) run(ctx context.Context, st *state) error {
	for _, h := range st.manifest.history {
		changes, err := e.l.historyBlob(ctx, h.name)
		if err != nil {
			return err
		}
		for i := range changes {
			if err := e.change(ctx, &changes[i]); err != nil || e.stopped {
				return err
			}
		}
	}
	for _, r := range st.journal {
		if err := e.change(ctx, &r.change); err != nil || e.stopped {
			return err
		}
	}
	return nil
}

func (e *historyExporter) change(ctx context.Context, c *Change) error {
	if c.Kind == Begun {
		return nil
	}
	outside := *c
	outside.Number = uint64(len(e.numbers)) + 1
	outside.Undoes = e.numbers[c.Undoes]
	e.numbers[c.Number] = outside.Number
	if e.stopped = !e.yield(HistoryRecord{Change: &outside}, nil); e.stopped {
		return nil
	}
	return e.l.eachItem(ctx, c, func(it *changeItem) bool {
		e.stopped = !e.yield(HistoryRecord{Item: it.difference()}, nil)
		return !e.stopped
	})
}
