package api

import (
	"context"
	"time"

	"pinfold/core"
	"pinfold/wasm/jsontext"
)

func save(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	b, err := readBookmark(p.Get("bookmark"))
	if err != nil {
		return err
	}
	touched := core.AllFields
	if p.Has("touched") {
		touched = readFields(p.Get("touched"))
	}
	r, err := l.Save(ctx, core.Save{Bookmark: b, Touched: touched, Quote: p.Get("quote").Str(), Op: readOp(p)})
	if err != nil {
		return err
	}
	w.Open('{')
	writeFields(w, &r.Bookmark)
	w.Key("change")
	w.Int(int64(r.Change))
	w.Key("existed")
	w.Bool(r.Existed)
	w.Key("stripped")
	w.Bool(r.Stripped)
	w.Close('}')
	return nil
}

// writeResult writes what the writes to several bookmarks answer.
func writeResult(w *jsontext.Writer, r core.Result, err error) error {
	if err != nil {
		return err
	}
	w.Open('{')
	w.Key("count")
	w.Int(int64(r.Count))
	w.Key("change")
	w.Int(int64(r.Change))
	if r.Stayed > 0 {
		w.Key("stayed")
		w.Int(int64(r.Stayed))
	}
	w.Close('}')
	return nil
}

func readSelection(p jsontext.Value) (core.Selection, error) {
	ids, err := ReadIDs(p.Get("ids"))
	return core.Selection{IDs: ids, Query: p.Text("query")}, err
}

func update(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	sel, err := readSelection(p)
	if err != nil {
		return err
	}
	r, err := l.Update(ctx, sel, readEdit(p.Get("change")), readOp(p))
	return writeResult(w, r, err)
}

func readEdit(v jsontext.Value) core.Edit {
	e := core.Edit{AddTags: v.Get("addTags").Strings(), DropTags: v.Get("dropTags").Strings()}
	text := func(key string, to **string) {
		if v.Has(key) {
			s := v.Text(key)
			*to = &s
		}
	}
	flag := func(key string, to **bool) {
		if v.Has(key) {
			b := v.Get(key).True()
			*to = &b
		}
	}
	text("url", &e.URL)
	text("title", &e.Title)
	text("description", &e.Description)
	flag("private", &e.Private)
	flag("unread", &e.Unread)
	if v.Has("tags") {
		tags := v.Get("tags").Strings()
		e.Tags = &tags
	}
	return e
}

func remove(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	sel, err := readSelection(p)
	if err != nil {
		return err
	}
	r, err := l.Delete(ctx, sel, readOp(p))
	return writeResult(w, r, err)
}

func restore(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	sel, err := readSelection(p)
	if err != nil {
		return err
	}
	r, err := l.Restore(ctx, sel, readOp(p))
	return writeResult(w, r, err)
}

func purge(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	sel, err := readSelection(p)
	if err != nil {
		return err
	}
	var until time.Time
	if p.Has("until") {
		until = time.UnixMilli(p.Get("until").Int())
	}
	r, err := l.Purge(ctx, sel, until, readOp(p))
	return writeResult(w, r, err)
}

func undo(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	r, err := l.Undo(ctx, uint64(p.Get("change").Int()), readOp(p))
	return writeResult(w, r, err)
}

func renameTag(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	r, err := l.RenameTag(ctx, p.Text("from"), p.Text("to"), readOp(p))
	return writeResult(w, r, err)
}

func deleteTag(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	r, err := l.DeleteTag(ctx, p.Text("tag"), readOp(p))
	return writeResult(w, r, err)
}
