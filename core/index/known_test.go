package index

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pinfold/core/text"
)

// A knownItem is words of one title, by which its document should be found.
type knownItem struct {
	words []string
	doc   int
}

// knownItems draws two or three words of at least four letters of a title.
func knownItems(docs []Document, seed uint64, n int) []knownItem {
	r := rand.New(rand.NewPCG(seed, 77))
	var items []knownItem
	for len(items) < n {
		doc := r.IntN(len(docs))
		var words []string
		for _, t := range text.Tokens(docs[doc].Fields[Title]) {
			if len(t.Text) >= 4 && isASCII(t.Text) {
				words = append(words, t.Text)
			}
		}
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		if want := 2 + r.IntN(2); len(words) >= want {
			items = append(items, knownItem{words[:want], doc})
		}
	}
	return items
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 127 }) < 0
}

// misspelt returns item with one edit in its longest word.
func misspelt(r *rand.Rand, item knownItem) knownItem {
	words := append([]string(nil), item.words...)
	long := 0
	for i, w := range words {
		if len(w) > len(words[long]) {
			long = i
		}
	}
	b := []byte(words[long])
	at := 1 + r.IntN(len(b)-2)
	switch r.IntN(3) {
	case 0:
		b[at], b[at+1] = b[at+1], b[at]
	case 1:
		b = append(b[:at], b[at+1:]...)
	default:
		b[at] = 'a' + byte(r.IntN(26))
	}
	words[long] = string(b)
	return knownItem{words, item.doc}
}

// BenchmarkKnownItem tells the mean reciprocal rank, to the tenth hit, of
// documents that are searched by words of their titles: as they stand, as they
// are typed (near, the last word unfinished), and with one slip. The weights
// of the fields were chosen by it.
func BenchmarkKnownItem(b *testing.B) {
	v, docs := segments().view(64<<20), corpus()
	kinds := []struct {
		name string
		expr func(words []string) Expr
	}{
		{"clean", func(w []string) Expr { return eachWord(w, Exact, Exact) }},
		{"typed", func(w []string) Expr { return eachWord(w, Near, Prefix) }},
		{"typo", func(w []string) Expr { return eachWord(w, Near, Near) }},
	}
	for range b.N {
		for _, k := range kinds {
			r := rand.New(rand.NewPCG(5, 5))
			sum, n := 0.0, 400
			for _, item := range knownItems(docs, 101, n) {
				if k.name == "typo" {
					item = misspelt(r, item)
				}
				found, err := v.Search(b.Context(), k.expr(item.words), Options{Limit: 10})
				if err != nil {
					b.Fatal(err)
				}
				sum += reciprocal(b, v, found.Hits, docs[item.doc].Seq)
			}
			b.ReportMetric(sum/float64(n), fmt.Sprint(k.name, "-MRR"))
		}
	}
}

func eachWord(words []string, how, last How) Expr {
	of := make([]Expr, len(words))
	for i, w := range words {
		of[i] = Word{Text: w, How: how}
		if i == len(words)-1 {
			of[i] = Word{Text: w, How: last}
		}
	}
	return And{of}
}

func reciprocal(b *testing.B, v *View, hits []Hit, seq uint64) float64 {
	docs := make([]Doc, len(hits))
	for i, h := range hits {
		docs[i] = h.Doc
	}
	records, err := v.Records(b.Context(), docs)
	if err != nil {
		b.Fatal(err)
	}
	for i, r := range records {
		if r.Seq == seq {
			return 1 / float64(i+1)
		}
	}
	return 0
}
