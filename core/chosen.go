package core

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"
)

// Chosen returns those of the bookmarks with these ids that exist, live or in
// the trash, in that order.
func (l *Library) Chosen(ctx context.Context, ids []ID) (list []Bookmark, err error) {
	err = l.read(ctx, func(st *state) error {
		found, err := l.byIDs(ctx, st, ids)
		list = make([]Bookmark, len(found))
		for i := range found {
			list[i] = found[i].bookmark
		}
		return err
	})
	return list, err
}

// ExportChosen yields those of the bookmarks with these ids that exist, live or
// in the trash, each once, newest first as Export does. It reads them in
// batches and never holds them all.
func (l *Library) ExportChosen(ctx context.Context, ids []ID) iter.Seq2[Bookmark, error] {
	return func(yield func(Bookmark, error) bool) {
		sorted, err := l.byAge(ctx, ids)
		for batch := range slices.Chunk(sorted, batchSize) {
			if err != nil {
				break
			}
			var list []Bookmark
			list, err = l.Chosen(ctx, batch)
			for _, b := range list {
				if err == nil && !yield(b, nil) {
					return
				}
			}
		}
		if err != nil {
			yield(Bookmark{}, err)
		}
	}
}

// byAge returns those of ids that exist, once, in the order newest first.
func (l *Library) byAge(ctx context.Context, ids []ID) ([]ID, error) {
	type aged struct {
		created time.Time
		seq     uint64
		id      ID
	}
	all := make([]aged, 0, len(ids))
	for batch := range slices.Chunk(ids, batchSize) {
		err := l.read(ctx, func(st *state) error {
			found, err := l.byIDs(ctx, st, batch)
			for _, f := range found {
				all = append(all, aged{f.bookmark.Created, f.seq, f.bookmark.ID})
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b aged) int {
		return cmp.Or(b.created.Compare(a.created), cmp.Compare(b.seq, a.seq), slices.Compare(a.id[:], b.id[:]))
	})
	sorted := make([]ID, len(all))
	for i, a := range all {
		sorted[i] = a.id
	}
	return slices.Compact(sorted), nil
}
