package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse understands s. It never fails.
func Parse(s string) Query {
	s = strings.ToValidUTF8(s, "\uFFFD")
	p := &parser{}
	if len(s) > MaxBytes {
		s = strings.ToValidUTF8(s[:MaxBytes], "")
		p.hint("Only the first 4,096 bytes of the query are used.")
	}
	p.src, p.lex = s, lex(s)
	root := p.or(0)
	for p.i < len(p.lex) { // what a stray parenthesis left over
		p.i++
		root = conjoin(root, p.or(0))
	}
	if root == nil {
		root = All{}
	}
	return Query{Root: root, Sort: p.sort, Open: p.open(), Hints: p.hints, Negations: p.negations}
}

type parser struct {
	src       string
	lex       []lexeme
	i         int
	sort      string
	hints     []string
	negations []Negation
}

func (p *parser) hint(text string) {
	if len(p.hints) < 4 {
		p.hints = append(p.hints, text)
	}
}

// open says that the text ends in a bare word.
func (p *parser) open() bool {
	if len(p.lex) == 0 {
		return false
	}
	last := p.lex[len(p.lex)-1]
	if last.kind != lexWord || last.end != len(p.src) {
		return false
	}
	if n := len("sort:"); len(last.text) > n && strings.EqualFold(last.text[:n], "sort:") {
		return false // it says how, not what
	}
	r, _ := utf8.DecodeLastRuneInString(last.text)
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func (p *parser) peek() *lexeme {
	if p.i == len(p.lex) {
		return nil
	}
	return &p.lex[p.i]
}

// or reads alternatives: OR and | bind weakest.
func (p *parser) or(depth int) Node {
	var list []Node
	for {
		n := p.and(depth)
		if n != nil {
			list = append(list, n)
		}
		if l := p.peek(); l == nil || !isOr(l) {
			break
		}
		if operand := p.operandAfter(); n == nil || !operand {
			// an OR without both sides is a word
			w := Phrase{Text: p.lex[p.i].text}
			p.i++
			p.hint("OR stands between two things; here it is taken as a word.")
			if strings.TrimSpace(w.Text) != "|" {
				list = appendAnd(list, w, n != nil)
			}
			rest := p.or(depth)
			if rest != nil {
				list = appendAnd(list, rest, len(list) > 0)
			}
			break
		}
		p.i++
	}
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return flatOr(list)
}

// appendAnd joins n to the last of list.
func appendAnd(list []Node, n Node, join bool) []Node {
	if !join || len(list) == 0 {
		return append(list, n)
	}
	list[len(list)-1] = conjoin(list[len(list)-1], n)
	return list
}

func flatOr(list []Node) Node {
	var flat []Node
	for _, n := range list {
		if o, ok := n.(Or); ok {
			flat = append(flat, o.Of...)
			continue
		}
		flat = append(flat, n)
	}
	return Or{Of: flat}
}

// conjoin is both a and b; nil is nothing said.
func conjoin(a, b Node) Node {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	return And{Of: append(conjuncts(a), conjuncts(b)...)}
}

func conjuncts(n Node) []Node {
	if and, ok := n.(And); ok {
		return append([]Node(nil), and.Of...)
	}
	return []Node{n}
}

// operandAfter says that something to search for follows the operator at p.i.
func (p *parser) operandAfter() bool {
	if p.i+1 == len(p.lex) {
		return false
	}
	next := &p.lex[p.i+1]
	return next.kind != lexClose && !isOr(next) && !isWord(next, "AND")
}

func isWord(l *lexeme, word string) bool { return l.kind == lexWord && l.text == word }
func isOr(l *lexeme) bool                { return isWord(l, "OR") || isWord(l, "|") }

// and reads what must all hold, up to an OR or a closing parenthesis.
func (p *parser) and(depth int) Node {
	var n Node
	for {
		l := p.peek()
		if l == nil || l.kind == lexClose || isOr(l) {
			return n
		}
		if isWord(l, "AND") && n != nil && p.operandAfter() {
			p.i++
			continue
		}
		n = conjoin(n, p.unary(depth))
	}
}

// unary reads NOT and what it negates.
func (p *parser) unary(depth int) Node {
	l := p.peek()
	if isWord(l, "NOT") && p.operandAfter() && depth < maxDepth {
		p.i++
		return negate(p.unary(depth + 1))
	}
	return p.primary(depth)
}

// negate is Not, less a double negation.
func negate(n Node) Node {
	if n == nil {
		return nil
	}
	if not, ok := n.(Not); ok {
		return not.Of
	}
	return Not{Of: n}
}

func (p *parser) primary(depth int) Node {
	l := p.lex[p.i]
	p.i++
	switch l.kind {
	case lexOpen:
		n := p.or(depth + 1)
		if next := p.peek(); next != nil && next.kind == lexClose {
			p.i++
		}
		if l.prefix == "-" {
			return negate(n)
		}
		return n
	case lexQuoted:
		return p.quoted(&l)
	case lexClose:
		return nil
	}
	return p.bare(&l)
}

// quoted reads a quotation with its field, tag sign or minus.
func (p *parser) quoted(l *lexeme) Node {
	prefix, minus := strings.CutPrefix(l.prefix, "-")
	name := strings.ToLower(strings.TrimSuffix(prefix, ":"))
	n := phraseNode(l.text, name)
	if prefix == "#" || name == "tag" {
		n = literalTag(l.text, l.star)
	}
	if n == nil {
		return nil
	}
	if minus {
		return negate(n)
	}
	return n
}

// phraseNode is the phrase of s in the field named name; nil if it is empty.
func phraseNode(s, name string) Node {
	text := strings.Join(strings.Fields(strings.ReplaceAll(s, `"`, " ")), " ")
	if text == "" {
		return nil
	}
	field, _ := fieldNamed(name)
	return Phrase{Text: text, Field: field}
}

// literalTag is the tag of that spelling; nil if it is empty. It can be
// printed in one kind of quotes or the other, so it must not hold both.
func literalTag(s string, prefix bool) Node {
	s = strings.Join(strings.Fields(s), " ")
	if strings.Contains(s, `"`) {
		s = strings.ReplaceAll(s, "»", "")
	}
	if s == "" {
		return nil
	}
	return Tag{Text: s, Prefix: prefix}
}
