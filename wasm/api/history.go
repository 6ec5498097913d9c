package api

import (
	"context"

	"pinfold/core"
	"pinfold/wasm/jsontext"
)

// maxHistory bounds one answer of history.
const maxHistory = 200

// history lists the changes, or those of one bookmark with what each did to it.
func history(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	if p.Has("id") {
		return historyOf(ctx, l, p, w)
	}
	limit := int(p.Get("limit").Int())
	if limit <= 0 || limit > maxHistory {
		limit = maxHistory
	}
	changes, err := l.History(ctx, uint64(p.Get("before").Int()), limit)
	if err != nil {
		return err
	}
	undone := make(map[uint64]bool)
	w.Open('{')
	w.Key("changes")
	w.Open('[')
	for i := range changes {
		c := &changes[i]
		if c.Undoes != 0 && !undone[c.Number] {
			undone[c.Undoes] = true
		}
		writeChange(w, c, undone[c.Number])
	}
	w.Close(']')
	w.Close('}')
	return nil
}

func historyOf(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer) error {
	id, err := core.ParseID(p.Text("id"))
	if err != nil {
		return invalid("The page named a bookmark that cannot exist. Reload the page, then try again.")
	}
	touches, err := l.HistoryOf(ctx, id)
	if err != nil {
		return err
	}
	w.Open('{')
	w.Key("changes")
	w.Open('[')
	for i := range touches {
		w.Open('{')
		writeChangeFields(w, &touches[i].Change)
		w.Key("difference")
		writeDifference(w, &touches[i].Difference)
		w.Close('}')
	}
	w.Close(']')
	w.Close('}')
	return nil
}

// differences says what a change did, to the first bookmarks it touched.
func differences(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	list, err := l.Differences(ctx, uint64(p.Get("change").Int()), maxDifferences)
	if err != nil {
		return err
	}
	w.Open('{')
	w.Key("differences")
	w.Open('[')
	for i := range list {
		writeDifference(w, &list[i])
	}
	w.Close(']')
	w.Close('}')
	return nil
}

// maxDifferences bounds one answer of differences.
const maxDifferences = 50

// writeDifference writes the fields that differ as pairs: before, after.
func writeDifference(w *jsontext.Writer, d *core.Difference) {
	w.Open('{')
	w.Key("id")
	w.String(d.ID.String())
	w.Key("title")
	w.String(d.Title)
	w.Key("created")
	w.Bool(d.Created)
	if d.Trash {
		w.Key("deleted")
		w.Bool(!d.After.Live())
	}
	w.Key("fields")
	w.Open('{')
	for _, f := range [...]struct {
		name  string
		field core.Fields
		write func(b *core.Bookmark)
	}{
		{"title", core.FieldTitle, func(b *core.Bookmark) { w.String(b.Title) }},
		{"url", core.FieldURL, func(b *core.Bookmark) { w.String(b.URL) }},
		{"description", core.FieldDescription, func(b *core.Bookmark) { w.String(b.Description) }},
		{"tags", core.FieldTags, func(b *core.Bookmark) { w.Strings(b.Tags) }},
		{"private", core.FieldPrivate, func(b *core.Bookmark) { w.Bool(b.Private) }},
		{"unread", core.FieldUnread, func(b *core.Bookmark) { w.Bool(b.Unread) }},
		{"created", core.FieldCreated, func(b *core.Bookmark) { writeTime(w, b.Created) }},
	} {
		if d.Created || !d.Fields.Has(f.field) {
			continue
		}
		w.Key(f.name)
		w.Open('[')
		f.write(&d.Before)
		f.write(&d.After)
		w.Close(']')
	}
	w.Close('}')
	w.Close('}')
}

func writeChange(w *jsontext.Writer, c *core.Change, undone bool) {
	w.Open('{')
	writeChangeFields(w, c)
	w.Key("undone")
	w.Bool(undone)
	w.Close('}')
}

func writeChangeFields(w *jsontext.Writer, c *core.Change) {
	w.Key("change")
	w.Int(int64(c.Number))
	w.Key("time")
	writeTime(w, c.Time)
	w.Key("kind")
	w.String(c.Kind.String())
	w.Key("count")
	w.Int(int64(c.Count))
	w.Key("title")
	w.String(c.Title)
	w.Key("undoes")
	w.Int(int64(c.Undoes))
}
