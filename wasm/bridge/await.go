//go:build js && wasm

package bridge

import (
	"context"
	"errors"

	"github.com/hack-pad/safejs"
)

// Await waits for a promise and returns its value. A rejection is an error
// that reads as the reason does. When ctx ends first, Await returns its error;
// the promise goes on, its outcome unheard.
func Await(ctx context.Context, promise safejs.Value) (safejs.Value, error) {
	type outcome struct {
		value safejs.Value
		err   error
	}
	done := make(chan outcome, 1)
	var fulfilled, rejected safejs.Func
	release := func() {
		fulfilled.Release()
		rejected.Release()
	}
	fulfilled, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		done <- outcome{value: first(args)}
		release()
		return nil
	})
	if err != nil {
		return safejs.Undefined(), err
	}
	rejected, err = safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		done <- outcome{err: errors.New(Reason(first(args)))}
		release()
		return nil
	})
	if err != nil {
		return safejs.Undefined(), err
	}
	if _, err := promise.Call("then", fulfilled, rejected); err != nil {
		release()
		return safejs.Undefined(), err
	}
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		return safejs.Undefined(), ctx.Err()
	}
}

func first(args []safejs.Value) safejs.Value {
	if len(args) == 0 {
		return safejs.Undefined()
	}
	return args[0]
}

// Reason returns what an error of JavaScript says: its name and message.
func Reason(v safejs.Value) string {
	name, message := property(v, "name"), property(v, "message")
	switch {
	case name != "" && message != "":
		return name + ": " + message
	case message != "":
		return message
	case name != "":
		return name
	}
	s, err := v.String()
	if err != nil {
		return "an unknown error"
	}
	return s
}

// property returns a string property, "" if there is none.
func property(v safejs.Value, name string) string {
	if t := v.Type(); t != safejs.TypeObject && t != safejs.TypeFunction {
		return ""
	}
	p, err := v.Get(name)
	if err != nil || p.Type() != safejs.TypeString {
		return ""
	}
	s, err := p.String()
	if err != nil {
		return ""
	}
	return s
}
