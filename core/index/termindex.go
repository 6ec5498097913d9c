package index

import (
	"context"
	"encoding/binary"
	"sort"

	"pinfold/core/internal/wire"
)

// A termIndex is the first term and the place of every block of terms, small
// enough to stay in memory.
type termIndex struct {
	firsts []string
	places []int64 // and where the last one ends
}

// termIndexOf returns the segment's, read at first use.
func (s *Segment) termIndexOf(ctx context.Context) (*termIndex, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.terms != nil {
		return s.terms, nil
	}
	b, err := s.bytes(ctx, secTermIndex, 0, s.meta.sections[secTermIndex].len)
	if err != nil {
		return nil, err
	}
	d := wire.New(b)
	n := d.Count(2)
	t := &termIndex{firsts: make([]string, n), places: make([]int64, n+1)}
	at := int64(0)
	for i := range n {
		t.firsts[i] = d.String()
		t.places[i] = at
		at += int64(min(d.Uvarint(), 1<<40))
	}
	t.places[n] = at
	if d.Done() != nil || at != s.meta.sections[secTerms].len {
		return nil, s.damaged("the index of the terms does not agree with them")
	}
	s.terms = t
	return t, nil
}

// blocks returns the blocks, from and up to before to, that may hold terms t
// with low ≤ t < high; high "" is no bound.
func (t *termIndex) blocks(low, high string) (from, to int) {
	from = sort.Search(len(t.firsts), func(i int) bool { return t.firsts[i] > low })
	if from > 0 {
		from--
	}
	to = len(t.firsts)
	if high != "" {
		to = sort.SearchStrings(t.firsts, high)
	}
	return from, max(from, to)
}

// afterPrefix returns the least string greater than every string that begins
// with prefix; "" if there is none.
func afterPrefix(prefix string) string {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 0xFF {
			b[i]++
			return string(b[:i+1])
		}
	}
	return ""
}

// A termEntry is one term of the dictionary. A list is either inline or a
// range of the postings.
type termEntry struct {
	text     []byte // with the byte of its space; valid until the next entry
	shared   int    // bytes it shares with the entry before
	label    []byte // of a tag
	df       uint32
	inline   []byte // up to inlineDocs documents
	off, len int64
}

// ref returns what is needed to read the list, without the text.
func (e *termEntry) ref() listRef {
	return listRef{df: e.df, inline: e.inline, off: e.off, len: e.len}
}

// A listRef is where a list stands.
type listRef struct {
	df       uint32
	inline   []byte
	off, len int64
}

// A termReader reads a block of terms. It reads bytes itself, without a
// Decoder: a short beginning makes it go through much of the dictionary.
type termReader struct {
	s     *Segment
	b     []byte
	pos   int
	lists int64 // where the next list begins
	entry termEntry
	text  []byte
	left  int // entries that may still come
	bad   bool
}

// block begins to read a block; its bytes should be in the cache already.
func (r *termReader) block(ctx context.Context, t *termIndex, n int) error {
	b, err := r.s.bytes(ctx, secTerms, t.places[n], t.places[n+1]-t.places[n])
	if err != nil {
		return err
	}
	r.b, r.pos, r.bad = b, 0, false
	r.lists = int64(min(r.uvarint(), 1<<40))
	r.text = r.text[:0]
	r.left = termBlock
	return nil
}

func (r *termReader) uvarint() uint64 {
	if r.pos < len(r.b) && r.b[r.pos] < 0x80 {
		r.pos++
		return uint64(r.b[r.pos-1])
	}
	return r.longUvarint()
}

func (r *termReader) longUvarint() uint64 {
	v, n := binary.Uvarint(r.b[r.pos:])
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.pos += n
	return v
}

// raw reads n bytes.
func (r *termReader) raw(n uint64) []byte {
	if n > uint64(len(r.b)-r.pos) {
		r.bad = true
		return nil
	}
	r.pos += int(n)
	return r.b[r.pos-int(n) : r.pos]
}

