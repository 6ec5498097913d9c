//go:build js && wasm

// Command browser is engine.wasm: the library in a browser's background. It
// wires IndexedDB, the Library and the methods together, and does nothing
// else.
package main

import (
	"context"
	"errors"
	"runtime/debug"

	"pinfold/core"
	"pinfold/wasm/api"
	"pinfold/wasm/boot"
	"pinfold/wasm/bridge"
)

// Pages of the index fill most of the memory: a full heap is let grow by this
// many percent, not by as much again, before it is swept. While the program is
// young its heap is so small that this would be a sweep at every megabyte, which
// is a third of the time to the first answer: for as many calls as a page makes
// when it opens it may grow to 16 MB.
const (
	garbage      = 30
	garbageYoung = 400 // of the 4 MB that Go takes for the least heap
	youngCalls   = 10
)

func main() {
	debug.SetGCPercent(garbageYoung)
	if err := run(context.Background()); err != nil {
		boot.Fail(err)
	}
}

// run answers calls until the page that holds the engine stops it.
func run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	open, end, err := boot.Opener()
	if err != nil {
		return err
	}
	engine := api.New(func(ctx context.Context) (*core.Library, error) { return open(ctx, nil) })
	calls := 0 // all of them on one thread
	call := func(ctx context.Context, method, params string, event func(string)) (string, error) {
		if calls++; calls == youngCalls {
			debug.SetGCPercent(garbage)
		}
		return engine.Call(ctx, method, params, event)
	}
	if err := bridge.Expose(ctx, call, explain); err != nil {
		return err
	}
	if err := bridge.ExposeStop(stop); err != nil {
		return err
	}
	<-ctx.Done()
	return errors.Join(engine.Close(), end())
}

func explain(err error) (code, message, id string) {
	return string(core.CodeOf(err)), api.ErrorMessage(err), api.ErrorID(err)
}
