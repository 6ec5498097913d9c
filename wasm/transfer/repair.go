package transfer

import (
	"context"
	"encoding/base64"

	"pinfold/core"
	"pinfold/wasm/jsontext"
)

// repair makes what is damaged anew. What could not be read goes out as a
// file: a JSON object a line, with the bytes in base64.
func (j *Job) repair(ctx context.Context, w *jsontext.Writer) error {
	done, err := j.Library.Repair(ctx, func(done, total int) {
		j.tell(func(w *jsontext.Writer) { writeNumbers(w, number{"done", done}, number{"total", total}) })
	})
	if err != nil {
		return err
	}
	w.Open('{')
	writeNumbers(w, number{"segments", done.Segments}, number{"bookmarks", done.Bookmarks}, number{"changes", done.Changes}, number{"fewer", done.Fewer})
	w.Key("listed")
	w.Bool(done.Listed)
	w.Key("lost")
	w.Open('[')
	for _, l := range done.Lost {
		w.String(l.After)
		if err := j.aside(&l); err != nil {
			return err
		}
	}
	w.Close(']')
	w.Close('}')
	return nil
}

// aside writes a piece that could not be read.
func (j *Job) aside(l *core.LostRecord) error {
	if j.Chunk == nil {
		return nil
	}
	var w jsontext.Writer
	w.Open('{')
	w.Key("after")
	w.String(l.After)
	w.Key("blob")
	w.String(l.Blob)
	w.Key("base64")
	w.String(base64.StdEncoding.EncodeToString(l.Raw))
	w.Close('}')
	return j.Chunk(append(w.B, '\n'))
}
