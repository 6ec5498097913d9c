// Package jsontext reads and writes the JSON of the wire between a page and
// the engine. It exists because encoding/json costs the engine 0.7 MB of wasm.
// It must never be used for storage, nor grow reflection.
package jsontext

import "strconv"

// A Kind is the type of a Value.
type Kind uint8

// The kinds of value. The zero Value is Null.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// A Value is a decoded JSON value; the zero Value is null. Reading a member of
// what is not an object, or a string of what is not one, gives the zero value
// of the wanted type. It is a single pointer: nine words, copied at each Get,
// were 60 KB of wasm.
type Value struct{ n *node }

type node struct {
	kind  Kind
	text  string // of a string, or the digits of a number, or "true"
	items []Value
	keys  []string // of an object, beside items
}

// Kind returns the type of v.
func (v Value) Kind() Kind {
	if v.n == nil {
		return Null
	}
	return v.n.kind
}

// Get returns the member named key, the last one if there are several.
func (v Value) Get(key string) Value {
	keys := v.Keys()
	for i := len(keys) - 1; i >= 0; i-- {
		if keys[i] == key {
			return v.n.items[i]
		}
	}
	return Value{}
}

// Has says that there is a member named key that is not null.
func (v Value) Has(key string) bool { return v.Get(key).Kind() != Null }

// Keys returns the names of an object's members.
func (v Value) Keys() []string {
	if v.n == nil {
		return nil
	}
	return v.n.keys
}

// Items returns the elements of an array.
func (v Value) Items() []Value {
	if v.Kind() != Array {
		return nil
	}
	return v.n.items
}

// Str returns a string.
func (v Value) Str() string {
	if v.Kind() != String {
		return ""
	}
	return v.n.text
}

// Text returns the string of the member named key.
//
//go:noinline
func (v Value) Text(key string) string { return v.Get(key).Str() }

// True says that the value is true.
func (v Value) True() bool { return v.Kind() == Bool && v.n.text == "true" }

// Int returns a number without its fraction, clipped to ±2⁵³.
func (v Value) Int() int64 {
	if v.Kind() != Number {
		return 0
	}
	f, err := strconv.ParseFloat(v.n.text, 64)
	const limit = 1 << 53
	switch {
	case f > limit:
		return limit
	case f < -limit:
		return -limit
	case err != nil || f != f:
		return 0
	}
	return int64(f)
}

// Strings returns the strings of an array, leaving out what is none.
func (v Value) Strings() []string {
	var out []string
	for _, x := range v.Items() {
		if x.Kind() == String {
			out = append(out, x.n.text)
		}
	}
	return out
}

// List returns an array that holds v alone.
func List(v Value) Value { return Value{&node{kind: Array, items: []Value{v}}} }
