package core

import (
	"context"
	"strings"
	"time"
	"unicode"

	"pinfold/core/index"
	"pinfold/core/query"
	"pinfold/core/text"
)

// A compiler turns a query into an expression for the index.
type compiler struct {
	zone    Zone
	now     time.Time
	trashed bool       // the query speaks of the trash
	words   bool       // it has words, so the best match comes first
	near    bool       // words also match what is near them
	nears   int        // words so far that do
	typing  query.Node // the word being typed: it is also a prefix
	marks   []string   // words to highlight, a beginning with a star behind it
}

func (l *Library) compiler() *compiler { return &compiler{zone: l.o.Zone, now: l.o.now()} }

// strict compiles a query taken literally: the string alone decides.
func (l *Library) strict(ctx context.Context, st *state, s string) (index.Expr, index.Options, error) {
	c := l.compiler()
	q := query.Parse(s)
	e := c.root(q.Root)
	a, err := l.addressed(ctx, st, q.Root)
	return a.or(e), index.Options{Order: c.order(q.Sort), IncludeHidden: c.trashed}, err
}

// order returns the order of a query with that sort.
func (c *compiler) order(sort string) index.Order {
	switch sort {
	case "new":
		return index.Newest
	case "old":
		return index.Oldest
	case "title":
		return index.ByTitle
	case "best":
		return index.Best
	}
	if c.words {
		return index.Best
	}
	return index.Newest
}

// orderName is the inverse, for the wire.
func orderName(o index.Order) string {
	switch o {
	case index.Newest:
		return "new"
	case index.Oldest:
		return "old"
	case index.ByTitle:
		return "title"
	}
	return "best"
}

// root compiles a whole query. One in which there is nothing to search for
// finds nothing: whoever edits what it finds must not edit everything.
func (c *compiler) root(n query.Node) index.Expr {
	if e := c.expr(n); e != nil {
		return e
	}
	return index.None{}
}

// expr compiles n; nil if it says nothing, as "&" does.
func (c *compiler) expr(n query.Node) index.Expr {
	switch n := n.(type) {
	case query.All:
		return index.All{}
	case query.And:
		if of := c.exprs(n.Of); len(of) > 0 {
			return index.And{Of: of}
		}
		return nil
	case query.Or:
		if of := c.exprs(n.Of); len(of) > 0 {
			return index.Or{Of: of}
		}
		return nil
	case query.Not:
		return c.not(n.Of)
	case query.Word:
		return c.word(n)
	case query.Phrase:
		return c.phrase(n.Text, fieldMask(n.Field), false)
	case query.Tag:
		return tagExpr(n)
	case query.Site:
		return index.Term{Text: termSite + n.Host}
	case query.State:
		return c.state(n.Name)
	case query.Dates:
		return c.dates(n)
	case query.Age:
		return c.age(n)
	case query.Address:
		return c.addressExpr(n)
	case query.Pair:
		return c.pair(n)
	}
	return nil
}

// exprs compiles all of them. What is said twice is searched for, and counts,
// once: it selects no more, and a query may repeat what is dear a thousand times.
func (c *compiler) exprs(of []query.Node) []index.Expr {
	list, said := make([]index.Expr, 0, len(of)), make(map[query.Node]bool, len(of))
	for _, n := range of {
		if single(n) {
			if said[n] {
				continue
			}
			said[n] = true
		}
		if e := c.expr(n); e != nil {
			list = append(list, e)
		}
	}
	return list
}

// single says that a node is no group, so that it can be compared.
func single(n query.Node) bool {
	switch n := n.(type) {
	case query.And, query.Or:
		return false
	case query.Not:
		return single(n.Of)
	}
	return true
}

// not compiles without near matches and highlights: what is left out is meant
// literally.
func (c *compiler) not(n query.Node) index.Expr {
	inner := compiler{zone: c.zone, now: c.now, nears: c.nears}
	e := inner.expr(n)
	if e == nil {
		return nil
	}
	c.trashed, c.nears = c.trashed || inner.trashed, inner.nears
	return index.Not{Of: e}
}

// fieldMask returns where a word with that field must stand; 0 is anywhere.
func fieldMask(f query.Field) index.Mask {
	switch f {
	case query.Title:
		return 1 << index.Title
	case query.URL:
		return 1 << index.URL
	case query.Description:
		return 1 << index.Description
	}
	return 0
}

// word compiles a bare word, which may be several tokens: then they must stand
// in a row.
func (c *compiler) word(w query.Word) index.Expr {
	tokens := text.QueryTokens(w.Text)
	prefix := w.Prefix || c.typing == query.Node(w)
	if len(tokens) != 1 {
		return c.rows(w.Text, fieldMask(w.Field), prefix)
	}
	e := c.token(tokens[0], fieldMask(w.Field), prefix)
	if e.How == index.Exact && (w.Near || c.near) && text.NearLimit(e.Text) > 0 && c.nears < mostNear {
		e.How = index.Near
		c.nears++
	}
	return e
}

