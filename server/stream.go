package server

import (
	"bufio"
	"encoding/xml"
)

// A stream writes the answer of posts/all post by post: a bare array, or the
// element posts.
type stream struct {
	call      *call
	out       *bufio.Writer
	separator string
	last      string
	begun     bool
}

func newStream(c *call) *stream {
	s := &stream{call: c, out: bufio.NewWriterSize(c.w, 64<<10), separator: ",\n", last: "]\n"}
	if c.json() {
		s.out.WriteString("[")
		return s
	}
	s.separator, s.last = "\n", "\n</posts>\n"
	s.out.WriteString(xml.Header + `<posts user="` + c.user.name + `">` + "\n") // a name has nothing to escape
	return s
}

func (s *stream) post(p post) error {
	data, err := s.call.marshalPost(p)
	if err != nil {
		return err
	}
	if s.begun {
		s.out.WriteString(s.separator)
	}
	s.begun = true
	_, err = s.out.Write(data)
	return err
}

// end writes what is left; an earlier failure shows here too.
func (s *stream) end() error {
	s.out.WriteString(s.last)
	return s.out.Flush()
}
