//go:build js && wasm

package idb

import (
	"context"
	"time"

	"github.com/hack-pad/safejs"

	"pinfold/core"
	"pinfold/wasm/bridge"
)

// A browser's storage fails for a moment, or hangs until the browser is started
// again. So an opening that fails without a reason is tried again, and one that
// does not end is not waited for.
const (
	patience  = 10 * time.Second
	firstWait = 100 * time.Millisecond
	lastWait  = 900 * time.Millisecond // three times as long each time: three more openings
)

var errStuck = &core.Error{Code: core.Closed, Message: "The browser has not opened the library’s storage for ten seconds. Nothing is lost: close every window of the browser, start it again, then open Pinfold."}

var errPart = &core.Error{Code: core.Closed, Message: "A part of the library’s storage is missing, so nothing is read and nothing was changed. Start the browser again; if this goes on, have your last backup or a snapshot as a file, remove Pinfold, install it again and import that file."}

// connect opens the database, or makes it. The caller has s.mu.
func (s *Store) connect(ctx context.Context) (*connection, error) {
	for wait := firstWait; ; wait *= 3 {
		db, err := s.openDatabase(ctx, databaseVersion)
		if err == nil {
			return whole(&connection{db: db}, errPart)
		}
		if core.CodeOf(err) == core.Newer {
			return s.connectToLater(ctx, err)
		}
		if err = reason(ctx, err); !mayPass(err) || wait > lastWait {
			return nil, err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, canceled(ctx.Err())
		}
	}
}

// connectToLater opens a database whose version a later Pinfold has raised, to
// read it: what it holds says of itself whether this one can. Where the stores are
// others, newer is the answer.
func (s *Store) connectToLater(ctx context.Context, newer error) (*connection, error) {
	db, err := s.openDatabase(ctx)
	if err != nil {
		return nil, reason(ctx, err)
	}
	return whole(&connection{db: db, later: true}, newer)
}

// whole returns an open database that has its stores; one that lacks any is
// closed, and the answer is lacking.
func whole(c *connection, lacking error) (*connection, error) {
	names, err := c.db.Get("objectStoreNames")
	if err != nil {
		_ = c.close()
		return nil, err
	}
	for _, store := range [...]string{metaStore, chunkStore} {
		if has, err := names.Call("contains", store); err != nil || !truthy(has) {
			_ = c.close()
			return nil, lacking
		}
	}
	return c, nil
}

// openDatabase opens the database, of that version or as it is. While an earlier
// opening hangs, so would this one.
func (s *Store) openDatabase(ctx context.Context, version ...any) (safejs.Value, error) {
	if s.hung.hangs() {
		return safejs.Undefined(), errStuck
	}
	factory, err := safejs.Global().Get("indexedDB")
	if err != nil || !truthy(factory) {
		return safejs.Undefined(), &core.Error{Code: core.Closed, Message: "This browser gives Pinfold no storage here, so nothing can be saved. Leave the private window, or allow storage, then try again."}
	}
	request, err := factory.Call("open", append([]any{s.name}, version...)...)
	if err != nil {
		return safejs.Undefined(), explain(errorName(err), err)
	}
	o := &opening{request: request, settled: make(chan error, 1), blocked: make(chan struct{}, 1), over: make(chan struct{})}
	o.listen()
	ended, err := o.wait(ctx)
	switch {
	case ended && err == nil:
		return result(request)
	case ended:
		return safejs.Undefined(), err
	case err == errStuck:
		s.hung = o
	}
	go o.abandon()
	return safejs.Undefined(), err
}

// wait returns when the opening has ended, or why it is waited for no longer. It
// counts seconds one by one: of the time in which the machine slept, or had no turn for
// us, one at most is counted.
func (o *opening) wait(ctx context.Context) (ended bool, err error) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for waited := time.Duration(0); waited < patience; waited += time.Second {
		select {
		case err := <-o.settled:
			o.events.release()
			return true, err
		case <-o.blocked:
			return false, &core.Error{Code: core.Closed, Message: "An older window of Pinfold keeps the library open. Close it, then try again."}
		case <-second.C:
		case <-ctx.Done():
			return false, canceled(ctx.Err())
		}
	}
	return false, errStuck
}

// An opening is a request to open a database, which cannot be taken back.
type opening struct {
	request safejs.Value
	settled chan error
	blocked chan struct{}
	over    chan struct{} // closed when an abandoned one has ended
	events  transaction   // for its handlers alone
}

// hangs says that an abandoned opening has not ended; nil is none.
func (o *opening) hangs() bool {
	if o == nil {
		return false
	}
	select {
	case <-o.over:
		return false
	default:
		return true
	}
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
	o.events.listen(o.request, "onerror", func() { o.settled <- explainOpening(o.request) })
	o.events.listen(o.request, "onblocked", func() { o.blocked <- struct{}{} })
	if o.events.err != nil {
		o.settled <- o.events.err
	}
}

// explainOpening is explainRequest; Firefox says so when it may not keep anything.
func explainOpening(request safejs.Value) error {
	if v, err := request.Get("error"); err == nil && exceptionName(v) == "InvalidStateError" {
		return explain(noStorage, jsError(bridge.Reason(v)))
	}
	return explainRequest(request)
}

// abandon waits for an opening that nobody wants any more and closes what it
// opened: else it would keep others from changing the database.
func (o *opening) abandon() {
	err := <-o.settled
	close(o.over)
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
