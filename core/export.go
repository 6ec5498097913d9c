package core

import (
	"context"
	"iter"
	"time"

	"pinfold/core/index"
)

// Export yields the bookmarks that query finds, strictly (the string alone
// decides), all live ones if it is empty, newest first, as of the moment it
// begins. It reads them in batches and never holds them all. When another
// window merges meanwhile, it goes on with what there is then, and yields none
// of them twice.
func (l *Library) Export(ctx context.Context, query string) iter.Seq2[Bookmark, error] {
	return l.export(ctx, query, false)
}

func (l *Library) export(ctx context.Context, query string, all bool) iter.Seq2[Bookmark, error] {
	return func(yield func(Bookmark, error) bool) {
		e := &exporter{l: l, query: query, all: all, yield: yield, given: make(map[ID]struct{})}
		st, err := l.fresh(ctx)
		for attempt := 1; err == nil; attempt++ {
			if err = e.run(ctx, st); !isGone(err) || attempt == maxAttempts {
				break
			}
			st, err = l.reload(ctx)
		}
		if err != nil {
			yield(Bookmark{}, err)
		}
	}
}

// ExportAll yields every bookmark, those of the trash too, as Export does.
func (l *Library) ExportAll(ctx context.Context) iter.Seq2[Bookmark, error] {
	return l.export(ctx, "", true)
}

// An exporter remembers what it has given away.
type exporter struct {
	l     *Library
	query string
	all   bool // the trash too, whatever the query
	yield func(Bookmark, error) bool
	given map[ID]struct{}
}

// run yields what st holds and has not been given yet.
func (e *exporter) run(ctx context.Context, st *state) error {
	expr, o, err := e.l.strict(ctx, st, e.query)
	if err != nil {
		return err
	}
	if e.all {
		expr, o = index.All{}, index.Options{Order: index.Newest, IncludeHidden: true}
	}
	for list, err := range e.l.batches(ctx, st, expr, o) {
		if err != nil {
			return err
		}
		for i := range list {
			b := &list[i].bookmark
			if _, ok := e.given[b.ID]; ok {
				continue
			}
			e.given[b.ID] = struct{}{}
			if !e.yield(*b, nil) {
				return nil
			}
		}
	}
	return nil
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
