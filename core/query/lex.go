package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what is understood; the rest is cut off, with a hint.
const (
	MaxBytes = 4 << 10
	maxDepth = 100
)

// kind says what a lexeme is.
type kind uint8

const (
	lexWord   kind = iota // bare text
	lexQuoted             // text in quotes
	lexOpen               // (
	lexClose              // )
)

// A lexeme is one token of the text. Its prefix is what stands directly before
// a quote: "-", "#", "title:" and so on.
type lexeme struct {
	kind       kind
	prefix     string
	text       string
	start, end int
	star       bool // a star directly behind the closing quote
}

// closers gives the runes that end what a quote begins.
func closers(r rune) string {
	switch r {
	case '"':
		return `"`
	case '“':
		return `”"`
	case '„':
		return `“”"`
	case '«':
		return `»`
	case '”':
		return `”"`
	}
	return ""
}

// lex cuts s up. A parenthesis groups only at the start of a token, behind
// "-" or another one, and with a partner.
func lex(s string) []lexeme {
	l := lexer{s: s, partner: partners(s)}
	for {
		for l.i < len(s) {
			r, n := utf8.DecodeRuneInString(s[l.i:])
			if !unicode.IsSpace(r) {
				break
			}
			l.i += n
		}
		if l.i == len(s) {
			return l.out
		}
		l.token()
	}
}

type lexer struct {
	s       string
	i       int
	depth   int
	partner map[int]int // of each ( that has one
	out     []lexeme
}

// partners pairs the parentheses outside quotes.
func partners(s string) map[int]int {
	pairs := make(map[int]int)
	var stack []int
	quote := ""
	for i, r := range s {
		switch {
		case quote != "":
			if strings.ContainsRune(quote, r) {
				quote = ""
			}
		case closers(r) != "" && (i == 0 || !wordBefore(s, i)):
			quote = closers(r)
		case r == '(':
			stack = append(stack, i)
		case r == ')' && len(stack) > 0:
			pairs[stack[len(stack)-1]] = i
			stack = stack[:len(stack)-1]
		}
	}
	return pairs
}

// wordBefore says that a letter or digit stands directly before i, so that a
// quote there is part of the word (5" disk).
func wordBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func (l *lexer) emit(k kind, prefix, text string, start int) {
	l.out = append(l.out, lexeme{kind: k, prefix: prefix, text: text, start: start, end: l.i})
}

// token reads one token: a parenthesis, a quotation with what stands before
// it, or a bare word.
func (l *lexer) token() {
	start := l.i
	if l.s[start] == ')' {
		l.i++
		if l.depth > 0 {
			l.depth--
			l.emit(lexClose, "", ")", start)
		}
		return
	}
	if l.group(start) {
		return
	}
	for l.i < len(l.s) {
		r, n := utf8.DecodeRuneInString(l.s[l.i:])
		if c := closers(r); c != "" && quotable(l.s[start:l.i]) {
			l.quoted(start, n, c)
			return
		}
		if unicode.IsSpace(r) || (r == ')' && l.depth > 0 && !l.inner(start, l.i)) {
			break
		}
		l.i += n
	}
	l.emit(lexWord, "", l.s[start:l.i], start)
}

// group reads "(" or "-(" where it groups.
func (l *lexer) group(start int) bool {
	at := start
	if l.s[at] == '-' {
		at++
	}
	if at == len(l.s) || l.s[at] != '(' || l.depth >= maxDepth {
		return false
	}
	if _, ok := l.partner[at]; !ok {
		return false
	}
	l.i = at + 1
	l.depth++
	l.emit(lexOpen, l.s[start:at], "(", start)
	return true
}

// inner says that the parenthesis at i closes one within the word from start.
func (l *lexer) inner(start, i int) bool {
	open := 0
	for _, r := range l.s[start:i] {
		switch r {
		case '(':
			open++
		case ')':
			open--
		}
	}
	return open > 0
}

// quotable says that a quote behind prefix opens a quotation.
func quotable(prefix string) bool {
	rest := strings.TrimPrefix(prefix, "-")
	if rest == "" || rest == "#" {
		return true
	}
	name, ok := strings.CutSuffix(rest, ":")
	if !ok {
		return false
	}
	_, isField := fieldNamed(strings.ToLower(name))
	return isField || strings.EqualFold(name, "tag")
}

// quoted reads the quotation that begins at l.i with a quote of n bytes.
func (l *lexer) quoted(start, n int, close string) {
	prefix := l.s[start:l.i]
	l.i += n
	from := l.i
	for l.i < len(l.s) {
		r, n := utf8.DecodeRuneInString(l.s[l.i:])
		l.i += n
		if strings.ContainsRune(close, r) {
			l.emit(lexQuoted, prefix, l.s[from:l.i-n], start)
			if strings.HasPrefix(l.s[l.i:], "*") {
				l.i++
				l.out[len(l.out)-1].star = true
			}
			return
		}
	}
	l.emit(lexQuoted, prefix, l.s[from:], start)
}
