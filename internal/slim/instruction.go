package slim

import "encoding/binary"

// The instructions of wasm that matter here.
const (
	opNop        = 0x01
	opIf         = 0x04
	opEnd        = 0x0b
	opCall       = 0x10
	opLocalGet   = 0x20
	opLocalSet   = 0x21
	opLocalTee   = 0x22
	opGlobalGet  = 0x23
	opGlobalSet  = 0x24
	opFirstLoad  = 0x28
	opLastLoad   = 0x35
	opFirstStore = 0x36
	opI64Store   = 0x37
	opLastStore  = 0x3e
	opI32Const   = 0x41
	opI64Const   = 0x42
	opI32Eqz     = 0x45
	opI64Eqz     = 0x50
	opI32Sub     = 0x6b
	opI64Add     = 0x7c
	opI32Wrap    = 0xa7
	opI64Extend  = 0xad // of an unsigned i32
	opPrefixed   = 0xfc
)

// An instruction is one of a function's. Its arguments are at most two
// numbers, or bytes that are only copied.
type instruction struct {
	op   byte
	n    int64  // the first number
	off  uint64 // the offset of a memory access
	tail []byte // bytes behind op that are only copied
	gone bool
}

// decode reads a function's instructions, which end with the body; false if
// one is unknown.
func decode(body []byte) (list []instruction, ok bool) {
	r := reader{b: body}
	for len(r.b) > 0 && r.err == nil {
		in, ok := next(&r)
		if !ok {
			return nil, false
		}
		list = append(list, in)
	}
	return list, r.err == nil
}

func next(r *reader) (in instruction, ok bool) {
	in.op = r.b[0]
	r.b = r.b[1:]
	from := r.b
	switch op := in.op; {
	case op >= opLocalGet && op <= opLocalTee:
		in.n = int64(r.unsigned())
		return in, true
	case op == opI32Const || op == opI64Const:
		in.n = r.signed()
		return in, true
	case op >= opFirstLoad && op <= opLastStore:
		in.n, in.off = int64(r.unsigned()), r.unsigned()
		return in, true
	case op == 0x02 || op == 0x03 || op == opIf || op == 0x0c || op == 0x0d || op == opCall || op == opGlobalGet || op == opGlobalSet || op == 0x3f || op == 0x40:
		r.unsigned()
	case op == 0x0e:
		for range r.unsigned() {
			r.unsigned()
		}
		r.unsigned()
	case op == 0x11:
		r.unsigned()
		r.unsigned()
	case op == 0x43:
		r.skip(4)
	case op == 0x44:
		r.skip(8)
	case op == opPrefixed:
		ok = prefixed(r)
		in.tail = from[:len(from)-len(r.b)]
		return in, ok
	case op <= 0x01 || op == 0x05 || op == 0x0b || op == 0x0f || op == 0x1a || op == 0x1b || (op >= opI32Eqz && op <= 0xc4):
	default:
		return in, false
	}
	in.tail = from[:len(from)-len(r.b)]
	return in, true
}

// prefixed reads an instruction of two bytes: a conversion, memory.copy or
// memory.fill.
func prefixed(r *reader) bool {
	switch n := r.unsigned(); {
	case n <= 7:
		return true
	case n == 10:
		r.skip(2)
		return true
	case n == 11:
		r.skip(1)
		return true
	}
	return false
}

func encode(list []instruction) []byte {
	var b []byte
	for i := range list {
		in := &list[i]
		if in.gone {
			continue
		}
		b = append(b, in.op)
		switch {
		case in.op >= opLocalGet && in.op <= opLocalTee:
			b = binary.AppendUvarint(b, uint64(in.n))
		case in.op == opI32Const || in.op == opI64Const:
			b = appendSigned(b, in.n)
		case in.op >= opFirstLoad && in.op <= opLastStore:
			b = binary.AppendUvarint(b, uint64(in.n))
			b = binary.AppendUvarint(b, in.off)
		default:
			b = append(b, in.tail...)
		}
	}
	return b
}

// effect is what an instruction takes from the stack and puts there; ok is
// false for one that jumps, calls, or is not known here.
func (in *instruction) effect() (takes, puts int, ok bool) {
	switch op := in.op; {
	case op == opNop:
		return 0, 0, true
	case op == opLocalGet || op == opI32Const || op == opI64Const || op == 0x43 || op == 0x44 || op == opGlobalGet:
		return 0, 1, true
	case op == opLocalSet:
		return 1, 0, true
	case op == opLocalTee || (op >= opFirstLoad && op <= opLastLoad):
		return 1, 1, true
	case op >= opFirstStore && op <= opLastStore:
		return 2, 0, true
	case op == opI32Eqz || op == opI64Eqz || (op >= 0x67 && op <= 0x69) || (op >= 0x79 && op <= 0x7b) || (op >= opI32Wrap && op <= 0xc4):
		return 1, 1, true
	case op > opI32Eqz && op < 0x67 || op > 0x69 && op < 0x79 || op > 0x7b && op < 0x8b:
		return 2, 1, true
	}
	return 0, 0, false
}
