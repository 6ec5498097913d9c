package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"pinfold/wasm/transfer"
)

// errProblems says that check has found something, which it has printed.
var errProblems = errors.New("the library has problems")

func check(ctx context.Context, args []string, out, errs io.Writer) error {
	f, library := flags("check")
	asJSON := f.Bool("json", false, "")
	rest, err := parse(f, args)
	if err != nil || len(rest) > 0 {
		return errUsage
	}
	p := newProgress(errs)
	answer, err := readBack(ctx, *library, p.checked)
	p.end()
	if err != nil {
		return err
	}
	var found findings
	if err := json.Unmarshal([]byte(answer), &found); err != nil {
		return err
	}
	w := &lines{w: out}
	if *asJSON {
		w.printf("%s\n", answer)
	} else {
		found.print(w, *library)
	}
	if w.err == nil && !found.OK {
		return errProblems
	}
	return w.err
}

// readBack checks the library in a file, telling how far it has come.
func readBack(ctx context.Context, path string, tell func(event string)) (string, error) {
	l, err := salvageLibrary(ctx, path)
	if err != nil {
		return "", err
	}
	defer l.Close()
	job := transfer.Job{Library: l, Now: time.Now, Event: tell}
	return job.Call(ctx, "check", "{}")
}

// findings is what a check's answer says.
type findings struct {
	OK       bool
	Outdated bool
	Checked  int
	Problems []string
}

func (f *findings) print(w *lines, path string) {
	if f.OK {
		w.printf("%s is in order: %s read back.\n", path, count(f.Checked, "bookmark", "bookmarks"))
		if f.Outdated {
			w.printf("Its index is that of an earlier Pinfold. To find all that can be found now, repair it: pinfold repair --library %s\n", path)
		}
		return
	}
	w.printf("%s has %s:\n", path, count(len(f.Problems), "problem", "problems"))
	for _, problem := range f.Problems {
		w.printf("  %s\n", harmless(problem))
	}
	w.printf("Nothing was changed. Keep a copy of the file, then repair it: pinfold repair --library %s\n", path)
}
