package core

import (
	"context"

	"pinfold/core/index"
	"pinfold/core/query"
)

// A Search is what a person asks of the library.
type Search struct {
	Query         string
	Offset, Limit int
	Typing        bool // the last word may be unfinished: it is also a prefix
	Total         bool // the exact number is wanted
	Tags          int  // > 0: that many related tags with exact counts
	Near          bool // near matches are wanted where there are few others
	Years         bool // the years are wanted, with exact counts

	// The orders where the query names none: of a list, and of what words find.
	// Empty is newest first, and best first.
	ListSort, WordSort string
}

// A Page is a part of what a Search finds.
type Page struct {
	Bookmarks []Bookmark
	Total     int
	More      bool // Total is a lower bound
	Tags      []TagCount
	Years     []YearCount // newest first, those that have any
	Near      []Bookmark  // like what was asked for; never counted
	NearTerms []string    // folded words that those are there for
	Terms     []string    // folded words to highlight, a beginning with a star behind it
	Sort      string      // "new", "old", "title" or "best"
	Query     string      // as it prints
	Hint      string      // a sentence, or ""
	HintQuery string      // a query that the hint offers, or ""
	Save      string      // an address asked for that is not saved, or ""
	Negations []query.Negation

	Generation uint64
}

// maxPage bounds one page.
const maxPage = 1000

// Search finds bookmarks. Nothing typed is an error.
func (l *Library) Search(ctx context.Context, s Search) (p Page, err error) {
	s.Limit = min(max(s.Limit, 0), maxPage)
	s.Offset = max(s.Offset, 0)
	err = l.read(ctx, func(st *state) error {
		p, err = l.search(ctx, st, s)
		return err
	})
	return p, err
}

func (l *Library) search(ctx context.Context, st *state, s Search) (Page, error) {
	v, err := l.view(ctx, st)
	if err != nil {
		return Page{}, err
	}
	q := query.Parse(s.Query)
	c := l.compiler()
	if s.Typing && q.Open {
		c.typing = lastWord(q.Root)
	}
	e := c.root(q.Root)
	a, err := l.addressed(ctx, st, q.Root)
	if err != nil {
		return Page{}, err
	}
	o := index.Options{Order: c.order(s.sort(q.Sort, c.words)), Offset: s.Offset, Limit: s.Limit, Total: s.Total, Facets: s.Tags, IncludeHidden: c.trashed}
	if s.Years {
		o.Cuts = c.yearCuts(v)
	}
	r, err := v.Search(ctx, a.or(e), a.widen(o))
	if err != nil {
		return Page{}, err
	}
	p := Page{Years: years(r.Spans, c.zone, o.Cuts), Total: r.Total, More: r.More, Terms: append(c.marks, r.Near...), Sort: orderName(o.Order), Query: q.String(), Negations: q.Negations, Generation: st.generation}
	for _, f := range r.Facets {
		p.Tags = append(p.Tags, TagCount{Tag: f.Tag.Label, Count: f.Count})
	}
	if a.url != "" && !a.saved {
		p.Save = a.url
	}
	if p.Bookmarks, err = bookmarks(ctx, v, a.lead(r.Hits, s.Offset, s.Limit)); err != nil {
		return Page{}, err
	}
	f := finder{l: l, st: st, view: v, q: q, s: s, trashed: c.trashed}
	return p, f.complete(ctx, &p)
}

// sort returns the order asked for: the query's, or the usual one.
func (s *Search) sort(asked string, words bool) string {
	if asked != "" {
		return asked
	}
	if words {
		return s.WordSort
	}
	return s.ListSort
}

// lastWord returns the word, the address or the pair that the query ends in, nil
// if its last condition is none of these.
func lastWord(n query.Node) query.Node {
	switch n := n.(type) {
	case query.And:
		return lastWord(n.Of[len(n.Of)-1])
	case query.Or:
		return lastWord(n.Of[len(n.Of)-1])
	case query.Word, query.Address, query.Pair:
		return n
	}
	return nil
}

// bookmarks reads the bookmarks of hits.
func bookmarks(ctx context.Context, v *index.View, hits []index.Hit) ([]Bookmark, error) {
	docs := make([]index.Doc, len(hits))
	for i, h := range hits {
		docs[i] = h.Doc
	}
	records, err := v.Records(ctx, docs)
	if err != nil {
		return nil, err
	}
	list := make([]Bookmark, len(records))
	for i, r := range records {
		if list[i], err = decodeValue(r.ID, r.Value); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// count returns the exact number of what query finds, strictly.
func (l *Library) count(ctx context.Context, st *state, q string) (int, error) {
	return l.countIn(ctx, st, q, false)
}

// countIn counts in the trash as well, if trashed says so; a query that speaks of
// it does so in any case.
func (l *Library) countIn(ctx context.Context, st *state, q string, trashed bool) (int, error) {
	v, err := l.view(ctx, st)
	if err != nil {
		return 0, err
	}
	e, o, err := l.strict(ctx, st, q)
	if err != nil {
		return 0, err
	}
	o.Total, o.Order = true, index.Newest
	o.IncludeHidden = o.IncludeHidden || trashed
	r, err := v.Search(ctx, e, o)
	return r.Total, err
}
