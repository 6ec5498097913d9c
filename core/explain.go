package core

import (
	"context"

	"pinfold/core/index"
	"pinfold/core/query"
)

// A Reason is one word of a query and what it found in a bookmark.
type Reason struct {
	Asked  string // folded
	Word   string // of the bookmark, folded
	How    string // "whole", "beginning" or "near"
	Fields []string
	Share  int // percent of what the bookmark is ranked by
}

// Explain says why a query finds a bookmark, word by word: which word of it, in
// which fields, and how much that counts. Of typing and near it means what
// Search does. A query without words has no reasons: it ranks by time.
func (l *Library) Explain(ctx context.Context, s Search, id ID) (reasons []Reason, err error) {
	err = l.read(ctx, func(st *state) error {
		f, err := l.byID(ctx, st, id)
		if err != nil {
			return err
		}
		if f == nil {
			return errNoBookmark
		}
		v, err := l.view(ctx, st)
		if err != nil {
			return err
		}
		c, q := l.compiler(), query.Parse(s.Query)
		if c.near = s.Near; s.Typing && q.Open && !s.Near {
			c.typing = lastWord(q.Root)
		}
		part, err := l.inMemory(ctx, []index.Document{document(&f.bookmark, f.seq)})
		if err != nil {
			return err
		}
		e, err := alternativesOf(ctx, c.root(q.Root), index.NewView([]index.Part{part}, l.viewOptions()))
		if err != nil {
			return err
		}
		found, err := v.Explain(ctx, e, fieldsOf(&f.bookmark))
		reasons = shares(found)
		return err
	})
	return reasons, err
}

// alternativesOf returns e without the alternatives that do not find the only
// document of alone: they give nothing to its rank, though words of theirs may
// stand in it.
func alternativesOf(ctx context.Context, e index.Expr, alone *index.View) (index.Expr, error) {
	var of []index.Expr
	switch e := e.(type) {
	case index.And:
		of = e.Of
	case index.Or:
		for _, one := range e.Of {
			r, err := alone.Search(ctx, one, index.Options{Limit: 1, IncludeHidden: true})
			if err != nil {
				return nil, err
			}
			if len(r.Hits) > 0 {
				of = append(of, one)
			}
		}
	default:
		return e, nil
	}
	kept := make([]index.Expr, len(of))
	for i, one := range of {
		var err error
		if kept[i], err = alternativesOf(ctx, one, alone); err != nil {
			return nil, err
		}
	}
	if _, ok := e.(index.And); ok {
		return index.And{Of: kept}, nil
	}
	return index.Or{Of: kept}, nil
}

// shares turns scores into shares of their sum.
func shares(found []index.Reason) []Reason {
	var sum float32
	for _, r := range found {
		sum += r.Score
	}
	out := make([]Reason, len(found))
	for i, r := range found {
		out[i] = Reason{Asked: r.Asked, Word: r.Word, How: [...]string{"whole", "beginning", "near"}[r.How], Fields: fieldNames(r.Fields)}
		if sum > 0 {
			out[i].Share = int(100*r.Score/sum + 0.5)
		}
	}
	return out
}

func fieldNames(m index.Mask) (names []string) {
	for f, name := range [...]string{index.Title: "title", index.Tags: "tags", index.Description: "description", index.URL: "url"} {
		if m&(1<<f) != 0 {
			names = append(names, name)
		}
	}
	return names
}
