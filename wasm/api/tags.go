package api

import (
	"context"

	"pinfold/core"
	"pinfold/wasm/jsontext"
)

// maxLimit is the most that a page can ask for at once.
const maxLimit = 100_000

func limitOf(p jsontext.Value, otherwise int) int {
	if !p.Has("limit") {
		return otherwise
	}
	return int(min(max(p.Get("limit").Int(), 0), maxLimit))
}

func complete(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	list, err := l.Complete(ctx, p.Text("text"), p.Get("tags").Strings(), limitOf(p, 7))
	if err != nil {
		return err
	}
	writeTags(w, list)
	return nil
}

func suggest(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	list, err := l.Suggest(ctx, core.PageInfo{
		URL: p.Text("url"), Title: p.Text("title"), Description: p.Text("description"),
		Keywords: p.Get("keywords").Strings(), Tags: p.Get("tags").Strings(),
	}, limitOf(p, 8))
	if err != nil {
		return err
	}
	w.Open('[')
	for _, s := range list {
		w.Open('{')
		w.Key("tag")
		w.String(s.Tag)
		w.Key("reason")
		w.String(s.Reason)
		w.Close('}')
	}
	w.Close(']')
	return nil
}

// near answers with the tag most like a new one, or null.
func near(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	t, ok, err := l.NearTag(ctx, p.Text("tag"))
	if err != nil {
		return err
	}
	if !ok {
		w.Null()
		return nil
	}
	writeTag(w, t)
	return nil
}

func tags(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	list, total, err := l.Tags(ctx, p.Text("prefix"), limitOf(p, 0))
	if err != nil {
		return err
	}
	w.Open('{')
	w.Key("tags")
	writeTags(w, list)
	w.Key("total")
	w.Int(int64(total))
	w.Close('}')
	return nil
}

// maxHints is how many tags the table for the first completion holds.
const maxHints = 5000

// hints answers with what a page uses before the engine is up: rows of
// [folded, tag, count], the most used first, whether they are all there are,
// the number of bookmarks, and the settings of a new bookmark's form.
func hints(ctx context.Context, l *core.Library, _ jsontext.Value, w *jsontext.Writer, _ Event) error {
	list, err := l.Hints(ctx, maxHints)
	if err != nil {
		return err
	}
	bookmarks, err := l.Count(ctx, "")
	if err != nil {
		return err
	}
	set, err := l.Settings(ctx)
	if err != nil {
		return err
	}
	writeTable(w, l)
	w.Key("bookmarks")
	w.Int(int64(bookmarks))
	w.Key("private")
	w.Bool(set["private"] != "no")
	w.Key("description")
	w.Bool(set["description"] == "yes")
	w.Key("all")
	w.Bool(len(list) < maxHints)
	w.Key("rows")
	w.Open('[')
	for _, h := range list {
		w.Open('[')
		w.String(h.Folded)
		w.String(h.Tag)
		w.Int(int64(h.Count))
		w.Close(']')
	}
	w.Close(']')
	w.Close('}')
	return nil
}

// writeTable begins a table that a page keeps.
func writeTable(w *jsontext.Writer, l *core.Library) {
	w.Open('{')
	w.Key("generation")
	w.Int(int64(l.Generation()))
	w.Key("library")
	w.String(l.ID().String())
}

// marks answers with the addresses that are saved, for the toolbar: their
// 48-bit hashes in ascending order, 12 hex digits each.
func marks(ctx context.Context, l *core.Library, _ jsontext.Value, w *jsontext.Writer, _ Event) error {
	list, err := l.Addresses(ctx)
	if err != nil {
		return err
	}
	const digits = "0123456789abcdef"
	text := make([]byte, 0, 12*len(list))
	for _, h := range list {
		for shift := 60; shift >= 16; shift -= 4 {
			text = append(text, digits[h>>shift&15])
		}
	}
	writeTable(w, l)
	w.Key("hashes")
	w.String(string(text))
	w.Close('}')
	return nil
}
