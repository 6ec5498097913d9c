package jsontext

import (
	"strconv"
	"unicode/utf8"
)

// A Writer appends JSON text to B. The caller opens and closes objects and
// arrays in order; commas are put in by the Writer. Its zero value is ready. None
// of its methods is copied into its callers, which was 60 KB of wasm.
type Writer struct {
	B     []byte
	comma bool // a value stands before, so a comma is due
}

// sep writes the comma that is due.
//
//go:noinline
func (w *Writer) sep() {
	if w.comma {
		w.B = append(w.B, ',')
	}
	w.comma = true
}

// Open begins an object or an array: bracket is '{' or '['.
//
//go:noinline
func (w *Writer) Open(bracket byte) {
	w.sep()
	w.B = append(w.B, bracket)
	w.comma = false
}

// Close ends one: bracket is '}' or ']'.
//
//go:noinline
func (w *Writer) Close(bracket byte) {
	w.B = append(w.B, bracket)
	w.comma = true
}

// Key writes the name of the member whose value comes next.
//
//go:noinline
func (w *Writer) Key(k string) {
	w.String(k)
	w.B = append(w.B, ':')
	w.comma = false
}

// String writes a string. Invalid UTF-8 becomes U+FFFD.
//
//go:noinline
func (w *Writer) String(s string) {
	w.sep()
	w.B = append(w.B, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				w.B = append(append(w.B, s[from:i]...), "\ufffd"...)
				from = i + 1
			}
			i += n
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		w.B = appendEscape(append(w.B, s[from:i]...), c)
		i++
		from = i
	}
	w.B = append(append(w.B, s[from:]...), '"')
}

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, '\\', 'n')
	case '\t':
		return append(b, '\\', 't')
	case '\r':
		return append(b, '\\', 'r')
	}
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

// Int writes an integer.
//
//go:noinline
func (w *Writer) Int(n int64) {
	w.sep()
	w.B = strconv.AppendInt(w.B, n, 10)
}

// Bool writes true or false.
//
//go:noinline
func (w *Writer) Bool(v bool) {
	w.sep()
	w.B = strconv.AppendBool(w.B, v)
}

// Null writes null.
//
//go:noinline
func (w *Writer) Null() {
	w.sep()
	w.B = append(w.B, "null"...)
}

// Strings writes an array of strings.
//
//go:noinline
func (w *Writer) Strings(list []string) {
	w.Open('[')
	for _, s := range list {
		w.String(s)
	}
	w.Close(']')
}
