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
	db, err := openDatabase(ctx, s.name)
	if err != nil {
		return nil, reason(ctx, err)
	}
	c := &connection{db: db}
	if err := c.watch(s.forget); err != nil {
		_ = c.close()
		return nil, err
	}
	s.conn = c
	return c, nil
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

// watch closes the database when another version of Pinfold wants to change
// it, and forgets it when it is closed.
func (c *connection) watch(forget func(*connection)) error {
	for event, f := range map[string]func(){
		"onversionchange": func() { _, _ = c.db.Call("close") },
		"onclose":         func() {},
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

// openDatabase opens or makes the database.
func openDatabase(ctx context.Context, name string) (safejs.Value, error) {
	factory, err := safejs.Global().Get("indexedDB")
	if err != nil || !truthy(factory) {
		return safejs.Undefined(), &core.Error{Code: core.Closed, Message: "This browser gives Pinfold no storage here, so nothing can be saved. Leave the private window, or allow storage, then try again."}
	}
	request, err := factory.Call("open", name, databaseVersion)
	if err != nil {
		return safejs.Undefined(), explain(errorName(err), err)
	}
	o := &opening{request: request, settled: make(chan error, 1), blocked: make(chan struct{}, 1)}
	o.listen()
	select {
	case err := <-o.settled:
		o.events.release()
		if err != nil {
			return safejs.Undefined(), err
		}
		return result(request)
	case <-o.blocked:
		err = &core.Error{Code: core.Closed, Message: "An older window of Pinfold keeps the library open. Close it, then try again."}
	case <-ctx.Done():
		err = canceled(ctx.Err())
	}
	go o.abandon()
	return safejs.Undefined(), err
}

// An opening is a request to open a database, which cannot be taken back.
type opening struct {
	request safejs.Value
	settled chan error
	blocked chan struct{}
	events  transaction // for its handlers alone
}

func (o *opening) listen() {
	o.events.listen(o.request, "onupgradeneeded", func() {
		if makeStores(o.request) != nil { // half a database must not stay
			if t, err := o.request.Get("transaction"); err == nil {
				_, _ = t.Call("abort")
			}
		}
	})
	o.events.listen(o.request, "onsuccess", func() { o.settled <- nil })
	o.events.listen(o.request, "onerror", func() { o.settled <- explainRequest(o.request) })
	o.events.listen(o.request, "onblocked", func() { o.blocked <- struct{}{} })
	if o.events.err != nil {
		o.settled <- o.events.err
	}
}

// abandon waits for an opening that nobody wants any more and closes what it
// opened: else it would keep others from changing the database.
func (o *opening) abandon() {
	err := <-o.settled
	o.events.release()
	if err != nil {
		return
	}
	if db, err := result(o.request); err == nil {
		_, _ = db.Call("close")
	}
}

func makeStores(request safejs.Value) error {
	db, err := result(request)
	if err != nil {
		return err
	}
	for _, name := range [...]string{metaStore, chunkStore} {
		if _, err := db.Call("createObjectStore", name); err != nil {
			return err
		}
	}
	return nil
}
