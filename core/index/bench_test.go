package index

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"pinfold/core/text"
	"pinfold/internal/tongue"
)

// The benchmarks run over generated bookmarks, or over a file of real ones:
//
//	go test -bench . -benchtime 200x ./core/index
//	PINFOLD_LINKS=links.jsonl.gz PINFOLD_SIZE=100000 go test -bench . ./core/index
//
// The file has one JSON object a line: href, description, extended, tags, time.

func benchSize() int {
	n := 100_000
	fmt.Sscan(os.Getenv("PINFOLD_SIZE"), &n)
	return n
}

// corpus is the documents that the benchmarks ask about.
var corpus = sync.OnceValue(func() []Document {
	if path := os.Getenv("PINFOLD_LINKS"); path != "" {
		return links(path, benchSize())
	}
	return generated(rand.New(rand.NewPCG(1, 1)), benchSize())
})

func links(path string, most int) []Document {
	b, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		panic(err)
	}
	in := json.NewDecoder(z)
	var docs []Document
	for len(docs) < most {
		var l struct {
			Href, Description, Extended, Tags string
			Time                              time.Time
		}
		if err := in.Decode(&l); err == io.EOF {
			break
		} else if err != nil {
			panic(err)
		}
		docs = append(docs, document(uint64(len(docs)+1), l.Time.UnixMilli(), l.Href, l.Description, l.Extended, strings.Fields(l.Tags)))
	}
	return docs
}

func document(seq uint64, order int64, url, title, description string, tags []string) Document {
	d := Document{Seq: seq, Order: order, Fields: [NumFields]string{title, strings.Join(tags, " "), description, url}}
	h := uint64(14695981039346656037)
	for i := range len(url) {
		h = (h ^ uint64(url[i])) * 1099511628211
	}
	h *= 0x9E3779B97F4A7C15
	d.Same, d.Variant = h, h
	for i := range d.ID {
		d.ID[i] = byte((h * uint64(i+3)) >> 32)
	}
	copy(d.ID[:8], fmt.Appendf(nil, "%08x", uint32(h>>32)))
	r := rand.New(rand.NewPCG(seq, 9))
	for i := range d.ID {
		d.ID[i] = byte(r.Uint32())
	}
	for _, t := range tags {
		d.Tags = append(d.Tags, Tag{Key: text.TagKey(t), Label: t})
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(url, "https://"), "/")
	d.Terms = append(d.Terms, "site:"+host)
	if seq%16 == 0 {
		d.Terms = append(d.Terms, "is:unread")
	}
	key := text.Fold(title)
	d.SortKey = key[:min(64, len(key))]
	d.Value = value(&d.Fields)
	return d
}

func generated(r *rand.Rand, n int) []Document {
	t := tongue.New(r, 20_000+n)
	tags := tongue.New(r, 3000)
	docs := make([]Document, n)
	for i := range docs {
		own := make([]string, 1+r.IntN(5))
		for j := range own {
			own[j] = tags.Word()
		}
		url := "https://" + t.Words[r.IntN(n/5+1)] + ".example/" + strings.ReplaceAll(t.Phrase(1+r.IntN(3)), " ", "/")
		docs[i] = document(uint64(i+1), 1_700_000_000_000-int64(i)*3_600_000, url, t.Phrase(3+r.IntN(7)), t.Phrase(r.IntN(25)), own)
	}
	return docs
}

// built is a segment for each 131,072 documents, as core builds them.
type built struct {
	mem   *memory
	metas []Meta
}

var segments = sync.OnceValue(func() built {
	b := built{mem: newMemory()}
	docs := corpus()
	for len(docs) > 0 {
		n := min(len(docs), 1<<17)
		m, err := Build(context.Background(), fmt.Sprint("seg", len(b.metas)), docs[:n], nil, b.mem.put)
		if err != nil {
			panic(err)
		}
		b.metas, docs = append(b.metas, m), docs[n:]
	}
	return b
})

func (b built) view(cache int) *View {
	c := NewCache(cache)
	var parts []Part
	for _, m := range b.metas {
		parts = append(parts, Part{Segment: Open(m, b.mem, c)})
	}
	return NewView(parts, ViewOptions{Fields: fieldsOf})
}

// frequent returns words and tags of the corpus, the most frequent first.
var frequent = sync.OnceValue(func() (words []string) {
	v := segments().view(16 << 20)
	words, err := v.Words(context.Background(), "", 1000)
	if err != nil {
		panic(err)
	}
	return words
})

