package index

import (
	"encoding/binary"

	"pinfold/core/internal/wire"
)

// A stream is cut into parts of 1 MiB, a part into pages of 32 KiB. A page of
// the index stream ends in the CRC-32C of the rest of it, so that every read
// is verified and a damaged byte is found by the page it stands in; what is
// addressed is the payload, all pages without their sums. A page of the
// documents' stream is only a unit of reading: each record has its own sum.
const (
	partBytes    = 1 << 20
	pageBytes    = 32 << 10
	pageSum      = 4
	payloadBytes = pageBytes - pageSum
	pagesAPart   = partBytes / pageBytes
)

// openPage returns the payload of an index page.
func openPage(b []byte) ([]byte, bool) {
	n := len(b) - pageSum
	if n < 0 || binary.LittleEndian.Uint32(b[n:]) != wire.Sum(b[:n]) {
		return nil, false
	}
	return b[:n:n], true
}
