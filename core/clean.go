package core

import (
	"strings"
	"unicode"
)

// CleanTitle makes one line of s: valid UTF-8, white space and control
// characters become single spaces.
func CleanTitle(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// CleanText keeps a description as it is, but for invalid UTF-8 and the
// several ways to end a line.
func CleanText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// cutText leaves of a description what a bookmark may hold.
func cutText(s string) string {
	if len(s) <= MaxDescriptionBytes {
		return s
	}
	return strings.ToValidUTF8(s[:MaxDescriptionBytes], "")
}
