package transfer

import (
	"context"
	"iter"

	"pinfold/core"
	"pinfold/core/format"
	"pinfold/wasm/jsontext"
)

func (j *Job) export(ctx context.Context, p jsontext.Value, w *jsontext.Writer) error {
	query := p.Text("query")
	writer, err := format.WriterOf(p.Text("format"))
	if err != nil {
		return err
	}
	all, err := j.Library.Search(ctx, core.Search{Query: query, Total: true})
	if err != nil {
		return err
	}
	n := 0
	bookmarks := j.counted(j.Library.Export(ctx, query), &n, all.Total)
	if err := writer.Write(chunker(j.Chunk), bookmarks); err != nil {
		return err
	}
	w.Open('{')
	w.Key("type")
	w.String(writer.MIME)
	w.Key("ending")
	w.String(writer.Ending)
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
