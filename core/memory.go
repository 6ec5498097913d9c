package core

import (
	"context"
	"slices"

	"pinfold/core/blob"
)

// memory holds the blobs of the segment that is made of the journal.
type memory struct{ blobs map[string][]byte }

// put implements index.Sink, whose part is filled anew.
func (m *memory) put(_ context.Context, name string, part []byte) error {
	m.blobs[name] = slices.Clone(part)
	return nil
}

// Read implements blob.Reader.
func (m *memory) Read(_ context.Context, rs []blob.Range) ([][]byte, error) {
	out := make([][]byte, len(rs))
	for i, r := range rs {
		b, ok := m.blobs[r.Name]
		if !ok {
			return nil, blob.ErrNotFound
		}
		if r.Len < 0 {
			r.Len = int64(len(b)) - r.Off
		}
		if r.Off < 0 || r.Off > int64(len(b)) || r.Len < 0 || r.Len > int64(len(b))-r.Off {
			return nil, blob.ErrShort
		}
		out[i] = b[r.Off : r.Off+r.Len]
	}
	return out, nil
}
