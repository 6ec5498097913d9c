//go:build js && wasm

package idb

import (
	"context"
	"time"

	"github.com/hack-pad/safejs"

	"pinfold/core"
	"pinfold/wasm/bridge"
)

// little is room that a browser cannot work with.
const little = 1 << 20

// answersIn is how long it is waited for: a storage that hangs may not tell this either.
const answersIn = 2 * time.Second

// reason returns err, or that the disk is full where that is why the database
// was closed: Chromium closes it, and opens it no more, without saying so.
func reason(ctx context.Context, err error) error {
	if core.CodeOf(err) != core.Closed {
		return err
	}
	if free, known := room(ctx); known && free < little {
		return explain("QuotaExceededError", err)
	}
	return err
}

// room returns how many bytes the browser still lets us write, if it says so.
func room(ctx context.Context) (free float64, known bool) {
	v := safejs.Global()
	for _, name := range [...]string{"navigator", "storage"} {
		var err error
		if v, err = v.Get(name); err != nil || !truthy(v) {
			return 0, false
		}
	}
	promise, err := v.Call("estimate")
	if err != nil {
		return 0, false
	}
	ctx, stop := context.WithTimeout(ctx, answersIn)
	defer stop()
	estimate, err := bridge.Await(ctx, promise)
	if err != nil {
		return 0, false
	}
	quota, err := float(estimate, "quota")
	if err != nil {
		return 0, false
	}
	usage, err := float(estimate, "usage")
	return quota - usage, err == nil
}

func float(v safejs.Value, name string) (float64, error) {
	f, err := v.Get(name)
	if err != nil {
		return 0, err
	}
	return f.Float()
}