// questions are the classes of what people type.
func questions() []struct {
	name string
	ask  func(i int) Expr
	o    Options
} {
	words := frequent()
	tags, err := segments().view(16 << 20).Tags(context.Background())
	if err != nil {
		panic(err)
	}
	page := Options{Limit: 20}
	all := Options{Limit: 20, Total: true, Facets: 30}
	word := func(i int) string { return words[i%100] }
	mid := func(i int) string { return words[200+i%500] }
	long := func(i int) string {
		for ; ; i++ {
			if w := words[300+i%700]; len(w) >= 5 {
				return w
			}
		}
	}
	typo := func(i int) string { w := long(i); return w[:2] + w[3:4] + w[2:3] + w[4:] }
	tag := func(i int) Expr { return TagIs{tags[i%50].Key} }
	return []struct {
		name string
		ask  func(i int) Expr
		o    Options
	}{
		{"Newest", func(int) Expr { return All{} }, Options{Order: Newest, Limit: 20}},
		{"OneLetter", func(i int) Expr { return Word{Text: "abcdefghilmnoprstw"[i%18:][:1], How: Prefix} }, page},
		{"TwoLetters", func(i int) Expr { return Word{Text: word(i)[:min(2, len(word(i)))], How: Prefix} }, page},
		{"AsTyped", func(i int) Expr { return Word{Text: mid(i)[:min(4, len(mid(i)))], How: Prefix} }, page},
		{"Common", func(i int) Expr { return Word{Text: word(i)} }, page},
		{"TwoWords", func(i int) Expr { return And{[]Expr{Word{Text: word(i)}, Word{Text: mid(i), How: Prefix}}} }, page},
		{"TwoWordsTwoLetters", func(i int) Expr {
			return And{[]Expr{Word{Text: mid(i)}, Word{Text: word(i)[:min(2, len(word(i)))], How: Prefix}}}
		}, page},
		{"Typo", func(i int) Expr { return Word{Text: typo(i), How: Near} }, page},
		{"NoHit", func(i int) Expr { return Word{Text: "zzqx" + mid(i), How: Near} }, page},
		{"TagWord", func(i int) Expr { return And{[]Expr{tag(i), Word{Text: word(i), How: Prefix}}} }, page},
		{"Tag", tag, Options{Order: Newest, Limit: 20}},
		{"Facets", func(i int) Expr { return Word{Text: word(i)} }, all},
		{"FacetsOneLetter", func(i int) Expr { return Word{Text: "abcdefghilmnoprstw"[i%18:][:1], How: Prefix} }, all},
		{"TagNotTag", func(i int) Expr { return And{[]Expr{tag(i), Not{tag(i + 1)}}} }, all},
		{"ByTitle", func(i int) Expr { return All{} }, Options{Order: ByTitle, Limit: 20}},
		{"ByTitleWord", func(i int) Expr { return Word{Text: word(i)} }, Options{Order: ByTitle, Limit: 20}},
	}
}

// answer asks for the documents of the hits too, as a page does.
func answer(b *testing.B, v *View, e Expr, o Options) {
	b.Helper()
	r, err := v.Search(b.Context(), e, o)
	if err != nil {
		b.Fatal(err)
	}
	docs := make([]Doc, len(r.Hits))
	for i, h := range r.Hits {
		docs[i] = h.Doc
	}
	if _, err := v.Values(b.Context(), docs); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkSearch(b *testing.B) {
	v := segments().view(64 << 20)
	for _, q := range questions() {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			worst := time.Duration(0)
			for i := range b.N {
				start := time.Now()
				answer(b, v, q.ask(i), q.o)
				if i > 0 {
					worst = max(worst, time.Since(start))
				}
			}
			b.ReportMetric(float64(worst.Microseconds()), "worst-µs")
		})
	}
}

// BenchmarkCold asks a view that has read nothing and tells what it reads.
func BenchmarkCold(b *testing.B) {
	s := segments()
	for _, q := range questions() {
		b.Run(q.name, func(b *testing.B) {
			trips, bytes := s.mem.trips, s.mem.bytes
			for i := range b.N {
				answer(b, s.view(16<<20), q.ask(i), q.o)
			}
			b.ReportMetric(float64(s.mem.trips-trips)/float64(b.N), "trips")
			b.ReportMetric(float64(s.mem.bytes-bytes)/1024/float64(b.N), "KB-read")
		})
	}
}

// BenchmarkWarm asks a view with the cache of the extension's background two
// hundred questions of a kind, twice, and tells what the second time still reads.
func BenchmarkWarm(b *testing.B) {
	s, v := segments(), segments().view(28<<20)
	for _, q := range questions() {
		b.Run(q.name, func(b *testing.B) {
			const asked = 200
			lap := func() {
				for i := range asked {
					answer(b, v, q.ask(i), q.o)
				}
			}
			lap()
			b.ResetTimer()
			trips, bytes := s.mem.trips, s.mem.bytes
			for range b.N {
				lap()
			}
			b.ReportMetric(float64(s.mem.trips-trips)/float64(asked*b.N), "trips")
			b.ReportMetric(float64(s.mem.bytes-bytes)/1024/float64(asked*b.N), "KB-read")
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	docs := corpus()
	docs = docs[:min(len(docs), 1<<17)]
	b.ReportAllocs()
	for range b.N {
		mem := newMemory()
		m, err := Build(b.Context(), "seg", docs, nil, mem.put)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(m.IndexBytes)/1e6, "index-MB")
		b.ReportMetric(float64(m.DocsBytes)/1e6, "docs-MB")
		for i, name := range []string{"postings", "terms", "termindex", "records", "arrivals", "rows", "tags", "tagindex", "ids", "same", "variants", "titles", "titleindex", "ranks", "letters"} {
			b.ReportMetric(float64(m.sections[i].len)/1e6, name+"-MB")
		}
	}
}

func BenchmarkMerge(b *testing.B) {
	docs := corpus()
	mem := newMemory()
	var parts []Part
	for i := range 4 {
		var own []Document
		for j := i; j < len(docs) && j < 1<<17; j += 4 {
			own = append(own, docs[j])
		}
		m, err := Build(b.Context(), fmt.Sprint("seg", i), own, nil, mem.put)
		if err != nil {
			b.Fatal(err)
		}
		parts = append(parts, Part{Segment: Open(m, mem, NewCache(1<<20))})
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, _, err := Merge(b.Context(), "merged", parts, nil, newMemory().put); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkByID(b *testing.B) {
	v := segments().view(64 << 20)
	docs := corpus()
	for i := range b.N {
		if _, ok, err := v.ByID(b.Context(), docs[i*7919%len(docs)].ID); err != nil || !ok {
			b.Fatal("not found", err)
		}
	}
}
