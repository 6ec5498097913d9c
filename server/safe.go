package server

import (
	"fmt"
	"html/template"
	"strings"
	"unicode"

	"pinfold/core/weburl"
)

// safeURL is an address that may be a link, or "". What is stored was judged
// when it was saved; it is judged again where it is shown.
func safeURL(s string) template.URL {
	cleaned, err := weburl.Clean(s)
	if err != nil {
		return ""
	}
	return template.URL(cleaned.URL)
}

// visibleURL is an address to read: what could hide or turn its text stands as
// its code.
func visibleURL(s string) string {
	if !strings.ContainsFunc(s, misleads) {
		return s
	}
	var out strings.Builder
	for _, r := range s {
		if misleads(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

func misleads(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }
