package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"pinfold/wasm/transfer"
)

// repaired is what a repair's answer says.
type repaired struct {
	Segments, Bookmarks, Changes int
	Listed                       bool
	Lost                         []string
}

// repair makes what is damaged in a library anew.
func repair(ctx context.Context, args []string, out, errs io.Writer) error {
	f, library := flags("repair")
	asJSON := f.Bool("json", false, "")
	path := f.String("aside", "", "")
	rest, err := parse(f, args)
	if err != nil || len(rest) > 0 {
		return errUsage
	}
	kept, err := newAside(*path)
	if err != nil {
		return err
	}
	p := newProgress(errs)
	answer, lost, err := repairFile(ctx, *library, p.checked)
	p.end()
	unkept := kept.end(lost)
	if err != nil {
		return err
	}
	w := &lines{w: out}
	if *asJSON {
		w.printf("%s\n", answer)
		return errors.Join(unkept, w.err)
	}
	var done repaired
	if err := json.Unmarshal([]byte(answer), &done); err != nil {
		return err
	}
	done.print(w, *library, *path, unkept == nil)
	return errors.Join(unkept, w.err)
}

// An aside is a new file for what a repair cannot read: its place is taken before
// anything is repaired. Without a name it is none.
type aside struct{ *os.File }

func newAside(path string) (aside, error) {
	if path == "" {
		return aside{}, nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return aside{}, refuse(path + " is there already, so nothing was repaired. Name a file that is not.")
	}
	return aside{file}, err
}

// end writes what there is, or takes the file away.
func (a aside) end(lost []byte) error {
	if a.File == nil {
		return nil
	}
	if len(lost) == 0 {
		return errors.Join(a.Close(), os.Remove(a.Name()))
	}
	_, err := a.Write(lost)
	if err = errors.Join(err, a.Sync(), a.Close()); err != nil {
		return refuse("The library is repaired, but what could not be read of it could not be written to " + a.Name() + " (" + err.Error() + ").")
	}
	return nil
}

func repairFile(ctx context.Context, path string, tell func(event string)) (answer string, lost []byte, err error) {
	l, err := salvageLibrary(ctx, path)
	if err != nil {
		return "", nil, err
	}
	defer l.Close()
	job := transfer.Job{Library: l, Now: time.Now, Event: tell, Chunk: func(b []byte) error {
		lost = append(lost, b...)
		return nil
	}}
	answer, err = job.Call(ctx, "repair", "{}")
	return answer, lost, err
}

func (r *repaired) print(w *lines, path, aside string, kept bool) {
	if r.Segments == 0 && len(r.Lost) == 0 && r.Changes == 0 && !r.Listed {
		w.printf("%s needs no repair.\n", path)
		return
	}
	if r.Segments > 0 {
		w.printf("%s of %s made anew, with %s.\n", count(r.Segments, "part", "parts"), path, count(r.Bookmarks, "bookmark", "bookmarks"))
	}
	if r.Listed {
		w.printf("The list of parts was made anew. The settings, saved searches and older history stood in it: import your last backup to have the settings and searches again. A bookmark that was deleted for ever, or a large change that had failed, may be there.\n")
	}
	if r.Changes > 0 {
		w.printf("%s of the history could not be read and can no longer be taken back.\n", count(r.Changes, "change", "changes"))
	}
	if len(r.Lost) == 0 {
		if !r.Listed {
			w.printf("No bookmark is missing.\n")
		}
		return
	}
	w.printf("%s could not be read:\n", count(len(r.Lost), "piece", "pieces"))
	for _, after := range r.Lost {
		if after == "" {
			w.printf("  one at the beginning of a part\n")
			continue
		}
		w.printf("  one behind “%s”\n", harmless(after))
	}
	if aside == "" || !kept {
		w.printf("Import your last backup: it brings back what is missing.\n")
		return
	}
	w.printf("What is left of them is in %s. Import your last backup: it brings back what is missing.\n", aside)
}
