package packed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
)

// IsGzip says that a file which begins with head is packed by gzip.
func IsGzip(head []byte) bool { return bytes.HasPrefix(head, []byte{0x1f, 0x8b, 8}) }

// Gzip returns the content of a file packed by gzip, unpacked as it is read, of
// most bytes at most.
func Gzip(r io.Reader, most int64) (io.Reader, error) {
	raw := &counted{r: r}
	z, err := gzip.NewReader(raw)
	if err != nil {
		return nil, refuse("This file packed by gzip is damaged.", err)
	}
	return &inflated{z: z, raw: raw, most: most}, nil
}

// A counted reader counts what was read.
type counted struct {
	r io.Reader
	n int64
}

// Read implements io.Reader.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// An inflated reader fails when the content grows too large for what it is
// packed in, and where it is damaged.
type inflated struct {
	z    io.Reader
	raw  *counted
	most int64
	read int64
}

// Read implements io.Reader.
func (f *inflated) Read(p []byte) (int, error) {
	n, err := f.z.Read(p)
	f.read += int64(n)
	if f.read > f.most || tooMuch(f.read, f.raw.n) {
		return 0, refuse("This file packed by gzip grows beyond what such a file can be.", nil)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return n, refuse("This file packed by gzip is damaged.", err)
	}
	return n, err
}
