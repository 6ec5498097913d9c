package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"time"

	"pinfold/core"
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
	written := &counted{w: out}
	w := bufio.NewWriter(written)
	job := transfer.Job{Library: l, Now: time.Now, Event: p.exported, Chunk: func(b []byte) error {
		_, err := w.Write(b)
		return err
	}}
	_, err = job.Call(ctx, "export", string(params))
	p.end()
	if err == nil {
		err = w.Flush()
	}
	switch {
	case err == nil || written.n == 0:
		return err
	case core.CodeOf(err) == core.Canceled || ctx.Err() != nil:
		return refuse("The export was canceled: what was written is not whole. Delete it, then export again.")
	}
	return refuse("The export ended too early: what was written is not whole. Delete it, then export again. " + explain(err))
}

// counted counts what it was given to write.
type counted struct {
	w io.Writer
	n int
}

// Write writes p.
func (c *counted) Write(p []byte) (int, error) {
	c.n += len(p)
	return c.w.Write(p)
}
