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
		found, err := v.Explain(ctx, c.root(q.Root), fieldsOf(&f.bookmark))
		reasons = shares(found)
		return err
	})
	return reasons, err
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
