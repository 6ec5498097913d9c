package index

import (
	"cmp"
	"context"
	"encoding/binary"

	"pinfold/core/internal/wire"
	"pinfold/core/order"
)

// The tags of each document: blocks of rowBlock documents, whose places, and
// the end of the last, stand in an index of 4 bytes each. For each document:
// the number of its tags, uvarint, then their ordinals (places among the
// segment's tags in the order of their keys): the first, then the difference
// to the one before minus 1, uvarint each.

// A tagTable is the tags of a segment, in the order of their keys.
type tagTable struct {
	keys   []string
	labels []string
	counts []uint32 // documents, dead and hidden ones too
}

// indexed returns block b of a section whose blocks stand in an index of
// 4 bytes each.
func (s *Segment) indexed(ctx context.Context, sec, index int, b int64) ([]byte, error) {
	at, err := s.bytes(ctx, index, 4*b, 8)
	if err != nil {
		return nil, err
	}
	from, to := binary.LittleEndian.Uint32(at), binary.LittleEndian.Uint32(at[4:])
	return s.bytes(ctx, sec, int64(from), int64(to)-int64(from))
}

// tagTableOf returns the segment's tags, read at first use.
func (s *Segment) tagTableOf(ctx context.Context, p *pace) (*tagTable, error) {
	s.mu.Lock()
	known := s.tags
	s.mu.Unlock()
	if known != nil {
		return known, nil
	}
	index, err := s.termIndexOf(ctx)
	if err != nil {
		return nil, err
	}
	from, to := index.blocks(string(rune(spaceTag)), string(rune(spaceTag+1)))
	var f fetch
	if from < to {
		f.section(s, secTerms, index.places[from], index.places[to]-index.places[from])
	}
	if err := f.run(ctx); err != nil {
		return nil, err
	}
	t := &tagTable{}
	r := termReader{s: s}
	for b := from; b < to; b++ {
		if err := r.block(ctx, index, b); err != nil {
			return nil, err
		}
		for r.next() {
			if r.entry.text[0] == spaceTag {
				t.add(&r.entry)
			}
		}
		if err := r.err(); err != nil {
			return nil, err
		}
		if err := p.step(16 * termBlock); err != nil {
			return nil, err
		}
	}
	if len(t.keys) != int(s.meta.Tags) {
		return nil, s.damaged("the number of tags is off")
	}
	s.mu.Lock()
	s.tags = t
	s.mu.Unlock()
	return t, nil
}

func (t *tagTable) add(e *termEntry) {
	key := string(e.text[1:])
	label := key
	if string(e.label) != key {
		label = string(e.label)
	}
	t.keys = append(t.keys, key)
	t.labels = append(t.labels, label)
	t.counts = append(t.counts, e.df)
}

// countTags adds, for every document of m, delta to the counts of its tags.
func (s *Segment) countTags(p *pace, m *matches, counts []int32, delta int32) error {
	var d *wire.Decoder
	block, at := int64(-1), uint32(0)
	var err error
	m.each(func(doc uint32) bool {
		if b := int64(doc / rowBlock); b != block {
			var body []byte
			if body, err = s.indexed(p.ctx, secTagRows, secTagIndex, b); err != nil {
				return false
			}
			if err = p.step(2 * rowBlock); err != nil {
				return false
			}
			d, block, at = wire.New(body), b, doc/rowBlock*rowBlock
		}
		for ; at < doc; at++ {
			for n := d.Count(1); n > 0; n-- {
				d.Uvarint()
			}
		}
		at++
		next := uint64(0)
		for n := d.Count(1); n > 0; n-- {
			next += d.Uvarint()
			if next >= uint64(len(counts)) {
				err = s.damaged("a document's tags are damaged")
				return false
			}
			counts[next] += delta
			next++
		}
		if d.Err() != nil {
			err = s.damaged("a document's tags are damaged")
		}
		return err == nil
	})
	return err
}

// A tagUnion gives the tags of all parts one numbering, in the order of their
// keys.
type tagUnion struct {
	tags    []Tag
	numbers [][]uint32 // by part and ordinal
}

// tagUnion returns the View's, made at first use.
func (v *View) tagUnion(p *pace) (*tagUnion, error) {
	v.mu.Lock()
	known := v.union
	v.mu.Unlock()
	if known != nil {
		return known, nil
	}
	u := &tagUnion{numbers: make([][]uint32, len(v.parts))}
	tables := make([]*tagTable, len(v.parts))
	for i, part := range v.parts {
		var err error
		if tables[i], err = part.Segment.tagTableOf(p.ctx, p); err != nil {
			return nil, err
		}
		u.numbers[i] = make([]uint32, 0, len(tables[i].keys))
	}
	for {
		least, some := "", false
		for i, t := range tables {
			if at := len(u.numbers[i]); at < len(t.keys) && (!some || t.keys[at] < least) {
				least, some = t.keys[at], true
			}
		}
		if !some {
			break
		}
		tag := Tag{Key: least}
		for i, t := range tables {
			if at := len(u.numbers[i]); at < len(t.keys) && t.keys[at] == least {
				tag.Label = t.labels[at] // the last part that has it is the newest
				u.numbers[i] = append(u.numbers[i], uint32(len(u.tags)))
			}
		}
		u.tags = append(u.tags, tag)
		if err := p.step(8 * len(tables)); err != nil {
			return nil, err
		}
	}
	v.mu.Lock()
	v.union = u
	v.mu.Unlock()
	return u, nil
}

