package api

import (
	"context"

	"pinfold/core"
	"pinfold/wasm/jsontext"
)

// explain says why a query finds a bookmark.
func explain(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, _ Event) error {
	id, err := core.ParseID(p.Text("id"))
	if err != nil {
		return invalid("The page named a bookmark that cannot exist. Reload the page, then try again.")
	}
	reasons, err := l.Explain(ctx, core.Search{Query: p.Text("query"), Typing: p.Get("typing").True(), Near: p.Get("near").True()}, id)
	if err != nil {
		return err
	}
	w.Open('{')
	w.Key("reasons")
	w.Open('[')
	for _, r := range reasons {
		writeReason(w, &r)
	}
	w.Close(']')
	w.Close('}')
	return nil
}

func writeReason(w *jsontext.Writer, r *core.Reason) {
	w.Open('{')
	w.Key("asked")
	w.String(r.Asked)
	w.Key("word")
	w.String(r.Word)
	w.Key("how")
	w.String(r.How)
	w.Key("fields")
	w.Strings(r.Fields)
	w.Key("share")
	w.Int(int64(r.Share))
	w.Close('}')
}
