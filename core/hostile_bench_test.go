package core_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
	"pinfold/core/query"
	"pinfold/internal/tongue"
)

// generated yields n bookmarks of made-up words.
func generated(n int) iter.Seq2[core.Entry, error] {
	r := rand.New(rand.NewPCG(1, 1))
	t, tags := tongue.New(r, 20_000+n), tongue.New(r, 3000)
	return func(yield func(core.Entry, error) bool) {
		for i := range n {
			e := core.Entry{
				URL:   fmt.Sprintf("https://%s.example/%d", t.Words[r.IntN(n/5+1)], i),
				Title: t.Phrase(3 + r.IntN(7)), Description: t.Phrase(r.IntN(25)), Tags: []string{tags.Word(), tags.Word()},
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

// filled repeats pieces, each made by its number, up to the longest query.
func filled(between string, piece func(i int) string) string {
	var b strings.Builder
	for i := 0; ; i++ {
		next := piece(i)
		if b.Len()+len(between)+len(next) > query.MaxBytes {
			return b.String()
		}
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString(next)
	}
}

// BenchmarkHostileQueries asks 100,000 bookmarks what is as long and as dear as a
// query may be, beside what a person asks.
func BenchmarkHostileQueries(b *testing.B) {
	l, err := core.Open(ctx(), memstore.New().Open(), newWorld().options())
	require.NoError(b, err)
	_, err = l.Import(ctx(), generated(100_000), core.ImportOptions{}, nil)
	require.NoError(b, err)
	words := tongue.New(rand.New(rand.NewPCG(1, 1)), 120_000).Words
	letter := func(i int) string { return string(rune('a' + i%26)) }
	two := func(i int) string { return letter(i) + letter(i/26) }
	typo := func(i int) string { w := words[100+i]; return w[:len(w)/2] + "q" + w[len(w)/2:] }
	for _, q := range []struct{ name, query string }{
		{"a person's", words[3] + " " + words[300]},
		{"letters, all of them", filled(" ", func(i int) string { return letter(i) + "*" })},
		{"letters, any of them", filled(" OR ", func(i int) string { return letter(i) + "*" })},
		{"none of the letters", "* " + filled(" ", func(i int) string { return "-" + letter(i) + "*" })},
		{"two letters, any of them", filled(" OR ", func(i int) string { return two(i) + "*" })},
		{"two letters, all of them", filled(" ", func(i int) string { return two(i) + "*" })},
		{"misspelt words, any of them", filled(" OR ", typo)},
		{"misspelt words, all of them", filled(" ", typo)},
		{"common words, any of them", filled(" OR ", func(i int) string { return words[i] })},
		{"common words, all of them", filled(" ", func(i int) string { return words[i%20] })},
		{"phrases", filled(" OR ", func(i int) string { return `"` + words[i%30] + " " + words[(i+1)%30] + `"` })},
		{"one long phrase", `"` + filled(" ", func(i int) string { return words[i%10] }) + `"`},
		{"fields", filled(" OR ", func(i int) string { return []string{"title:", "tag:", "site:", "url:"}[i%4] + two(i) + "*" })},
		{"groups in groups", strings.Repeat("(a* OR -(b* ", 300) + strings.Repeat("))", 300)},
		{"one long word", strings.Repeat("ab", query.MaxBytes/2)},
		{"no letters", filled(" ", func(i int) string { return "+-/._~"[i%6:][:1] + "%" })},
	} {
		b.Run(q.name, func(b *testing.B) {
			for b.Loop() {
				_, err := l.Search(ctx(), core.Search{Query: q.query, Limit: 20, Typing: true, Near: true, Total: true, Tags: 30})
				require.NoError(b, err)
			}
		})
	}
}
