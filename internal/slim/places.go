package slim

import (
	"bytes"
	"encoding/binary"
)

// Go keeps for every function which file and line each program counter is
// from, and what was inlined there. Only a printed stack uses it; the unwinder
// and the collector do not. It is left out of a program for a browser, as the
// symbol table is: a stack still names the functions, and "?" where the places
// were. The build is reproducible, so the same sources tell the rest.
//
// The tables are those of Go 1.20 to 1.26:
//
//	header: magic 0xfffffff1, 0, 0, quantum, pointer size; then eight words: number of functions, of
//	files, start of the text, and the offsets of names, units, files, counters ("pctab"), functions
//	functions: for each its entry and the offset of its record, 4 bytes each
//	record: 11 numbers of 4 bytes (the offset of its files' table is the 6th, of its lines' the 7th,
//	the 8th counts tables), four bytes, the last of which counts data; tables; data
//
// A layout that is not exactly this is left alone.
const (
	magic       = 0xfffffff1
	headerWords = 8
	recordBytes = 44
	inlineTable = 2 // of a function's tables
	inlineData  = 3 // of a function's data
	inlineBytes = 16
	noData      = 0xffffffff
)

// A lineTable is Go's table of functions inside a memory image.
type lineTable struct {
	image    []byte
	header   int
	names    []byte
	units    int // where the names of files and what leads to them begin
	counters int // where tables of counters begin
	records  int // where offsets of records count from
	funcs    []funcRecord
}

type funcRecord struct {
	at     int
	tables []uint32
	data   []uint32
}

// dropPlaces clears files, lines and inlining in the image.
func dropPlaces(image []byte) {
	t := findLines(image)
	if t == nil {
		return
	}
	base, ok := t.dataBase()
	if !ok {
		return
	}
	clear(t.image[t.units:t.counters]) // the names of files
	kept, dropped := map[uint32]bool{}, map[uint32]bool{0: true}
	for _, f := range t.funcs {
		kept[t.u32(f.at+16)] = true // the stack's depth
		for i, off := range f.tables {
			if i != inlineTable {
				kept[off] = true
			}
		}
	}
	for _, f := range t.funcs {
		t.clearInlining(f, base)
		at := []int{f.at + 20, f.at + 24}
		if len(f.tables) > inlineTable {
			at = append(at, f.at+recordBytes+4*inlineTable)
		}
		for _, field := range at {
			off := t.u32(field)
			t.put32(field, 0)
			if !kept[off] && !dropped[off] {
				start := t.counters + int(off)
				end, _ := t.tableEnd(start)
				clear(image[start:end])
				dropped[off] = true
			}
		}
	}
}

// clearInlining clears a function's tree of what was inlined.
func (t *lineTable) clearInlining(f funcRecord, base int) {
	n := t.inlined(f)
	if n == 0 {
		return
	}
	field := f.at + recordBytes + 4*(len(f.tables)+inlineData)
	at := base + int(f.data[inlineData])
	clear(t.image[at : at+n*inlineBytes])
	t.put32(field, noData)
}

// inlined returns how many entries the function's tree has.
func (t *lineTable) inlined(f funcRecord) int {
	if len(f.data) <= inlineData || f.data[inlineData] == noData || len(f.tables) <= inlineTable || f.tables[inlineTable] == 0 {
		return 0
	}
	_, most := t.tableEnd(t.counters + int(f.tables[inlineTable]))
	return most + 1
}

// findLines finds the table and reads it; nil if it is not as expected.
func findLines(image []byte) *lineTable {
	mark := binary.LittleEndian.AppendUint32(nil, magic)
	mark = append(mark, 0, 0, 1, 8)
	at := bytes.Index(image, mark)
	if at < 0 || at+8+8*headerWords > len(image) {
		return nil
	}
	var word [headerWords]int
	for i := range word {
		word[i] = int(binary.LittleEndian.Uint64(image[at+8+8*i:]))
		if word[i] < 0 || word[i] > len(image)-at {
			return nil
		}
	}
	count, names, units, counters, funcs := word[0], word[3], word[4], word[6], word[7]
	if names > units || units > counters || count > (len(image)-at-funcs)/8 {
		return nil
	}
	t := &lineTable{image: image, header: at, names: image[at+names : at+units], units: at + units, counters: at + counters, records: at + funcs}
	for i := range count {
		f, ok := t.record(t.records + int(t.u32(t.records+8*i+4)))
		if !ok {
			return nil
		}
		t.funcs = append(t.funcs, f)
	}
	return t
}

