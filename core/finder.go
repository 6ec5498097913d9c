package core

import (
	"context"
	"strconv"
	"strings"

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

	trashed bool // the query speaks of the trash
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
	counted := make(map[string]bool)
	for _, t := range terms {
		if counted[t.Text] || (len(terms) > 1 && f.isMark(t.Text)) {
			continue
		}
		counted[t.Text] = true
		n, err := f.l.countIn(ctx, f.st, t.Text, f.trashed)
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
	return f.together(ctx, p, terms)
}

// isMark says that a query is one bare word without letters, as “·” is: beside
// others it asks for nothing.
func (f *finder) isMark(q string) bool {
	w, ok := query.Parse(q).Root.(query.Word)
	return ok && f.l.compiler().expr(w) == nil
}

// together says that no bookmark has all terms, and offers what has, of the last
// word, the beginning; else the query without its last term.
func (f *finder) together(ctx context.Context, p *Page, terms []query.Term) error {
	all := "Nothing has all " + strconv.Itoa(len(terms)) + " of these together"
	last := terms[len(terms)-1]
	p.Hint, p.HintQuery = all+".", last.Without
	w, star, ok := starred(query.Parse(last.Text).Root)
	if !ok {
		return nil
	}
	longer := f.q.Drop(w).With(star).String()
	n, err := f.l.count(ctx, f.st, longer)
	if err != nil || n == 0 {
		return err
	}
	p.Hint, p.HintQuery = all+", but some have a word that begins with “"+query.Print(w)+"”.", longer
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
	n := query.Parse(t.Text).Root
	if tag, ok := n.(query.Tag); ok && !tag.Prefix {
		return f.missingTag(ctx, p, t, tag, terms)
	}
	p.Hint = "Nothing is found for “" + named(n) + "”."
	if terms > 1 && !f.isMark(t.Without) {
		p.HintQuery = t.Without
	}
	for _, offer := range []func(context.Context, *Page, query.Node) (bool, error){f.longer, f.meant, f.apart} {
		if done, err := offer(ctx, p, n); err != nil || done {
			return err
		}
	}
	return nil
}

// starred is a word that is none yet as the beginning of words.
func starred(n query.Node) (w, star query.Word, ok bool) {
	w, ok = n.(query.Word)
	star = w
	star.Prefix = true
	return w, star, ok && !w.Prefix && !w.Near
}

// longer offers, for a word, what begins with it.
func (f *finder) longer(ctx context.Context, p *Page, n query.Node) (bool, error) {
	w, star, ok := starred(n)
	if !ok {
		return false, nil
	}
	found, err := f.l.count(ctx, f.st, query.Print(star))
	if err != nil || found == 0 {
		return false, err
	}
	p.Hint = "No word is “" + query.Print(w) + "”, but some begin with it."
	p.HintQuery = f.q.Drop(w).With(star).String()
	return true, nil
}

// meant offers words like those that nothing has.
func (f *finder) meant(ctx context.Context, p *Page, n query.Node) (bool, error) {
	like, err := f.likely(ctx, n)
	if err != nil || like == nil {
		return false, err
	}
	p.Hint += " Did you mean “" + said(like) + "”?"
	p.HintQuery = f.q.Drop(n).With(like).String()
	return true, nil
}

// named is a condition as it is spoken of within quotes.
func named(n query.Node) string {
	if p, ok := n.(query.Phrase); ok && p.Field == query.Anywhere {
		return p.Text
	}
	return query.Print(n)
}

// said is it without its field, of which there is no doubt.
func said(n query.Node) string {
	switch n := n.(type) {
	case query.Word:
		return n.Text
	case query.Phrase:
		return n.Text
	}
	return query.Print(n)
}

// apart offers the words of a phrase that nothing has in a row. They are not
// looked for while somebody types.
func (f *finder) apart(ctx context.Context, p *Page, n query.Node) (bool, error) {
	phrase, ok := n.(query.Phrase)
	tokens := text.QueryTokens(phrase.Text)
	if !ok || !f.s.Total || len(tokens) < 2 || len(tokens) > maxSpelt {
		return false, nil
	}
	words := query.Query{Root: query.All{}}
	for i, t := range tokens {
		if i > 0 && tokens[i-1].End > t.Start {
			return false, nil // pairs of characters are no words
		}
		words = words.With(query.Word{Text: t.Text, Field: phrase.Field})
	}
	found, err := f.l.count(ctx, f.st, words.String())
	if err != nil || found == 0 {
		return false, err
	}
	p.Hint = "Nothing has “" + named(phrase) + "” in a row, but some have all of these words."
	p.HintQuery = f.q.Drop(phrase).With(words.Root).String()
	return true, nil
}

// missingTag says that no bookmark has the tag, and offers the one most like it, or
// its text as words: the titles of issues have numbers that read as tags.
func (f *finder) missingTag(ctx context.Context, p *Page, t query.Term, tag query.Tag, terms int) error {
	p.Hint = "No bookmark has the tag “" + tag.Text + "”."
	p.HintQuery = t.Without
	if terms > 1 && !strings.Contains(tag.Text, `"`) {
		words := f.q.Drop(tag).With(query.Phrase{Text: tag.Text}).String()
		found, err := f.l.count(ctx, f.st, words)
		if err != nil {
			return err
		}
		if found > 0 {
			p.HintQuery = words
			return nil
		}
	}
	near, ok, err := f.l.nearTag(ctx, f.st, tag.Text)
	if err != nil || !ok {
		return err
	}
	p.Hint += " Did you mean “" + near.Tag + "”?"
	p.HintQuery = f.q.Drop(tag).With(query.Tag{Text: near.Tag}).String()
	return nil
}
