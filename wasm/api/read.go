package api

import (
	"context"

	"pinfold/core"
	"pinfold/core/order"
	"pinfold/wasm/jsontext"
)

func get(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	ids, err := ReadIDs(jsontext.List(p.Get("id")))
	if err != nil || len(ids) != 1 {
		return invalid("The page named a bookmark that cannot exist. Reload the page, then try again.")
	}
	b, err := l.Get(ctx, ids[0])
	if err != nil {
		return err
	}
	writeBookmark(w, &b)
	return nil
}

func chosen(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	ids, err := ReadIDs(p.Get("ids"))
	if err != nil {
		return err
	}
	list, err := l.Chosen(ctx, ids)
	if err != nil {
		return err
	}
	w.Open('{')
	w.Key("bookmarks")
	writeBookmarks(w, list)
	w.Close('}')
	return nil
}

func byURL(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	m, err := l.ByURL(ctx, p.Text("url"))
	if err != nil {
		return err
	}
	w.Open('{')
	w.Key("url")
	w.String(m.URL)
	w.Key("savable")
	w.Bool(m.Refused == "")
	w.Key("reason")
	w.String(m.Refused)
	w.Key("exact")
	writeOptional(w, m.Exact)
	w.Key("trashed")
	writeOptional(w, m.Trashed)
	w.Key("variants")
	writeBookmarks(w, m.Variants)
	w.Key("tracking")
	w.Strings(m.Tracking)
	w.Key("clean")
	w.String(m.Clean)
	w.Close('}')
	return nil
}

func stats(ctx context.Context, l *core.Library, _ jsontext.Value, w *jsontext.Writer, _ Event) error {
	s, err := l.Stats(ctx)
	if err != nil {
		return err
	}
	w.Open('{')
	for _, n := range [...]struct {
		key string
		n   int64
	}{
		{"bookmarks", int64(s.Bookmarks)}, {"private", int64(s.Private)}, {"unread", int64(s.Unread)},
		{"untagged", int64(s.Untagged)}, {"trashed", int64(s.Trashed)}, {"tags", int64(s.Tags)},
		{"generation", int64(s.Generation)}, {"segments", int64(s.Segments)}, {"journal", int64(s.Journal)},
	} {
		w.Key(n.key)
		w.Int(n.n)
	}
	w.Key("library")
	w.String(s.Library.String())
	w.Key("created")
	writeTime(w, s.Created)
	w.Key("bytes")
	w.Open('{')
	w.Key("documents")
	w.Int(s.DocumentBytes)
	w.Key("index")
	w.Int(s.IndexBytes)
	w.Close('}')
	w.Close('}')
	return nil
}

// settings returns the settings, after changing those of "set". Values are
// strings or true and false, stored as "yes" and "no".
func settings(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	set := p.Get("set")
	if changes := readSettings(set); len(changes) > 0 {
		if err := l.Set(ctx, changes); err != nil {
			return err
		}
	}
	all, err := l.Settings(ctx)
	if err != nil {
		return err
	}
	keys := make([]string, 0, len(all))
	for k := range all {
		keys = append(keys, k)
	}
	order.Strings(keys)
	w.Open('{')
	for _, k := range keys {
		w.Key(k)
		v := all[k]
		if k != "name" && (v == "yes" || v == "no") { // a library may be called “no”
			w.Bool(v == "yes")
		} else {
			w.String(v)
		}
	}
	w.Close('}')
	return nil
}

func readSettings(set jsontext.Value) map[string]string {
	changes := make(map[string]string)
	for _, k := range set.Keys() {
		switch v := set.Get(k); v.Kind() {
		case jsontext.Bool:
			changes[k] = "no"
			if v.True() {
				changes[k] = "yes"
			}
		default:
			changes[k] = v.Str()
		}
	}
	return changes
}

// generation looks into the store, since another program may have written.
func generation(ctx context.Context, l *core.Library, _ jsontext.Value, w *jsontext.Writer, _ Event) error {
	if err := l.Refresh(ctx); err != nil {
		return err
	}
	w.Open('{')
	w.Key("generation")
	w.Int(int64(l.Generation()))
	w.Close('}')
	return nil
}

func tidy(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, e Event) error {
	if err := l.Tidy(ctx); err != nil {
		return err
	}
	return generation(ctx, l, p, w, e)
}
