// Package weburl says what an address is: whether it can be saved, and when
// two of them are the same or nearly so. It never changes what is stored
// beyond what Clean says, and never decides what to do with a variant.
package weburl

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxBytes is the longest address that is kept.
const MaxBytes = 64 << 10

// A RefusedError says why an address is not saved.
type RefusedError struct {
	Reason string // a sentence for the person
}

// Error returns the sentence.
func (e *RefusedError) Error() string { return e.Reason }

// A Cleaned is an address as it is stored.
type Cleaned struct {
	URL          string
	StrippedUser bool // a user name or password was taken out
}

// Clean returns the address to store: raw without surrounding white space,
// without control characters, user name and password, and out of the wrapping
// of a reader view or a source view; else byte for byte as given. It fails
// with a *RefusedError unless what is left is an http, https or ftp address
// with a host.
func Clean(raw string) (Cleaned, error) {
	s := stripControls(strings.ToValidUTF8(raw, "\uFFFD"))
	s = unwrap(s)
	if len(s) > MaxBytes {
		return Cleaned{}, refuse("This address is longer than 64 KB. Shorten it, then save again.")
	}
	scheme, rest, ok := splitScheme(s)
	if !ok {
		return Cleaned{}, refuse(noScheme(s))
	}
	switch scheme {
	case "http", "https", "ftp":
	default:
		return Cleaned{}, refuse("Addresses that begin with “" + scheme[:min(len(scheme), 40)] + ":” are not saved. Only http, https and ftp addresses are.")
	}
	if !strings.HasPrefix(rest, "//") {
		return Cleaned{}, refuse("This address has no host. Write it as https://example.org/.")
	}
	authority, tail := splitAuthority(rest[2:])
	host := authority
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		host = authority[at+1:]
	}
	if h, _ := splitPort(host); !isHost(h) {
		return Cleaned{}, refuse("This address has no host. Write it as https://example.org/.")
	}
	prefix := s[:len(s)-len(rest)+2]
	return Cleaned{URL: prefix + host + tail, StrippedUser: host != authority}, nil
}

// isHost says that h could be a host: only one in brackets has colons.
func isHost(h string) bool {
	inBrackets := strings.HasPrefix(h, "[") && strings.HasSuffix(h, "]")
	return h != "" && !strings.ContainsAny(h, " <>\"") && (inBrackets || !strings.ContainsAny(h, "[]:"))
}

func refuse(reason string) error { return &RefusedError{Reason: reason} }

func noScheme(s string) string {
	if s == "" {
		return "There is no address. Type one, then save again."
	}
	return "This is not a whole address. Write it with https:// at the beginning."
}

// stripControls takes out control characters, and white space at both ends.
func stripControls(s string) string {
	clean := strings.IndexFunc(s, unicode.IsControl) < 0
	if !clean {
		s = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, s)
	}
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200B' })
}

// unwrap returns the address inside a browser's reader view or source view.
func unwrap(s string) string {
	for range 3 {
		switch {
		case hasPrefixFold(s, "view-source:"):
			s = s[len("view-source:"):]
		case hasPrefixFold(s, "about:reader?url="):
			s = unescape(cutAt(s[len("about:reader?url="):], '&'))
		case hasPrefixFold(s, "about://reader?url="):
			s = unescape(cutAt(s[len("about://reader?url="):], '&'))
		default:
			return s
		}
		s = stripControls(s)
	}
	return s
}

func cutAt(s string, c byte) string {
	if i := strings.IndexByte(s, c); i >= 0 {
		return s[:i]
	}
	return s
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// splitScheme returns the scheme in lower case and what is behind its colon.
func splitScheme(s string) (scheme, rest string, ok bool) {
	scheme, rest, ok = strings.Cut(s, ":")
	if !ok || scheme == "" || !isLetter(scheme[0]) {
		return "", "", false
	}
	for i := 1; i < len(scheme); i++ {
		if c := scheme[i]; !isLetter(c) && !isDigit(c) && c != '+' && c != '-' && c != '.' {
			return "", "", false
		}
	}
	return lower(scheme), rest, true
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

// splitAuthority cuts what is behind the two slashes at the path, query or
// fragment. A backslash ends it too, as browsers read it.
func splitAuthority(s string) (authority, tail string) {
	if i := strings.IndexAny(s, `/?#\`); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// splitPort cuts the port off a host.
func splitPort(host string) (name, port string) {
	i := strings.LastIndexByte(host, ':')
	if i < 0 || strings.IndexByte(host[i:], ']') >= 0 {
		return host, ""
	}
	for j := i + 1; j < len(host); j++ {
		if !isDigit(host[j]) {
			return host, ""
		}
	}
	return host[:i], host[i+1:]
}

// lower lower-cases ASCII letters and leaves all else.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if b[i] >= 'A' && b[i] <= 'Z' {
					b[i] |= 0x20
				}
			}
			return string(b)
		}
	}
	return s
}

// unescape decodes percent-encoding where that gives valid UTF-8.
func unescape(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := unhex(s[i+1]), unhex(s[i+2]); hi < 16 && lo < 16 {
				b = append(b, hi<<4|lo)
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	if !utf8.Valid(b) {
		return s
	}
	return string(b)
}

func unhex(c byte) byte {
	switch {
	case isDigit(c):
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 255
}
