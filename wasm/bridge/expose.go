//go:build js && wasm

package bridge

import (
	"context"
	"errors"
	"fmt"

	"github.com/hack-pad/safejs"
)

// A Handler answers one call. Its result is JSON text, or undefined if it is "". The
// event function takes a progress message, JSON text, to the caller.
type Handler func(ctx context.Context, method, params string, event func(json string)) (string, error)

// An Explain turns an error into what crosses to JavaScript: a code, a
// sentence, and the id of the bookmark it is about, or "".
type Explain func(error) (code, message, id string)

// Expose sets globalThis.pinfold = {call(method, params, signal, onEvent)},
// which returns a promise of the handler's result. A panic in the handler
// rejects that call alone, with the code Panicked.
func Expose(ctx context.Context, handle Handler, explain Explain) error {
	e := &exposed{ctx: ctx, handle: handle, explain: explain}
	call, err := safejs.FuncOf(e.call)
	if err != nil {
		return err
	}
	return safejs.Global().Set("pinfold", map[string]any{"call": safejs.Unsafe(call.Value())})
}

// ExposeStop sets globalThis.pinfold.stop, which calls stop. It comes after
// Expose.
func ExposeStop(stop func()) error {
	f, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
		stop()
		return nil
	})
	if err != nil {
		return err
	}
	program, err := safejs.Global().Get("pinfold")
	if err != nil {
		return err
	}
	return program.Set("stop", f)
}

// Panicked is the code of a call whose handler has panicked. What its program
// holds in memory is not to be trusted from then on: the host ends it.
const Panicked = "panicked"

// A fault is a panic of a handler.
type fault struct {
	method string
	reason any
}

func (f *fault) Error() string {
	return fmt.Sprintf("Pinfold has a fault in “%s” (%v). What you did last may not be saved: look, then try again.", f.method, f.reason)
}

type exposed struct {
	ctx     context.Context
	handle  Handler
	explain Explain
}

// call starts a handler and returns its promise.
func (e *exposed) call(_ safejs.Value, args []safejs.Value) any {
	for len(args) < 4 {
		args = append(args, safejs.Undefined())
	}
	promise, err := safejs.MustGetGlobal("Promise").Call("withResolvers")
	if err != nil {
		return safejs.Undefined()
	}
	method, _ := args[0].String()
	params, _ := args[1].String()
	ctx, cancel := context.WithCancel(e.ctx)
	stop := onAbort(args[2], cancel)
	go func() {
		defer cancel()
		defer stop()
		e.settle(ctx, promise, method, params, emitter(args[3]))
	}()
	value, err := promise.Get("promise")
	if err != nil {
		return safejs.Undefined()
	}
	return value
}

// settle runs the handler and fulfils or rejects the promise.
func (e *exposed) settle(ctx context.Context, promise safejs.Value, method, params string, event func(string)) {
	result, err := e.run(ctx, method, params, event)
	if err != nil {
		code, message, id := e.explain(err)
		if _, ok := errors.AsType[*fault](err); ok {
			code, message, id = Panicked, err.Error(), ""
		}
		_, _ = promise.Call("reject", map[string]any{"code": code, "message": message, "id": id})
		return
	}
	_, _ = promise.Call("resolve", result)
}

// run recovers a panic, so that it is told.
func (e *exposed) run(ctx context.Context, method, params string, event func(string)) (result string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &fault{method, r}
		}
	}()
	return e.handle(ctx, method, params, event)
}

// onAbort calls cancel when the signal aborts; the returned function forgets it.
func onAbort(signal safejs.Value, cancel func()) (stop func()) {
	if ok, err := signal.Truthy(); err != nil || !ok {
		return func() {}
	}
	if aborted, err := signal.Get("aborted"); err == nil {
		if ok, _ := aborted.Truthy(); ok {
			cancel()
			return func() {}
		}
	}
	f, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
		cancel()
		return nil
	})
	if err != nil {
		return func() {}
	}
	_, _ = signal.Call("addEventListener", "abort", f)
	return func() {
		_, _ = signal.Call("removeEventListener", "abort", f)
		f.Release()
	}
}

// emitter returns the function that calls onEvent.
func emitter(onEvent safejs.Value) func(string) {
	if onEvent.Type() != safejs.TypeFunction {
		return func(string) {}
	}
	return func(json string) { _, _ = onEvent.Invoke(json) }
}
