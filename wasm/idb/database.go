//go:build js && wasm

package idb

import (
	"context"

	"github.com/hack-pad/safejs"

	"pinfold/core"
)

// A connection is an open database with its two handlers, which live as long.
type connection struct {
	db    safejs.Value
	later bool // a later Pinfold has raised its version: it is only read
	funcs []safejs.Func
}

func (c *connection) close() error {
	_, err := c.db.Call("close")
	c.release()
	return err
}

func (c *connection) release() {
	for _, f := range c.funcs {
		f.Release()
	}
	c.funcs = nil
}

// database returns the open database, opening it if need be.
func (s *Store) database(ctx context.Context) (*connection, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, &core.Error{Code: core.Closed, Message: "The library is closed. Reload the page to open it again."}
	}
	if s.conn != nil {
		return s.conn, nil
	}
	c, err := s.connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.watch(s.forget); err != nil {
		_ = c.close()
		return nil, err
	}
	s.conn = c
	return c, nil
}

// onlyReads says that the database is a later Pinfold's.
func (s *Store) onlyReads() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn != nil && s.conn.later
}

// forget drops a connection that the browser has closed; the next call opens
// another one.
func (s *Store) forget(c *connection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.release()
	if s.conn == c {
		s.conn = nil
	}
}

// drop closes a connection that is of no use any more; the next call opens
// another one.
func (s *Store) drop(c *connection) {
	_, _ = c.db.Call("close")
	s.forget(c)
}

// tellClosed tells globalThis.pinfoldClosed, if the host has set it, that the
// browser has closed the database by itself: somebody's write may be cut off.
func tellClosed() {
	if tell, err := safejs.Global().Get("pinfoldClosed"); err == nil && tell.Type() == safejs.TypeFunction {
		_, _ = tell.Invoke()
	}
}

// watch closes the database when another version of Pinfold wants to change
// it, and forgets it when it is closed.
func (c *connection) watch(forget func(*connection)) error {
	for event, f := range map[string]func(){
		"onversionchange": func() { _, _ = c.db.Call("close") },
		"onclose":         tellClosed,
	} {
		fn, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
			f()
			go forget(c)
			return nil
		})
		if err != nil {
			return err
		}
		c.funcs = append(c.funcs, fn)
		if err := c.db.Set(event, fn); err != nil {
			return err
		}
	}
	return nil
}
