// Command eras writes a small library as the Pinfold that it is built in keeps
// it, and that library's backup, for every later Pinfold to open:
//
//	go run ./internal/eras core/testdata/eras NAME
//
// writes NAME.json, the blobs of the store by their names, and NAME.pinfold. It
// is run before a version of a stored format rises, and uses nothing but what has
// been there since the first of them, so that write.sh can run it in an old commit.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"pinfold/core"
	"pinfold/core/memstore"
	"pinfold/wasm/transfer"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "eras:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) != 2 {
		return errors.New("say the folder and the name of the era")
	}
	m := memstore.New()
	l, err := core.Open(ctx, m.Open(), options())
	if err != nil {
		return err
	}
	if err := live(ctx, l); err != nil {
		return err
	}
	if errs := l.Check(ctx, nil); len(errs) > 0 {
		return errors.Join(errs...)
	}
	path := filepath.Join(args[0], args[1])
	if err := writeBackup(ctx, l, path+".pinfold"); err != nil {
		return err
	}
	return writeStore(ctx, m, path+".json")
}

// options gives the library a clock and a randomness that are the same each time.
func options() core.Options {
	now, seed := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), uint64(0)
	return core.Options{
		Now: func() time.Time {
			now = now.Add(time.Millisecond)
			return now
		},
		Random: func(p []byte) {
			for i := range p {
				seed = seed*6364136223846793005 + 1442695040888963407
				p[i] = byte(seed >> 56)
			}
		},
	}
}

func writeBackup(ctx context.Context, l *core.Library, path string) error {
	var file bytes.Buffer
	job := transfer.Job{Library: l, Now: time.Now, Chunk: func(b []byte) error {
		_, err := file.Write(b)
		return err
	}}
	if _, err := job.Call(ctx, "export", `{"format":"pinfold"}`); err != nil {
		return err
	}
	return os.WriteFile(path, file.Bytes(), 0o644)
}

// writeStore writes what is in m; the reader of core/eras_test.go knows the form.
func writeStore(ctx context.Context, m *memstore.Medium, path string) error {
	head, err := m.Open().Head(ctx, "")
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(head, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}
