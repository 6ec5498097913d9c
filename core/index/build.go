package index

import (
	"cmp"
	"context"

	"pinfold/core/order"
)

// Build writes a segment of docs, in any order, to put. It does not keep
// docs. An error of put or pause is returned as it is, and what was put then
// belongs to no segment.
func Build(ctx context.Context, name string, docs []Document, pause Pause, put Sink) (Meta, error) {
	return build(ctx, name, docs, tuned(), pause, put)
}

func build(ctx context.Context, name string, docs []Document, w weights, pause Pause, put Sink) (Meta, error) {
	if len(docs) > MaxDocs {
		return Meta{}, errTooMany
	}
	out, err := newWriter(ctx, name, len(docs), put)
	if err != nil {
		return Meta{}, err
	}
	b := &builder{writer: out, weights: w, docs: docs, pace: pace{ctx: ctx, pause: pause}}
	b.number()
	for _, step := range []func() error{b.putRecords, b.putTerms, b.putTags, b.putTables, b.putTitles} {
		if err := step(); err != nil {
			return Meta{}, err
		}
	}
	return out.finish()
}

// A builder holds what is known of the documents of one segment.
type builder struct {
	*writer
	pace
	weights
	docs  []Document
	order []uint32 // document numbers to places in docs
	tags  *exacts
}

func (b *builder) doc(n uint32) *Document { return &b.docs[b.order[n]] }

// number gives the documents their numbers, newest first.
func (b *builder) number() {
	b.order = order.Places(len(b.docs), func(i, j uint32) int {
		x, y := &b.docs[i], &b.docs[j]
		if c := cmp.Compare(y.Order, x.Order); c != 0 {
			return c
		}
		return cmp.Compare(y.Seq, x.Seq)
	})
}

func (b *builder) putRecords() error {
	var buf []byte
	for n := range b.order {
		d := b.doc(uint32(n))
		if len(d.Value) > MaxValue {
			return errTooLarge
		}
		buf = appendRecord(buf[:0], d)
		if err := b.addRecord(buf, d.Order, d.Seq, d.Hidden); err != nil {
			return err
		}
		if err := b.step(len(buf) / 2); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) putTerms() error {
	var hidden []uint32
	terms := newExacts(spaceTerm)
	b.tags = newExacts(spaceTag)
	for n := range b.order {
		d := b.doc(uint32(n))
		if d.Hidden {
			hidden = append(hidden, uint32(n))
		}
		for _, t := range d.Tags {
			b.tags.add(t.Key, t.Label)
		}
		b.tags.end()
		for _, t := range d.Terms {
			terms.add(t, "")
		}
		terms.end()
		if err := b.step(32 * (len(d.Tags) + len(d.Terms))); err != nil {
			return err
		}
	}
	if len(hidden) > 0 {
		if err := b.terms.add(string(rune(spaceHidden)), "", &postings{docs: hidden}); err != nil {
			return err
		}
	}
	if err := b.putExact(b.tags); err != nil {
		return err
	}
	if err := b.putWords(); err != nil {
		return err
	}
	if err := b.putExact(terms); err != nil {
		return err
	}
	return b.endTerms()
}

// putExact writes exact terms.
func (b *builder) putExact(x *exacts) error {
	starts, docs, _ := invert(len(x.terms), x.uses, x.ends, nil)
	var p postings
	for _, id := range x.sorted() {
		p.reset()
		p.docs = append(p.docs, docs[starts[id]:starts[id+1]]...)
		if err := b.terms.add(x.terms[id], x.labels[id], &p); err != nil {
			return err
		}
		if err := b.step(16 + 8*len(p.docs)); err != nil {
			return err
		}
	}
	return nil
}

// putWords analyses the documents and writes their words.
func (b *builder) putWords() error {
	l := newLexicon(len(b.docs), b.weights)
	for n := range b.order {
		d := b.doc(uint32(n))
		l.add(&d.Fields)
		if err := b.step(10 * d.text()); err != nil {
			return err
		}
	}
	starts, docs, data := invert(len(l.terms), l.uses, l.ends, l.data)
	byText := order.ByText(len(l.terms), func(i uint32) string { return l.terms[i][1:] }) // behind their space, which is one byte
	if err := b.step(len(docs)); err != nil {
		return err
	}
	var p postings
	for _, id := range byText {
		p.reset()
		from, to := starts[id], starts[id+1]
		p.docs = append(p.docs, docs[from:to]...)
		for _, x := range data[from:to] {
			p.impacts = append(p.impacts, uint8(x>>8))
			p.masks = append(p.masks, uint8(x))
		}
		if err := b.terms.add(l.terms[id], "", &p); err != nil {
			return err
		}
		if err := b.step(16 + 4*len(p.docs)); err != nil {
			return err
		}
	}
	return nil
}

// text returns how long the text of a document is.
func (d *Document) text() (n int) {
	for _, f := range d.Fields {
		n += len(f)
	}
	return n
}

// putTags writes the tags of each document by their places among all tags.
func (b *builder) putTags() error {
	places := make([]uint32, len(b.tags.terms))
	for place, id := range b.tags.sorted() {
		places[id] = uint32(place)
	}
	var ordinals []uint32
	from := 0
	for _, end := range b.tags.ends {
		ordinals = ordinals[:0]
		for _, id := range b.tags.uses[from:end] {
			ordinals = append(ordinals, places[id])
		}
		from = end
		order.Numbers(ordinals)
		b.addTags(ordinals)
	}
	if err := b.step(8 * len(b.order)); err != nil {
		return err
	}
	return b.endTags()
}

func (b *builder) putTables() error {
	hashes := []func(*Document) uint64{
		func(d *Document) uint64 { return idHash(d.ID) },
		func(d *Document) uint64 { return d.Same },
		func(d *Document) uint64 { return d.Variant },
	}
	all := make([]uint64, len(b.order))
	for i, hash := range hashes {
		for n := range all {
			all[n] = shortHash(hash(b.doc(uint32(n))))
		}
		places := order.ByKey(all, nil)
		buf := make([]byte, 0, hashEntry*len(all))
		for _, n := range places {
			buf = appendHashRow(buf, hashRow{all[n], n})
		}
		if err := b.section(secIDs+i, buf); err != nil {
			return err
		}
		if err := b.step(16 * len(all)); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) putTitles() error {
	byTitle := order.ByText(len(b.order), func(n uint32) string { return b.doc(n).SortKey })
	for _, n := range byTitle {
		b.addTitle(b.doc(n).SortKey, n)
	}
	return b.step(32 * len(byTitle))
}
