package order

// Numbers sorts list. It goes by bytes, the lowest first, and leaves out those
// in which all numbers agree.
func Numbers[T uint32 | uint64](list []T) {
	if len(list) <= short {
		insertNumbers(list)
		return
	}
	var all, some T = ^T(0), 0 // the bits that all have, that some have
	for _, x := range list {
		all &= x
		some |= x
	}
	differ := all ^ some
	from, to := list, make([]T, len(list))
	for shift := 0; differ>>shift != 0; shift += 8 {
		if byte(differ>>shift) == 0 {
			continue
		}
		byByte(to, from, shift)
		from, to = to, from
	}
	if &from[0] != &list[0] {
		copy(list, from)
	}
}

// byByte writes from to to, in the order of one byte.
func byByte[T uint32 | uint64](to, from []T, shift int) {
	var places [256]uint32
	for _, x := range from {
		places[byte(x>>shift)]++
	}
	starts(&places)
	for _, x := range from {
		b := byte(x >> shift)
		to[places[b]] = x
		places[b]++
	}
}

// starts turns how many there are of each byte into where those of it begin.
func starts(places *[256]uint32) {
	next := uint32(0)
	for i, n := range places {
		places[i] = next
		next += n
	}
}

func insertNumbers[T uint32 | uint64](list []T) {
	for i := 1; i < len(list); i++ {
		x := list[i]
		j := i
		for ; j > 0 && x < list[j-1]; j-- {
			list[j] = list[j-1]
		}
		list[j] = x
	}
}
