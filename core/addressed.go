package core

import (
	"context"

	"pinfold/core/index"
	"pinfold/core/query"
	"pinfold/core/weburl"
)

// A pasted address finds the bookmark that has it first, then its variants,
// then what has its words. All of them count.

// An addressed is what a query that is an address names.
type addressed struct {
	url   string // "" if the query is none
	saved bool   // a live bookmark has that very address
	docs  []index.Doc
}

// addressed looks up the address that a query consists of.
func (l *Library) addressed(ctx context.Context, st *state, root query.Node) (addressed, error) {
	a := addressed{url: addressIn(root)}
	if a.url == "" {
		return a, nil
	}
	v, err := l.view(ctx, st)
	if err != nil {
		return a, err
	}
	m := Matches{URL: a.url}
	if err := l.matches(ctx, st, &m); err != nil {
		return a, err
	}
	list := m.Variants
	if m.Exact != nil {
		a.saved = true
		list = append([]Bookmark{*m.Exact}, list...)
	}
	for i := range list {
		doc, ok, err := v.ByID(ctx, list[i].ID)
		if err != nil {
			return a, err
		}
		if ok {
			a.docs = append(a.docs, doc)
		}
	}
	return a, nil
}

// or widens what e finds by the bookmarks of the address.
func (a *addressed) or(e index.Expr) index.Expr {
	if len(a.docs) == 0 {
		return e
	}
	return index.Or{Of: []index.Expr{e, index.These{Docs: a.docs}}}
}

// widen makes o ask for the hits from the first on, and for as many more as the
// address may take out of their order.
func (a *addressed) widen(o index.Options) index.Options {
	if len(a.docs) > 0 && o.Limit > 0 {
		o.Offset, o.Limit = 0, o.Offset+o.Limit+len(a.docs)
	}
	return o
}

// lead puts the bookmarks of the address before the other hits, which begin
// with the first one, and cuts out the page.
func (a *addressed) lead(hits []index.Hit, offset, limit int) []index.Hit {
	if len(a.docs) == 0 || limit == 0 {
		return hits
	}
	out := make([]index.Hit, 0, len(a.docs)+len(hits))
	own := make(map[index.Doc]bool, len(a.docs))
	for _, d := range a.docs {
		own[d] = true
		out = append(out, index.Hit{Doc: d})
	}
	for _, h := range hits {
		if !own[h.Doc] {
			out = append(out, h)
		}
	}
	from := min(offset, len(out))
	return out[from:min(from+limit, len(out))]
}

// addressIn returns the address that a query consists of, with a scheme, or "".
func addressIn(n query.Node) string {
	a, ok := n.(query.Address)
	if !ok {
		return ""
	}
	for _, s := range [...]string{a.Text, "https://" + a.Text} {
		if c, err := weburl.Clean(s); err == nil {
			return c.URL
		}
	}
	return ""
}
