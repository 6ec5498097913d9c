package transfer

import (
	"context"
	"errors"
	"io"

	"pinfold/core"
	"pinfold/core/backup"
	"pinfold/core/format"
	"pinfold/wasm/jsontext"
)

// A Source is the file to import and how much of it has been read.
type Source interface {
	io.Reader
	Size() int
	At() int
}

func (j *Job) importFile(ctx context.Context, p jsontext.Value, w *jsontext.Writer) error {
	file := &watched{Source: j.Source}
	name, report, err := j.read(ctx, p, file)
	if err != nil {
		return file.explain(ctx, err)
	}
	if err := j.saveRefused(name, report.Skipped); err != nil {
		return err
	}
	writeReport(w, p.Text("name"), string(name), &report)
	return nil
}

func (j *Job) read(ctx context.Context, p jsontext.Value, file *watched) (format.Name, core.Report, error) {
	name, entries, err := format.Read(file, format.Options{Now: j.Now(), Name: p.Text("name")})
	if err != nil {
		return name, core.Report{}, err
	}
	private := !name.PublicByDefault()
	if p.Has("private") {
		private = p.Get("private").True()
	}
	o := core.ImportOptions{
		Name: p.Text("name"), Private: private, Plan: p.Get("plan").True(),
		Existing: existing(p.Text("existing")), NoFolders: p.Get("noFolders").True(),
	}
	take := j.Library.Import
	if name == format.Backup {
		take, o.Record = j.Library.RestoreBackup, backup.Record
	}
	report, err := take(ctx, entries, o, j.progress)
	return name, report, err
}

// existing reads what becomes of bookmarks that are there already.
func existing(s string) core.Existing {
	switch s {
	case "overwrite":
		return core.OverwriteExisting
	case "keep":
		return core.KeepExisting
	}
	return core.MergeExisting
}

// progress passes on how far an import has come.
func (j *Job) progress(p core.Progress) {
	if !p.Writing && p.Entries%tellStep != 0 {
		return
	}
	j.tell(func(w *jsontext.Writer) {
		writeNumbers(w, number{"read", j.Source.At()}, number{"bytes", j.Source.Size()}, number{"entries", p.Entries},
			number{"stored", p.Stored}, number{"merged", p.Merged}, number{"skipped", p.Skipped}, number{"permille", p.Permille})
		w.Key("writing")
		w.Bool(p.Writing)
	})
}

// saveRefused hands out the refused records as a file of their format.
func (j *Job) saveRefused(name format.Name, list []core.Refusal) error {
	if len(list) == 0 || j.Chunk == nil {
		return nil
	}
	return format.WriteSources(chunker(j.Chunk), name, func(yield func(above, raw []byte) bool) {
		for i := range list {
			if !yield(list[i].Above, list[i].Source) {
				return
			}
		}
	})
}

// A watched Source remembers why it could not be read, which a format would
// take for a broken file.
type watched struct {
	Source
	err error
}

// Read implements io.Reader.
func (s *watched) Read(p []byte) (int, error) {
	n, err := s.Source.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// explain returns why an import failed.
func (s *watched) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if s.err != nil {
		return &core.Error{Code: core.Invalid, Message: "The file could not be read to its end; it was moved or changed meanwhile. Nothing was changed. Choose it again.", Err: s.err}
	}
	return err
}
