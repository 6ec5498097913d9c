package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// lines is a writer that remembers the first error.
type lines struct {
	w   io.Writer
	err error
}

func (w *lines) printf(format string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.w, format, args...)
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// visible returns a title and an address fit for a terminal: what could move
// its cursor or turn its text round becomes a space.
func visible(title, url string) string {
	if title == "" || title == url {
		return " <" + harmless(url) + ">"
	}
	return " “" + harmless(title) + "” <" + harmless(url) + ">"
}

func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, s)
}