// next reads the next entry of the block; false at its end or at damage, which
// err tells apart.
func (r *termReader) next() bool {
	if r.bad || r.pos == len(r.b) {
		return false
	}
	shared := r.uvarint()
	suffix := r.raw(r.uvarint())
	if shared > uint64(len(r.text)) || shared+uint64(len(suffix)) == 0 || r.left == 0 {
		r.bad = true
		return false
	}
	r.left--
	r.text = append(r.text[:shared], suffix...)
	r.entry.text, r.entry.shared = r.text, int(shared)
	if r.text[0] == spaceTag {
		r.label()
	}
	r.list()
	return !r.bad
}

// list reads where the entry's documents are.
func (r *termReader) list() {
	e := &r.entry
	df := r.uvarint()
	e.df, e.inline, e.off, e.len = uint32(df), nil, r.lists, 0
	switch {
	case df == 0 || df > uint64(r.s.meta.Docs):
		r.bad = true
	case df <= inlineDocs:
		r.inline(int(df))
	default:
		n := r.uvarint()
		if n > uint64(r.s.meta.sections[secPostings].len-r.lists) {
			r.bad = true
			return
		}
		e.len = int64(n)
		r.lists += e.len
	}
}

// label reads the label of a tag.
func (r *termReader) label() {
	r.entry.label = r.text[1:]
	if n := r.uvarint(); n > 0 {
		r.entry.label = r.raw(n - 1)
	}
}

// inline cuts out the documents that stand in the entry.
func (r *termReader) inline(df int) {
	from := r.pos
	for range df {
		r.uvarint()
	}
	if r.text[0] == spaceWord {
		r.raw(2 * uint64(df))
	}
	r.entry.inline = r.b[from:r.pos]
}

func (r *termReader) err() error {
	if r.bad {
		return r.s.damaged("a block of terms is damaged")
	}
	return nil
}

// lookup returns the list of one term; df 0 if there is none.
func (s *Segment) lookup(ctx context.Context, term string) (ref listRef, label string, err error) {
	t, err := s.termIndexOf(ctx)
	if err != nil || len(t.firsts) == 0 || term < t.firsts[0] {
		return listRef{}, "", err
	}
	from, _ := t.blocks(term, "")
	r := termReader{s: s}
	if err := r.block(ctx, t, from); err != nil {
		return listRef{}, "", err
	}
	for r.next() {
		if string(r.entry.text) < term {
			continue
		}
		if string(r.entry.text) > term {
			return listRef{}, "", nil
		}
		return r.entry.ref(), string(r.entry.label), nil
	}
	return listRef{}, "", r.err()
}

// list appends the list at ref to p.
func (s *Segment) list(ctx context.Context, ref listRef, scored bool, p *postings) error {
	if ref.df == 0 {
		return nil
	}
	if ref.inline != nil {
		if p.decodeInline(ref.inline, ref.df, s.meta.Docs, scored) != nil {
			return s.damaged("a list of documents is damaged")
		}
		return nil
	}
	b, err := s.bytes(ctx, secPostings, ref.off, ref.len)
	if err != nil {
		return err
	}
	if p.decode(b, ref.df, s.meta.Docs, scored) != nil {
		return s.damaged("a list of documents is damaged")
	}
	return nil
}

// decodeInline appends a list that stands with its term.
func (p *postings) decodeInline(b []byte, df, n uint32, scored bool) error {
	prev := noDocBefore
	for range df {
		gap, k := binary.Uvarint(b)
		if k <= 0 || gap >= uint64(n) || uint64(prev+1)+gap >= uint64(n) {
			return errList
		}
		prev += uint32(gap) + 1
		p.docs = append(p.docs, prev)
		b = b[k:]
	}
	if !scored {
		return nil
	}
	if len(b) != int(2*df) {
		return errList
	}
	for i := 0; i < len(b); i += 2 {
		p.impacts = append(p.impacts, b[i])
		if !p.noMasks {
			p.masks = append(p.masks, b[i+1])
		}
	}
	return nil
}
