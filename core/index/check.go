package index

import (
	"bytes"
	"context"
	"slices"

	"pinfold/core/internal/wire"
	"pinfold/core/order"
)

// maxProblems is how many problems of one segment Check tells.
const maxProblems = 20

// Check reads every byte of every part back from the store, past the cache,
// and returns what is wrong: checksums, the dictionary's order, lists, tables
// that do not agree with the documents, counts, an id that is alive twice. An
// error for which errors.As(*DamagedError) does not hold says that checking
// itself failed.
func (v *View) Check(ctx context.Context) []error {
	var errs []error
	var ids []uint64
	for i, part := range v.parts {
		c := &checker{pace: v.pace(ctx), s: part.Segment.private(), part: i, dead: part.Dead, document: v.o.Document}
		if v.o.Document != nil && part.Segment.meta.Current() {
			c.accord = &accord{}
		}
		c.run()
		errs = append(errs, c.errs...)
		ids = append(ids, c.live...)
		if ctx.Err() != nil {
			return append(errs, ctx.Err())
		}
	}
	order.Numbers(ids)
	for i := 1; i < len(ids); i++ {
		if ids[i] == ids[i-1] {
			errs = append(errs, &DamagedError{Part: -1, Doc: NoDoc, Reason: "an id is alive twice"})
		}
	}
	return errs
}

// A checker checks one segment.
type checker struct {
	pace
	s    *Segment
	part int
	dead *Set
	errs []error

	document func(value []byte, seq uint64) (Document, bool) // nil if documents cannot be analysed anew

	known   []known // by document, from the records
	live    []uint64
	hidden  []uint32
	letters letterWriter // as they should be
	lists   []uint64     // by tag: sum over its documents
	tags    []uint32     // by tag: documents
	accord  *accord      // of the documents and the index; nil if not asked for
}

// known is what a record says about itself.
type known struct {
	hashes [3]uint64
	order  int64
	seq    uint64
	at     uint32
}

// fail notes err; it returns false so that a check can end with it.
func (c *checker) fail(err error) bool {
	if len(c.errs) < maxProblems {
		c.errs = append(c.errs, inPart(err, c.part))
	}
	return false
}

func (c *checker) bad(reason string) bool { return c.fail(c.s.damaged(reason)) }

func (c *checker) run() {
	docs, index := c.records(), c.pages()
	if !index {
		return
	}
	if !c.head() || !c.terms() || !c.tagRows() {
		return
	}
	if docs {
		c.places()
		for i, sec := range []int{secIDs, secSame, secVariants} {
			c.table(sec, i)
		}
		c.titles()
		c.agrees()
	}
}

// agrees says whether the index holds exactly what the documents say.
func (c *checker) agrees() {
	if a := c.accord; a != nil && (a.words != 0 || a.terms != 0 || a.titles != 0) {
		c.bad("the index does not say what the documents say")
	}
}

// read is false, and the error noted, if err is one. A blob that is not there
// is damage.
func (c *checker) read(err error) bool {
	if err == nil {
		return true
	}
	if !isDamage(err) && c.ctx.Err() == nil {
		err = &DamagedError{Segment: c.s.meta.Name, Part: c.part, Doc: NoDoc, Reason: err.Error()}
	}
	return c.fail(err)
}

// pages reads every page of the index.
func (c *checker) pages() bool {
	ok := true
	for p := int64(0); p*pageBytes < c.s.meta.IndexBytes; p++ {
		if _, err := c.s.page(c.ctx, indexPages, p); !c.read(err) {
			ok = false
			c.s = c.s.private()
			c.s.ahead = 0 // so that each damaged page is told
		}
		if err := c.step(pageBytes / 8); err != nil {
			return c.fail(err)
		}
	}
	return ok
}

// head compares the beginning and the end of the index with the entry.
func (c *checker) head() bool {
	b, err := c.s.payload(c.ctx, 0, headBytes)
	if !c.read(err) {
		return false
	}
	d := wire.New(b)
	if string(d.Raw(4)) != indexMagic || d.U32() != c.s.meta.Format {
		return c.bad("the index does not begin as it should")
	}
	b, err = c.s.bytes(c.ctx, secFooter, 0, c.s.meta.sections[secFooter].len)
	if !c.read(err) {
		return false
	}
	if string(b) != string(footer(c.s.meta)) {
		return c.bad("the index is not that of the segment's entry")
	}
	n := c.s.meta.Docs
	if len(inside(c.dead.list(), n)) != c.dead.Len() {
		return c.bad("a document is dead that is not there")
	}
	return true
}

// terms reads the dictionary and every list.
func (c *checker) terms() bool {
	index, err := c.s.termIndexOf(c.ctx)
	if !c.read(err) {
		return false
	}
	cur := &termCursor{termReader: termReader{s: c.s}, index: index}
	last, count, block := "", uint32(0), 0
	c.letters = newLetterWriter(c.s.meta.Docs, c.s.meta.Format)
	var p postings
	lists := int64(0)
	for {
		if !c.read(cur.advance(c.ctx)) {
			return false
		}
		if !cur.more {
			break
		}
		e := &cur.entry
		if count > 0 && string(e.text) <= last {
			return c.bad("the terms are out of order")
		}
		if cur.next != block && index.firsts[cur.next-1] != string(e.text) {
			return c.bad("the index of the terms does not agree with them")
		}
		if e.inline == nil && e.off != lists {
			return c.bad("the lists do not follow each other")
		}
		lists = max(lists, e.off+e.len)
		last, block = string(e.text), cur.next
		count++
		p.reset()
		if !c.read(c.s.list(c.ctx, e.ref(), e.text[0] == spaceWord, &p)) || !c.list(e, &p) {
			return false
		}
		if c.accord != nil {
			c.accord.listed(last, &p)
		}
		if last[0] == spaceWord {
			c.letters.add(last[1:], &p)
		}
		if err := c.step(4*len(p.docs) + 16); err != nil {
			return c.fail(err)
		}
	}
	if count != c.s.meta.Terms || len(c.tags) != int(c.s.meta.Tags) || lists != c.s.meta.sections[secPostings].len {
		return c.bad("the number of terms is off")
	}
	return c.lettersAgree()
}

