//go:build js && wasm

package bridge

import (
	"context"
	"io"

	"github.com/hack-pad/safejs"
)

// ToJS returns a new Uint8Array that holds b.
func ToJS(b []byte) (safejs.Value, error) {
	array, err := safejs.MustGetGlobal("Uint8Array").New(len(b))
	if err != nil {
		return array, err
	}
	_, err = safejs.CopyBytesToJS(array, b)
	return array, err
}

// ToGo returns the bytes of a Uint8Array.
func ToGo(array safejs.Value) ([]byte, error) {
	n, err := array.Length()
	if err != nil {
		return nil, err
	}
	b := make([]byte, n)
	_, err = safejs.CopyBytesToGo(b, array)
	return b, err
}

// chunk is how much of a file is read at a time.
const chunk = 1 << 20

// A Blob reads a Blob or File of JavaScript from its beginning.
type Blob struct {
	ctx  context.Context
	blob safejs.Value
	size int
	at   int
	rest []byte
}

// NewBlob returns a reader of blob; reading fails when ctx ends.
func NewBlob(ctx context.Context, blob safejs.Value) (*Blob, error) {
	size, err := blob.Get("size")
	if err != nil {
		return nil, err
	}
	n, err := size.Int()
	return &Blob{ctx: ctx, blob: blob, size: n}, err
}

// Size returns the length of the whole in bytes.
func (b *Blob) Size() int { return b.size }

// At returns how many bytes have been read.
func (b *Blob) At() int { return b.at - len(b.rest) }

// Read implements io.Reader.
func (b *Blob) Read(p []byte) (int, error) {
	if len(b.rest) == 0 {
		if b.at >= b.size {
			return 0, io.EOF
		}
		if err := b.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

func (b *Blob) fill() error {
	part, err := b.blob.Call("slice", b.at, min(b.at+chunk, b.size))
	if err != nil {
		return err
	}
	promise, err := part.Call("arrayBuffer")
	if err != nil {
		return err
	}
	buffer, err := Await(b.ctx, promise)
	if err != nil {
		return err
	}
	array, err := safejs.MustGetGlobal("Uint8Array").New(buffer)
	if err != nil {
		return err
	}
	if b.rest, err = ToGo(array); err != nil {
		return err
	}
	b.at += len(b.rest)
	if len(b.rest) == 0 {
		return io.ErrUnexpectedEOF
	}
	return nil
}
