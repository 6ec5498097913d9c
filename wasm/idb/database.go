//go:build js && wasm

package idb

import (
	"context"

	"github.com/hack-pad/safejs"

	"pinfold/core"
)

// database returns the open database, opening it if need be.
func (s *Store) database(ctx context.Context) (safejs.Value, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return safejs.Undefined(), &core.Error{Code: core.Closed, Message: "The library is closed. Reload the page to open it again."}
	}
	if s.open {
		return s.db, nil
	}
	db, err := openDatabase(ctx, s.name, s.forget)
	if err != nil {
		return safejs.Undefined(), err
	}
	s.db, s.open = db, true
	return db, nil
}

// forget drops a database that the browser has closed; the next call opens it
// again.
func (s *Store) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = false
}

// openDatabase opens or makes the database. When another version wants it, or
// the browser closes it, it is closed and forget is called.
func openDatabase(ctx context.Context, name string, forget func()) (safejs.Value, error) {
	factory, err := safejs.Global().Get("indexedDB")
	if err != nil || !truthy(factory) {
		return safejs.Undefined(), &core.Error{Code: core.Closed, Message: "This browser gives Pinfold no storage here, so nothing can be saved. Leave the private window, or allow storage, then try again."}
	}
	request, err := factory.Call("open", name, databaseVersion)
	if err != nil {
		return safejs.Undefined(), explain(errorName(err), err)
	}
	done := make(chan error, 4)
	t := &transaction{}
	defer t.release()
	t.listen(request, "onupgradeneeded", func() {
		if err := makeStores(request); err != nil {
			done <- err
		}
	})
	t.listen(request, "onsuccess", func() { done <- nil })
	t.listen(request, "onerror", func() { done <- explainRequest(request) })
	t.listen(request, "onblocked", func() {
		done <- &core.Error{Code: core.Closed, Message: "An older window of Pinfold keeps the library open. Close it, then try again."}
	})
	if t.err != nil {
		return safejs.Undefined(), t.err
	}
	select {
	case err = <-done:
	case <-ctx.Done():
		err = canceled(ctx.Err())
	}
	if err != nil {
		return safejs.Undefined(), err
	}
	db, err := result(request)
	if err != nil {
		return safejs.Undefined(), err
	}
	return db, watch(db, forget)
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

// watch closes the database when another version of Pinfold wants to change
// it. The two functions live as long as the database.
func watch(db safejs.Value, forget func()) error {
	change, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
		_, _ = db.Call("close")
		go forget()
		return nil
	})
	if err != nil {
		return err
	}
	if err := db.Set("onversionchange", change); err != nil {
		return err
	}
	closed, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
		go forget()
		return nil
	})
	if err != nil {
		return err
	}
	return db.Set("onclose", closed)
}
