package bench

import (
	"context"
	"crypto/rand"
	"fmt"
	"iter"
	mathrand "math/rand/v2"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/core/memstore"
	"pinfold/core/weburl"
)

// Known is how well items are found by words that a person remembers of them.
type Known struct {
	Corpus string
	Rows   []KnownRow
}

// A KnownRow is one kind of memory.
type KnownRow struct {
	Kind       string
	MRR, First float64 // reciprocal rank to the tenth, and share of first places
	N          int
}

// The seeds of what is reported. The weights of the fields were chosen on
// others (core/index/known_test.go).
const (
	firstSeed = 101
	seeds     = 5
	perSeed   = 200
)

// A memory draws what a person remembers of a document; nil if there is too
// little.
type memory func(r *mathrand.Rand, d *Doc) []string

// knownItems asks for documents by words of theirs.
func knownItems(ctx context.Context, c Corpus) (Known, error) {
	l, err := libraryOf(ctx, c.Docs)
	if err != nil {
		return Known{}, err
	}
	defer l.Close()
	known := Known{Corpus: c.Name}
	for _, k := range []struct {
		name   string
		recall memory
		box    bool // as a search box asks: last word unfinished, near matches wanted
	}{
		{"two or three words of the title", ofTitle, false},
		{"the same, as typed", ofTitle, true},
		{"the same with a slip", withSlip, true},
		{"words of title and description", ofBoth, true},
		{"a word of the title and a tag", withTag, true},
		{"a word of the title and the site", withSite, true},
	} {
		row := KnownRow{Kind: k.name}
		for seed := range seeds {
			if err := row.draw(ctx, l, c.Docs, uint64(firstSeed+seed), k.recall, k.box); err != nil {
				return known, err
			}
		}
		row.MRR /= float64(row.N)
		row.First /= float64(row.N)
		known.Rows = append(known.Rows, row)
	}
	return known, nil
}

// draw asks for perSeed documents.
func (row *KnownRow) draw(ctx context.Context, l *core.Library, docs []Doc, seed uint64, recall memory, box bool) error {
	r := mathrand.New(mathrand.NewPCG(seed, 77))
	for n, tries := 0, 0; n < perSeed && tries < 100*perSeed; tries++ {
		d := &docs[r.IntN(len(docs))]
		words := recall(r, d)
		if words == nil {
			continue
		}
		p, err := l.Search(ctx, core.Search{Query: strings.Join(words, " "), Limit: 10, Typing: box, Near: box})
		if err != nil {
			return err
		}
		for i, b := range append(p.Bookmarks, p.Near...) {
			if i < 10 && b.URL == d.Href {
				row.MRR += 1 / float64(i+1)
				if i == 0 {
					row.First++
				}
				break
			}
		}
		n++
		row.N++
	}
	return nil
}

// libraryOf imports docs into a library in memory.
func libraryOf(ctx context.Context, docs []Doc) (*core.Library, error) {
	o := core.Options{Now: time.Now, Random: func(p []byte) { _, _ = rand.Read(p) }, CacheBytes: 256 << 20}
	l, err := core.Open(ctx, memstore.New().Open(), o)
	if err != nil {
		return nil, err
	}
	report, err := l.Import(ctx, entries(docs), core.ImportOptions{}, nil)
	if err != nil {
		return nil, err
	}
	if report.Stored < len(docs)*9/10 {
		return nil, fmt.Errorf("only %d of %d were taken", report.Stored, len(docs))
	}
	return l, nil
}

func entries(docs []Doc) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		for i, d := range docs {
			created, _ := time.Parse(time.RFC3339, d.Time)
			e := core.Entry{URL: d.Href, Title: d.Description, Description: d.Extended, Tags: strings.Fields(d.Tags), Created: created, Number: i + 1}
			if !yield(e, nil) {
				return
			}
		}
	}
}

// some returns n of the words, drawn.
func some(r *mathrand.Rand, words []string, n int) []string {
	if len(words) < n {
		return nil
	}
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return words[:n]
}

func ofTitle(r *mathrand.Rand, d *Doc) []string {
	return some(r, plainWords(d.Description), 2+r.IntN(2))
}

// withSlip is ofTitle with one edit in its longest word.
func withSlip(r *mathrand.Rand, d *Doc) []string {
	words := ofTitle(r, d)
	if words == nil {
		return nil
	}
	long := 0
	for i, w := range words {
		if len(w) > len(words[long]) {
			long = i
		}
	}
	b := []byte(words[long])
	at := 1 + r.IntN(len(b)-2)
	switch r.IntN(4) {
	case 0:
		b[at], b[at+1] = b[at+1], b[at]
	case 1:
		b = append(b[:at], b[at+1:]...)
	case 2:
		b = append(b[:at], append([]byte{'a' + byte(r.IntN(26))}, b[at:]...)...)
	default:
		b[at] = 'a' + byte(r.IntN(26))
	}
	words[long] = string(b)
	return words
}

func ofBoth(r *mathrand.Rand, d *Doc) []string {
	return join(some(r, plainWords(d.Description), 1), some(r, plainWords(d.Extended), 2))
}

func withTag(r *mathrand.Rand, d *Doc) []string {
	var tags []string
	for _, t := range strings.Fields(d.Tags) {
		if plain := plainWords(t); len(plain) == 1 && plain[0] == t {
			tags = append(tags, t)
		}
	}
	return join(some(r, plainWords(d.Description), 2), some(r, tags, 1))
}

func withSite(r *mathrand.Rand, d *Doc) []string {
	return join(some(r, plainWords(d.Description), 2), some(r, plainWords(weburl.Host(d.Href)), 1))
}

// join is both, or nil if one is missing.
func join(a, b []string) []string {
	if a == nil || b == nil {
		return nil
	}
	return append(a, b...)
}
