package query

import (
	"slices"
	"strconv"
	"strings"
)

// The pages never edit query text: what is pressed beside the results goes
// through these, which print as the person would have typed.

// A Term is one of the conditions that must all hold, as it prints, and the
// query without it.
type Term struct {
	Text    string // "#stripe", "-is:unread"
	Kind    string // "tag", "word", "filter", "not" or "or"
	Without string
	Tag     string // for a tag: its name
}

// Terms returns the conditions of q in order.
func (q Query) Terms() []Term {
	if _, ok := q.Root.(All); ok {
		return nil
	}
	list := conjuncts(q.Root)
	terms := make([]Term, len(list))
	printed := printEach(list)
	for i, n := range list {
		terms[i] = Term{Text: Print(n), Kind: kindOf(n), Without: q.withoutPrinted(printed, i)}
		if t, ok := n.(Tag); ok && !t.Prefix {
			terms[i].Tag = t.Text
		}
	}
	return terms
}

func kindOf(n Node) string {
	switch n.(type) {
	case Tag:
		return "tag"
	case Not:
		return "not"
	case Or:
		return "or"
	case Word, Phrase, Address, Pair:
		return "word"
	}
	return "filter"
}

// withoutPrinted prints q less its i-th condition. Of many conditions each has
// been printed once: a tag is parsed for that.
func (q Query) withoutPrinted(printed []string, i int) string {
	if len(printed) <= 2 {
		return q.without(i).String()
	}
	s := strings.Join(slices.Concat(printed[:i], printed[i+1:]), " ")
	if q.Sort != "" {
		s += " sort:" + q.Sort
	}
	return s
}

// without is q less its i-th condition.
func (q Query) without(i int) Query {
	list := conjuncts(q.Root)
	list = append(list[:i:i], list[i+1:]...)
	return Query{Root: together(list), Sort: q.Sort}
}

func together(list []Node) Node {
	switch len(list) {
	case 0:
		return All{}
	case 1:
		return list[0]
	}
	return And{Of: list}
}

// With is q narrowed by n, unless it says so already.
func (q Query) With(n Node) Query {
	var list []Node
	if _, ok := q.Root.(All); !ok {
		list = conjuncts(q.Root)
	}
	text := Print(n)
	for _, x := range list {
		if Print(x) == text {
			return Query{Root: q.Root, Sort: q.Sort}
		}
	}
	return Query{Root: together(append(list, n)), Sort: q.Sort}
}

// Drop is q less every condition that prints as n does.
func (q Query) Drop(n Node) Query {
	text := Print(n)
	list := conjuncts(q.Root)
	kept := list[:0]
	for _, x := range list {
		if _, all := x.(All); !all && Print(x) != text {
			kept = append(kept, x)
		}
	}
	return Query{Root: together(kept), Sort: q.Sort}
}

// Toggle is q with n if it lacks it, else without.
func (q Query) Toggle(n Node) Query {
	if dropped := q.Drop(n); dropped.String() != (Query{Root: q.Root, Sort: q.Sort}).String() {
		return dropped
	}
	return q.With(n)
}

// Sorted is q in that order: "new", "old", "title", "best", or "" for its own.
func (q Query) Sorted(by string) Query { return Query{Root: q.Root, Sort: by} }

// StateOf returns the state of that name; false if there is none.
func StateOf(name string) (State, bool) {
	s := stateNamed(name)
	return State{Name: s}, s != ""
}

// Negated is what n does not find.
func Negated(n Node) Node { return negate(n) }

// Year is what was saved in a year.
func Year(year int) Node { return datesNode("on", strconv.Itoa(year)) }

// InYear is q narrowed to a year, which takes the place of another one; of the
// same year it is q without it.
func (q Query) InYear(year int) Query {
	asked := Year(year)
	if asked == nil {
		return q
	}
	if dropped := q.Drop(asked); len(dropped.Terms()) < len(q.Terms()) {
		return dropped
	}
	for _, n := range conjuncts(q.Root) {
		if d, ok := n.(Dates); ok && d.Op == "on" {
			q = q.Drop(n)
		}
	}
	return q.With(asked)
}
