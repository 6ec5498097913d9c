package jsontext

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth bounds the nesting of what is read.
const maxDepth = 64

// Parse reads one JSON value that fills s. Lone surrogates become U+FFFD. The
// strings of the result are slices of s where they hold no escapes.
func Parse(s string) (Value, error) {
	p := parser{s: s}
	v := p.value(0)
	p.space()
	if p.err == nil && p.i != len(s) {
		p.fail("text behind the value")
	}
	return v, p.err
}

type parser struct {
	s   string
	i   int
	err error
}

func (p *parser) fail(what string) {
	if p.err == nil {
		p.err = errors.New("json: " + what + " at byte " + strconv.Itoa(p.i))
	}
	p.i = len(p.s)
}

func (p *parser) space() {
	for p.i < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.i]) >= 0 {
		p.i++
	}
}

// peek returns the next byte behind white space, 0 at the end.
func (p *parser) peek() byte {
	p.space()
	if p.i == len(p.s) {
		return 0
	}
	return p.s[p.i]
}

// take steps over c if it is next.
func (p *parser) take(c byte) bool {
	if p.peek() != c || p.i == len(p.s) {
		return false
	}
	p.i++
	return true
}

func (p *parser) value(depth int) Value {
	if depth > maxDepth {
		p.fail("too deep")
		return Value{}
	}
	switch c := p.peek(); {
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.array(depth)
	case c == '"':
		return Value{&node{kind: String, text: p.str()}}
	case c == '-' || (c >= '0' && c <= '9'):
		return p.number()
	}
	for _, w := range [...]node{{kind: Null, text: "null"}, {kind: Bool, text: "true"}, {kind: Bool, text: "false"}} {
		if strings.HasPrefix(p.s[p.i:], w.text) {
			p.i += len(w.text)
			return Value{&w}
		}
	}
	p.fail("no value")
	return Value{}
}

func (p *parser) object(depth int) Value {
	v := &node{kind: Object}
	p.i++
	if p.take('}') {
		return Value{v}
	}
	for p.err == nil {
		if p.peek() != '"' {
			p.fail("no name")
			break
		}
		v.keys = append(v.keys, p.str())
		if !p.take(':') {
			p.fail("no colon")
		}
		v.items = append(v.items, p.value(depth+1))
		if p.take('}') {
			break
		}
		if !p.take(',') {
			p.fail("no comma")
		}
	}
	return Value{v}
}

func (p *parser) array(depth int) Value {
	v := &node{kind: Array}
	p.i++
	if p.take(']') {
		return Value{v}
	}
	for p.err == nil {
		v.items = append(v.items, p.value(depth+1))
		if p.take(']') {
			break
		}
		if !p.take(',') {
			p.fail("no comma")
		}
	}
	return Value{v}
}

func (p *parser) number() Value {
	from := p.i
	for p.i < len(p.s) && strings.IndexByte("+-.0123456789eE", p.s[p.i]) >= 0 {
		p.i++
	}
	text := p.s[from:p.i]
	if _, err := strconv.ParseFloat(text, 64); err != nil && !errors.Is(err, strconv.ErrRange) {
		p.fail("no number")
	}
	return Value{&node{kind: Number, text: text}}
}

// str reads a string whose quote is next.
func (p *parser) str() string {
	p.i++
	from := p.i
	for p.i < len(p.s) && p.s[p.i] != '"' && p.s[p.i] != '\\' {
		if p.s[p.i] < ' ' {
			p.fail("a control character in a string")
			return ""
		}
		p.i++
	}
	if p.i < len(p.s) && p.s[p.i] == '"' {
		p.i++
		return strings.ToValidUTF8(p.s[from:p.i-1], "\ufffd")
	}
	return p.escaped(append(make([]byte, 0, 64), p.s[from:p.i]...))
}

// escaped reads the rest of a string with escapes.
func (p *parser) escaped(b []byte) string {
	for p.i < len(p.s) {
		c := p.s[p.i]
		p.i++
		switch {
		case c == '"':
			return strings.ToValidUTF8(string(b), "\ufffd")
		case c == '\\':
			b = p.escape(b)
		case c < ' ':
			p.fail("a control character in a string")
		default:
			b = append(b, c)
		}
	}
	p.fail("an open string")
	return ""
}

func (p *parser) escape(b []byte) []byte {
	if p.i == len(p.s) {
		return b
	}
	c := p.s[p.i]
	p.i++
	if c == 'u' {
		return utf8.AppendRune(b, p.unicode())
	}
	at := strings.IndexByte(`"\/bfnrt`, c)
	if at < 0 {
		p.fail("an unknown escape")
		return b
	}
	return append(b, "\"\\/\b\f\n\r\t"[at])
}

// unicode reads the digits of \u and, behind a high surrogate, its other half.
func (p *parser) unicode() rune {
	r := p.hex4(p.i)
	if r < 0 {
		p.fail("no four digits behind \\u")
		return utf8.RuneError
	}
	p.i += 4
	if !utf16.IsSurrogate(r) {
		return r
	}
	if strings.HasPrefix(p.s[p.i:], `\u`) {
		if full := utf16.DecodeRune(r, p.hex4(p.i+2)); full != utf8.RuneError {
			p.i += 6
			return full
		}
	}
	return utf8.RuneError
}

func (p *parser) hex4(at int) rune {
	if at+4 > len(p.s) {
		return -1
	}
	n, err := strconv.ParseUint(p.s[at:at+4], 16, 16)
	if err != nil {
		return -1
	}
	return rune(n)
}
