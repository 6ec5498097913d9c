package index

import (
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"
	"strings"

	"pinfold/core/internal/wire"
	"pinfold/core/text"
)

// value is the stored form of a test document: its fields.
func value(f *[NumFields]string) []byte {
	var e wire.Encoder
	for _, s := range f {
		e.String(s)
	}
	return e.B
}

func fieldsOf(v []byte) (f [NumFields]string) {
	d := wire.New(v)
	for i := range f {
		f[i] = d.String()
	}
	return f
}

var vocabulary = strings.Fields(`go golang gopher rust rusty python data database databases structure structures
 search searching index café cafe naïve Привет мир 検索 日本語の検索エンジン入門 全文検索 c++ c# don't résumé node nodes note
 swap sawp javascript javascrpit java jav typescript kubernetes kubernets cluster web webs wet a b an the of 2024 2025 x`)

func randomText(r *rand.Rand, most int) string {
	words := make([]string, r.IntN(most+1))
	for i := range words {
		words[i] = vocabulary[min(r.IntN(len(vocabulary)), r.IntN(len(vocabulary)))]
	}
	return strings.Join(words, [...]string{" ", " ", "-", ", "}[r.IntN(4)])
}

func randomDocument(r *rand.Rand, seq uint64) Document {
	d := Document{
		Same:    r.Uint64(),
		Variant: uint64(r.IntN(50)) << 20,
		Order:   int64(r.IntN(300)) * 1000,
		Seq:     seq,
		Hidden:  r.IntN(8) == 0,
		SortKey: strings.ToLower(randomText(r, 2)),
	}
	for i := range d.ID {
		d.ID[i] = byte(r.Uint32())
	}
	tags := []string{"go", "rust", "café", "to-read", "日本", "Web", "a", "b", "data-structures"}
	var own []string
	for range r.IntN(4) {
		t := tags[min(r.IntN(len(tags)), r.IntN(len(tags)))]
		own = append(own, t)
		d.Tags = append(d.Tags, Tag{Key: text.TagKey(t), Label: t})
	}
	d.Fields = [NumFields]string{randomText(r, 6), strings.Join(own, " "), randomText(r, 12), "https://" + []string{"go.dev", "www.rust-lang.org", "example.com"}[r.IntN(3)] + "/" + randomText(r, 2)}
	if r.IntN(3) == 0 {
		d.Terms = append(d.Terms, "is:unread")
	}
	d.Terms = append(d.Terms, "site:"+strconv.Itoa(r.IntN(20)))
	d.Value = value(&d.Fields)
	return d
}

// A model answers questions by looking at every document.
type model struct {
	docs []Document // newest first, those that are not dead
	all  []Document // dead ones too, for what is rare

	alone bool // the question is one word
}

func newModel(live, dead []Document) *model {
	m := &model{docs: append([]Document(nil), live...)}
	m.all = append(append(m.all, live...), dead...)
	sort.Slice(m.docs, func(i, j int) bool { return newer(&m.docs[i], &m.docs[j]) })
	return m
}

func newer(a, b *Document) bool {
	if a.Order != b.Order {
		return a.Order > b.Order
	}
	return a.Seq > b.Seq
}

// use is how a document has a word.
type use struct {
	impact uint32
	mask   Mask
}

func usesOf(d *Document) map[string]use {
	counts := make(map[string]*[NumFields]uint16)
	var lengths [NumFields]int
	for f, s := range d.Fields {
		for _, t := range appendTokens(nil, f, s) {
			if counts[t.Text] == nil {
				counts[t.Text] = new([NumFields]uint16)
			}
			counts[t.Text][f]++
			lengths[f]++
		}
	}
	m := impacter{weights: tuned()}
	m.lengths(&lengths)
	uses := make(map[string]use)
	for w, c := range counts {
		var u use
		u.impact = uint32(m.impact(c))
		for f, n := range c {
			if n > 0 {
				u.mask |= 1 << f
			}
		}
		uses[w] = u
	}
	return uses
}

