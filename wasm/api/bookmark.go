package api

import (
	"pinfold/core"
	"pinfold/wasm/jsontext"
)

// fieldNames are the wire's names of the fields a person can set.
var fieldNames = [...]struct {
	name  string
	field core.Fields
}{
	{"url", core.FieldURL}, {"title", core.FieldTitle}, {"description", core.FieldDescription},
	{"tags", core.FieldTags}, {"private", core.FieldPrivate}, {"unread", core.FieldUnread}, {"created", core.FieldCreated},
}

// writeBookmark writes b as an object.
func writeBookmark(w *jsontext.Writer, b *core.Bookmark) {
	w.Open('{')
	writeFields(w, b)
	w.Close('}')
}

func writeFields(w *jsontext.Writer, b *core.Bookmark) {
	w.Key("id")
	w.String(b.ID.String())
	w.Key("url")
	w.String(b.URL)
	w.Key("title")
	w.String(b.Title)
	w.Key("description")
	w.String(b.Description)
	w.Key("tags")
	w.Strings(b.Tags)
	w.Key("private")
	w.Bool(b.Private)
	w.Key("unread")
	w.Bool(b.Unread)
	w.Key("created")
	writeTime(w, b.Created)
	w.Key("updated")
	writeTime(w, b.Updated)
	if !b.Live() {
		w.Key("deleted")
		writeTime(w, b.Deleted)
	}
}

func writeBookmarks(w *jsontext.Writer, list []core.Bookmark) {
	w.Open('[')
	for i := range list {
		writeBookmark(w, &list[i])
	}
	w.Close(']')
}

// writeOptional writes b, or null.
func writeOptional(w *jsontext.Writer, b *core.Bookmark) {
	if b == nil {
		w.Null()
		return
	}
	writeBookmark(w, b)
}

// readBookmark reads the fields that v has.
func readBookmark(v jsontext.Value) (b core.Bookmark, err error) {
	b.URL = v.Text("url")
	b.Title = v.Text("title")
	b.Description = v.Text("description")
	b.Tags = v.Get("tags").Strings()
	b.Private = v.Get("private").True()
	b.Unread = v.Get("unread").True()
	if v.Has("id") {
		if b.ID, err = core.ParseID(v.Text("id")); err != nil {
			return b, invalid("The page named a bookmark that cannot exist. Reload the page, then try again.")
		}
	}
	if v.Has("created") {
		var ok bool
		if b.Created, ok = readTime(v.Text("created")); !ok {
			return b, invalid("The date “" + v.Text("created") + "” cannot be read. Write it as 2016-11-20T12:00:00Z.")
		}
	}
	return b, nil
}

// readFields reads the names of touched fields; 0 if there is no list.
func readFields(v jsontext.Value) (f core.Fields) {
	for _, name := range v.Strings() {
		for _, n := range fieldNames {
			if n.name == name {
				f |= n.field
			}
		}
	}
	return f
}

// readOp reads the id of an operation; the zero one if there is none.
func readOp(p jsontext.Value) core.OpID {
	id, err := core.ParseID(p.Text("op"))
	if err != nil {
		return core.OpID{}
	}
	return core.OpID(id)
}

// ReadIDs reads a list of ids from the wire. What is none is an error of the
// page's.
func ReadIDs(v jsontext.Value) ([]core.ID, error) {
	var ids []core.ID
	for _, s := range v.Strings() {
		id, err := core.ParseID(s)
		if err != nil {
			return nil, invalid("The page named a bookmark that cannot exist. Reload the page, then try again.")
		}
		ids = append(ids, id)
	}
	return ids, nil
}
