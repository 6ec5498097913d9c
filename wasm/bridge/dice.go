//go:build js && wasm

package bridge

import "github.com/hack-pad/safejs"

// handful is how many random bytes the browser is asked for at once: asking
// costs more than the bytes, and an import needs an id for each bookmark.
const handful = 4 << 10

// A Dice hands out the browser's random bytes, each of them once. Its zero
// value is ready to use.
type Dice struct{ left []byte }

// Fill fills p. Without the browser's source no id would be safe, so the call
// that needed one must fail: Fill panics.
func (d *Dice) Fill(p []byte) {
	for len(p) > 0 {
		if len(d.left) == 0 {
			d.left = cast(handful)
		}
		n := copy(p, d.left)
		p, d.left = p[n:], d.left[n:]
	}
}

// cast returns n random bytes of the browser's.
func cast(n int) []byte {
	array, err := safejs.MustGetGlobal("Uint8Array").New(n)
	if err == nil {
		_, err = safejs.MustGetGlobal("crypto").Call("getRandomValues", array)
	}
	var b []byte
	if err == nil {
		b, err = ToGo(array)
	}
	if err != nil {
		panic(err)
	}
	return b
}
