package transfer

import (
	"pinfold/core"
	"pinfold/wasm/jsontext"
)

func writeReport(w *jsontext.Writer, file, format string, r *core.Report) {
	w.Open('{')
	w.Key("file")
	w.String(file)
	w.Key("format")
	w.String(format)
	writeNumbers(w, number{"entries", r.Entries}, number{"stored", r.Stored}, number{"merged", r.Merged}, number{"doubles", r.Doubles}, number{"changed", r.Changed},
		number{"conflicts", r.Conflicts}, number{"public", r.Public}, number{"newTags", r.NewTags},
		number{"unflagged", r.Unflagged}, number{"tags", r.Tags}, number{"folders", r.Folders}, number{"change", int(r.Change)})
	w.Key("firstNewTags")
	w.Strings(r.FirstNewTags)
	w.Key("firstFolders")
	w.Strings(r.FirstFolders)
	w.Key("skipped")
	w.Open('[')
	for i := range r.Skipped {
		writeRefusal(w, &r.Skipped[i])
	}
	w.Close(']')
	w.Key("warnings")
	w.Open('[')
	for _, x := range r.Warnings {
		w.Open('{')
		writeNumbers(w, number{"entry", x.Entry}, number{"line", x.Line})
		w.Key("text")
		w.String(x.Text)
		w.Close('}')
	}
	w.Close(']')
	w.Close('}')
}

func writeRefusal(w *jsontext.Writer, s *core.Refusal) {
	w.Open('{')
	writeNumbers(w, number{"entry", s.Entry}, number{"line", s.Line})
	for _, f := range [...]struct{ key, text string }{{"url", s.URL}, {"title", s.Title}, {"reason", s.Reason}} {
		w.Key(f.key)
		w.String(f.text)
	}
	w.Close('}')
}
