// Package transfer is import, export and the check of a library as methods:
// JSON in, JSON out, a file as a reader, an export as chunks. It is plain Go, so that it is tested
// natively, and it is kept out of the engine, which needs no file formats.
package transfer

import (
	"context"
	"io"
	"iter"
	"time"

	"pinfold/core"
	"pinfold/core/format"
	"pinfold/core/netscape"
	"pinfold/core/pinboard"
	"pinfold/wasm/jsontext"
)

// A Source is the file to import and how much of it has been read.
type Source interface {
	io.Reader
	Size() int
	At() int
}

// A Job runs one method over a library.
type Job struct {
	Library *core.Library
	Now     func() time.Time
	Source  Source                   // for import
	Chunk   func(bytes []byte) error // for export
	Event   func(json string)
}

// Call runs "import", "export" or "check".
func (j *Job) Call(ctx context.Context, method, params string) (string, error) {
	p, err := jsontext.Parse(params)
	if err != nil {
		return "", err
	}
	switch method {
	case "import":
		return j.importFile(ctx, p)
	case "export":
		return j.export(ctx, p)
	case "check":
		return j.check(ctx)
	}
	return "", &core.Error{Code: core.Invalid, Message: "Pinfold does not know “" + method + "”. Reload the page."}
}

func (j *Job) importFile(ctx context.Context, p jsontext.Value) (string, error) {
	name, entries, err := format.Read(j.Source, format.Options{Now: j.Now(), Name: p.Text("name")})
	if err != nil {
		return "", err
	}
	private := !name.PublicByDefault()
	if p.Has("private") {
		private = p.Get("private").True()
	}
	o := core.ImportOptions{Name: p.Text("name"), Private: private, Plan: p.Get("plan").True()}
	report, err := j.Library.Import(ctx, entries, o, j.teller())
	if err != nil {
		return "", err
	}
	var w jsontext.Writer
	writeReport(&w, p.Text("name"), string(name), &report)
	return string(w.B), nil
}

// tellEvery is the least time between two progress messages.
const tellEvery = 100 * time.Millisecond

// teller returns the function that passes progress on.
func (j *Job) teller() func(core.Progress) {
	var last time.Time
	return func(p core.Progress) {
		now := j.Now()
		if !p.Writing && now.Sub(last) < tellEvery {
			return
		}
		last = now
		var w jsontext.Writer
		w.Open('{')
		for _, f := range [...]struct {
			key string
			n   int
		}{{"read", j.Source.At()}, {"bytes", j.Source.Size()}, {"entries", p.Entries}, {"stored", p.Stored}, {"merged", p.Merged}, {"skipped", p.Skipped}} {
			w.Key(f.key)
			w.Int(int64(f.n))
		}
		w.Key("writing")
		w.Bool(p.Writing)
		w.Close('}')
		j.Event(string(w.B))
	}
}

func writeReport(w *jsontext.Writer, file, format string, r *core.Report) {
	w.Open('{')
	w.Key("file")
	w.String(file)
	w.Key("format")
	w.String(format)
	for _, f := range [...]struct {
		key string
		n   int
	}{{"entries", r.Entries}, {"stored", r.Stored}, {"merged", r.Merged}, {"public", r.Public}, {"unflagged", r.Unflagged}, {"tags", r.Tags}, {"change", int(r.Change)}} {
		w.Key(f.key)
		w.Int(int64(f.n))
	}
	w.Key("skipped")
	w.Open('[')
	for _, s := range r.Skipped {
		writeRefusal(w, s)
	}
	w.Close(']')
	w.Key("warnings")
	w.Open('[')
	for _, x := range r.Warnings {
		w.Open('{')
		w.Key("entry")
		w.Int(int64(x.Entry))
		w.Key("line")
		w.Int(int64(x.Line))
		w.Key("text")
		w.String(x.Text)
		w.Close('}')
	}
	w.Close(']')
	w.Close('}')
}

func writeRefusal(w *jsontext.Writer, s core.Refusal) {
	w.Open('{')
	w.Key("entry")
	w.Int(int64(s.Entry))
	w.Key("line")
	w.Int(int64(s.Line))
	w.Key("url")
	w.String(s.URL)
	w.Key("title")
	w.String(s.Title)
	w.Key("reason")
	w.String(s.Reason)
	w.Close('}')
}

// A chunker is a writer of chunks.
type chunker func([]byte) error

// Write implements io.Writer.
func (c chunker) Write(p []byte) (int, error) {
	if err := c(p); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (j *Job) export(ctx context.Context, p jsontext.Value) (string, error) {
	n := 0
	bookmarks := counted(j.Library.Export(ctx, p.Text("query")), &n)
	mime, err := "", error(nil)
	switch name := p.Text("format"); format.Name(name) {
	case format.PinboardJSON:
		mime, err = "application/json", pinboard.Write(chunker(j.Chunk), bookmarks)
	case format.Netscape:
		mime, err = "text/html", netscape.Write(chunker(j.Chunk), bookmarks)
	default:
		err = &core.Error{Code: core.Invalid, Message: "Pinfold does not write “" + name + "”. Choose pinboard-json or netscape."}
	}
	if err != nil {
		return "", err
	}
	var w jsontext.Writer
	w.Open('{')
	w.Key("type")
	w.String(mime)
	w.Key("bookmarks")
	w.Int(int64(n))
	w.Close('}')
	return string(w.B), nil
}

// counted counts what it passes on.
func counted(in iter.Seq2[core.Bookmark, error], n *int) iter.Seq2[core.Bookmark, error] {
	return func(yield func(core.Bookmark, error) bool) {
		for b, err := range in {
			*n++
			if !yield(b, err) {
				return
			}
		}
	}
}
