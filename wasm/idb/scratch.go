//go:build js && wasm

package idb

import (
	"context"

	"github.com/hack-pad/safejs"

	"pinfold/core"
	"pinfold/wasm/bridge"
)

// A Scratch is a core.Scratch in one file of the browser's own, which is written
// and read without waiting.
type Scratch struct {
	file  safejs.Value // as extension/scratch.js makes it
	blobs map[string]extent
	end   int64
}

// An extent is where a blob stands in the file.
type extent struct{ off, len int64 }

// NewScratch returns a Scratch in an empty file.
func NewScratch(file safejs.Value) *Scratch {
	return &Scratch{file: file, blobs: make(map[string]extent)}
}

// Put implements core.Scratch.
func (s *Scratch) Put(ctx context.Context, name string, b []byte) error {
	if err := ctx.Err(); err != nil {
		return canceled(err)
	}
	array, err := bridge.ToJS(b)
	if err != nil {
		return err
	}
	if _, err := s.file.Call("write", array); err != nil {
		return explain(errorName(err), err)
	}
	s.blobs[name] = extent{s.end, int64(len(b))}
	s.end += int64(len(b))
	return nil
}

// Read implements core.Scratch.
func (s *Scratch) Read(ctx context.Context, rs []core.Range) ([][]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, canceled(err)
	}
	out := make([][]byte, len(rs))
	for i, r := range rs {
		e, ok := s.blobs[r.Name]
		switch {
		case !ok:
			return nil, missing(r.Name)
		case r.Off < 0 || r.Len < 0 || r.Off > e.len || r.Len > e.len-r.Off:
			return nil, short(r.Name)
		}
		var err error
		if out[i], err = s.cut(e.off+r.Off, r.Len); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// cut reads a part of the file.
func (s *Scratch) cut(off, length int64) ([]byte, error) {
	array, err := safejs.MustGetGlobal("Uint8Array").New(length)
	if err != nil {
		return nil, err
	}
	if _, err := s.file.Call("read", array, off); err != nil {
		return nil, explain(errorName(err), err)
	}
	return bridge.ToGo(array)
}

// Clear implements core.Scratch.
func (s *Scratch) Clear() error {
	clear(s.blobs)
	s.end = 0
	if _, err := s.file.Call("clear"); err != nil {
		return explain(errorName(err), err)
	}
	return nil
}

var _ core.Scratch = (*Scratch)(nil)
