package injection

import (
	"fmt"
	"strings"
)

// AddressCount is how many Addresses there are.
const AddressCount = 504

// Addresses are always the same AddressCount ways to write an address that
// must never become a link: schemes that run or read something, hidden from
// whoever compares letters.
func Addresses() []string {
	var list []string
	for _, scheme := range []string{
		"javascript", "data", "vbscript", "blob", "filesystem", "about", "chrome", "moz-extension", "chrome-extension", "file", "view-source:javascript", "jar", "intent", "livescript",
	} {
		for _, hide := range hidings() {
			list = append(list, hide(scheme)+rest(scheme))
		}
	}
	return list
}

// rest is what stands behind a scheme.
func rest(scheme string) string {
	switch scheme {
	case "data":
		return ":text/html,<script>" + run + "</script>"
	case "blob", "filesystem", "view-source", "jar":
		return ":https://a.example/1"
	case "about":
		return ":blank#https://a.example/"
	case "chrome", "moz-extension", "chrome-extension", "file", "intent":
		return "://settings/"
	}
	return ":" + run + "//https://a.example/"
}

// each puts something between all letters of a scheme.
func each(between string) func(string) string {
	return func(scheme string) string { return strings.Join(strings.Split(scheme, ""), between) }
}

func before(text string) func(string) string {
	return func(scheme string) string { return text + scheme }
}

func behind(text string) func(string) string {
	return func(scheme string) string { return scheme + text }
}

// replaced writes every rune by a format, such as an entity.
func replaced(format string) func(string) string {
	return func(scheme string) string {
		var b strings.Builder
		for _, r := range scheme {
			fmt.Fprintf(&b, format, r)
		}
		return b.String()
	}
}

// moved writes the letters from another place of Unicode.
func moved(from rune) func(string) string {
	return func(scheme string) string {
		return strings.Map(func(r rune) rune {
			if r < 'a' || r > 'z' {
				return r
			}
			return from + r - 'a'
		}, scheme)
	}
}

// hidings are ways to write a scheme.
func hidings() []func(string) string {
	title := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	odd := func(s string) string {
		letters := []rune(s)
		for i := 0; i < len(letters); i += 2 {
			letters[i] = []rune(strings.ToUpper(string(letters[i])))[0]
		}
		return string(letters)
	}
	inner := func(s string) string { return s[:2] + "\t\r\n" + s[2:] }
	return []func(string) string{
		before(""), strings.ToUpper, title, odd, inner,
		each("\t"), each("\n"), each("\r"), each("\x00"), each("\u200b"), each("\u00ad"), each("\u2060"), each("\u202e"),
		before(" "), before("\t\n\r "), before("\x00"), before("\x01\x02\x1f"), before("\ufeff"), before("\u200b"), before("\u00a0\u2003"), before("\u3000"), before("\u202e"), before("\u2028"),
		behind("\t"), behind("\n"), behind("\x00"), behind(" "), behind("\u200b"),
		replaced("&#%d;"), replaced("&#x%x;"), replaced("%%%02x"), replaced(`\u%04x`), replaced(`\x%02x`),
		moved('ａ'), moved('𝐚'), moved('ⓐ'),
	}
}
