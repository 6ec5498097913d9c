package api

import (
	"context"
	"slices"

	"pinfold/core"
	"pinfold/core/query"
	"pinfold/wasm/jsontext"
)

// defaultLimit is how many bookmarks a page gets that does not say.
const defaultLimit = 20

// facets is how many related tags a page gets.
const facets = 60

func search(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	want := p.Get("want").Strings()
	s := core.Search{
		Query:  p.Text("query"),
		Offset: int(p.Get("offset").Int()),
		Limit:  defaultLimit,
		Typing: p.Get("typing").True(),
		Total:  slices.Contains(want, "total"),
		Near:   slices.Contains(want, "near"),
		Years:  slices.Contains(want, "years"),
	}
	usual := p.Get("usual")
	s.ListSort, s.WordSort = usual.Text("list"), usual.Text("words")
	if p.Has("limit") {
		s.Limit = int(p.Get("limit").Int())
	}
	if slices.Contains(want, "tags") {
		s.Tags = facets
	}
	page, err := l.Search(ctx, s)
	if err != nil {
		return err
	}
	w.Open('{')
	w.Key("bookmarks")
	writeBookmarks(w, page.Bookmarks)
	w.Key("total")
	writeTotal(w, &page)
	w.Key("tags")
	writeTags(w, page.Tags)
	w.Key("years")
	writeYears(w, page.Years)
	w.Key("near")
	writeBookmarks(w, page.Near)
	w.Key("nearTerms")
	w.Strings(page.NearTerms)
	w.Key("hint")
	writeHint(w, &page)
	w.Key("terms")
	w.Strings(page.Terms)
	w.Key("sort")
	w.String(page.Sort)
	w.Key("query")
	w.String(page.Query)
	w.Key("save")
	w.String(page.Save)
	w.Key("negations")
	writeNegations(w, page.Negations)
	w.Key("generation")
	w.Int(int64(page.Generation))
	w.Close('}')
	return nil
}

// writeTotal writes the exact number, or {n, more: true}.
func writeTotal(w *jsontext.Writer, p *core.Page) {
	if !p.More {
		w.Int(int64(p.Total))
		return
	}
	w.Open('{')
	w.Key("n")
	w.Int(int64(p.Total))
	w.Key("more")
	w.Bool(true)
	w.Close('}')
}

func writeHint(w *jsontext.Writer, p *core.Page) {
	if p.Hint == "" {
		w.Null()
		return
	}
	w.Open('{')
	w.Key("text")
	w.String(p.Hint)
	if p.HintQuery != "" {
		w.Key("query")
		w.String(p.HintQuery)
	}
	w.Close('}')
}

func writeNegations(w *jsontext.Writer, list []query.Negation) {
	w.Open('[')
	for _, n := range list {
		w.Open('{')
		w.Key("text")
		w.String(n.Text)
		w.Key("literal")
		w.String(n.Literal)
		w.Close('}')
	}
	w.Close(']')
}

func writeTags(w *jsontext.Writer, list []core.TagCount) {
	w.Open('[')
	for _, t := range list {
		writeTag(w, t)
	}
	w.Close(']')
}

func writeYears(w *jsontext.Writer, list []core.YearCount) {
	w.Open('[')
	for _, y := range list {
		w.Open('{')
		writeCount(w, "year", y.Year)
		writeCount(w, "count", y.Count)
		w.Close('}')
	}
	w.Close(']')
}

func writeCount(w *jsontext.Writer, key string, n int) {
	w.Key(key)
	w.Int(int64(n))
}

func writeTag(w *jsontext.Writer, t core.TagCount) {
	w.Open('{')
	w.Key("tag")
	w.String(t.Tag)
	w.Key("count")
	w.Int(int64(t.Count))
	w.Close('}')
}

// parse says how a query is understood, for the heading above the results.
func parse(_ context.Context, _ *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	q := query.Parse(p.Text("query"))
	w.Open('{')
	w.Key("query")
	w.String(q.String())
	w.Key("sort")
	w.String(q.Sort)
	w.Key("heading")
	w.Open('[')
	for _, t := range q.Terms() {
		w.Open('{')
		w.Key("text")
		w.String(t.Text)
		w.Key("kind")
		w.String(t.Kind)
		w.Key("tag")
		w.String(t.Tag)
		w.Key("without")
		w.String(t.Without)
		w.Close('}')
	}
	w.Close(']')
	w.Close('}')
	return nil
}

// narrow presses something beside the results and returns the query that
// makes: a tag to add, drop or exclude, a filter or a year to switch, an order.
func narrow(_ context.Context, _ *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	q := query.Parse(p.Text("query"))
	tag := func(key string) query.Tag { return query.Tag{Text: p.Text(key)} }
	switch {
	case p.Has("addTag"):
		q = q.Drop(query.Negated(tag("addTag"))).With(tag("addTag"))
	case p.Has("dropTag"):
		q = q.Drop(tag("dropTag"))
	case p.Has("notTag"):
		q = q.Drop(tag("notTag")).With(query.Negated(tag("notTag")))
	case p.Has("filter"):
		state, ok := query.StateOf(p.Text("filter"))
		if !ok {
			return invalid("There is no filter of that name. Reload the page, then try again.")
		}
		q = q.Toggle(state)
	case p.Has("year"):
		q = q.InYear(int(p.Get("year").Int()))
	case p.Has("sort"):
		q = q.Sorted(p.Text("sort"))
	}
	w.Open('{')
	w.Key("query")
	w.String(q.String())
	w.Close('}')
	return nil
}
