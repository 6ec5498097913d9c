package query

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// String prints q so that it parses to the same query again.
func (q Query) String() string {
	s := Print(q.Root)
	if q.Sort == "" {
		return s
	}
	if _, ok := q.Root.(Or); ok {
		s = "(" + s + ")"
	}
	return strings.TrimSpace(s + " sort:" + q.Sort)
}

// Print prints one node.
func Print(n Node) string {
	switch n := n.(type) {
	case And:
		return printAll(n.Of, " ")
	case Or:
		list := make([]string, len(n.Of))
		for i, x := range n.Of {
			list[i] = Print(x)
		}
		return strings.Join(list, " OR ")
	case Not:
		return printNot(n.Of)
	case Word:
		return fieldPrefix(n.Field) + n.Text + suffix(n)
	case Phrase:
		return fieldPrefix(n.Field) + `"` + n.Text + `"`
	case Tag:
		return printTag(n)
	case Site:
		return "site:" + n.Host
	case State:
		return "is:" + n.Name
	case Dates:
		return n.Op + ":" + n.Text
	case Age:
		return "age:" + map[bool]string{true: ">", false: "<"}[n.Older] + strconv.Itoa(n.N) + string(rune(n.Unit))
	case Address:
		return n.Text
	case Pair:
		return n.Name + ":" + n.Value
	}
	return ""
}

// printAll prints the members of an And, alternatives in parentheses.
func printAll(of []Node, sep string) string { return strings.Join(printEach(of), sep) }

func printEach(of []Node) []string {
	list := make([]string, len(of))
	for i, x := range of {
		if list[i] = Print(x); isOrNode(x) {
			list[i] = "(" + list[i] + ")"
		}
	}
	return list
}

func isOrNode(n Node) bool {
	_, ok := n.(Or)
	return ok
}

func printNot(n Node) string {
	s := Print(n)
	switch n.(type) {
	case And, Or:
		return "-(" + s + ")"
	case Phrase, Tag, Site, State, Dates, Age:
		return "-" + s
	}
	if r, _ := utf8.DecodeRuneInString(s); unicode.IsLetter(r) {
		return "-" + s
	}
	return "NOT " + s
}

func fieldPrefix(f Field) string {
	if f == Anywhere {
		return ""
	}
	return f.name() + ":"
}

func suffix(w Word) string {
	switch {
	case w.Prefix:
		return "*"
	case w.Near:
		return "~"
	}
	return ""
}

// printTag prints #go, or tag:"…" where the sign would be read otherwise.
func printTag(t Tag) string {
	star := ""
	if t.Prefix {
		star = "*"
	}
	s := "#" + t.Text + star
	if q := Parse(s); q.Root == Node(t) && balanced(t.Text) {
		return s
	}
	if strings.Contains(t.Text, `"`) {
		return "tag:«" + t.Text + "»" + star
	}
	return `tag:"` + t.Text + `"` + star
}
