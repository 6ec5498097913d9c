package core

import (
	"cmp"

	"pinfold/core/order"
	"pinfold/core/text"
	"pinfold/core/weburl"
)

// A journaled is the journal's documents, and what is asked of them for every
// record of an import.
type journaled struct {
	docs    []journalDoc      // in the order of arrival
	same    map[string][]int  // of docs, by weburl.Same
	variant map[string][]int  // of docs, by weburl.Variant
	labels  map[string]string // tags by their keys, as they are spelled last
}

// journaled returns what is derived from the journal's documents.
func (st *state) journaled() *journaled {
	st.once.Do(func() { st.seen = newJournaled(st.latest) })
	return &st.seen
}

func newJournaled(latest map[ID]journalDoc) journaled {
	j := journaled{
		docs: make([]journalDoc, 0, len(latest)),
		same: make(map[string][]int), variant: make(map[string][]int), labels: make(map[string]string),
	}
	for _, d := range latest {
		j.docs = append(j.docs, d)
	}
	order.By(j.docs, func(a, b *journalDoc) int { return cmp.Compare(a.seq, b.seq) })
	for i := range j.docs {
		b := &j.docs[i].bookmark
		same, variant := weburl.Same(b.URL), weburl.Variant(b.URL)
		j.same[same] = append(j.same[same], i)
		j.variant[variant] = append(j.variant[variant], i)
		for _, t := range b.Tags {
			j.labels[text.TagKey(t)] = t
		}
	}
	return j
}
