package netscape

import (
	"bufio"
	"io"
	"strings"
)

// Bounds of what is held of one thing, in bytes; the rest is passed over.
const (
	maxTag  = 4 << 20 // attributes: icons as data addresses make megabytes
	maxText = 2 << 20
)

// A scanner cuts a file into text and tags. It knows nothing of HTML but how a
// tag begins and ends, so no broken page can lead it astray for long.
type scanner struct {
	r    *bufio.Reader
	line int
	cut  bool // the file ended inside a tag
}

// A tag is what stands between < and >.
type tag struct {
	name  string // lower case; "/a" closes
	attrs string // as in the file
	line  int
}

// peekName returns the name of the tag that begins at the next byte, a "<", in
// lower case; "" if no tag begins there.
func (s *scanner) peekName() string {
	head, _ := s.r.Peek(12)
	if len(head) < 2 {
		return ""
	}
	i := 1
	if head[i] == '/' || head[i] == '!' {
		i++
	}
	for i < len(head) && (isLetter(head[i]) || (head[i] >= '0' && head[i] <= '9' && i > 1) || head[i] == '-') {
		i++
	}
	return strings.ToLower(string(head[1:i]))
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// text appends to b what stands before the next "<" or the end.
func (s *scanner) text(b *strings.Builder) error {
	for {
		part, err := s.r.ReadSlice('<')
		s.line += strings.Count(string(part), "\n")
		if err == nil {
			part = part[:len(part)-1]
			if unread := s.r.UnreadByte(); unread != nil {
				return unread
			}
		}
		appendBounded(b, part)
		if err != bufio.ErrBufferFull {
			return err
		}
	}
}

func appendBounded(b *strings.Builder, part []byte) {
	if room := maxText - b.Len(); room > 0 {
		b.Write(part[:min(room, len(part))])
	}
}

// literal appends the next byte, a "<" that begins no tag.
func (s *scanner) literal(b *strings.Builder) error {
	c, err := s.r.ReadByte()
	if err == nil && b.Len() < maxText {
		b.WriteByte(c)
	}
	return err
}

// tag reads the tag that begins at the next byte. A quote that is not closed
// ends before the next line that begins an item of the list, or ends the list.
func (s *scanner) tag(name string) (tag, error) {
	t := tag{name: name, line: s.line}
	if _, err := s.r.Discard(1 + len(name)); err != nil {
		return t, err
	}
	if name == "!--" {
		return t, s.comment()
	}
	var b strings.Builder
	var quote byte
	before := byte(' ')
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			s.cut = err == io.EOF
			return t, err
		}
		switch {
		case c == '\n':
			s.line++
			if quote != 0 && s.itemBegins() {
				t.attrs = b.String()
				return t, nil
			}
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\'') && before == '=':
			quote = c
		case quote == 0 && c == '>':
			t.attrs = b.String()
			return t, nil
		}
		if b.Len() < maxTag {
			b.WriteByte(c)
		} else if c == '>' {
			t.attrs = b.String() // an open quote: the tag must end some time
			return t, nil
		}
		if c > ' ' || quote != 0 {
			before = c
		}
	}
}

// itemBegins says whether an item of a list, or the end of one, is next.
func (s *scanner) itemBegins() bool {
	head, _ := s.r.Peek(64) // less at the end
	lower := strings.ToLower(strings.TrimLeft(string(head), " \t"))
	return strings.HasPrefix(lower, "<dt>") || strings.HasPrefix(lower, "</dl>")
}

// comment passes over a comment.
func (s *scanner) comment() error {
	dashes := 0
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			return err
		}
		switch {
		case c == '\n':
			s.line++
			dashes = 0
		case c == '-':
			dashes++
		case c == '>' && dashes >= 2:
			return nil
		default:
			dashes = 0
		}
	}
}
