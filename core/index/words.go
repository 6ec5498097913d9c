package index

import (
	"cmp"
	"context"
	"strings"

	"pinfold/core/order"
)

// Words returns words that begin with prefix, the most frequent first, then in
// order, at most limit of them. They are for hints: a word of dead documents
// counts until its segment is merged.
func (v *View) Words(ctx context.Context, prefix string, limit int) ([]string, error) {
	p := v.pace(ctx)
	counts := make(map[string]int)
	for _, part := range v.parts {
		if err := part.Segment.countWords(&p, prefix, counts); err != nil {
			return nil, err
		}
	}
	words := make([]string, 0, len(counts))
	for w := range counts {
		words = append(words, w)
	}
	order.By(words, func(a, b *string) int {
		if x, y := counts[*a], counts[*b]; x != y {
			return cmp.Compare(y, x)
		}
		return strings.Compare(*a, *b)
	})
	return words[:max(min(limit, len(words)), 0)], nil
}

func (s *Segment) countWords(p *pace, prefix string, counts map[string]int) error {
	low := string(rune(spaceWord)) + prefix
	high := afterPrefix(low)
	t, err := s.termIndexOf(p.ctx)
	if err != nil {
		return err
	}
	from, to := t.blocks(low, high)
	var f fetch
	if from < to {
		f.section(s, secTerms, t.places[from], t.places[to]-t.places[from])
	}
	if err := f.run(p.ctx); err != nil {
		return err
	}
	r := termReader{s: s}
	for b := from; b < to; b++ {
		if err := r.block(p.ctx, t, b); err != nil {
			return err
		}
		for r.next() {
			if text := string(r.entry.text); text >= low && text < high {
				counts[text[1:]] += int(r.entry.df)
			}
		}
		if err := r.err(); err != nil {
			return err
		}
		if err := p.step(32 * termBlock); err != nil {
			return err
		}
	}
	return nil
}
