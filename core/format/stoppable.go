package format

import (
	"errors"
	"io"
	"iter"

	"pinfold/core"
)

// maxText bounds the bytes of a file that is not our own backup: several times
// what two million bookmarks with descriptions take.
const maxText = 512 << 20

var errText = &core.Error{Code: core.Invalid, Message: "This file has more than 512 MB. Nothing was changed. Look whether it is a file of bookmarks; if it is, import it in parts."}

// A stoppable reader remembers why it could not be read on, where that has a
// sentence: the readers of formats would take it for a fault of the file.
type stoppable struct {
	r    io.Reader
	read int64
	most int64 // 0: any
	why  *core.Error
}

// Read implements io.Reader.
func (s *stoppable) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.read += int64(n)
	if s.most > 0 && s.read > s.most {
		err = errText
	}
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
