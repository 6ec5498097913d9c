package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"pinfold/core"
	"pinfold/core/backup"
	"pinfold/core/format"
)

func importFiles(ctx context.Context, args []string, out, errs io.Writer) error {
	f, library := flags("import")
	asJSON := f.Bool("json", false, "")
	public := f.Bool("public", false, "")
	private := f.Bool("private", false, "")
	overwrite := f.Bool("overwrite", false, "")
	keep := f.Bool("keep", false, "")
	noFolders := f.Bool("no-folders", false, "")
	paths, err := parse(f, args)
	if err != nil || len(paths) == 0 || (*public && *private) || (*overwrite && *keep) {
		return errUsage
	}
	sources, err := openSources(paths)
	defer sources.close()
	if err != nil {
		return err
	}
	if *public || *private {
		sources.setPrivate(*private)
	}
	var reports []report
	err = withLibrary(ctx, *library, func(l *core.Library) error {
		reports, err = sources.importInto(ctx, l, core.ImportOptions{Existing: existing(*overwrite, *keep), NoFolders: *noFolders}, newProgress(errs))
		if err == nil {
			_ = l.Tidy(ctx) // the bookmarks are in; what is put off is done by the next import
		}
		return err
	})
	if err != nil {
		return err
	}
	if *asJSON {
		return printReports(out, reports)
	}
	return describe(out, reports)
}

// existing says what becomes of bookmarks that are in the library.
func existing(overwrite, keep bool) core.Existing {
	switch {
	case overwrite:
		return core.OverwriteExisting
	case keep:
		return core.KeepExisting
	}
	return core.MergeExisting
}

// A source is one file to import, opened and recognised.
type source struct {
	path   string
	format format.Name
	file   core.File
	close  func() error
}

type sources []source

// openSources opens all files before anything is changed.
func openSources(paths []string) (sources, error) {
	var list sources
	for _, path := range paths {
		s, err := openSource(path)
		if err != nil {
			return list, &fileError{path, err}
		}
		list = append(list, s)
		if len(paths) > 1 && s.format == format.Backup {
			return list, &fileError{path, errors.New("A backup is restored alone. Nothing was changed. Give it as the only file.")}
		}
	}
	return list, nil
}

func openSource(path string) (source, error) {
	file, err := os.Open(path)
	if err != nil {
		return source{}, err
	}
	s, err := readSource(path, file)
	if err != nil {
		file.Close()
		return source{}, err
	}
	s.close = file.Close
	return s, nil
}

// readSource recognises what a file holds.
func readSource(path string, content io.Reader) (source, error) {
	base := filepath.Base(path)
	name, entries, err := format.Read(content, format.Options{Now: time.Now(), Name: base})
	if err != nil {
		return source{}, err
	}
	return source{
		path:   path,
		format: name,
		file:   core.File{Name: base, Private: !name.PublicByDefault(), Entries: named(path, entries)},
		close:  func() error { return nil },
	}, nil
}

// named says in which file an error lies.
func named(path string, in iter.Seq2[core.Entry, error]) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		for e, err := range in {
			if err != nil {
				err = &fileError{path, err}
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

func (list sources) close() {
	for i := range list {
		list[i].close()
	}
}

// setPrivate says what records without a flag of their own become.
func (list sources) setPrivate(private bool) {
	for i := range list {
		list[i].file.Private = private
	}
}

// importInto takes all files in as one change.
func (list sources) importInto(ctx context.Context, l *core.Library, o core.ImportOptions, p *progress) ([]report, error) {
	files := list.files()
	o.Name = list[0].file.Name
	if len(list) > 1 {
		o.Name += " and " + strconv.Itoa(len(list)-1) + " more"
	}
	var got []core.Report
	var err error
	if list[0].format == format.Backup {
		var r core.Report
		o.Record = backup.Record
		r, err = l.RestoreBackup(ctx, files[0].Entries, o, p.imported)
		got = []core.Report{r}
	} else {
		got, err = l.ImportAll(ctx, files, o, p.imported)
	}
	p.end()
	if err != nil {
		return nil, err
	}
	return list.reports(got), nil
}

func (list sources) files() []core.File {
	files := make([]core.File, len(list))
	for i := range list {
		files[i] = list[i].file
	}
	return files
}

func (list sources) reports(got []core.Report) []report {
	reports := make([]report, len(list))
	for i := range list {
		reports[i] = newReport(list[i].path, list[i].format, &got[i])
	}
	return reports
}
