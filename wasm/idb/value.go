//go:build js && wasm

package idb

import (
	"github.com/hack-pad/safejs"

	"pinfold/core"
	"pinfold/wasm/bridge"
)

// result returns the result of a request that has succeeded.
func result(request safejs.Value) (safejs.Value, error) { return request.Get("result") }

// number reads a request's result as a count; nothing stored is 0.
func number(request safejs.Value) (uint64, error) {
	v, err := result(request)
	if err != nil || v.IsUndefined() {
		return 0, err
	}
	f, err := v.Float()
	return uint64(f), err
}

// keyRange returns the range of keys from low to high, both included.
func keyRange(low, high string) (safejs.Value, error) {
	return safejs.MustGetGlobal("IDBKeyRange").Call("bound", low, high)
}

func isArray(v safejs.Value) bool {
	ok, err := v.InstanceOf(safejs.MustGetGlobal("Array"))
	return err == nil && ok
}

func items(list safejs.Value) ([]safejs.Value, error) {
	n, err := list.Length()
	if err != nil {
		return nil, err
	}
	out := make([]safejs.Value, n)
	for i := range out {
		if out[i], err = list.Index(i); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// stringList reads a request's result as a list of strings.
func stringList(request safejs.Value) ([]string, error) {
	list, err := result(request)
	if err != nil {
		return nil, err
	}
	values, err := items(list)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(values))
	for i, v := range values {
		if out[i], err = v.String(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func truthy(v safejs.Value) bool {
	ok, err := v.Truthy()
	return err == nil && ok
}

// explainRequest returns the error of a request that has failed.
func explainRequest(request safejs.Value) error {
	v, err := request.Get("error")
	if err != nil {
		return err
	}
	return explainValue(v)
}

func explainValue(v safejs.Value) error {
	return explain(exceptionName(v), jsError(bridge.Reason(v)))
}

// exceptionName is what an exception calls itself.
func exceptionName(v safejs.Value) string {
	n, err := v.Get("name")
	if err != nil {
		return ""
	}
	name, _ := n.String() // "" if it is none
	return name
}

// A jsError is what an exception of JavaScript said.
type jsError string

func (e jsError) Error() string { return string(e) }

func canceled(err error) error {
	return &core.Error{Code: core.Canceled, Message: "This was canceled; nothing was changed.", Err: err}
}