// ready is a document with its words.
type ready struct {
	*Document
	uses map[string]use
}

func (m *model) ready(docs []Document) []ready {
	out := make([]ready, len(docs))
	for i := range docs {
		out[i] = ready{&docs[i], usesOf(&docs[i])}
	}
	return out
}

// found is whether a document matches, and its score.
type found func(d *ready) (bool, uint32)

func (m *model) compile(e Expr, all []ready) found {
	switch e := e.(type) {
	case All:
		return func(*ready) (bool, uint32) { return true, 0 }
	case And:
		return m.compileAnd(m.compileAll(e.Of, all))
	case Or:
		of := m.compileAll(e.Of, all)
		return func(d *ready) (bool, uint32) {
			ok, sum := false, uint32(0)
			for _, f := range of {
				if o, s := f(d); o {
					ok, sum = true, sum+s
				}
			}
			return ok, sum
		}
	case Not:
		of := m.compile(e.Of, all)
		return func(d *ready) (bool, uint32) { ok, _ := of(d); return !ok, 0 }
	case Word:
		return m.word(e, all)
	case Phrase:
		return m.phrase(e, all)
	case TagIs:
		return plain(func(d *ready) bool { return hasTag(d, func(k string) bool { return k == e.Key }) })
	case TagPrefix:
		return plain(func(d *ready) bool { return hasTag(d, func(k string) bool { return strings.HasPrefix(k, e.Key) }) })
	case Term:
		return plain(func(d *ready) bool { return hasTerm(d, func(k string) bool { return k == e.Text }) })
	case TermPrefix:
		return plain(func(d *ready) bool { return hasTerm(d, func(k string) bool { return strings.HasPrefix(k, e.Text) }) })
	case Orders:
		return plain(func(d *ready) bool { return e.From <= d.Order && d.Order < e.To })
	}
	return plain(func(*ready) bool { return false })
}

func (m *model) compileAll(of []Expr, all []ready) []found {
	out := make([]found, len(of))
	for i, e := range of {
		out[i] = m.compile(e, all)
	}
	return out
}

func (m *model) compileAnd(of []found) found {
	return func(d *ready) (bool, uint32) {
		sum := uint32(0)
		for _, f := range of {
			ok, s := f(d)
			if !ok {
				return false, 0
			}
			sum += s
		}
		return true, sum
	}
}

func plain(f func(*ready) bool) found {
	return func(d *ready) (bool, uint32) { return f(d), 0 }
}

func hasTag(d *ready, is func(string) bool) bool {
	for _, t := range d.Tags {
		if is(t.Key) {
			return true
		}
	}
	return false
}

func hasTerm(d *ready, is func(string) bool) bool {
	for _, t := range d.Terms {
		if is(t) {
			return true
		}
	}
	return false
}

func (m *model) word(w Word, all []ready) found {
	fields := w.Fields
	if fields == 0 {
		fields = allFields
	}
	factor := func(word string) uint32 {
		limit := text.NearLimit(w.Text)
		switch {
		case w.How == Prefix && strings.HasPrefix(word, w.Text):
			return 1
		case w.How == Near && text.Near(word, w.Text, min(limit, 1)):
			return 3
		case w.How == Near && text.Near(word, w.Text, limit):
			return 2
		}
		return 0
	}
	mark := func(d *ready) (exact, other uint32) {
		for word, u := range d.uses {
			if u.mask&fields == 0 {
				continue
			}
			if word == w.Text {
				exact = u.impact
			} else {
				other = max(other, u.impact*factor(word))
			}
		}
		if other > 0 && w.How == Prefix && fields == allFields && lettersOf(w.Text) == 2 && !m.alone {
			other = other/64*64 + 32
		}
		return exact, other
	}
	exacts, any := 0, 0
	for i := range all {
		if _, ok := all[i].uses[w.Text]; ok {
			exacts++
		}
		if e, o := mark(&all[i]); e > 0 || o > 0 {
			any++
		}
	}
	l := &leaf{exactWeight: uint32(weightUnit*rarity(exacts, len(all)) + 0.5)}
	if w.How == Near && text.NearLimit(w.Text) > 0 {
		l.near = newNearness(w.Text)
	}
	if w.How == Prefix || l.near != nil {
		l.weighOthers(rarity(max(any, exacts), len(all)))
	}
	if w.How == Prefix && fields == allFields && lettersOf(w.Text) == 1 && !m.alone {
		l.otherWeight, l.most = 0, 0
	}
	return func(d *ready) (bool, uint32) {
		e, o := mark(d)
		return e > 0 || o > 0, l.score(e<<16 | o)
	}
}

