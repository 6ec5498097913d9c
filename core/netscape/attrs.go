package netscape

import (
	"html"
	"strings"
)

// attributes reads the attributes of a tag: names in lower case, entities
// decoded, the first of a name counts.
func attributes(s string) map[string]string {
	attrs := make(map[string]string)
	for {
		s = strings.TrimLeft(s, " \t\n\f/")
		if s == "" || len(attrs) == 256 {
			return attrs
		}
		i := strings.IndexAny(s, " \t\n\f=/")
		if i < 0 {
			i = len(s)
		}
		if i == 0 { // a stray equals sign
			s = s[1:]
			continue
		}
		name := strings.ToLower(s[:i])
		s = strings.TrimLeft(s[i:], " \t\n\f")
		value := ""
		if strings.HasPrefix(s, "=") {
			value, s = attributeValue(strings.TrimLeft(s[1:], " \t\n\f"))
		}
		if _, ok := attrs[name]; !ok {
			attrs[name] = unescape(value)
		}
	}
}

// attributeValue cuts a value off, quoted or not.
func attributeValue(s string) (value, rest string) {
	if s == "" {
		return "", ""
	}
	if q := s[0]; q == '"' || q == '\'' {
		if i := strings.IndexByte(s[1:], q); i >= 0 {
			return s[1 : 1+i], s[2+i:]
		}
		value, _, _ = strings.Cut(s[1:], ">") // not closed, it runs into what follows
		return value, ""
	}
	if i := strings.IndexAny(s, " \t\n\f"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// unescape decodes entities that end in a semicolon; without one &copy=2 in an
// address is no entity.
func unescape(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		end := entityEnd(s)
		b.WriteString(html.UnescapeString(s[:end]))
		s = s[end:]
	}
}

// entityEnd returns the length of the entity that s begins with, or 1. A bare
// "&" stays as it is.
func entityEnd(s string) int {
	for i := 1; i < len(s) && i < 34; i++ {
		c := s[i]
		if c == ';' && i > 1 {
			return i + 1
		}
		if !isLetter(c) && (c < '0' || c > '9') && !(c == '#' && i == 1) {
			break
		}
	}
	return 1
}

// truth reads a flag; ok is false if it says neither.
func truth(s string) (value, ok bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "1", "true", "yes", "on", "y", "t", "checked":
		return true, true
	case "0", "false", "no", "off", "n", "f":
		return false, true
	}
	return false, false
}

// splitTags splits a list at commas if there is one, else at white space.
func splitTags(s string) []string {
	if strings.Contains(s, ",") {
		return strings.Split(s, ",")
	}
	return strings.Fields(s)
}
