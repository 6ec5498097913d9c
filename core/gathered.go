package core

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"
)

// Gather reads files as Library.ImportAll does, but into no library: it
// returns a report for each file, and what an empty library would hold then,
// newest first. The bookmarks have no IDs. Of o, NoFolders counts. An error
// means that there are none.
func Gather(ctx context.Context, files []File, now time.Time, o ImportOptions, tell func(Progress)) ([]Report, iter.Seq2[Bookmark, error], error) {
	reports := make([]Report, len(files))
	g := newGatherer(nothing{}, now, o, tell)
	if err := g.files(ctx, files, reports); err != nil {
		return reports, nil, err
	}
	order, err := g.newestFirst()
	return reports, g.inOrder(order), err
}

// nothing is what entries meet that go into no library.
type nothing struct{}

func (nothing) liveAt(context.Context, string) (*found, error) { return nil, nil }
func (nothing) withID(context.Context, ID) (*Bookmark, error)  { return nil, nil }
func (nothing) spelling(_ context.Context, tag string) (string, bool, error) {
	return tag, false, nil
}
func (nothing) newID() ID                                   { return ID{} }
func (nothing) pauseEvery(ctx context.Context, _ int) error { return ctx.Err() }

// newestFirst returns the items' numbers by the time of their creation; those
// of one instant keep the file's order.
func (g *gatherer) newestFirst() ([]int, error) {
	order, created := make([]int, len(g.items)), make([]int64, len(g.items))
	for i := range g.items {
		b, err := g.arena.get(g.items[i].at)
		if err != nil {
			return nil, err
		}
		order[i], created[i] = i, b.Created.UnixMilli()
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(created[b], created[a]) })
	return order, nil
}

func (g *gatherer) inOrder(order []int) iter.Seq2[Bookmark, error] {
	return func(yield func(Bookmark, error) bool) {
		for _, i := range order {
			if !yield(g.arena.get(g.items[i].at)) {
				return
			}
		}
	}
}
