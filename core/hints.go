package core

import (
	"context"

	"pinfold/core/order"
)

// A Hint is a tag as the table for the first completion holds it.
type Hint struct {
	Folded string // what a page compares
	Tag    string
	Count  int
}

// Hints returns the most used tags, at most limit.
func (l *Library) Hints(ctx context.Context, limit int) (out []Hint, err error) {
	err = l.read(ctx, func(st *state) error {
		table, err := l.tagTable(ctx, st)
		out = make([]Hint, 0, min(limit, len(table)))
		for i := range table[:min(limit, len(table))] {
			out = append(out, Hint{Folded: table[i].folded, Tag: table[i].label, Count: table[i].count})
		}
		return err
	})
	return out, err
}

// Count returns how many bookmarks a query finds, by its text alone.
func (l *Library) Count(ctx context.Context, query string) (n int, err error) {
	err = l.read(ctx, func(st *state) error {
		n, err = l.count(ctx, st, query)
		return err
	})
	return n, err
}

// Addresses returns the hash of every live bookmark's address (weburl.Hash of
// weburl.Same), its lower 16 bits cleared, sorted.
func (l *Library) Addresses(ctx context.Context) (out []uint64, err error) {
	err = l.read(ctx, func(st *state) error {
		v, err := l.view(ctx, st)
		if err != nil {
			return err
		}
		out, err = v.Sames(ctx)
		order.Numbers(out)
		return err
	})
	return out, err
}
