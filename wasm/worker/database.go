//go:build js && wasm

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"syscall/js"

	"pinfold/server"
)

// A database is server.Store over D1. The module's driver has no transactions
// and leaks two callbacks a call, so D1 is called here.
type database struct{ db js.Value }

// Query is server.Store's. The rows cross as one text.
func (d *database) Query(_ context.Context, s server.Statement, each func(scan func(to ...any) error) error) error {
	rows, err := await(d.bind(s).Call("raw"))
	if err != nil {
		return fmt.Errorf("ask D1: %w", err)
	}
	in := json.NewDecoder(strings.NewReader(js.Global().Get("JSON").Call("stringify", rows).String()))
	in.UseNumber()
	var list [][]any
	if err := in.Decode(&list); err != nil {
		return fmt.Errorf("read the rows of D1: %w", err)
	}
	for _, row := range list {
		if err := each(func(to ...any) error { return scan(row, to) }); err != nil {
			return err
		}
	}
	return nil
}

// Batch is server.Store's: D1's batch is a transaction.
func (d *database) Batch(_ context.Context, list []server.Statement) ([]int64, error) {
	bound := make([]any, len(list))
	for i, s := range list {
		bound[i] = d.bind(s)
	}
	results, err := await(d.db.Call("batch", bound))
	if err != nil {
		return nil, fmt.Errorf("change D1: %w", err)
	}
	changed := make([]int64, len(list))
	for i := range changed {
		changed[i] = int64(results.Index(i).Get("meta").Get("changes").Int())
	}
	return changed, nil
}

func (d *database) bind(s server.Statement) js.Value {
	prepared := d.db.Call("prepare", s.SQL)
	if len(s.Args) == 0 {
		return prepared
	}
	return prepared.Call("bind", s.Args...)
}

var errColumn = errors.New("a column is not of the type that was asked for")

// scan puts a row where Scan of database/sql would.
func scan(row, to []any) error {
	if len(row) != len(to) {
		return errColumn
	}
	for i := range row {
		if err := scanColumn(row[i], to[i]); err != nil {
			return err
		}
	}
	return nil
}

func scanColumn(from, to any) error {
	switch to := to.(type) {
	case *string:
		text, ok := from.(string)
		if !ok {
			return errColumn
		}
		*to = text
		return nil
	case *int64:
		return scanNumber(from, to)
	case *int:
		var n int64
		err := scanNumber(from, &n)
		*to = int(n)
		return err
	}
	return errColumn
}

func scanNumber(from any, to *int64) error {
	number, ok := from.(json.Number)
	if !ok {
		return errColumn
	}
	n, err := number.Int64()
	*to = n
	return err
}

// await waits for a promise and releases both of its callbacks.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	done := make(chan outcome, 1)
	kept := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- outcome{value: args[0]}
		return nil
	})
	defer kept.Release()
	broken := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- outcome{err: errors.New(args[0].Call("toString").String())}
		return nil
	})
	defer broken.Release()
	promise.Call("then", kept, broken)
	o := <-done
	return o.value, o.err
}
