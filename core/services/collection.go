package services

import (
	"encoding/json"

	"pinfold/core/internal/jsonlist"
)

// collection takes the links of one of Linkwarden's collections, whose name
// becomes their folder.
func (w *reader) collection(rec *jsonlist.Record) {
	var links []json.RawMessage
	if json.Unmarshal(rec.Fields["links"], &links) != nil {
		return
	}
	name := rec.Fields.Text("name")
	for _, raw := range links {
		f := jsonlist.Object(raw)
		e := w.entry(f, rec.Line, raw)
		if name != "" && name != "Unorganized" {
			e.Folders = append(e.Folders, name)
		}
		w.emit(e, f)
		if w.stopped {
			return
		}
	}
}
