package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"

	"pinfold/wasm/transfer"
)

func export(ctx context.Context, args []string, out, _ io.Writer) error {
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
	w := bufio.NewWriter(out)
	job := transfer.Job{Library: l, Chunk: func(p []byte) error {
		_, err := w.Write(p)
		return err
	}}
	if _, err := job.Call(ctx, "export", string(params)); err != nil {
		return err
	}
	return w.Flush()
}