// mostNear bounds the words of one query that also match what is near them: each
// is held against every word of the library.
const mostNear = 16

// phrase compiles words that stand in a row.
func (c *compiler) phrase(s string, fields index.Mask, prefix bool) index.Expr {
	return c.rows(s, fields, prefix)
}

// rows is row for text that may be out of an address, whose words stand in the
// address without its scheme, "www." and percent-encoding. A passage is none.
func (c *compiler) rows(s string, fields index.Mask, prefix bool) index.Expr {
	e := c.row(text.QueryTokens(s), fields, prefix)
	bare := text.BareURL(s)
	if bare == s || strings.ContainsFunc(s, unicode.IsSpace) || (fields != 0 && fields != 1<<index.URL) {
		return e
	}
	inURL := c.row(text.QueryTokens(bare), 1<<index.URL, prefix)
	switch {
	case inURL == nil:
		return e
	case e == nil:
		return inURL
	}
	return index.Or{Of: []index.Expr{e, inURL}}
}

// token compiles one word. One character of a script that is searched by pairs
// is the beginning of a pair.
func (c *compiler) token(t text.Token, fields index.Mask, prefix bool) index.Word {
	c.words = true
	c.mark(t.Text, prefix)
	e := index.Word{Text: t.Text, Fields: fields}
	if prefix || text.HalfPair(t.Text) {
		e.How = index.Prefix
	}
	return e
}

// mark has a word highlighted; no word has a star of its own.
func (c *compiler) mark(word string, prefix bool) {
	if prefix {
		word += "*"
	}
	c.marks = append(c.marks, word)
}

// row compiles tokens in a row; with prefix the last one is the start of a
// word.
func (c *compiler) row(tokens []text.Token, fields index.Mask, prefix bool) index.Expr {
	switch len(tokens) {
	case 0:
		return nil
	case 1:
		return c.token(tokens[0], fields, prefix)
	}
	c.words = true
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
		c.mark(t.Text, prefix && i == len(tokens)-1)
	}
	return index.Phrase{Words: words, Fields: fields, Prefix: prefix || text.HalfPair(words[len(words)-1])}
}

func tagExpr(t query.Tag) index.Expr {
	key := text.TagKey(CleanTag(t.Text))
	if t.Prefix {
		return index.TagPrefix{Key: key}
	}
	return index.TagIs{Key: key}
}

func (c *compiler) state(name string) index.Expr {
	switch name {
	case "unread":
		return index.Term{Text: termUnread}
	case "read":
		return index.Not{Of: index.Term{Text: termUnread}}
	case "private":
		return index.Term{Text: termPrivate}
	case "public":
		return index.Not{Of: index.Term{Text: termPrivate}}
	case "untagged":
		return index.Term{Text: termUntagged}
	case "tagged":
		return index.Not{Of: index.Term{Text: termUntagged}}
	case "trashed":
		c.trashed = true
		return index.Term{Text: termTrashed}
	}
	return index.All{}
}

const (
	firstInstant = -1 << 62
	lastInstant  = 1 << 62
)

// dates compiles a span of local days: after X from its first moment, before X
// up to it.
func (c *compiler) dates(d query.Dates) index.Expr {
	from := c.zone.Midnight(d.From.Year, time.Month(d.From.Month), d.From.Day)
	switch d.Op {
	case "before":
		return index.Orders{From: firstInstant, To: from}
	case "after":
		return index.Orders{From: from, To: lastInstant}
	}
	return index.Orders{From: from, To: c.zone.Midnight(d.To.Year, time.Month(d.To.Month), d.To.Day)}
}

func (c *compiler) age(a query.Age) index.Expr {
	years, months, days := 0, 0, 0
	switch a.Unit {
	case 'y':
		years = a.N
	case 'm':
		months = a.N
	case 'w':
		days = 7 * a.N
	default:
		days = a.N
	}
	at := millis(c.now.AddDate(-years, -months, -days))
	if a.Older {
		return index.Orders{From: firstInstant, To: at}
	}
	return index.Orders{From: at, To: lastInstant}
}

// addressExpr finds the words of an address; the bookmark that has it is put
// first by Search.
func (c *compiler) addressExpr(a query.Address) index.Expr {
	tokens := text.URLTokens(a.Text)
	if len(tokens) == 0 {
		return nil
	}
	list := make([]index.Expr, len(tokens))
	for i, t := range tokens {
		list[i] = c.token(t, 0, i == len(tokens)-1 && c.typing == query.Node(a))
	}
	return index.And{Of: list}
}

// pair compiles x:y with an unknown x: the tag of that spelling, or the words.
func (c *compiler) pair(p query.Pair) index.Expr {
	whole := p.Name + ":" + p.Value
	of := []index.Expr{tagExpr(query.Tag{Text: whole})}
	if e := c.phrase(whole, 0, c.typing == query.Node(p)); e != nil {
		of = append(of, e)
	}
	return index.Or{Of: of}
}