// record reads the record of a function and checks where it points.
func (t *lineTable) record(at int) (f funcRecord, ok bool) {
	if at+recordBytes > len(t.image) {
		return f, false
	}
	tables, data := int(t.u32(at+28)), int(t.image[at+recordBytes-1])
	if tables > 16 || data > 16 || at+recordBytes+4*(tables+data) > len(t.image) {
		return f, false
	}
	f = funcRecord{at: at}
	for i := range tables {
		f.tables = append(f.tables, t.u32(at+recordBytes+4*i))
	}
	for i := range data {
		f.data = append(f.data, t.u32(at+recordBytes+4*(tables+i)))
	}
	if !t.isName(t.u32(at + 4)) {
		return f, false
	}
	for _, off := range append([]uint32{t.u32(at + 16), t.u32(at + 20), t.u32(at + 24)}, f.tables...) {
		if end, _ := t.tableEnd(t.counters + int(off)); off != 0 && end < 0 {
			return f, false
		}
	}
	return f, true
}

func (t *lineTable) u32(at int) uint32      { return binary.LittleEndian.Uint32(t.image[at:]) }
func (t *lineTable) put32(at int, v uint32) { binary.LittleEndian.PutUint32(t.image[at:], v) }
func (t *lineTable) isName(off uint32) bool {
	return int64(off) < int64(len(t.names)) && (off == 0 || t.names[off-1] == 0)
}

// tableEnd walks a table of counters: pairs of a difference of values, zigzag,
// and of counters, ended by a difference of 0. It returns where the table ends
// (-1: nowhere) and its greatest value.
func (t *lineTable) tableEnd(at int) (end, most int) {
	value := -1
	for first := true; at < len(t.image); first = false {
		v, n := binary.Uvarint(t.image[at:])
		if n <= 0 || v == 0 && !first {
			return max(at+n, at), most
		}
		value += int(v>>1) ^ -int(v&1)
		most = max(most, value)
		_, m := binary.Uvarint(t.image[at+n:])
		if m <= 0 {
			break
		}
		at += n + m
	}
	return -1, 0
}

// dataBase returns where offsets of functions' data count from. The runtime's
// description of the module says so in one of its words; the right one is the
// one by which every tree of every function makes sense.
func (t *lineTable) dataBase() (base int, ok bool) {
	pointer := binary.LittleEndian.AppendUint64(nil, uint64(t.header))
	names := binary.LittleEndian.AppendUint64(pointer, uint64(t.header+8+8*headerWords))
	at := bytes.Index(t.image, names)
	for i := 0; at >= 0 && i < 64 && at+8*i+8 <= len(t.image); i++ {
		word := binary.LittleEndian.Uint64(t.image[at+8*i:])
		if word > uint64(t.records) && word < uint64(len(t.image)) && t.treesAt(int(word)) {
			return int(word), true
		}
	}
	return 0, false
}

// treesAt says that all trees are well formed, and nothing else begins inside
// one, if they count from base.
func (t *lineTable) treesAt(base int) bool {
	inside := map[uint32]bool{}
	trees := 0
	for _, f := range t.funcs {
		n := t.inlined(f)
		for i := range n {
			off := f.data[inlineData] + uint32(i*inlineBytes)
			at := base + int(off)
			if at+inlineBytes > len(t.image) || !t.isName(t.u32(at+4)) || t.image[at+1]|t.image[at+2]|t.image[at+3] != 0 {
				return false
			}
			for k := range uint32(inlineBytes) {
				inside[off+k] = true
			}
			trees++
		}
	}
	for _, f := range t.funcs {
		for i, off := range f.data {
			if i != inlineData && inside[off] {
				return false
			}
		}
	}
	return trees > 0
}
