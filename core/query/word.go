package query

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// bare reads a token without quotes.
func (p *parser) bare(l *lexeme) Node {
	if rest, ok := negated(l.text); ok {
		n := p.term(rest)
		if w, ok := n.(Word); ok && w.Field == Anywhere {
			p.negations = append(p.negations, Negation{
				Text:    rest,
				Literal: p.src[:l.start] + `"` + strings.ReplaceAll(l.text, `"`, "") + `"` + p.src[l.end:],
			})
		}
		return negate(n)
	}
	return p.term(l.text)
}

// negated cuts the minus off a token where it negates: before a letter, a tag
// sign or a field, so that -9, --force and 2015-10-08 are words.
func negated(s string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(s, "-")
	if !ok || rest == "" {
		return s, false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	if unicode.IsLetter(r) || (r == '#' && len(rest) > 1) || (r == '!' && shouted(rest[1:]) != "") {
		return rest, true
	}
	return s, false
}

// term reads a token without its minus.
func (p *parser) term(s string) Node {
	if s[0] == '#' {
		if n := tagNode(s[1:]); n != nil {
			return n
		}
	}
	if s[0] == '!' {
		if name := shouted(s[1:]); name != "" {
			return State{Name: name}
		}
	}
	if isAddress(s) {
		return Address{Text: s}
	}
	if name, value, ok := strings.Cut(s, ":"); ok && isName(name) && value != "" {
		return p.field(name, value, s)
	}
	return wordNode(s, Anywhere)
}

// tagNode reads what stands behind # or tag:.
func tagNode(s string) Node {
	text, prefix := strings.CutSuffix(s, "*")
	if text == "" || strings.Trim(text, "*#") == "" {
		return nil
	}
	if strings.Contains(text, `"`) {
		text = strings.ReplaceAll(text, "»", "")
	}
	return Tag{Text: text, Prefix: prefix}
}

// field reads name:value.
func (p *parser) field(name, value, whole string) Node {
	key := strings.ToLower(name)
	if f, ok := fieldNamed(key); ok {
		return wordNode(value, f)
	}
	var n Node
	switch key {
	case "tag":
		n = tagNode(value)
	case "site":
		n = siteNode(value)
	case "is":
		if state := stateNamed(value); state != "" {
			n = State{Name: state}
		}
	case "before", "after", "on":
		n = datesNode(key, value)
	case "age":
		n = ageNode(value)
	case "sort":
		switch v := strings.ToLower(value); v {
		case "new", "old", "title", "best":
			p.sort = v
			return nil
		}
	default:
		if !balanced(value) || strings.ContainsFunc(value, func(r rune) bool { return closers(r) != "" }) {
			return phraseNode(whole, "") // within a group it would print as another query
		}
		return Pair{Name: name, Value: value}
	}
	if n == nil {
		p.hint("“" + whole + "” is not understood, so it is taken as words. " + example(key))
		return phraseNode(whole, "")
	}
	return n
}

// example shows how a field is used.
func example(key string) string {
	switch key {
	case "is":
		return "Try is:unread, is:private, is:public, is:untagged or is:trashed."
	case "before", "after", "on":
		return "Try " + key + ":2016, " + key + ":2016-11 or " + key + ":2016-11-05."
	case "age":
		return "Try age:<2w or age:>1y."
	case "sort":
		return "Try sort:new, sort:old, sort:title or sort:best."
	case "site":
		return "Try site:example.org."
	}
	return "Try tag:name."
}

// wordNode reads a bare word with its star or tilde.
func wordNode(s string, f Field) Node {
	w := Word{Text: s, Field: f}
	if text, ok := strings.CutSuffix(s, "*"); ok {
		w.Text, w.Prefix = strings.TrimRight(text, "*"), true
	} else if text, ok := strings.CutSuffix(s, "~"); ok {
		w.Text, w.Near = strings.TrimRight(text, "~"), true
	}
	if w.Text == "" {
		return nil
	}
	if !plain(w.Text, f) {
		return phraseNode(s, f.name())
	}
	return w
}

// plain says that text, printed as it is, is read as a bare word again.
func plain(text string, f Field) bool {
	if !balanced(text) || strings.HasSuffix(text, "*") || strings.HasSuffix(text, "~") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text)
	if closers(r) != "" || r == '(' {
		return false
	}
	if f != Anywhere {
		return true
	}
	if _, ok := negated(text); ok || (r == '-' && quotable(strings.TrimRight(text, `"“”„«`)) && strings.ContainsAny(text, `"“”„«(`)) {
		return false
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return closers(r) != "" }); i >= 0 && quotable(text[:i]) {
		return false
	}
	switch text {
	case "OR", "AND", "NOT", "|":
		return false
	}
	return !strings.HasPrefix(text, "-(")
}

