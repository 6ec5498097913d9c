package order

import "strings"

// ByKey returns the numbers from 0 to len(keys)-1 in the order of keys; equal
// ones in that of compare, or as they were if it is nil. It goes by bytes, as
// Numbers does, and calls compare only where keys are equal.
func ByKey(keys []uint64, compare func(i, j uint32) int) []uint32 {
	n := len(keys)
	both := make([]uint32, 2*n)
	list, spare := both[:n:n], both[n:]
	var all, some uint64 = ^uint64(0), 0 // the bits that all have, that some have
	for i, key := range keys {
		list[i] = uint32(i)
		all &= key
		some |= key
	}
	differ := all ^ some
	for shift := 0; n > 1 && differ>>shift != 0; shift += 8 {
		if byte(differ>>shift) == 0 {
			continue
		}
		byKeyByte(spare, list, keys, shift)
		list, spare = spare, list
	}
	if compare != nil {
		sortEqual(list, keys, compare)
	}
	return list
}

// byKeyByte writes from to to, in the order of one byte of their keys.
func byKeyByte(to, from []uint32, keys []uint64, shift int) {
	var places [256]uint32
	for _, key := range keys {
		places[byte(key>>shift)]++
	}
	starts(&places)
	for _, x := range from {
		b := byte(keys[x] >> shift)
		to[places[b]] = x
		places[b]++
	}
}

// sortEqual sorts those of list, which is in the order of keys, whose keys are
// equal.
func sortEqual(list []uint32, keys []uint64, compare func(i, j uint32) int) {
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && keys[list[to]] == keys[list[from]] {
			to++
		}
		if run := list[from:to]; len(run) > 1 {
			copy(run, sorted(run, make([]uint32, len(run)), compare))
		}
		from = to
	}
}

// ByText returns the numbers from 0 to n-1 in the order of their texts. Most
// differ in their first eight bytes, which are compared as numbers.
func ByText(n int, text func(i uint32) string) []uint32 {
	keys := make([]uint64, n)
	for i := range keys {
		keys[i] = firstBytes(text(uint32(i)))
	}
	return ByKey(keys, func(i, j uint32) int { return strings.Compare(text(i), text(j)) })
}

// firstBytes returns a number that orders texts as their first eight bytes do.
func firstBytes(s string) (key uint64) {
	for i := range 8 {
		key <<= 8
		if i < len(s) {
			key |= uint64(s[i])
		}
	}
	return key
}
