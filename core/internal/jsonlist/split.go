package jsonlist

import (
	"bytes"
	"encoding/json"
)

// A splitter finds the members of objects that a decoder has found to be whole
// JSON. It checks nothing a second time, and is many times as fast as
// decoding them would be.
type splitter struct {
	raw  []byte
	at   int
	keys map[string]string // those that were seen, each made once
}

// mostKeys bounds how many keys are remembered.
const mostKeys = 256

// split puts the members of an object into f, which is empty. The values are
// parts of raw. It returns false of anything else.
func (s *splitter) split(raw []byte, f Fields) bool {
	s.raw, s.at = raw, 0
	if s.next() != '{' {
		return false
	}
	for s.at++; s.next() != '}'; {
		if s.next() == ',' {
			s.at++
		}
		key := s.key(s.value())
		if s.next() != ':' {
			return false
		}
		s.at++
		f[key] = s.value()
	}
	return true
}

// next passes over white space and returns the byte behind it; 0 at the end.
func (s *splitter) next() byte {
	for ; s.at < len(s.raw); s.at++ {
		if c := s.raw[s.at]; c > ' ' {
			return c
		}
	}
	return 0
}

// key returns the text of a key.
func (s *splitter) key(raw json.RawMessage) string {
	if key, ok := s.keys[string(raw)]; ok {
		return key
	}
	key := Text(raw)
	if s.keys == nil {
		s.keys = make(map[string]string)
	}
	if len(s.keys) < mostKeys {
		s.keys[string(raw)] = key
	}
	return key
}

// value passes over a value and returns it.
func (s *splitter) value() json.RawMessage {
	first := s.next()
	from := s.at
	switch first {
	case '"':
		s.text()
	case '{', '[':
		s.nested()
	default:
		for s.at < len(s.raw) && !ends(s.raw[s.at]) {
			s.at++
		}
	}
	return s.raw[from:s.at:s.at]
}

// ends says that a number or a word does not go on with c.
func ends(c byte) bool { return c <= ' ' || c == ',' || c == ':' || c == '}' || c == ']' }

// text passes over a string.
func (s *splitter) text() {
	s.at++
	for s.at < len(s.raw) {
		n := bytes.IndexByte(s.raw[s.at:], '"')
		if n < 0 {
			s.at = len(s.raw)
			return
		}
		escape := bytes.IndexByte(s.raw[s.at:s.at+n], '\\')
		if escape < 0 {
			s.at += n + 1
			return
		}
		s.at = min(s.at+escape+2, len(s.raw))
	}
}

// nested passes over an object or a list.
func (s *splitter) nested() {
	for depth := 0; s.at < len(s.raw); {
		switch s.raw[s.at] {
		case '"':
			s.text()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.at++
		if depth == 0 {
			return
		}
	}
}
