//go:build js && wasm

// Command browser is engine.wasm: the library in a browser's background. It
// wires IndexedDB, the Library and the methods together, and does nothing
// else.
package main

import (
	"context"

	"pinfold/core"
	"pinfold/wasm/api"
	"pinfold/wasm/boot"
	"pinfold/wasm/bridge"
)

func main() {
	if err := run(context.Background()); err != nil {
		boot.Fail(err)
		return
	}
	select {} // the engine lives as long as the page that holds it
}

func run(ctx context.Context) error {
	open, err := boot.Opener()
	if err != nil {
		return err
	}
	engine := api.New(open)
	return bridge.Expose(ctx, func(ctx context.Context, method, params string, event func(string)) (string, error) {
		return engine.Call(ctx, method, params, event)
	}, explain)
}

func explain(err error) (code, message, id string) {
	return string(core.CodeOf(err)), api.ErrorMessage(err), api.ErrorID(err)
}
