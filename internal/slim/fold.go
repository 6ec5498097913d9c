package slim

import "encoding/binary"

// Go computes the address of each argument that it passes on the stack in 64
// bits, though every access to memory can add a constant by itself:
//
//	local.get SP; i64.extend_i32_u; i64.const 16; i64.add; i32.wrap_i64; …; i64.store 0
//	local.get SP; …; i64.store 16
//
// The two differ only where the stack pointer and the constant exceed four
// gigabytes together. Go's compiler folds the constant for its own variables,
// so this is code that it writes itself elsewhere.

// lookAhead is how many instructions may stand between an address and its use.
const lookAhead = 64

// foldSections shortens the code of a module.
func foldSections(sections []section) error {
	code := find(sections, codeSection)
	if code == nil {
		return nil
	}
	push, err := addFunction(sections, pushType, pushBody)
	if err != nil {
		return err
	}
	code.body, err = foldCode(code.body, push)
	return err
}

// foldCode shortens the functions of a code section.
func foldCode(body []byte, push uint64) ([]byte, error) {
	r := reader{b: body}
	n := r.unsigned()
	out := binary.AppendUvarint(make([]byte, 0, len(body)), n)
	for range n {
		f := foldFunction(r.take(r.unsigned()), push)
		out = binary.AppendUvarint(out, uint64(len(f)))
		out = append(out, f...)
	}
	return out, r.err
}

// foldFunction returns a function's body, shorter if all of it is understood.
func foldFunction(body []byte, push uint64) []byte {
	r := reader{b: body}
	for range r.unsigned() {
		r.unsigned() // how many locals
		r.unsigned() // of which type
	}
	list, ok := decode(r.b)
	if r.err != nil || !ok {
		return body
	}
	locals := body[:len(body)-len(r.b)]
	for i := range list {
		foldAddress(list, i)
		foldTest(list, i)
		foldCall(list, i, push)
		foldConstant(list, i)
		if list[i].op == opNop {
			list[i].gone = true
		}
	}
	return append(locals[:len(locals):len(locals)], encode(list)...)
}

// isOps says that the instructions from i on are these.
func isOps(list []instruction, i int, ops ...byte) bool {
	if i+len(ops) > len(list) {
		return false
	}
	for k, op := range ops {
		if list[i+k].op != op || list[i+k].gone {
			return false
		}
	}
	return true
}

func drop(list []instruction) {
	for i := range list {
		list[i].gone = true
	}
}

// foldAddress moves the constant of an address into the access that uses it.
func foldAddress(list []instruction, i int) {
	if !isOps(list, i, opLocalGet, opI64Extend, opI64Const, opI64Add, opI32Wrap) {
		return
	}
	add := list[i+2].n
	if add < 0 || add > 1<<30 {
		return
	}
	depth := 1 // of the stack from the address on
	for k := i + 5; k < min(i+5+lookAhead, len(list)); k++ {
		in := &list[k]
		takes, puts, ok := in.effect()
		if !ok || takes > depth {
			return
		}
		if takes == depth { // it uses the address
			isLoad := in.op >= opFirstLoad && in.op <= opLastLoad
			isStore := in.op >= opFirstStore && in.op <= opLastStore
			if (isLoad || isStore) && in.off+uint64(add) < 1<<31 {
				in.off += uint64(add)
				drop(list[i+1 : i+5])
			}
			return
		}
		depth += puts - takes
	}
}

// foldTest shortens !(!(x == 0) == 0): the two tests of a truth that was made
// a number in between.
func foldTest(list []instruction, i int) {
	if isOps(list, i, opI64Eqz, opI64Extend, opI64Eqz, opI32Eqz) {
		drop(list[i+1 : i+4])
	}
}

// foldConstant makes a constant address 32 bits wide at once.
func foldConstant(list []instruction, i int) {
	if isOps(list, i, opI64Const, opI32Wrap) {
		list[i].op, list[i].n = opI32Const, int64(int32(list[i].n))
		list[i+1].gone = true
	}
}
