package transfer

import (
	"context"
	"iter"

	"pinfold/core"
	"pinfold/core/format"
	"pinfold/core/netscape"
	"pinfold/core/pinboard"
	"pinfold/wasm/jsontext"
)

func (j *Job) export(ctx context.Context, p jsontext.Value, w *jsontext.Writer) error {
	query := p.Text("query")
	all, err := j.Library.Search(ctx, core.Search{Query: query, Total: true})
	if err != nil {
		return err
	}
	n := 0
	bookmarks := j.counted(j.Library.Export(ctx, query), &n, all.Total)
	mime := ""
	switch name := p.Text("format"); format.Name(name) {
	case format.PinboardJSON:
		mime, err = "application/json", pinboard.Write(chunker(j.Chunk), bookmarks)
	case format.Netscape:
		mime, err = "text/html", netscape.Write(chunker(j.Chunk), bookmarks)
	default:
		err = &core.Error{Code: core.Invalid, Message: "Pinfold does not write “" + name + "”. Choose pinboard-json or netscape."}
	}
	if err != nil {
		return err
	}
	w.Open('{')
	w.Key("type")
	w.String(mime)
	writeNumbers(w, number{"bookmarks", n})
	w.Close('}')
	return nil
}

// counted counts what it passes on, and tells.
func (j *Job) counted(in iter.Seq2[core.Bookmark, error], n *int, total int) iter.Seq2[core.Bookmark, error] {
	return func(yield func(core.Bookmark, error) bool) {
		for b, err := range in {
			if err == nil {
				*n++
			}
			if *n%tellStep == 0 {
				j.tell(func(w *jsontext.Writer) { writeNumbers(w, number{"done", *n}, number{"total", total}) })
			}
			if !yield(b, err) {
				return
			}
		}
	}
}
