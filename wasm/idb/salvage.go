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
	names, err := stringList(keys)
	if err != nil {
		return h, nil, err
	}
	list, err := result(values)
	if err != nil {
		return h, nil, err
	}
	next, want := make(map[string]int), make(map[string]int)
	for i, key := range names {
		value, err := list.Index(i)
		if err != nil {
			return h, nil, err
		}
		name, _ := keyName(key)
		payload, length, err := s.payload(value, name, next[name])
		next[name]++
		want[name] = length
		h.Blobs[name] = append(h.Blobs[name], payload...)
		if err != nil {
			damaged[name] = append(h.Blobs[name], torn(value)...)
		}
	}
	for name, length := range want {
		if _, bad := damaged[name]; !bad && len(h.Blobs[name]) != length {
			damaged[name] = h.Blobs[name]
		}
	}
	for name := range damaged {
		delete(h.Blobs, name)
	}
	return h, damaged, nil
}

// torn is what a damaged chunk holds behind its head.
func torn(value safejs.Value) []byte {
	raw, err := bridge.ToGo(value)
	if err != nil || len(raw) < headerBytes {
		return nil
	}
	return raw[headerBytes:]
}
