package core

import (
	"context"
	"slices"
	"strconv"

	"pinfold/core/index"
	"pinfold/core/order"
	"pinfold/core/text"
)

// Check reads everything back and returns every broken invariant: damaged
// blobs, an index that says other than the documents, two live bookmarks of
// one address, a tag in two spellings, counts that are off, changes that are
// missing. It changes nothing. tell, if not nil, hears how many documents are
// done, at last of all. When another window writes meanwhile, what looks
// broken is looked at again.
func (l *Library) Check(ctx context.Context, tell func(done, total int)) []error {
	for attempt := 1; ; attempt++ {
		st, err := l.refresh(ctx)
		if err != nil {
			return []error{err}
		}
		errs := l.check(ctx, st, tell)
		if len(errs) == 0 || attempt == maxAttempts {
			return errs
		}
		now, err := l.refresh(ctx)
		if err != nil || now.generation == st.generation {
			return errs
		}
	}
}

func (l *Library) check(ctx context.Context, st *state, tell func(done, total int)) []error {
	v, err := l.view(ctx, st)
	if err != nil {
		return []error{err}
	}
	c := &checker{l: l, st: st, view: v, tell: tell, labels: make(map[string]string), tags: make(map[string]int)}
	for range st.lost {
		c.bad("A record of the journal is damaged: what was saved then cannot be read.")
	}
	if st.unlisted {
		c.bad("The list of the library’s parts is damaged or gone. It can be made anew from the bookmarks themselves.")
		return c.errs
	}
	c.errs = append(c.errs, v.Check(ctx)...)
	c.documents(ctx)
	c.addresses()
	c.counts(ctx)
	c.journal()
	c.history(ctx)
	return c.errs
}

// A checker gathers what the documents say, to compare it with the index.
type checker struct {
	l    *Library
	st   *state
	view *index.View
	tell func(done, total int)
	errs []error

	live, trashed int
	same          []uint64 // hashes of the live addresses
	seqs          []uint64
	labels        map[string]string // tag key to spelling
	tags          map[string]int    // tag key to live bookmarks
}

func (c *checker) fail(err error) {
	if len(c.errs) < 100 {
		c.errs = append(c.errs, err)
	}
}

func (c *checker) bad(message string) { c.fail(errorOf(Corrupt, message, nil)) }

// documents reads every document once.
func (c *checker) documents(ctx context.Context) {
	total := 0
	for _, s := range c.st.manifest.segments {
		total += int(s.meta.Docs) - s.dead.Len()
	}
	total += len(c.st.latest)
	done := 0
	for r, err := range c.view.Each(ctx) {
		if err != nil {
			c.fail(err)
			return
		}
		if done++; c.tell != nil && done%1000 == 0 {
			c.tell(done, total)
		}
		b, err := decodeValue(r.ID, r.Value)
		if err != nil {
			c.fail(err)
			continue
		}
		c.document(&b, &r)
	}
	if c.tell != nil {
		c.tell(done, total)
	}
}

func (c *checker) document(b *Bookmark, r *index.Record) {
	c.seqs = append(c.seqs, r.Seq)
	want := document(b, r.Seq)
	if want.ID != r.ID || want.Order != r.Order || want.Hidden != r.Hidden {
		c.bad("The bookmark “" + cutRunes(b.Title, 80) + "” is filed under a wrong id or time.")
	}
	if r.Seq >= c.st.nextSeq {
		c.bad("The bookmark “" + cutRunes(b.Title, 80) + "” has a place in the order of arrival that is still to be given.")
	}
	if clean, err := cleanAddress(b.URL); err != nil || clean.URL != b.URL || !slices.Equal(CleanTags(b.Tags), b.Tags) {
		c.bad("The address or the tags of “" + cutRunes(b.Title, 80) + "” are not as they are stored. Edit it, then save it.")
	}
	if !b.Live() {
		c.trashed++
	} else {
		c.live++
		c.same = append(c.same, want.Same)
	}
	for _, t := range b.Tags {
		key := text.TagKey(t)
		if label, ok := c.labels[key]; ok && label != t {
			c.bad("The tag “" + t + "” is also spelled “" + label + "”. Rename it to one of the two.")
		}
		c.labels[key] = t
		if b.Live() {
			c.tags[key]++
		}
	}
}

// addresses looks for two live bookmarks of one address.
func (c *checker) addresses() {
	order.Numbers(c.same)
	order.Numbers(c.seqs)
	for i := 1; i < len(c.seqs); i++ {
		if c.seqs[i] == c.seqs[i-1] {
			c.bad("Two bookmarks have the same place in the order of arrival, " + strconv.FormatUint(c.seqs[i], 10) + ".")
		}
	}
	for i := 1; i < len(c.same); i++ {
		if c.same[i] == c.same[i-1] {
			c.bad("Two bookmarks have the same address. Search for duplicates and delete one of them.")
		}
	}
}

// counts compares the index's counts with those of the documents.
func (c *checker) counts(ctx context.Context) {
	live, hidden, err := c.view.Count(ctx)
	if err != nil {
		c.fail(err)
		return
	}
	if live != c.live || hidden != c.trashed {
		c.bad("The index counts " + strconv.Itoa(live) + " bookmarks and " + strconv.Itoa(hidden) + " in the trash, but there are " + strconv.Itoa(c.live) + " and " + strconv.Itoa(c.trashed) + ".")
	}
	table, err := c.l.tagTable(ctx, c.st)
	if err != nil {
		c.fail(err)
		return
	}
	for i := range table {
		if table[i].count != c.tags[table[i].key] {
			c.bad("The index counts the tag “" + table[i].label + "” " + strconv.Itoa(table[i].count) + " times, but " + strconv.Itoa(c.tags[table[i].key]) + " bookmarks have it.")
		}
		delete(c.tags, table[i].key)
	}
	for key := range c.tags {
		c.bad("The index does not know the tag “" + key + "”.")
	}
}
