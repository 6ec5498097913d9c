//go:build js && wasm

package idb

import (
	"context"

	"github.com/hack-pad/safejs"

	"pinfold/core"
)

// A transaction issues requests. A transaction of IndexedDB ends when Go waits
// for anything but its own requests, so all of them are issued at once, or in
// the callback of one of them, and the transaction's own completion is the
// truth about a write.
type transaction struct {
	js     safejs.Value
	stores map[string]safejs.Value
	err    error // the first failure to issue a request, or of a callback
	funcs  []safejs.Func
}

// request issues a request and returns it; its result is there once the
// transaction has completed. After a failure it does nothing.
func (t *transaction) request(store, method string, args ...any) safejs.Value {
	if t.err != nil {
		return safejs.Undefined()
	}
	s, ok := t.stores[store]
	if !ok {
		if s, t.err = t.js.Call("objectStore", store); t.err != nil {
			return safejs.Undefined()
		}
		t.stores[store] = s
	}
	var r safejs.Value
	r, t.err = s.Call(method, args...)
	return r
}

// then runs f when the request has succeeded; its error aborts the
// transaction.
func (t *transaction) then(request safejs.Value, f func() error) {
	if t.err != nil {
		return
	}
	t.listen(request, "onsuccess", func() {
		if err := f(); err != nil {
			t.abort(err)
		}
	})
}

// abort undoes the transaction because of err.
func (t *transaction) abort(err error) {
	if t.err == nil {
		t.err = err
	}
	_, _ = t.js.Call("abort")
}

// listen sets a handler that lives until release.
func (t *transaction) listen(target safejs.Value, event string, f func()) {
	fn, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
		f()
		return nil
	})
	if err == nil {
		t.funcs = append(t.funcs, fn)
		err = target.Set(event, fn)
	}
	if err != nil && t.err == nil {
		t.err = err
	}
}

func (t *transaction) release() {
	for _, f := range t.funcs {
		f.Release()
	}
	t.funcs = nil
}

// transact runs issue in a transaction and waits for its end. It opens the
// database again, once, if the browser has closed it meanwhile.
func (s *Store) transact(ctx context.Context, mode, durability string, issue func(*transaction) error) error {
	if err := ctx.Err(); err != nil {
		return canceled(err)
	}
	for attempt := 0; ; attempt++ {
		c, err := s.database(ctx)
		if err != nil {
			return err
		}
		if c.later && mode == "readwrite" {
			return errLater
		}
		t, err := begin(c.db, mode, durability)
		if err != nil {
			s.forget(c)
			if attempt == 0 {
				continue
			}
			return reason(ctx, explain(errorName(err), err))
		}
		err = reason(ctx, t.run(ctx, issue))
		if core.CodeOf(err) == core.Full {
			s.drop(c) // Firefox lets it delete from now on, but not add
		}
		return err
	}
}

func begin(db safejs.Value, mode, durability string) (*transaction, error) {
	options := map[string]any{}
	if durability != "" {
		options["durability"] = durability
	}
	js, err := db.Call("transaction", []any{metaStore, chunkStore}, mode, options)
	if err != nil {
		return nil, err
	}
	return &transaction{js: js, stores: make(map[string]safejs.Value)}, nil
}

// run issues the requests and waits until the transaction has completed or
// aborted. A context that ends aborts it; the outcome is waited for even then.
func (t *transaction) run(ctx context.Context, issue func(*transaction) error) error {
	defer t.release()
	done := make(chan bool, 1)
	t.listen(t.js, "oncomplete", func() { done <- true })
	t.listen(t.js, "onabort", func() { done <- false })
	if err := issue(t); err != nil {
		t.abort(err)
	}
	stop := ctx.Done()
	for {
		select {
		case completed := <-done:
			return t.outcome(ctx, completed)
		case <-stop:
			stop = nil
			_, _ = t.js.Call("abort")
		}
	}
}

func (t *transaction) outcome(ctx context.Context, completed bool) error {
	if completed {
		return nil
	}
	if t.err != nil {
		if core.CodeOf(t.err) != core.Internal {
			return t.err
		}
		return explain(errorName(t.err), t.err)
	}
	if err := ctx.Err(); err != nil {
		return canceled(err)
	}
	reason, err := t.js.Get("error")
	if err != nil || reason.IsNull() || reason.IsUndefined() {
		return explain("AbortError", err)
	}
	return explainValue(reason)
}
