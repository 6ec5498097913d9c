package core

import (
	"context"

	"pinfold/core/blob"
	"pinfold/core/index"
)

// A Scratch is a place for blobs that one write needs until it is done. Nothing
// that lasts may depend on it: it may be gone with the program.
type Scratch interface {
	blob.Reader
	// Put adds a blob of a name that is new.
	Put(ctx context.Context, name string, b []byte) error
	// Clear forgets every blob; their room is used again.
	Clear() error
}

// A staging is where the pieces of a segment stand until they are merged: in a
// scratch, since a store that only appends would keep their bytes long after
// they were deleted, or in the store.
type staging struct {
	l       *Library
	stage   index.Sink // into the store
	scratch Scratch    // nil: the store
	parts   []index.Part
	spent   []string // blobs of the store that are to go
}

// newStaging returns a place that holds nothing.
func (l *Library) newStaging(ctx context.Context, stage index.Sink) *staging {
	s := &staging{l: l, stage: stage}
	if l.o.Scratch == nil {
		return s
	}
	if scratch, err := l.o.Scratch(ctx); err == nil && scratch.Clear() == nil {
		s.scratch = scratch
	}
	return s
}

// put takes a blob of a piece.
func (s *staging) put(ctx context.Context, name string, part []byte) error {
	if s.scratch == nil {
		return s.stage(ctx, name, part)
	}
	return s.scratch.Put(ctx, name, part)
}

// add takes a piece that is whole.
func (s *staging) add(meta index.Meta) {
	if s.scratch == nil {
		s.parts = append(s.parts, index.Part{Segment: s.l.segment(meta)})
		s.spent = append(s.spent, meta.Blobs()...)
		return
	}
	s.parts = append(s.parts, index.Part{Segment: index.Open(meta, s.scratch, index.NewCache(0))})
}

// merge stages one segment of all pieces in the store.
func (s *staging) merge(ctx context.Context, pause index.Pause) (index.Meta, error) {
	meta, _, err := index.Merge(ctx, s.l.segmentName(), s.parts, pause, s.stage)
	if err == nil && s.scratch != nil {
		err = s.scratch.Clear()
	}
	return meta, err
}
