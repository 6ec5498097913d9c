package linklist

import (
	"strings"

	"pinfold/core"
)

// parse reads the link that a line is: URL is empty if it is none.
func parse(line string) core.Entry {
	s := strings.TrimSpace(line)
	s = withoutBullet(s)
	switch {
	case strings.HasPrefix(s, "[["):
		return org(s)
	case strings.HasPrefix(s, "["):
		return markdown(s)
	case strings.HasPrefix(s, "<") && address(s[1:]):
		url, rest, _ := strings.Cut(s[1:], ">")
		return described(core.Entry{URL: url}, rest)
	case address(s):
		return plain(s)
	}
	return core.Entry{}
}

// withoutBullet takes off what begins an item of a list, and its box to tick.
func withoutBullet(s string) string {
	if stars := strings.TrimLeft(s, "*"); len(stars) < len(s) && strings.HasPrefix(stars, " ") { // Org's headings too
		s = strings.TrimSpace(stars)
	}
	for _, bullet := range [...]string{"- ", "+ ", "• "} {
		if rest, ok := strings.CutPrefix(s, bullet); ok {
			s = strings.TrimSpace(rest)
			break
		}
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && digits < 7 && len(s) > digits+1 && (s[digits] == '.' || s[digits] == ')') && s[digits+1] == ' ' {
		s = strings.TrimSpace(s[digits+1:])
	}
	for _, box := range [...]string{"[ ] ", "[x] ", "[X] ", "[-] "} {
		s = strings.TrimPrefix(s, box)
	}
	return strings.TrimSpace(s)
}

// address says that s begins with a scheme and something behind it. Which
// schemes are kept is not judged here.
func address(s string) bool {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || rest == "" || scheme == "" || len(scheme) > 20 {
		return false
	}
	for i := range len(scheme) {
		c := scheme[i] | 0x20
		if (c < 'a' || c > 'z') && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(scheme[i]))) {
			return false
		}
	}
	return rest[0] != ' ' && rest[0] != '\t'
}

// plain is an address, and its title behind OneTab's bar.
func plain(s string) core.Entry {
	url, rest, found := strings.Cut(s, " | ")
	if found && !strings.ContainsAny(url, " \t") {
		return core.Entry{URL: url, Title: strings.TrimSpace(rest)}
	}
	i := strings.IndexAny(s, " \t")
	if i < 0 {
		return core.Entry{URL: s}
	}
	return described(core.Entry{URL: s[:i]}, s[i:])
}

// markdown is [title](address), with a title for the pointer or without.
func markdown(s string) core.Entry {
	title, rest, ok := bracketed(s)
	if !ok || !strings.HasPrefix(rest, "(") {
		return core.Entry{}
	}
	target, rest := parenthesis(rest)
	target = strings.TrimSpace(target)
	if angle, ok := strings.CutPrefix(target, "<"); ok {
		target, _, _ = strings.Cut(angle, ">")
	} else if i := strings.IndexAny(target, " \t"); i >= 0 {
		target = target[:i]
	}
	if !address(target) {
		return core.Entry{}
	}
	return described(core.Entry{URL: target, Title: unescape(title)}, rest)
}

// bracketed splits s, which begins with "[", behind the "]" that closes it.
func bracketed(s string) (inside, rest string, ok bool) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return s[1:i], s[i+1:], true
			}
		}
	}
	return "", "", false
}

// parenthesis splits s, which begins with "(", behind the ")" that closes it.
// Between < and > any may stand.
func parenthesis(s string) (inside, rest string) {
	depth, from := 0, 0
	if end := strings.IndexByte(s, '>'); end > 0 && strings.HasPrefix(s, "(<") {
		depth, from = 1, end
	}
	for i := from; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return s[1:i], s[i+1:]
			}
		}
	}
	return s[1:], ""
}

// unescape takes Markdown's backslashes off.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// org is [[address][title]] or [[address]].
func org(s string) core.Entry {
	inside, rest, ok := strings.Cut(s[2:], "]]")
	url, title, _ := strings.Cut(inside, "][")
	if !ok || !address(url) {
		return core.Entry{}
	}
	return described(core.Entry{URL: url, Title: title}, rest)
}

// described takes what stands behind a link: words that begin with # are tags,
// as are Org's between colons at the end; the rest is the description.
func described(e core.Entry, rest string) core.Entry {
	words := strings.Fields(rest)
	if n := len(words); n > 0 && len(words[n-1]) > 2 && words[n-1][0] == ':' && strings.HasSuffix(words[n-1], ":") {
		e.Tags = strings.Split(strings.Trim(words[n-1], ":"), ":")
		words = words[:n-1]
	}
	words = strings.Fields(strings.TrimLeft(strings.Join(words, " "), "-–—:|· "))
	var said []string
	for _, word := range words {
		if len(word) > 1 && word[0] == '#' {
			e.Tags = append(e.Tags, strings.TrimRight(word[1:], ",;"))
		} else {
			said = append(said, word)
		}
	}
	e.Description = strings.Join(said, " ")
	return e
}
