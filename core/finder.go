package core

import (
	"context"
	"strconv"

	"pinfold/core/index"
	"pinfold/core/query"
	"pinfold/core/text"
)

// A finder adds to a page what helps when the query finds little, or may not be
// meant as it reads.
type finder struct {
	l    *Library
	st   *state
	view *index.View
	q    query.Query
	s    Search
}

// nearBelow is how few results make near matches worth showing.
const nearBelow = 5

func (f *finder) complete(ctx context.Context, p *Page) error {
	if f.s.Offset > 0 {
		return nil
	}
	if f.s.Near && len(p.Bookmarks) < nearBelow && !p.More && p.Total <= len(p.Bookmarks) {
		if err := f.near(ctx, p); err != nil {
			return err
		}
	}
	return f.hint(ctx, p)
}

func holds(list []Bookmark, id ID) bool {
	for i := range list {
		if list[i].ID == id {
			return true
		}
	}
	return false
}

// near finds what is like the words asked for and not found already.
func (f *finder) near(ctx context.Context, p *Page) error {
	c := f.l.compiler()
	c.near = true
	e := c.root(f.q.Root)
	if !c.words {
		return nil
	}
	limit := max(f.s.Limit, nearBelow)
	r, err := f.view.Search(ctx, e, index.Options{Order: index.Best, Limit: limit + len(p.Bookmarks), IncludeHidden: c.trashed})
	if err != nil {
		return err
	}
	list, err := bookmarks(ctx, f.view, r.Hits)
	if err != nil {
		return err
	}
	p.NearTerms = r.Near
	for _, b := range list {
		if !holds(p.Bookmarks, b.ID) && len(p.Near) < limit {
			p.Near = append(p.Near, b)
		}
	}
	return nil
}

// hint says what may help: what was not understood, or which part found
// nothing.
func (f *finder) hint(ctx context.Context, p *Page) error {
	if len(f.q.Hints) > 0 {
		p.Hint = f.q.Hints[0]
		return nil
	}
	if len(p.Bookmarks) > 0 || p.Total > 0 {
		return f.siblings(ctx, p)
	}
	terms := f.q.Terms()
	if len(terms) == 0 {
		return nil
	}
	for _, t := range terms {
		n, err := f.l.count(ctx, f.st, t.Text)
		if err != nil {
			return err
		}
		if n == 0 {
			return f.missing(ctx, p, t, len(terms))
		}
	}
	if len(terms) == 1 {
		return nil
	}
	p.Hint = "Nothing has all " + strconv.Itoa(len(terms)) + " of these together."
	last := terms[len(terms)-1]
	p.HintQuery = last.Without
	return nil
}

// siblings says, where a tag was asked for, which others are it in another
// number or with other separators, maxSiblings at most, and offers those.
func (f *finder) siblings(ctx context.Context, p *Page) error {
	tag, ok := onlyTag(f.q.Root)
	if !ok || !f.s.Total {
		return nil
	}
	others, err := f.l.siblings(ctx, f.st, tag.Text)
	if err != nil || len(others) == 0 {
		return err
	}
	either := query.Or{Of: []query.Node{tag}}
	p.Hint = "Also tagged "
	for i, t := range others {
		either.Of = append(either.Of, query.Tag{Text: t.Tag})
		if i > 0 {
			p.Hint += ", "
		}
		p.Hint += "“" + t.Tag + "” (" + strconv.Itoa(t.Count) + ")"
	}
	p.Hint += "."
	p.HintQuery = f.q.Drop(tag).With(either).String()
	return nil
}

// onlyTag returns the tag that a query asks for, if it asks for one and there
// is no other condition of that kind.
func onlyTag(n query.Node) (tag query.Tag, ok bool) {
	switch n := n.(type) {
	case query.Tag:
		return n, !n.Prefix
	case query.And:
		found := 0
		for _, k := range n.Of {
			if t, is := k.(query.Tag); is {
				tag, found = t, found+1
			}
		}
		return tag, found == 1 && !tag.Prefix
	}
	return tag, false
}

// missing says that t finds nothing, and offers what would.
func (f *finder) missing(ctx context.Context, p *Page, t query.Term, terms int) error {
	p.Hint = "Nothing is found for “" + t.Text + "”."
	if w, ok := query.Parse(t.Text).Root.(query.Word); ok && !w.Prefix {
		star := t.Text + "*"
		n, err := f.l.count(ctx, f.st, star)
		if err != nil {
			return err
		}
		if n > 0 {
			p.Hint = "No word is “" + t.Text + "”, but some begin with it."
			p.HintQuery = f.q.Drop(query.Parse(t.Text).Root).With(query.Parse(star).Root).String()
			return nil
		}
		if like, err := f.nearWord(ctx, w); err != nil || like != "" {
			p.Hint += " Did you mean “" + like + "”?"
			p.HintQuery = f.q.Drop(w).With(query.Word{Text: like, Field: w.Field}).String()
			return err
		}
	}
	if tag, ok := query.Parse(t.Text).Root.(query.Tag); ok && !tag.Prefix {
		return f.missingTag(ctx, p, t, tag)
	}
	if terms > 1 {
		p.HintQuery = t.Without
	}
	return nil
}

// maxLike bounds how many near words are counted to find the most frequent.
const maxLike = 8

// nearWord returns the most frequent of the words near w; "" if there is none.
// It is not looked for while somebody types.
func (f *finder) nearWord(ctx context.Context, w query.Word) (best string, err error) {
	tokens := text.QueryTokens(w.Text)
	if len(tokens) != 1 || !f.s.Total {
		return "", nil
	}
	r, err := f.view.Search(ctx, index.Word{Text: tokens[0].Text, How: index.Near}, index.Options{Limit: 1})
	if err != nil {
		return "", err
	}
	most := 0
	for _, like := range r.Near[:min(len(r.Near), maxLike)] {
		found, err := f.view.Search(ctx, index.Word{Text: like, Fields: fieldMask(w.Field)}, index.Options{Total: true})
		if err != nil {
			return "", err
		}
		if found.Total > most {
			best, most = like, found.Total
		}
	}
	return best, nil
}

// missingTag says that no bookmark has the tag, and offers the one most like it.
func (f *finder) missingTag(ctx context.Context, p *Page, t query.Term, tag query.Tag) error {
	p.Hint = "No bookmark has the tag “" + tag.Text + "”."
	p.HintQuery = t.Without
	near, ok, err := f.l.nearTag(ctx, f.st, tag.Text)
	if err != nil || !ok {
		return err
	}
	p.Hint += " Did you mean “" + near.Tag + "”?"
	p.HintQuery = f.q.Drop(tag).With(query.Tag{Text: near.Tag}).String()
	return nil
}
