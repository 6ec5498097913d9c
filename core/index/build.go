package index

import (
	"cmp"
	"context"
	"slices"
	"strings"

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
	tags  []tagUse // by key, then number
	words *lexicon
}

// A tagUse is one exact term of one document.
type tagUse struct {
	key, label string
	doc        uint32
}

func compareUse(a, b *tagUse) int {
	if c := strings.Compare(a.key, b.key); c != 0 {
		return c
	}
	return cmp.Compare(a.doc, b.doc)
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
	var terms []tagUse
	for n := range b.order {
		d := b.doc(uint32(n))
		if d.Hidden {
			hidden = append(hidden, uint32(n))
		}
		for _, t := range d.Tags {
			b.tags = append(b.tags, tagUse{t.Key, t.Label, uint32(n)})
		}
		for _, t := range d.Terms {
			terms = append(terms, tagUse{t, t, uint32(n)})
		}
	}
	if len(hidden) > 0 {
		if err := b.terms.add(string(rune(spaceHidden)), "", &postings{docs: hidden}); err != nil {
			return err
		}
	}
	b.tags = distinct(b.tags)
	if err := b.putExact(spaceTag, b.tags); err != nil {
		return err
	}
	if err := b.putWords(); err != nil {
		return err
	}
	if err := b.putExact(spaceTerm, distinct(terms)); err != nil {
		return err
	}
	return b.endTerms()
}

// distinct sorts uses and drops repetitions within a document.
func distinct(uses []tagUse) []tagUse {
	order.By(uses, compareUse)
	return slices.CompactFunc(uses, func(a, b tagUse) bool { return a.key == b.key && a.doc == b.doc })
}

// putExact writes exact terms; the label is that of the newest document.
func (b *builder) putExact(space byte, uses []tagUse) error {
	var p postings
	for i := 0; i < len(uses); {
		p.reset()
		first := uses[i]
		for ; i < len(uses) && uses[i].key == first.key; i++ {
			p.docs = append(p.docs, uses[i].doc)
		}
		if err := b.terms.add(string(rune(space))+first.key, first.label, &p); err != nil {
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
	starts, docs, data := l.invert()
	byText := order.Places(len(l.words), func(i, j uint32) int { return strings.Compare(l.words[i], l.words[j]) })
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
		if err := b.terms.add(string(rune(spaceWord))+l.words[id], "", &p); err != nil {
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
	rows := make([]uint64, len(b.tags)) // a document, and below it an ordinal
	ordinal := uint32(0)
	for i, t := range b.tags {
		if i > 0 && t.key != b.tags[i-1].key {
			ordinal++
		}
		rows[i] = uint64(t.doc)<<32 | uint64(ordinal)
	}
	order.Numbers(rows)
	var ordinals []uint32
	for n := range b.order {
		ordinals = ordinals[:0]
		for ; len(rows) > 0 && uint32(rows[0]>>32) == uint32(n); rows = rows[1:] {
			ordinals = append(ordinals, uint32(rows[0]))
		}
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
		places := order.Places(len(all), func(i, j uint32) int { return cmp.Compare(all[i], all[j]) })
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
	byTitle := order.Places(len(b.order), func(i, j uint32) int { return strings.Compare(b.doc(i).SortKey, b.doc(j).SortKey) })
	for _, n := range byTitle {
		b.addTitle(b.doc(n).SortKey, n)
	}
	return b.step(32 * len(byTitle))
}
