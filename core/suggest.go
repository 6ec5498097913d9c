package core

import (
	"cmp"
	"context"
	"strings"

	"pinfold/core/index"
	"pinfold/core/order"
	"pinfold/core/text"
	"pinfold/core/weburl"
)

// A PageInfo is what a popup knows of the page it stands on.
type PageInfo struct {
	URL, Title, Description string
	Keywords                []string
	Tags                    []string // typed already
}

// A Suggestion is a tag for a page and why it is offered: "site", "words",
// "together" or "page".
type Suggestion struct {
	Tag    string
	Reason string
}

// Weights of the reasons for a suggestion: shares of the bookmarks that agree.
const (
	weightNamed    = 1.2 // the tag's own name stands in the title
	weightSite     = 1.0
	weightTogether = 1.1
	weightWords    = 0.8
	weightPage     = 0.3 // the page's own keyword, not yet a tag
)

// minShare is the share of agreeing bookmarks below which a tag is noise.
const minShare = 0.12

// Suggest returns at most limit tags for a page from the person's own library:
// those of its site, of bookmarks with the same words, those that go with the
// tags already typed, and the page's own keywords.
func (l *Library) Suggest(ctx context.Context, p PageInfo, limit int) (out []Suggestion, err error) {
	err = l.read(ctx, func(st *state) error {
		v, err := l.view(ctx, st)
		if err != nil {
			return err
		}
		table, err := l.tagTable(ctx, st)
		if err != nil {
			return err
		}
		s := &suggester{view: v, scores: make(map[string]*scored), typed: tagKeys(p.Tags)}
		s.names(table, p.Title)
		if err := s.site(ctx, p.URL); err != nil {
			return err
		}
		if err := s.together(ctx, p.Tags); err != nil {
			return err
		}
		if err := s.words(ctx, p.Title); err != nil {
			return err
		}
		s.keywords(table, p.Keywords)
		out = s.best(limit)
		return nil
	})
	return out, err
}

// A suggester adds up what speaks for each tag.
type suggester struct {
	view   *index.View
	scores map[string]*scored
	typed  map[string]bool
}

type scored struct {
	tag    string
	reason string
	score  float64
	best   float64 // of the strongest reason
}

func (s *suggester) add(key, label, reason string, score float64) {
	if s.typed[key] || score <= 0 {
		return
	}
	x := s.scores[key]
	if x == nil {
		x = &scored{tag: label}
		s.scores[key] = x
	}
	x.score += score
	if score > x.best {
		x.best, x.reason = score, reason
	}
}

// names adds the tags whose name stands in the title.
func (s *suggester) names(table []tagRow, title string) {
	tokens := text.QueryTokens(title)
	words := make(map[string]bool, 2*len(tokens))
	for i, t := range tokens {
		words[t.Text] = true
		if i > 0 {
			words[tokens[i-1].Text+"-"+t.Text] = true
		}
	}
	for i := range table {
		if len(table[i].folded) > 1 && words[table[i].folded] {
			s.add(table[i].key, table[i].label, "words", weightNamed)
		}
	}
}

// facets adds the most frequent tags of what e finds.
func (s *suggester) facets(ctx context.Context, e index.Expr, reason string, weight float64) error {
	r, err := s.view.Search(ctx, e, index.Options{Limit: 1, Total: true, Facets: 20})
	if err != nil || r.Total == 0 {
		return err
	}
	for _, f := range r.Facets {
		// One bookmark more than there are keeps a single one from being certain.
		if share := float64(f.Count) / float64(r.Total+1); share >= minShare {
			s.add(f.Tag.Key, f.Tag.Label, reason, weight*share)
		}
	}
	return nil
}

func (s *suggester) site(ctx context.Context, url string) error {
	host := strings.TrimPrefix(weburl.Host(url), "www.")
	if host == "" {
		return nil
	}
	return s.facets(ctx, index.Term{Text: termSite + host}, "site", weightSite)
}

func (s *suggester) together(ctx context.Context, tags []string) error {
	var all []index.Expr
	for key := range tagKeys(tags) {
		all = append(all, index.TagIs{Key: key})
	}
	if len(all) == 0 {
		return nil
	}
	return s.facets(ctx, index.And{Of: all}, "together", weightTogether)
}

// words adds the tags of the bookmarks whose titles are most like this one.
func (s *suggester) words(ctx context.Context, title string) error {
	const nearest = 20
	var any []index.Expr
	for _, t := range text.QueryTokens(title) {
		if len(t.Text) > 2 && len(any) < 12 {
			any = append(any, index.Word{Text: t.Text, Fields: 1<<index.Title | 1<<index.Tags})
		}
	}
	if len(any) == 0 {
		return nil
	}
	r, err := s.view.Search(ctx, index.Or{Of: any}, index.Options{Order: index.Best, Limit: nearest})
	if err != nil || len(r.Hits) == 0 {
		return err
	}
	docs := make([]index.Doc, len(r.Hits))
	var sum float64
	for i, h := range r.Hits {
		docs[i] = h.Doc
		sum += float64(h.Score)
	}
	values, err := s.view.Values(ctx, docs)
	if err != nil || sum == 0 {
		return err
	}
	for i, v := range values {
		b, err := decodeValue(ID{}, v)
		if err != nil {
			return err
		}
		for _, t := range b.Tags {
			s.add(text.TagKey(t), t, "words", weightWords*float64(r.Hits[i].Score)/sum)
		}
	}
	return nil
}

// keywords adds the page's own words: as tags of the library where they are.
func (s *suggester) keywords(table []tagRow, keywords []string) {
	known := make(map[string]*tagRow, len(table))
	for i := range table {
		known[table[i].key] = &table[i]
	}
	for i, k := range keywords {
		if i == 100 {
			break
		}
		tag := FolderTag(k)
		row := known[text.TagKey(tag)]
		switch {
		case tag == "":
		case row != nil:
			s.add(row.key, row.label, "page", weightSite)
		case len(tag) <= 30:
			s.add(text.TagKey(tag), tag, "page", weightPage)
		}
	}
}

func (s *suggester) best(limit int) []Suggestion {
	list := make([]*scored, 0, len(s.scores))
	for _, x := range s.scores {
		if x.score >= minShare {
			list = append(list, x)
		}
	}
	order.By(list, func(a, b **scored) int {
		if (*a).score != (*b).score {
			return cmp.Compare((*b).score, (*a).score)
		}
		return strings.Compare((*a).tag, (*b).tag)
	})
	list = list[:min(max(limit, 0), len(list))]
	out := make([]Suggestion, 0, len(list))
	for _, x := range list {
		out = append(out, Suggestion{Tag: x.tag, Reason: x.reason})
	}
	return out
}
