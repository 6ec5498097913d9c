package index

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core/text"
)

func TestTheTableOfWordsFindsTheNearOnesAndNoOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	letters := []rune("abcdé日")
	random := func(most int) string {
		w := make([]rune, 1+r.IntN(most))
		for i := range w {
			w[i] = letters[r.IntN(len(letters))]
		}
		return string(w)
	}
	words := make([]string, 3000)
	for i := range words {
		words[i] = random(11)
	}
	words = append(words, strings.Repeat("ab", 20), strings.Repeat("ab", 20)+"c", strings.Repeat("ab", 15)+"c")
	slices.Sort(words)
	words = slices.Compact(words)
	table := &wordTable{first: 7}
	for _, w := range words {
		table.add([]byte(w))
	}
	for i := range 100 {
		asked := random(11)
		if i == 0 {
			asked = strings.Repeat("ab", 20)
		}
		n := newNearness(asked)
		if n.limit == 0 {
			continue
		}
		found := make(map[string]int)
		n.find(table, func(place, distance int) { found[words[place-7]] = distance })
		for _, w := range words {
			d, near := found[w]
			require.Equal(t, text.Near(w, asked, n.limit), near, "%s %s", w, asked)
			if near {
				require.Equal(t, text.Near(w, asked, 0), d == 0, "%s %s", w, asked)
				require.Equal(t, text.Near(w, asked, 1), d <= 1, "%s %s", w, asked)
			}
		}
	}
}

func TestTheWordItselfComesBeforeAllThatBeginsWithIt(t *testing.T) {
	docs := []Document{document(1, 100, "https://a.example/", "streams", "", []string{"streams"})}
	for seq := uint64(2); seq < 40; seq++ { // the word itself stands at the end of long addresses, in many documents
		url := "https://b.example/" + strings.Repeat("away/", int(seq)) + "stream"
		docs = append(docs, document(seq, int64(seq), url, "a title of other words", strings.Repeat("more ", 40), nil))
	}
	found := len(docs)
	for seq := uint64(40); seq < 1000; seq++ {
		docs = append(docs, document(seq, int64(seq), "https://c.example/", "nothing of the kind", "", nil))
	}
	mem := newMemory()
	meta, err := Build(t.Context(), "s", docs, nil, mem.put)
	require.NoError(t, err)
	v := NewView([]Part{{Segment: Open(meta, mem, NewCache(1<<20))}}, ViewOptions{Fields: fieldsOf})
	for _, how := range []How{Prefix, Near} {
		r, err := v.Search(t.Context(), Word{Text: "stream", How: how}, Options{Limit: 50})
		require.NoError(t, err)
		require.Equal(t, map[How][]string{Near: {"streams"}}[how], r.Near)
		order := seqs(t, v, r)
		require.Len(t, order, found)
		require.Equal(t, uint64(1), order[len(order)-1])
	}
}

func seqs(t *testing.T, v *View, found Result) (list []uint64) {
	var docs []Doc
	for _, h := range found.Hits {
		docs = append(docs, h.Doc)
	}
	records, err := v.Records(t.Context(), docs)
	require.NoError(t, err)
	for _, r := range records {
		list = append(list, r.Seq)
	}
	return list
}
