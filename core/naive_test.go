package core_test

import (
	"math/rand/v2"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/core/query"
	"pinfold/core/text"
	"pinfold/core/weburl"
)

// A scan answers a query by looking at every bookmark, from the sentences of
// the query language rather than from an index.
type scan struct {
	loc *time.Location
	now time.Time
}

// says is false for what has nothing to search for, such as "&".
func says(n query.Node) bool {
	any := func(of []query.Node) bool {
		for _, n := range of {
			if says(n) {
				return true
			}
		}
		return false
	}
	switch n := n.(type) {
	case query.And:
		return any(n.Of)
	case query.Or:
		return any(n.Of)
	case query.Not:
		return says(n.Of)
	case query.Word:
		return len(text.QueryTokens(n.Text)) > 0
	case query.Phrase:
		return len(text.QueryTokens(n.Text)) > 0
	}
	return true
}

// trash says that the query speaks of the trash.
func trash(n query.Node) bool {
	switch n := n.(type) {
	case query.And:
		for _, n := range n.Of {
			if trash(n) {
				return true
			}
		}
	case query.Or:
		return trash(query.And{Of: n.Of})
	case query.Not:
		return trash(n.Of)
	case query.State:
		return n.Name == "trashed"
	}
	return false
}

func (s *scan) finds(q query.Query, b *core.Bookmark) bool {
	if a, ok := q.Root.(query.Address); ok && b.Live() { // the same address or a variant of it
		_, bare, _ := strings.Cut(a.Text, "://")
		if !strings.Contains(a.Text, "://") {
			bare = a.Text
		}
		if weburl.Variant(b.URL) == weburl.Variant("https://"+bare) {
			return true
		}
	}
	return (b.Live() || trash(q.Root)) && says(q.Root) && s.match(q.Root, b)
}

func (s *scan) match(n query.Node, b *core.Bookmark) bool {
	switch n := n.(type) {
	case query.And:
		for _, n := range n.Of {
			if says(n) && !s.match(n, b) {
				return false
			}
		}
	case query.Or:
		for _, n := range n.Of {
			if says(n) && s.match(n, b) {
				return true
			}
		}
		return false
	case query.Not:
		return !s.match(n.Of, b)
	case query.Word:
		return inAField(n.Field, b, func(f string) bool { return hasWord(f, n) })
	case query.Phrase:
		return inAField(n.Field, b, func(f string) bool { return hasRow(f, text.QueryTokens(n.Text), false) })
	case query.Tag:
		return hasTag(b, text.TagKey(core.CleanTag(n.Text)), n.Prefix)
	case query.Site:
		host := strings.TrimPrefix(weburl.Host(b.URL), "www.")
		return host == n.Host || strings.HasSuffix(host, "."+n.Host)
	case query.State:
		return inState(n.Name, b)
	case query.Dates:
		return s.inDates(n, b)
	case query.Age:
		units := map[byte][3]int{'y': {-n.N}, 'm': {0, -n.N}, 'w': {0, 0, -7 * n.N}, 'd': {0, 0, -n.N}}[n.Unit]
		return b.Created.Before(s.now.AddDate(units[0], units[1], units[2])) == n.Older
	case query.Address:
		words := inAField(query.Anywhere, b, func(string) bool { return true })
		for _, t := range text.URLTokens(n.Text) {
			words = words && inAField(query.Anywhere, b, func(f string) bool { return hasRow(f, []text.Token{t}, false) })
		}
		return words
	case query.Pair:
		whole := n.Name + ":" + n.Value
		return hasTag(b, text.TagKey(whole), false) || inAField(query.Anywhere, b, func(f string) bool { return hasRow(f, text.QueryTokens(whole), false) })
	}
	return true
}

func inState(name string, b *core.Bookmark) bool {
	return map[string]bool{
		"unread": b.Unread, "read": !b.Unread, "private": b.Private, "public": !b.Private,
		"untagged": len(b.Tags) == 0, "tagged": len(b.Tags) > 0, "trashed": !b.Live(),
	}[name]
}

// inDates compares local calendar days as text.
func (s *scan) inDates(n query.Dates, b *core.Bookmark) bool {
	day := b.Created.In(s.loc).Format("2006-01-02")
	begin := (n.Text + "-01-01")[:10]
	switch {
	case n.Op == "before":
		return day < begin
	case n.Op == "after":
		return day >= begin
	}
	return strings.HasPrefix(day, n.Text)
}

func hasTag(b *core.Bookmark, key string, prefix bool) bool {
	for _, t := range b.Tags {
		if k := text.TagKey(t); k == key || prefix && strings.HasPrefix(k, key) {
			return true
		}
	}
	return false
}

// inAField gives f the text of each field, as words between spaces.
func inAField(field query.Field, b *core.Bookmark, f func(string) bool) bool {
	spaced := func(tokens []text.Token) string {
		var out strings.Builder
		for _, t := range tokens {
			out.WriteString(" " + t.Text)
		}
		return out.String() + " "
	}
	fields := map[query.Field]string{
		query.Title: spaced(text.Tokens(b.Title)), query.Description: spaced(text.Tokens(b.Description)),
		query.URL: spaced(text.URLTokens(b.URL)), query.Text: spaced(text.Tokens(strings.Join(b.Tags, " "))),
	}
	for name, words := range fields {
		if (field == query.Anywhere || field == query.Text || field == name) && f(words) {
			return true
		}
	}
	return false
}

func hasWord(words string, w query.Word) bool {
	tokens := text.QueryTokens(w.Text)
	if len(tokens) == 1 && w.Near {
		for _, x := range strings.Fields(words) {
			if text.Near(x, tokens[0].Text, text.NearLimit(tokens[0].Text)) {
				return true
			}
		}
		return false
	}
	return hasRow(words, tokens, w.Prefix)
}

// hasRow says that the words stand in a row; a lone half of a pair begins one.
func hasRow(words string, tokens []text.Token, prefix bool) bool {
	var row strings.Builder
	for _, t := range tokens {
		row.WriteString(" " + t.Text)
	}
	if !prefix && !text.HalfPair(tokens[len(tokens)-1].Text) {
		row.WriteString(" ")
	}
	return strings.Contains(words, row.String())
}

// randomQuery returns a query out of what the language has.
func randomQuery(r *rand.Rand, depth int) string {
	atoms := []string{
		"page", "über", "uber*", "imported", "improted~", "import*", "title:page", "url:example", "description:note", "text:b", `"page 1"`, `title:"über c"`,
		"#a", "#b", "tag:c", `tag:"d-e"`, "#d*", "#é", "#E", "#imp", "site:example.org", "site:www.example.org", "site:org", "site:rg", "is:unread", "is:private", "is:public", "is:untagged", "is:trashed",
		"!unread", "before:2026", "after:2026-11-24", "on:2026-11-23", "on:2026-11", "age:<3d", "age:>2d", "via:a", url(3), "example.org/4", "example.org/4?utm_source=x",
		"日本", "本", "語の", "検索*", "c++", "c#", "&", "🎉", "straße", "STRASSE", "ΣΊΣΥΦΟΣ", "שלום", "кот",
	}
	a := atoms[r.IntN(len(atoms))]
	if depth == 0 {
		return a
	}
	b := randomQuery(r, depth-1)
	switch r.IntN(7) {
	case 0:
		return a + " OR " + b
	case 1:
		return "(" + a + " | " + b + ") " + atoms[r.IntN(len(atoms))]
	case 2:
		return a + " NOT " + b
	case 3:
		return "-(" + b + ") " + a
	}
	return a + " " + b
}