func (m *model) phrase(p Phrase, all []ready) found {
	var of []Expr
	for i, w := range p.Words {
		e := Word{Text: w, Fields: p.Fields}
		if p.Prefix && i == len(p.Words)-1 {
			e.How = Prefix
		}
		if !slices.Contains(of, Expr(e)) { // a word that is said again counts once
			of = append(of, e)
		}
	}
	and := m.compileAnd(m.compileAll(of, all))
	fields := p.Fields
	if fields == 0 {
		fields = allFields
	}
	return func(d *ready) (bool, uint32) {
		ok, score := and(d)
		return ok && (len(p.Words) < 2 || naivePhrase(p, fields, &d.Fields)), score
	}
}

func (m *model) search(e Expr, o Options) Result {
	m.alone = isWord(e) && o.Order == Best
	f := m.compile(e, m.ready(m.all))
	type hit struct {
		d     *Document
		score uint32
	}
	var hits []hit
	tags := make(map[string]int)
	for _, d := range m.ready(m.docs) {
		if d.Hidden && !o.IncludeHidden {
			continue
		}
		if ok, score := f(&d); ok {
			hits = append(hits, hit{d.Document, score})
			seen := make(map[string]bool)
			for _, t := range d.Tags {
				if !seen[t.Key] {
					tags[t.Key]++
				}
				seen[t.Key] = true
			}
		}
	}
	sort.SliceStable(hits, func(i, j int) bool {
		a, b := hits[i], hits[j]
		switch {
		case o.Order == Best && a.score != b.score:
			return a.score > b.score
		case o.Order == ByTitle && a.d.SortKey != b.d.SortKey:
			return a.d.SortKey < b.d.SortKey
		case o.Order == Oldest:
			return newer(b.d, a.d)
		}
		return newer(a.d, b.d)
	})
	r := Result{Total: len(hits)}
	for _, h := range hits[min(o.Offset, len(hits)):min(o.Offset+o.Limit, len(hits))] {
		score := float32(0)
		if o.Order == Best {
			score = float32(h.score) / scoreUnit
		}
		r.Hits = append(r.Hits, Hit{Doc: Doc{Num: uint32(h.d.Seq)}, Score: score})
	}
	if o.Facets > 0 {
		r.Facets = topTags(tags, o.Facets)
	}
	for i := 1; i < len(o.Cuts); i++ {
		n := 0
		for _, h := range hits {
			if o.Cuts[i-1] <= h.d.Order && h.d.Order < o.Cuts[i] {
				n++
			}
		}
		r.Spans = append(r.Spans, n)
	}
	return r
}

// isWord says that a question is one word, perhaps as an And, or a phrase, of
// it alone.
func isWord(e Expr) bool {
	switch e := e.(type) {
	case Word:
		return true
	case And:
		return len(e.Of) == 1 && isWord(e.Of[0])
	case Phrase:
		return len(e.Words) == 1
	}
	return false
}

func topTags(tags map[string]int, n int) []TagCount {
	var out []TagCount
	for k, c := range tags {
		out = append(out, TagCount{Tag: Tag{Key: k}, Count: c})
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Count != out[j].Count {
			return out[i].Count > out[j].Count
		}
		return out[i].Key < out[j].Key
	})
	return out[:min(n, len(out))]
}