// balanced says that every parenthesis in s has a partner.
func balanced(s string) bool {
	open := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			open++
		case ')':
			if open--; open < 0 {
				return false
			}
		}
	}
	return open == 0
}

func isName(s string) bool {
	if s == "" {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' && r != '.' {
			return false
		}
	}
	return true
}

// stateNamed returns the state's own name, or "".
func stateNamed(s string) string {
	switch s = strings.ToLower(s); s {
	case "unread", "read", "private", "public", "untagged", "tagged", "trashed":
		return s
	case "toread":
		return "unread"
	case "trash", "deleted":
		return "trashed"
	case "shared":
		return "public"
	}
	return ""
}

// shouted returns the state that !x is read as; any other !x is a word.
func shouted(s string) string {
	if s = strings.ToLower(s); s == "unread" || s == "untagged" {
		return s
	}
	return ""
}

// isAddress says that s is an address rather than a word: it has "://", or a
// host and a path.
func isAddress(s string) bool {
	if i := strings.Index(s, "://"); i > 0 {
		return isName(strings.ReplaceAll(s[:i], "+", "")) && len(s) > i+3
	}
	host, path, ok := strings.Cut(s, "/")
	host = withoutPort(host)
	if !ok || path == "" && strings.Count(host, ".") < 1 {
		return false
	}
	dot := strings.LastIndexByte(host, '.')
	if dot <= 0 || len(host)-dot < 3 {
		return false
	}
	for _, r := range host[dot+1:] {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return isName(host)
}

// withoutPort cuts ":" and digits off the end of a host.
func withoutPort(host string) string {
	if bare := strings.TrimRight(host, "0123456789"); bare != host && strings.HasSuffix(bare, ":") && !strings.HasSuffix(bare, "::") {
		return bare[:len(bare)-1]
	}
	return host
}

func siteNode(s string) Node {
	s = strings.ToLower(s)
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		s = s[:i]
	}
	s = withoutPort(s)
	s = strings.Trim(strings.TrimPrefix(s, "www."), ".")
	if s == "" || strings.ContainsAny(s, `"()*~“”„«`) {
		return nil
	}
	return Site{Host: s}
}

// datesNode reads a year, a month or a day.
func datesNode(op, s string) Node {
	var n [3]int
	list := strings.Split(strings.ReplaceAll(s, "/", "-"), "-")
	if len(list) > 3 {
		return nil
	}
	for i, part := range list {
		v, err := strconv.Atoi(part)
		if err != nil || len(part) > 4 || (i > 0 && len(part) > 2) || part[0] == '+' {
			return nil
		}
		n[i] = v
	}
	if n[0] < 1000 || n[0] > 9999 || (len(list) > 1 && (n[1] < 1 || n[1] > 12)) || (len(list) > 2 && (n[2] < 1 || n[2] > daysIn(n[0], n[1]))) {
		return nil
	}
	d := Dates{Op: op}
	switch len(list) {
	case 1:
		d.From, d.To = Day{n[0], 1, 1}, Day{n[0] + 1, 1, 1}
		d.Text = strconv.Itoa(n[0])
	case 2:
		d.From, d.To = Day{n[0], n[1], 1}, Day{n[0], n[1] + 1, 1}
		d.Text = strconv.Itoa(n[0]) + "-" + two(n[1])
	default:
		d.From, d.To = Day{n[0], n[1], n[2]}, Day{n[0], n[1], n[2] + 1}
		d.Text = strconv.Itoa(n[0]) + "-" + two(n[1]) + "-" + two(n[2])
	}
	return d
}

// daysIn returns how many days a month has.
func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// ageNode reads <2w, >1y or 3d.
func ageNode(s string) Node {
	older := strings.HasPrefix(s, ">")
	s = strings.TrimLeft(s, "<>")
	if len(s) < 2 {
		return nil
	}
	unit := s[len(s)-1] | 0x20
	n, err := strconv.Atoi(s[:len(s)-1])
	if err != nil || n < 1 || n > 10_000 || s[0] == '+' || !strings.ContainsRune("dwmy", rune(unit)) {
		return nil
	}
	return Age{Older: older, N: n, Unit: unit}
}
