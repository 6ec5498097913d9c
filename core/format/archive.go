package format

import (
	"io"
	"iter"

	"pinfold/core"
	"pinfold/core/packed"
)

// readZip reads the parts of an archive one behind another. Parts that are no
// files of bookmarks are passed over, unless all are.
func readZip(r io.Reader, o Options) (Name, iter.Seq2[core.Entry, error], error) {
	a := &archive{o: o}
	if err := packed.Zip(r, o.most(), a.part); err != nil {
		return "", nil, err
	}
	if a.format == "" && a.passed != nil {
		return "", nil, a.passed
	}
	if a.format == "" {
		return "", nil, refuse("There is no file in this zip archive. Choose another one.")
	}
	return a.format, func(yield func(core.Entry, error) bool) {
		for i := range a.list {
			if !yield(a.list[i], nil) {
				return
			}
		}
	}, nil
}

// An archive is what was read of the parts so far.
type archive struct {
	o      Options
	list   []core.Entry
	format Name  // of all, or ""
	passed error // why the last part that was passed over is none of bookmarks
}

// part reads one part.
func (a *archive) part(_ string, r io.Reader) error {
	name, entries, err := readText(r, a.o)
	if core.CodeOf(err) == core.Invalid {
		a.passed = err
		return nil
	}
	if err != nil {
		return err
	}
	if a.format != "" && (name == Backup || a.format == Backup) {
		return refuse("There is a backup of Pinfold among other files in this archive. Nothing was changed. Take it out and restore it alone.")
	}
	before := len(a.list)
	err = a.entries(entries)
	if name == ServiceJSON && len(a.list) == before && core.CodeOf(err) == core.Invalid {
		a.passed = err // any JSON with addresses looks like that, such as a browser's history
		return nil
	}
	a.format = joined(a.format, name)
	return err
}

func (a *archive) entries(entries iter.Seq2[core.Entry, error]) error {
	for e, err := range entries {
		if err != nil {
			return err
		}
		e.Number, e.Line = len(a.list)+1, 0 // lines of several files say nothing
		a.list = append(a.list, e)
	}
	return nil
}
