// Package order sorts. It exists because the standard library makes a copy of
// its sort, 12 KB of wasm, for every type that is sorted; here there is one
// for all of them. It must never know what is sorted.
package order

// short lists are sorted by insertion.
const short = 12

// Places returns the numbers from 0 to n-1 in the order of compare, which
// returns a negative number if i comes before j. Equal ones stay as they were.
func Places(n int, compare func(i, j uint32) int) []uint32 {
	both := make([]uint32, 2*n)
	list, spare := both[:n:n], both[n:]
	for i := range list {
		list[i] = uint32(i)
	}
	return sorted(list, spare, compare)
}

// sorted returns list in order, in its own room or in that of spare, which is as
// long.
func sorted(list, spare []uint32, compare func(i, j uint32) int) []uint32 {
	n := len(list)
	for from := 0; from < n; from += short {
		insert(list[from:min(from+short, n)], compare)
	}
	for width := short; width < n; width *= 2 {
		for from := 0; from < n; from += 2 * width {
			merge(spare[from:], list[from:min(from+width, n)], list[min(from+width, n):min(from+2*width, n)], compare)
		}
		list, spare = spare, list
	}
	return list
}

func insert(list []uint32, compare func(i, j uint32) int) {
	for i := 1; i < len(list); i++ {
		x := list[i]
		j := i
		for ; j > 0 && compare(x, list[j-1]) < 0; j-- {
			list[j] = list[j-1]
		}
		list[j] = x
	}
}

// merge writes a and b, each in order, to dst.
func merge(dst, a, b []uint32, compare func(i, j uint32) int) {
	if len(a) == 0 || len(b) == 0 || compare(a[len(a)-1], b[0]) <= 0 {
		copy(dst[copy(dst, a):], b)
		return
	}
	n := 0
	for len(a) > 0 && len(b) > 0 {
		if compare(b[0], a[0]) < 0 {
			dst[n], b = b[0], b[1:]
		} else {
			dst[n], a = a[0], a[1:]
		}
		n++
	}
	copy(dst[n+copy(dst[n:], a):], b)
}

// By sorts list by compare. Equal ones stay as they were.
func By[T any](list []T, compare func(a, b *T) int) {
	places := Places(len(list), func(i, j uint32) int { return compare(&list[i], &list[j]) })
	sorted := make([]T, len(list))
	for i, p := range places {
		sorted[i] = list[p]
	}
	copy(list, sorted)
}

// Strings sorts list.
func Strings(list []string) { By(list, compareStrings) }

func compareStrings(a, b *string) int {
	switch {
	case *a < *b:
		return -1
	case *a > *b:
		return 1
	}
	return 0
}
