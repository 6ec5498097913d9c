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

// A Value is a decoded JSON value. Reading a member of what is not an object,
// or a string of what is not one, gives the zero value of the wanted type.
type Value struct {
	Kind  Kind
	text  string // of a string, or the digits of a number, or "true"
	items []Value
	keys  []string // of an object, beside items
}

// Get returns the member named key, the last one if there are several.
func (v Value) Get(key string) Value {
	for i := len(v.keys) - 1; i >= 0; i-- {
		if v.keys[i] == key {
			return v.items[i]
		}
	}
	return Value{}
}

// Has says that there is a member named key that is not null.
func (v Value) Has(key string) bool { return v.Get(key).Kind != Null }

// Keys returns the names of an object's members.
func (v Value) Keys() []string { return v.keys }

// Items returns the elements of an array.
func (v Value) Items() []Value {
	if v.Kind != Array {
		return nil
	}
	return v.items
}

// Str returns a string.
func (v Value) Str() string {
	if v.Kind != String {
		return ""
	}
	return v.text
}

// True says that the value is true.
func (v Value) True() bool { return v.Kind == Bool && v.text == "true" }

// Int returns a number without its fraction, clipped to ±2⁵³.
func (v Value) Int() int64 {
	if v.Kind != Number {
		return 0
	}
	f, err := strconv.ParseFloat(v.text, 64)
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
		if x.Kind == String {
			out = append(out, x.text)
		}
	}
	return out
}

// List returns an array that holds v alone.
func List(v Value) Value { return Value{Kind: Array, items: []Value{v}} }
