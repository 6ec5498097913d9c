package format

import (
	"errors"
	"io"
	"iter"

	"pinfold/core"
)

// A stoppable reader remembers why it could not be read on, where that has a
// sentence: the readers of formats would take it for a fault of the file.
type stoppable struct {
	r   io.Reader
	why *core.Error
}

// Read implements io.Reader.
func (s *stoppable) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if why, ok := errors.AsType[*core.Error](err); ok {
		s.why = why
	}
	return n, err
}

// told are records in which that is told instead of what was made of it.
func (s *stoppable) told(in iter.Seq2[core.Entry, error]) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		for e, err := range in {
			if err != nil && s.why != nil {
				err = s.why
			}
			if !yield(e, err) {
				return
			}
		}
	}
}
