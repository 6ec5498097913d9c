package index

import (
	"context"
	"sync"

	"pinfold/core/blob"
)

// memory is a Sink and a Reader for tests; it counts round trips.
type memory struct {
	mu    sync.Mutex
	blobs map[string][]byte
	trips int
	bytes int
}

func newMemory() *memory { return &memory{blobs: make(map[string][]byte)} }

func (m *memory) put(_ context.Context, name string, part []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.blobs[name] = append([]byte(nil), part...)
	return nil
}

// Read implements blob.Reader.
func (m *memory) Read(ctx context.Context, rs []blob.Range) ([][]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.trips++
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
		m.bytes += int(r.Len)
		out[i] = b[r.Off : r.Off+r.Len]
	}
	return out, nil
}
