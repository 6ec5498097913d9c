package slim

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// The sections of a wasm module, in the order they must come.
const (
	typeSection     = 1
	importSection   = 2
	functionSection = 3
	startSection    = 8
	codeSection     = 10
	dataSection     = 11
)

var header = []byte("\x00asm\x01\x00\x00\x00")

var errShort = errors.New("slim: the module ends too early")

// A section is one part of a module.
type section struct {
	id   byte
	body []byte
}

func split(module []byte) ([]section, error) {
	rest, ok := bytes.CutPrefix(module, header)
	if !ok {
		return nil, errors.New("slim: this is no wasm module")
	}
	var list []section
	for len(rest) > 0 {
		id := rest[0]
		n, k := binary.Uvarint(rest[1:])
		if k <= 0 || uint64(len(rest)-1-k) < n {
			return nil, errShort
		}
		body := rest[1+k:][:n]
		list = append(list, section{id, body[:n:n]})
		rest = rest[1+k+int(n):]
	}
	return list, nil
}

func join(sections []section) []byte {
	module := slices.Clone(header)
	for _, s := range sections {
		module = append(module, s.id)
		module = appendUnsigned(module, uint64(len(s.body)))
		module = append(module, s.body...)
	}
	return module
}

// find returns the section with this id, nil if there is none.
func find(sections []section, id byte) *section {
	for i := range sections {
		if sections[i].id == id {
			return &sections[i]
		}
	}
	return nil
}

// insert puts s before the first section that must come after it.
func insert(sections []section, s section) []section {
	at := slices.IndexFunc(sections, func(other section) bool { return other.id > s.id })
	return slices.Insert(sections, at, s)
}

// add appends an entry to a section that is a counted list, and returns the
// entry's number.
func (s *section) add(entry []byte) (number uint64, err error) {
	n, k := binary.Uvarint(s.body)
	if k <= 0 {
		return 0, errShort
	}
	body := appendUnsigned(nil, n+1)
	body = append(body, s.body[k:]...)
	s.body = append(body, entry...)
	return n, nil
}

// importedFunctions counts the functions that come from outside. Go imports
// nothing else, and another kind of import is an error.
func importedFunctions(s *section) (uint64, error) {
	if s == nil {
		return 0, nil
	}
	r := reader{b: s.body}
	n := r.unsigned()
	for range n {
		r.skip(r.unsigned()) // the module's name
		r.skip(r.unsigned()) // the function's name
		if kind := r.unsigned(); kind != 0 && r.err == nil {
			return 0, fmt.Errorf("slim: an import of kind %d", kind)
		}
		r.unsigned() // its type
	}
	return n, r.err
}

// addFunction appends a function with its type and returns its number.
func addFunction(sections []section, signature, body []byte) (uint64, error) {
	types, functions, code := find(sections, typeSection), find(sections, functionSection), find(sections, codeSection)
	if types == nil || functions == nil || code == nil {
		return 0, errors.New("slim: the module has no functions")
	}
	imported, err := importedFunctions(find(sections, importSection))
	if err != nil {
		return 0, err
	}
	kind, err := types.add(signature)
	if err != nil {
		return 0, err
	}
	number, err := functions.add(appendUnsigned(nil, kind))
	if err != nil {
		return 0, err
	}
	_, err = code.add(append(appendUnsigned(nil, uint64(len(body))), body...))
	return imported + number, err
}
