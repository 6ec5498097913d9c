package transfer

import (
	"context"
	"io"
	"iter"

	"pinfold/core"
	"pinfold/core/backup"
	"pinfold/core/format"
	"pinfold/wasm/api"
	"pinfold/wasm/jsontext"
)

func (j *Job) export(ctx context.Context, p jsontext.Value, w *jsontext.Writer) error {
	writer, err := format.WriterOf(p.Text("format"))
	if err != nil {
		return err
	}
	whole := writer.Name == format.Backup && !p.Has("ids") && p.Text("query") == ""
	bookmarks, total, err := j.wanted(ctx, p, whole)
	if err != nil {
		return err
	}
	write := writer.Write
	if writer.Name == format.Backup {
		if write, err = j.backup(ctx, whole); err != nil {
			return err
		}
	}
	n := 0
	if err := write(chunker(j.Chunk), j.counted(bookmarks, &n, total)); err != nil {
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

// wanted returns what an export is to hold, and how many that are: the chosen
// ones, or what the query finds, or all with the trash.
func (j *Job) wanted(ctx context.Context, p jsontext.Value, whole bool) (iter.Seq2[core.Bookmark, error], int, error) {
	if p.Has("ids") {
		ids, err := api.ReadIDs(p.Get("ids"))
		return j.Library.ExportChosen(ctx, ids), len(ids), err
	}
	query := p.Text("query")
	if whole {
		s, err := j.Library.Stats(ctx)
		return j.Library.ExportAll(ctx), s.Bookmarks + s.Trashed, err
	}
	found, err := j.Library.Search(ctx, core.Search{Query: query, Total: true})
	return j.Library.Export(ctx, query), found.Total, err
}

// backup returns the writer of Pinfold's own backup. One of a part of the
// library has no history.
func (j *Job) backup(ctx context.Context, whole bool) (func(io.Writer, iter.Seq2[core.Bookmark, error]) error, error) {
	content, err := backup.Of(ctx, j.Library)
	if !whole {
		content.History = nil
	}
	return func(w io.Writer, bookmarks iter.Seq2[core.Bookmark, error]) error {
		content.Bookmarks = bookmarks
		return backup.Write(w, content)
	}, err
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
