package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
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

// BenchmarkWeights looks for better weights, one after the other, each by
// halves and doubles, on seeds of its own: what is reported (internal/bench)
// is drawn by others. It prints the mean over what people remember, before and
// after.
//
//	PINFOLD_LINKS=links.jsonl.gz PINFOLD_SIZE=30000 go test -run '^$' -bench Weights -benchtime 1x -timeout 1h ./core/index
func BenchmarkWeights(b *testing.B) {
	docs := corpus()
	best := tuned()
	top := recall(b, docs, best)
	b.Logf("%.4f %+v", top, best)
	for pass, step := range []float32{1.5, 1.2} {
		for i := range len(knobs(&best)) {
			for _, factor := range []float32{step, 1 / step} {
				for range 3 {
					try := best
					*knobs(&try)[i] *= factor
					got := recall(b, docs, try)
					if got <= top+0.0002 {
						break
					}
					best, top = try, got
					b.Logf("pass %d: %.4f %+v", pass, top, best)
				}
			}
		}
	}
}

// knobs are the numbers that may change.
func knobs(w *weights) (list []*float32) {
	list = append(list, &w.saturation)
	for f := range w.fields {
		list = append(list, &w.fields[f].weight, &w.fields[f].byLength)
	}
	return list
}

// recall is the mean reciprocal rank over kinds of memory.
func recall(b *testing.B, docs []Document, w weights) float64 {
	for f := range w.fields {
		if w.fields[f].byLength > 1 {
			return 0
		}
	}
	mem := newMemory()
	meta, err := build(b.Context(), "s", docs, w, nil, mem.put)
	if err != nil {
		b.Fatal(err)
	}
	v := NewView([]Part{{Segment: Open(meta, mem, NewCache(64<<20))}}, ViewOptions{Fields: fieldsOf})
	sum, n := 0.0, 0
	for _, fields := range [][]int{{Title, Title}, {Title, Title, Title}, {Title, Description, Description}, {Title, Tags}, {Title, URL}} {
		for seed := range uint64(3) {
			for _, item := range remembered(docs, 1+seed, 150, fields) {
				found, err := v.Search(b.Context(), eachWord(item.words, Exact, Prefix), Options{Limit: 10})
				if err != nil {
					b.Fatal(err)
				}
				sum += reciprocal(b, v, found.Hits, docs[item.doc].Seq)
				n++
			}
		}
	}
	return sum / float64(n)
}

// remembered draws a word of each of the fields, of documents that have them.
func remembered(docs []Document, seed uint64, n int, fields []int) []knownItem {
	r := rand.New(rand.NewPCG(seed, 99))
	var items []knownItem
	for tries := 0; len(items) < n && tries < 100*n; tries++ {
		doc := r.IntN(len(docs))
		var words []string
		for _, f := range fields {
			if w := drawn(r, &docs[doc], f, words); w != "" {
				words = append(words, w)
			}
		}
		if len(words) == len(fields) {
			items = append(items, knownItem{words, doc})
		}
	}
	return items
}

// drawn returns a word of a field that is not among have.
func drawn(r *rand.Rand, d *Document, field int, have []string) string {
	var words []string
	for _, t := range appendTokens(nil, field, d.Fields[field]) {
		if len(t.Text) >= 4 && isASCII(t.Text) && !slices.Contains(have, t.Text) {
			words = append(words, t.Text)
		}
	}
	if len(words) == 0 {
		return ""
	}
	return words[r.IntN(len(words))]
}
