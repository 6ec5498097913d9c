package main

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/wasm/api"
)

// mostShown is how many bookmarks the library finds at once.
const mostShown = 1000

func search(ctx context.Context, args []string, out, _ io.Writer) error {
	f, library := flags("search")
	asJSON := f.Bool("json", false, "")
	limit := f.Int("limit", 20, "")
	offset := f.Int("offset", 0, "")
	words, err := parseWords(f, args)
	if err != nil || len(words) == 0 || *limit < 0 || *offset < 0 {
		return errUsage
	}
	if *limit > mostShown {
		return refuse("A search shows 1,000 bookmarks at most at once. Ask for the next with --offset, or export them with --query.")
	}
	answer, err := call(ctx, *library, "search", map[string]any{
		"query": strings.Join(words, " "), "limit": *limit, "offset": *offset,
		"want": []string{"total", "tags", "near", "hint"},
	})
	if err != nil {
		return err
	}
	w := &lines{w: out}
	if *asJSON {
		w.printf("%s\n", answer)
		return w.err
	}
	var p page
	if err := json.Unmarshal([]byte(answer), &p); err != nil {
		return err
	}
	p.print(w)
	return w.err
}

// call asks as a page of the extension does, and gets the same answer.
func call(ctx context.Context, library, method string, params any) (string, error) {
	l, err := openLibrary(ctx, library)
	if err != nil {
		return "", err
	}
	defer l.Close()
	raw, err := json.Marshal(params)
	if err != nil {
		return "", err
	}
	engine := api.New(func(context.Context) (*core.Library, error) { return l, nil })
	return engine.Call(ctx, method, string(raw), nil)
}

// A page is what is shown of a search's answer.
type page struct {
	Bookmarks, Near []bookmark
	Total           int
	Hint            *struct{ Text string }
}

type bookmark struct {
	URL, Title      string
	Tags            []string
	Private, Unread bool
	Created         time.Time
}

func (p *page) print(w *lines) {
	w.printf("%s\n", count(p.Total, "bookmark", "bookmarks"))
	for i := range p.Bookmarks {
		p.Bookmarks[i].print(w)
	}
	if len(p.Near) > 0 {
		w.printf("\nnear, not counted:\n")
	}
	for i := range p.Near {
		p.Near[i].print(w)
	}
	if p.Hint != nil {
		w.printf("\n%s\n", harmless(p.Hint.Text))
	}
}

func (b *bookmark) print(w *lines) {
	w.printf("\n%s\n  %s\n  %s", harmless(b.Title), harmless(b.URL), b.Created.Local().Format("2006-01-02"))
	if len(b.Tags) > 0 {
		w.printf("  %s", harmless(strings.Join(b.Tags, " ")))
	}
	if b.Private {
		w.printf("  (private)")
	}
	if b.Unread {
		w.printf("  (unread)")
	}
	w.printf("\n")
}
