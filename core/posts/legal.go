package posts

import (
	"bufio"
	"io"
	"strconv"
	"unicode/utf8"
)

// legal replaces the characters that XML does not allow, and references to
// them, by U+FFFD: services write them as people typed them, and a whole file
// would be refused for one (XML 1.0, production 2).
type legal struct {
	in  *bufio.Reader
	out []byte
	one [1]byte // what out is, mostly
}

func newLegal(r io.Reader) *legal { return &legal{in: bufio.NewReader(r)} }

func (l *legal) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(l.out) == 0 {
			if l.out, err = l.next(); err != nil {
				break
			}
		}
		c := copy(p[n:], l.out)
		l.out, n = l.out[c:], n+c
	}
	if n > 0 {
		return n, nil
	}
	return 0, err
}

const replacement = "\uFFFD"

// longestReference is that of a reference behind its "&": #x, eight digits and a semicolon.
const longestReference = 12

// next returns the bytes of the next character, or of a part of one.
func (l *legal) next() ([]byte, error) {
	b, err := l.in.ReadByte()
	if err != nil {
		return nil, err
	}
	switch {
	case b == '&':
		ahead, _ := l.in.Peek(longestReference) // less at the end
		if n := illegalReference(ahead); n > 0 {
			_, err := l.in.Discard(n)
			return []byte(replacement), err
		}
	case b == 0xEF:
		if ahead, _ := l.in.Peek(2); len(ahead) == 2 && ahead[0] == 0xBF && ahead[1] >= 0xBE { // U+FFFE, U+FFFF
			_, err := l.in.Discard(2)
			return []byte(replacement), err
		}
	case !allowed(rune(b)):
		return []byte(replacement), nil
	}
	l.one[0] = b
	return l.one[:], nil
}

// illegalReference returns the length of the reference that b begins with, if
// it is to a character that XML does not allow; else 0.
func illegalReference(b []byte) int {
	end := 0
	for end < len(b) && b[end] != ';' {
		end++
	}
	if end == len(b) || end < 2 || b[0] != '#' {
		return 0
	}
	digits, base := string(b[1:end]), 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n <= utf8.MaxRune && allowed(rune(n)) {
		return 0
	}
	return end + 1
}

func allowed(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	case r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return r < 0xD800 || r > 0xDFFF
}
