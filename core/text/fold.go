// Package text decides what is equal when words are compared, and what a word
// is. Everything that searches, and everything that is searched, goes through
// it. It must never know fields, tags' meaning or bookmarks.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns what search compares: compatibility forms and case folded
// (ß = ss, ﬁ = fi, full width = half width), diacritics of Latin, Greek,
// Cyrillic, Hebrew and Arabic letters removed. Japanese voicing marks and
// Korean stay, since they tell words apart; so does Cyrillic й. Fold is
// idempotent and makes valid UTF-8 of anything.
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return foldUnicode(strings.ToValidUTF8(s, "\uFFFD"))
}

// isFolded says that s is ASCII without capitals.
func isFolded(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || (c >= 'A' && c <= 'Z') {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func foldUnicode(s string) string {
	b := make([]byte, 0, len(s)+8)
	var base rune
	for _, r := range norm.NFKD.String(s) {
		if unicode.Is(unicode.Mn, r) {
			if droppable(base, r) {
				continue
			}
		} else {
			base = r
		}
		b = appendFolded(b, r)
	}
	return norm.NFC.String(string(b))
}

// droppable says that a mark on base does not tell words apart.
func droppable(base, mark rune) bool {
	if base == 'и' || base == 'И' {
		return mark != '\u0306' // й is a letter of its own
	}
	return base < 0x0700 || unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}

// appendFolded appends r in lower case; a few letters have a longer or another
// form there.
func appendFolded(b []byte, r rune) []byte {
	switch r {
	case 'ß', 'ẞ':
		return append(b, "ss"...)
	case 'ς':
		r = 'σ'
	case 'ı', 'İ':
		r = 'i'
	case 'æ', 'Æ':
		return append(b, "ae"...)
	case 'œ', 'Œ':
		return append(b, "oe"...)
	case 'ø', 'Ø':
		r = 'o'
	case 'ł', 'Ł':
		r = 'l'
	case 'đ', 'Đ', 'ð', 'Ð':
		r = 'd'
	case 'þ', 'Þ':
		return append(b, "th"...)
	default:
		r = unicode.ToLower(unicode.ToUpper(r))
		if r == 'ς' {
			r = 'σ'
		}
	}
	return utf8.AppendRune(b, r)
}

// TagKey returns what tags are compared by: NFC and case folded. Diacritics
// stay: café and cafe are two tags.
func TagKey(s string) string {
	if isFolded(s) {
		return s
	}
	if isASCII(s) {
		return strings.ToLower(s)
	}
	b := make([]byte, 0, len(s)+4)
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")) {
		switch r {
		case 'ß', 'ẞ':
			b = append(b, "ss"...)
		case 'ς':
			b = utf8.AppendRune(b, 'σ')
		case '\u0345': // a mark, whose capital is a letter
			b = utf8.AppendRune(b, r)
		default:
			l := unicode.ToLower(unicode.ToUpper(r))
			if l == 'ς' {
				l = 'σ'
			}
			b = utf8.AppendRune(b, l)
		}
	}
	return norm.NFC.String(string(b))
}
