// Package blob names the one thing that a store and an index share: a range
// of bytes in a named blob, and who can read it. It must never know what the
// bytes mean.
package blob

import "context"

// A Range asks for Len bytes of the blob Name from byte Off on. A negative Len
// means "to the end of the blob".
type Range struct {
	Name string
	Off  int64
	Len  int64
}

// A Reader reads ranges of named blobs.
type Reader interface {
	// Read returns the ranges asked for, in order, in one round trip. A blob
	// that does not exist fails the whole call with an error for which
	// errors.Is(err, ErrNotFound) holds; a range that ends beyond its blob
	// fails it with ErrShort. The slices may share memory and must not be
	// written to.
	Read(ctx context.Context, rs []Range) ([][]byte, error)
}
