package core

import (
	"context"
	"iter"
	"time"
)

// Export yields the bookmarks that query finds, strictly (the string alone
// decides), all live ones if it is empty, newest first, as of the moment it
// begins. It reads them in batches and never holds them all.
func (l *Library) Export(ctx context.Context, query string) iter.Seq2[Bookmark, error] {
	return func(yield func(Bookmark, error) bool) {
		st, err := l.fresh(ctx)
		if err != nil {
			yield(Bookmark{}, err)
			return
		}
		e, o, err := l.strict(ctx, st, query)
		if err != nil {
			yield(Bookmark{}, err)
			return
		}
		for list, err := range l.batches(ctx, st, e, o) {
			if err != nil {
				yield(Bookmark{}, err)
				return
			}
			for i := range list {
				if !yield(list[i].bookmark, nil) {
					return
				}
			}
		}
	}
}

// Stats is what the library holds, in numbers.
type Stats struct {
	Bookmarks, Private, Unread, Untagged, Trashed, Tags int
	Generation                                          uint64
	Library                                             ID
	Created                                             time.Time
	DocumentBytes, IndexBytes                           int64
	Segments, Journal                                   int
}

// Stats counts what the library holds.
func (l *Library) Stats(ctx context.Context) (s Stats, err error) {
	err = l.read(ctx, func(st *state) error {
		s, err = l.stats(ctx, st)
		return err
	})
	return s, err
}

func (l *Library) stats(ctx context.Context, st *state) (Stats, error) {
	s := Stats{
		Generation: st.generation,
		Library:    st.manifest.library,
		Created:    fromMillis(st.manifest.created),
		Segments:   len(st.manifest.segments),
		Journal:    len(st.latest),
	}
	for _, seg := range st.manifest.segments {
		s.DocumentBytes += seg.meta.DocsBytes
		s.IndexBytes += seg.meta.IndexBytes
	}
	counts := []struct {
		query string
		to    *int
	}{{"", &s.Bookmarks}, {"is:private", &s.Private}, {"is:unread", &s.Unread}, {"is:untagged", &s.Untagged}, {"is:trashed", &s.Trashed}}
	for _, c := range counts {
		n, err := l.count(ctx, st, c.query)
		if err != nil {
			return s, err
		}
		*c.to = n
	}
	tags, err := l.tagTable(ctx, st)
	s.Tags = len(tags)
	return s, err
}
