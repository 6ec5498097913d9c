package blob

import "errors"

var (
	// ErrNotFound says that no blob of that name exists (any more).
	ErrNotFound = errors.New("blob: not found")
	// ErrShort says that a range ends beyond the end of its blob.
	ErrShort = errors.New("blob: range beyond the end")
)
