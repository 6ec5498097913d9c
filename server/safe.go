package server

import (
	"fmt"
	"html/template"
	"regexp"
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

// hostOf finds the host of an address, behind what stands before it.
var hostOf = regexp.MustCompile(`^(?i:[a-z][a-z0-9+.-]*://(?:[^/?#\\]*@)?)([^/?#\\:]*)`)

// visibleURL is an address to read: what could hide or turn its text stands as
// its code, and a host in letters that mislead in plain ones.
func visibleURL(s string) string {
	at := hostOf.FindStringSubmatchIndex(s)
	if at == nil {
		return escaped(s)
	}
	return escaped(s[:at[2]]) + visibleHost(s[at[2]:at[3]]) + escaped(s[at[3]:])
}

// visibleHost judges a host without what its letters hide behind.
func visibleHost(host string) string {
	bare := strings.Map(func(r rune) rune {
		if misleads(r) {
			return -1
		}
		return r
	}, host)
	if shown := networkHost(bare); shown != bare {
		return shown
	}
	return escaped(host)
}

func escaped(s string) string {
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