// tagCounts counts the tags of what was found, by the View's numbering.
func (v *View) tagCounts(p *pace, found []matches) (*tagUnion, []int32, error) {
	if err := v.prefetchTags(p.ctx, found); err != nil {
		return nil, nil, err
	}
	u, err := v.tagUnion(p)
	if err != nil {
		return nil, nil, err
	}
	counts := make([]int32, len(u.tags))
	for i, part := range v.parts {
		if found[i].count() == 0 {
			continue
		}
		own := make([]int32, len(u.numbers[i]))
		if err := part.Segment.tagsIn(p, &found[i], own); err != nil {
			return nil, nil, err
		}
		for ordinal, n := range own {
			counts[u.numbers[i][ordinal]] += n
		}
	}
	return u, counts, nil
}

// tagsIn counts the tags of m. Those of nearly all documents are the segment's
// own counts less those of the rest.
func (s *Segment) tagsIn(p *pace, m *matches, counts []int32) error {
	if !m.whole(s) {
		return s.countTags(p, m, counts, 1)
	}
	t, err := s.tagTableOf(p.ctx, p)
	if err != nil {
		return err
	}
	for i, n := range t.counts {
		counts[i] = int32(n)
	}
	return s.countTags(p, &matches{list: list{docs: m.but}}, counts, -1)
}

// prefetchTags reads what tagCounts will need in one round trip.
func (v *View) prefetchTags(ctx context.Context, found []matches) error {
	var f fetch
	for i, p := range v.parts {
		s, m := p.Segment, &found[i]
		t, err := s.termIndexOf(ctx)
		if err != nil {
			return err
		}
		from, to := t.blocks(string(rune(spaceTag)), string(rune(spaceTag+1)))
		if from < to {
			f.section(s, secTerms, t.places[from], t.places[to]-t.places[from])
		}
		f.section(s, secTagIndex, 0, s.meta.sections[secTagIndex].len)
		if !m.whole(s) && m.count() > 64 {
			f.section(s, secTagRows, 0, s.meta.sections[secTagRows].len)
		}
	}
	return f.run(ctx)
}

// whole says that m is the segment but for some documents.
func (m *matches) whole(s *Segment) bool { return m.ranged && m.lo == 0 && m.hi == s.meta.Docs }

// facets returns the most frequent tags of what was found.
func (s *search) facets(found []matches) ([]TagCount, error) {
	u, counts, err := s.view.tagCounts(&s.pace, found)
	if err != nil {
		return nil, err
	}
	return u.most(counts, s.o.Facets), nil
}

// most returns the n most frequent tags (n < 0: all), the most frequent first,
// then by key.
func (u *tagUnion) most(counts []int32, n int) []TagCount {
	var used []uint32
	for i, c := range counts {
		if c > 0 {
			used = append(used, uint32(i))
		}
	}
	if n >= 0 && len(used) > 4*n {
		used = keepMost(used, counts, n)
	}
	order.By(used, func(a, b *uint32) int { // in order of the keys already
		return cmp.Compare(counts[*b], counts[*a])
	})
	if n >= 0 && len(used) > n {
		used = used[:n]
	}
	out := make([]TagCount, len(used))
	for i, t := range used {
		out[i] = TagCount{Tag: u.tags[t], Count: int(counts[t])}
	}
	return out
}

// keepMost drops tags that are surely not among the n most frequent, so that
// few are left to sort: those less frequent than the n-th by a histogram.
func keepMost(used []uint32, counts []int32, n int) []uint32 {
	const top = 1024
	var histogram [top + 1]int
	for _, t := range used {
		histogram[min(counts[t], top)]++
	}
	least, seen := int32(top), histogram[top]
	for seen < n && least > 1 {
		least--
		seen += histogram[least]
	}
	kept := used[:0]
	for _, t := range used {
		if counts[t] >= least {
			kept = append(kept, t)
		}
	}
	return kept
}

// Tags returns every tag of the documents that are live and not hidden, with
// exact counts, the most frequent first, then by key.
func (v *View) Tags(ctx context.Context) ([]TagCount, error) {
	v.mu.Lock()
	tags, counted := v.tags, v.counted
	v.mu.Unlock()
	if counted {
		return tags, nil
	}
	p := v.pace(ctx)
	found := make([]matches, len(v.parts))
	for i, part := range v.parts {
		excluded, err := v.excludedOf(ctx, i, false)
		if err != nil {
			return nil, err
		}
		found[i] = matches{list: rangeOf(0, part.Segment.meta.Docs), but: excluded}
	}
	u, counts, err := v.tagCounts(&p, found)
	if err != nil {
		return nil, err
	}
	tags = u.most(counts, -1)
	v.mu.Lock()
	v.tags, v.counted = tags, true
	v.mu.Unlock()
	return tags, nil
}

// Label returns the spelling of a tag that a document has, live or hidden;
// false if none has it.
func (v *View) Label(ctx context.Context, key string) (label string, ok bool, err error) {
	for i := len(v.parts) - 1; i >= 0; i-- {
		p := v.parts[i]
		ref, label, err := p.Segment.lookup(ctx, string(rune(spaceTag))+key)
		if err != nil {
			return "", false, err
		}
		if ref.df == 0 {
			continue
		}
		var l postings
		if err := p.Segment.list(ctx, ref, false, &l); err != nil {
			return "", false, err
		}
		for _, d := range l.docs {
			if !p.Dead.Has(d) {
				return label, true, nil
			}
		}
	}
	return "", false, nil
}
