package index

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// Of documents that have two words, each in another field, those that have them
// in one are read, and no others, whatever the form of the words' lists.
func TestOnlyWhatHasItsWordsInOneFieldIsReadForAPhrase(t *testing.T) {
	for form, of := range map[string]struct{ docs, every int }{
		"a few": {5, 2}, "one block": {200, 4}, "several blocks": {3000, 10}, "a bitmap": {3000, 1},
	} {
		docs := make([]Document, of.docs)
		for i := range docs {
			title, note := "nothing", "of that kind"
			if i%of.every == 0 {
				title, note = "alpha one", "beta two"
			}
			docs[i] = document(uint64(i+1), int64(i), fmt.Sprintf("https://example.org/%d", i), title, note, nil)
		}
		both := len(docs) / 2 / of.every * of.every
		docs[both] = document(uint64(both+1), int64(both), "https://example.org/both", "of alpha beta", "beta", nil)

		mem := newMemory()
		m, err := Build(t.Context(), "one", docs, nil, mem.put)
		require.NoError(t, err)
		var read int
		v := NewView([]Part{{Segment: Open(m, mem, NewCache(1<<20))}}, ViewOptions{Fields: func(value []byte) [NumFields]string {
			read++
			return fieldsOf(value)
		}})
		for _, fields := range []Mask{0, 1 << Title} {
			read = 0
			q := Phrase{Words: []string{"alpha", "beta"}, Fields: fields}
			r, err := v.Search(t.Context(), q, Options{Limit: 10, Total: true})
			require.NoError(t, err)
			require.Equal(t, 1, r.Total, form)
			require.Len(t, r.Hits, 1, form)
			require.Equal(t, uint32(len(docs)-1-both), r.Hits[0].Doc.Num, form)
			require.Equal(t, 1, read, form)
		}
	}
}