// lettersAgree compares the documents of the letters with the words.
func (c *checker) lettersAgree() bool {
	if !hasSection(c.s.meta.Format, secLetters) {
		return true
	}
	b, err := c.s.bytes(c.ctx, secLetters, 0, c.s.meta.sections[secLetters].len)
	if !c.read(err) {
		return false
	}
	if !bytes.Equal(b, c.letters.section()) {
		return c.bad("the letters do not agree with the words")
	}
	return true
}

// list checks one list against what is known.
func (c *checker) list(e *termEntry, p *postings) bool {
	for i, m := range p.masks {
		if m == 0 || m > uint8(allFields) || p.impacts[i] == 0 {
			return c.bad("a word that stands in no field")
		}
	}
	switch e.text[0] {
	case spaceHidden:
		if !slices.Equal(p.docs, c.hidden) && len(c.known) == int(c.s.meta.Docs) {
			return c.bad("the list of hidden documents does not agree with them")
		}
	case spaceTag:
		sum := uint64(0)
		for _, d := range p.docs {
			sum += mix(d)
		}
		c.lists, c.tags = append(c.lists, sum), append(c.tags, e.df)
	case spaceWord, spaceTerm:
	default:
		return c.bad("a term of no kind")
	}
	return true
}

// mix scatters a document's number, so that a sum of them tells sets apart.
func mix(d uint32) uint64 {
	x := (uint64(d) + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9
	return (x ^ x>>31) * 0x94D049BB133111EB
}

// tagRows compares the tags of each document with the lists of the tags.
func (c *checker) tagRows() bool {
	cur := tagCursor{s: c.s}
	for range c.s.meta.Docs {
		if !c.read(cur.advance(&c.pace)) {
			return false
		}
		for _, t := range cur.tags {
			c.lists[t] -= mix(cur.doc)
			c.tags[t]--
		}
	}
	for t := range c.tags {
		if c.tags[t] != 0 || c.lists[t] != 0 {
			return c.bad("the tags of the documents do not agree with the lists of the tags")
		}
	}
	return true
}

// places compares places and times with the records.
func (c *checker) places() {
	a := arrivals{s: c.s}
	for n := range c.known {
		k := &c.known[n]
		at, err := c.s.u32(c.ctx, secRecords, int64(n/recordBlock))
		if !c.read(err) {
			return
		}
		order, seq, err := a.at(c.ctx, uint32(n))
		if !c.read(err) {
			return
		}
		if n%recordBlock == 0 && at != k.at || order != k.order || seq != k.seq {
			c.bad("the places of the documents do not agree with them")
			return
		}
		if before := max(n-1, 0); c.known[before].order < order || n > 0 && c.known[before].order == order && c.known[before].seq <= seq {
			c.bad("the documents are out of order")
			return
		}
		if !c.read(c.step(32)) {
			return
		}
	}
	m, n := &c.s.meta, len(c.known)
	if n > 0 && (m.MaxOrder != c.known[0].order || m.MinOrder != c.known[n-1].order) {
		c.bad("the times of the segment's entry are off")
	}
}

// table compares a table of hashes with the records.
func (c *checker) table(sec, hash int) {
	cur := hashCursor{s: c.s, sec: sec}
	seen := make([]bool, len(c.known))
	before := hashRow{}
	for i := range c.known {
		if _, err := cur.read(c.ctx); !c.read(err) {
			return
		}
		r := cur.row
		wrong := c.known[r.doc].hashes[hash] != r.hash && (hash == 0 || c.document != nil)
		if i > 0 && before.compare(r) >= 0 || seen[r.doc] || wrong {
			c.bad("a table of hashes does not agree with the documents")
			return
		}
		seen[r.doc], before = true, r
		if err := c.step(16); err != nil {
			c.fail(err)
			return
		}
	}
}

// titles checks that the titles ascend and that the ranks are their inverse.
func (c *checker) titles() {
	s := &search{pace: c.pace}
	t := &titled{s: c.s, found: &matches{list: rangeOf(0, c.s.meta.Docs)}}
	if !c.read(t.begin(s)) {
		return
	}
	last, lastDoc := "", uint32(0)
	for n := 0; !t.done; n++ {
		rank, err := c.s.u32(c.ctx, secRanks, int64(t.doc))
		if !c.read(err) {
			return
		}
		if int(rank) != n || n > 0 && (t.key < last || t.key == last && t.doc <= lastDoc) {
			c.bad("the order of titles does not agree with itself")
			return
		}
		last, lastDoc = t.key, t.doc
		if c.accord != nil {
			c.accord.titled(t.key, t.doc)
		}
		if !c.read(t.advance(s)) {
			return
		}
	}
}
