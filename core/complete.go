package core

import (
	"cmp"
	"context"
	"strings"
	"unicode/utf8"

	"pinfold/core/index"
	"pinfold/core/order"
	"pinfold/core/text"
)

// Classes of a completion, best first.
const (
	matchExact = iota
	matchStart
	matchPart // the start of a part, as in data-str·uctures
	matchInside
	matchNone
)

// A candidate is a tag that may be offered.
type candidate struct {
	row     *tagRow
	class   int
	company int // bookmarks that have it together with the tags already typed
}

// Complete returns at most limit tags for the fragment being typed: those equal
// to it, that begin with it, of which a part begins with it, that hold it.
// Within a class those that keep company with tags come first, then the most
// used. A tag of tags is never offered.
func (l *Library) Complete(ctx context.Context, fragment string, tags []string, limit int) (out []TagCount, err error) {
	folded := text.Fold(CleanTag(fragment))
	if folded == "" || limit <= 0 {
		return nil, nil
	}
	err = l.read(ctx, func(st *state) error {
		list, err := l.candidates(ctx, st, folded, tags)
		out = make([]TagCount, 0, min(limit, len(list)))
		for _, c := range list[:min(limit, len(list))] {
			out = append(out, TagCount{Tag: c.row.label, Count: c.row.count})
		}
		return err
	})
	return out, err
}

func (l *Library) candidates(ctx context.Context, st *state, folded string, tags []string) ([]candidate, error) {
	table, err := l.tagTable(ctx, st)
	if err != nil {
		return nil, err
	}
	typed := tagKeys(tags)
	var list []candidate
	for i := range table {
		if class := matchClass(table[i].folded, folded); class != matchNone && !typed[table[i].key] {
			list = append(list, candidate{row: &table[i], class: class})
		}
	}
	if len(list) > 1 && len(typed) > 0 {
		company, err := l.company(ctx, st, tags)
		if err != nil {
			return nil, err
		}
		for i := range list {
			list[i].company = company[list[i].row.key]
		}
	}
	order.By(list, (*candidate).compare)
	return list, nil
}

func (c *candidate) compare(d *candidate) int {
	switch {
	case c.class != d.class:
		return cmp.Compare(c.class, d.class)
	case c.company != d.company:
		return cmp.Compare(d.company, c.company)
	case c.row.count != d.row.count:
		return cmp.Compare(d.row.count, c.row.count)
	}
	return strings.Compare(c.row.key, d.row.key)
}

// matchClass says how fragment stands in tag, both folded.
func matchClass(tag, fragment string) int {
	at := strings.Index(tag, fragment)
	if at < 0 {
		return matchNone
	}
	if at == 0 && len(tag) == len(fragment) {
		return matchExact
	}
	if at == 0 {
		return matchStart
	}
	for from := at; from >= 0; {
		if r, _ := utf8.DecodeLastRuneInString(tag[:from]); strings.ContainsRune("-_.:/+#@", r) {
			return matchPart
		}
		next := strings.Index(tag[from+1:], fragment)
		if next < 0 {
			break
		}
		from += 1 + next
	}
	return matchInside
}

func tagKeys(tags []string) map[string]bool {
	keys := make(map[string]bool, len(tags))
	for _, t := range tags {
		if t = CleanTag(t); t != "" {
			keys[text.TagKey(t)] = true
		}
	}
	return keys
}

// maxCompany bounds how many of the tags that go with others are looked at.
const maxCompany = 500

// company counts the tags of the bookmarks that have all of tags or, if there
// is none, any of them.
func (l *Library) company(ctx context.Context, st *state, tags []string) (map[string]int, error) {
	v, err := l.view(ctx, st)
	if err != nil {
		return nil, err
	}
	var all []index.Expr
	for key := range tagKeys(tags) {
		all = append(all, index.TagIs{Key: key})
	}
	r, err := v.Search(ctx, index.And{Of: all}, index.Options{Limit: 1, Total: true, Facets: maxCompany})
	if err == nil && r.Total == 0 && len(all) > 1 {
		r, err = v.Search(ctx, index.Or{Of: all}, index.Options{Limit: 1, Total: true, Facets: maxCompany})
	}
	if err != nil {
		return nil, err
	}
	counts := make(map[string]int, len(r.Facets))
	for _, f := range r.Facets {
		counts[f.Tag.Key] = f.Count
	}
	return counts, nil
}

// NearTag returns the tag most like a new one, for "did you mean"; false if
// there is none or the tag exists.
func (l *Library) NearTag(ctx context.Context, tag string) (best TagCount, ok bool, err error) {
	err = l.read(ctx, func(st *state) error {
		best, ok, err = l.nearTag(ctx, st, tag)
		return err
	})
	return best, ok, err
}

func (l *Library) nearTag(ctx context.Context, st *state, tag string) (best TagCount, ok bool, err error) {
	key := text.TagKey(CleanTag(tag))
	folded := text.Fold(key)
	limit := text.NearLimit(folded)
	table, err := l.tagTable(ctx, st)
	if err != nil {
		return best, false, err
	}
	for i := range table {
		row := &table[i]
		if row.key == key {
			return TagCount{}, false, nil
		}
		if !ok && similar(row.folded, folded, limit) {
			best, ok = TagCount{Tag: row.label, Count: row.count}, true
		}
	}
	return best, ok, nil
}

// maxSiblings bounds how many other forms of a tag are told.
const maxSiblings = 3

// siblings returns the tags that are tag in another number or with other
// separators, the most used first.
func (l *Library) siblings(ctx context.Context, st *state, tag string) (found []TagCount, err error) {
	key := text.TagKey(CleanTag(tag))
	plain := joined(text.Fold(key))
	table, err := l.tagTable(ctx, st)
	if err != nil || plain == "" || key[0] == '.' { // private tags are nobody's siblings
		return nil, err
	}
	for i := range table {
		row := &table[i]
		if row.count > 0 && row.key != key && strings.HasPrefix(row.folded, plain[:1]) && len(found) < maxSiblings && sameWord(joined(row.folded), plain) {
			found = append(found, TagCount{Tag: row.label, Count: row.count})
		}
	}
	return found, nil
}

// similar says that two tags differ by a slip, a separator or a plural.
func similar(a, b string, limit int) bool {
	return sameWord(joined(a), joined(b)) || (limit > 0 && text.Near(a, b, min(limit, 1)))
}

// joined returns a tag without separators.
func joined(s string) string {
	for _, separator := range [...]string{"-", "_", "."} {
		s = strings.ReplaceAll(s, separator, "")
	}
	return s
}

// sameWord says that two tags are one, or one of them the other's English plural.
func sameWord(a, b string) bool { return a == b || plural(a, b) || plural(b, a) }

// plural says that many is the plural of one, which has three letters or more.
func plural(many, one string) bool {
	if len(one) < 3 || len(many) <= len(one) {
		return false
	}
	stem, y := strings.CutSuffix(one, "y")
	return many == one+"s" || hisses(one) && many == one+"es" || y && many == stem+"ies"
}

// hisses says that a word makes its plural by es.
func hisses(one string) bool {
	for _, end := range [...]string{"s", "x", "z", "ch", "sh", "o"} {
		if strings.HasSuffix(one, end) {
			return true
		}
	}
	return false
}
