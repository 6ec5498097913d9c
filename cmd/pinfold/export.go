package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"time"

	"pinfold/wasm/transfer"
)

func export(ctx context.Context, args []string, out, errs io.Writer) error {
	f, library := flags("export")
	name := f.String("format", "", "")
	query := f.String("query", "", "")
	rest, err := parse(f, args)
	if err != nil || len(rest) > 0 || *name == "" {
		return errUsage
	}
	l, err := openLibrary(ctx, *library)
	if err != nil {
		return err
	}
	defer l.Close()
	params, err := json.Marshal(map[string]string{"format": *name, "query": *query})
	if err != nil {
		return err
	}
	p := newProgress(errs)
	if isTerminal(out) {
		p.w = nil // the bookmarks themselves tell how far it has come
	}
	w := bufio.NewWriter(out)
	job := transfer.Job{Library: l, Now: time.Now, Event: p.exported, Chunk: func(b []byte) error {
		_, err := w.Write(b)
		return err
	}}
	_, err = job.Call(ctx, "export", string(params))
	p.end()
	if err != nil {
		return err
	}
	return w.Flush()
}
