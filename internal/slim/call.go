package slim

// A call in Go's wasm first puts the place to return to on Go's own stack:
//
//	local.get SP; i32.const 8; i32.sub; local.tee SP; global.set SP;
//	local.get SP; i64.const place; i64.store 0; i32.const 0; call f; global.get SP; local.set SP
//
// There are more than 20,000, so a function does it for all:
//
//	i64.const place; call push; call f; global.get SP; local.set SP
//
// The local copy of the stack pointer is not kept up between the two, where
// nothing reads it.

// pushType takes the place and returns the i32 that f begins with, 0.
var pushType = []byte{0x60, 1, 0x7e, 1, 0x7f}

// pushBody is: global.get SP; i32.const 8; i32.sub; global.set SP;
// global.get SP; local.get place; i64.store 0; i32.const 0.
var pushBody = []byte{0, 0x23, 0, opI32Const, 8, opI32Sub, 0x24, 0, 0x23, 0, opLocalGet, 0, opI64Store, 3, 0, opI32Const, 0, opEnd}

// foldCall lets push begin a call.
func foldCall(list []instruction, i int, push uint64) {
	if !isOps(list, i, opLocalGet, opI32Const, opI32Sub, opLocalTee, opGlobalSet, opLocalGet, opI64Const, opI64Store,
		opI32Const, opCall, opGlobalGet, opLocalSet) {
		return
	}
	in := list[i : i+12]
	sp := in[0].n
	if in[1].n != 8 || in[3].n != sp || !in[4].isFirst() || in[5].n != sp || in[7].off != 0 ||
		in[8].n != 0 || !in[10].isFirst() || in[11].n != sp {
		return
	}
	drop(in[:6])
	in[7] = instruction{op: opCall, tail: appendUnsigned(nil, push)}
	in[8].gone = true
}

// isFirst says that a global's number is 0.
func (in *instruction) isFirst() bool { return len(in.tail) == 1 && in.tail[0] == 0 }
