// Package slim makes a wasm program that Go has linked smaller without
// changing what it does: the same calls give the same answers, the same memory
// and the same stacks but for their lines. A layout or an instruction that it
// does not know it must leave as Go has written it.
//
// Go's runtime finds the function of a program counter by a table with one
// record of 20 bytes for each 4 KiB of program counters: the number of the
// first function there, and 16 one-byte distances from it. In wasm a program
// counter is the number of a function times 65,536, so the table holds, for
// function after function, sixteen times its number and sixteen zeros:
//
//	00 00 00 00 00…  (16 times)   01 00 00 00 00…  (16 times)   02 …
//
// That is arithmetic, not data, and it was a tenth of the file (each record is
// a data segment of its own). So the table is left out, and a function that
// the browser runs before the program writes it. What only a printed stack
// uses is left out too: see dropPlaces. In the code itself only what Go writes
// around every call is shortened: see foldSections.
package slim

import "errors"

const (
	recordSize = 20 // of the table
	perFunc    = 16 // records for one function
	minRecords = 32 * perFunc
)

// Slim returns module without the table that can be computed, and without the
// places of its code in the sources. A module that has neither only gets its
// data laid out anew.
func Slim(module []byte) ([]byte, error) {
	sections, err := split(module)
	if err != nil {
		return nil, err
	}
	if err := foldSections(sections); err != nil {
		return nil, err
	}
	data := find(sections, dataSection)
	if data == nil {
		return join(sections), nil
	}
	image, err := readData(data.body)
	if err != nil {
		return nil, err
	}
	dropPlaces(image)
	if at, records := table(image); records >= minRecords {
		clear(image[at : at+records*recordSize])
		if sections, err = addStart(sections, writer(at, records)); err != nil {
			return nil, err
		}
		data = find(sections, dataSection)
	}
	data.body = appendData(nil, image)
	return join(sections), nil
}

// table finds the table in the memory's image; records is 0 without one.
func table(image []byte) (at, records int) {
	for i := perFunc * recordSize; i+recordSize < len(image); i++ {
		if image[i] != 1 || !isRecord(image, i, 1) || !isRecord(image, i+recordSize, 1) {
			continue
		}
		at = i - perFunc*recordSize
		n := 0
		for isRecord(image, at+n*recordSize, n/perFunc) {
			n++
		}
		if n > records && n >= minRecords {
			return at, n
		}
	}
	return 0, 0
}

// isRecord tells whether the record of function number fn is at i.
func isRecord(image []byte, i, fn int) bool {
	if i+recordSize > len(image) {
		return false
	}
	for k, b := range image[i : i+recordSize] {
		want := byte(0)
		if k < 4 {
			want = byte(fn >> (8 * k))
		}
		if b != want {
			return false
		}
	}
	return true
}

// writer is the body of the function that writes the table. In C:
//
//	for (int i = 0; i != records; i++) *(int *)(at + i*20) = i >> 4;
//
// Memory that no segment has filled is zero.
func writer(at, records int) []byte {
	const (
		i32Const, localGet, localSet, localTee = 0x41, 0x20, 0x21, 0x22
		i32Store, i32Add, i32Mul, i32ShrU      = 0x36, 0x6a, 0x6c, 0x76
		i32Ne, loop, brIf, end, i32, void      = 0x47, 0x03, 0x0d, 0x0b, 0x7f, 0x40
	)
	b := []byte{1, 1, i32, loop, void} // one local of type i32
	b = append(b, localGet, 0, i32Const)
	b = appendSigned(b, recordSize)
	b = append(b, i32Mul, localGet, 0, i32Const, 4, i32ShrU, i32Store, 2)
	b = appendUnsigned(b, uint64(at))
	b = append(b, localGet, 0, i32Const, 1, i32Add, localTee, 0, i32Const)
	b = appendSigned(b, int64(records))
	return append(b, i32Ne, brIf, 0, end, end)
}

// addStart adds a function without parameters and makes it the one that runs
// when the module is instantiated.
func addStart(sections []section, body []byte) ([]section, error) {
	if find(sections, startSection) != nil {
		return nil, errors.New("slim: the module starts a function already")
	}
	number, err := addFunction(sections, []byte{0x60, 0, 0}, body)
	if err != nil {
		return nil, err
	}
	return insert(sections, section{id: startSection, body: appendUnsigned(nil, number)}), nil
}
