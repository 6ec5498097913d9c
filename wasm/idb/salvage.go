//go:build js && wasm

package idb

import (
	"context"

	"github.com/hack-pad/safejs"

	"pinfold/core"
	"pinfold/wasm/bridge"
)

// Salvage implements core.Salvager.
func (s *Store) Salvage(ctx context.Context, name string, bytes int64) ([]byte, error) {
	requests := make([]safejs.Value, (bytes+payloadBytes-1)/payloadBytes)
	err := s.transact(ctx, "readonly", "", func(t *transaction) error {
		for n := range requests {
			requests[n] = t.request(chunkStore, "get", chunkKey(name, n))
		}
		return t.err
	})
	if err != nil {
		return nil, err
	}
	out := make([]byte, bytes)
	for n, request := range requests {
		to := out[n*payloadBytes : min(len(out), (n+1)*payloadBytes)]
		for i := range to {
			to[i] = 0xFF
		}
		value, err := result(request)
		if err != nil {
			return nil, err
		}
		if raw, err := bridge.ToGo(value); err == nil && len(raw) > headerBytes {
			copy(to, raw[headerBytes:])
		}
	}
	return out, nil
}

// SalvageHead implements core.Salvager.
func (s *Store) SalvageHead(ctx context.Context, prefix string) (core.Head, map[string][]byte, error) {
	h, damaged := core.Head{Blobs: make(map[string][]byte)}, make(map[string][]byte)
	generation, keys, values, err := s.headChunks(ctx, prefix)
	if err != nil {
		return h, nil, err
	}
	h.Generation = generation
	return h, damaged, s.gather(keys, values, h.Blobs, damaged)
}

// torn is what a damaged chunk holds behind its head.
func torn(value safejs.Value) []byte {
	raw, err := bridge.ToGo(value)
	if err != nil || len(raw) < headerBytes {
		return nil
	}
	return raw[headerBytes:]
}
