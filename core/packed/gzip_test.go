package packed_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/packed"
)

// An endless file of gzip has blocks that are stored as they are, so that no
// ratio betrays it.
type endless struct{ block, rest []byte }

func newEndless() *endless {
	const size = 0xffff
	block := append([]byte{0, size & 0xff, size >> 8, 0, 0}, make([]byte, size)...)
	return &endless{block, []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff}}
}

// Read implements io.Reader.
func (e *endless) Read(p []byte) (int, error) {
	if len(e.rest) == 0 {
		e.rest = e.block
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func TestAFileOfGzipWithoutAnEndIsRefusedAtAGigabyte(t *testing.T) {
	r, err := packed.Gzip(newEndless(), packed.MaxUnpacked)
	require.NoError(t, err)
	n, err := io.Copy(io.Discard, r)
	require.Equal(t, core.Invalid, core.CodeOf(err))
	require.ErrorContains(t, err, "grows beyond")
	require.LessOrEqual(t, n, int64(1<<30))
	require.Greater(t, n, int64(1<<30-1<<20))
	_, err = packed.Gzip(bytes.NewReader([]byte{0x1f, 0x8b, 8}), packed.MaxUnpacked)
	require.ErrorContains(t, err, "damaged")
}
