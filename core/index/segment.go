package index

import (
	"context"
	"encoding/binary"
	"sync"

	"pinfold/core/blob"
)

// A Segment is an immutable set of documents and their index. It reads what a
// question needs when it is asked, and keeps little of it outside the Cache.
type Segment struct {
	meta  Meta
	src   blob.Reader
	cache *Cache
	index pageTable
	docs  pageTable
	alone recordTable // records whose pages were read for little else
	ahead int64       // pages to read after one that is missing, for reading in order

	mu      sync.Mutex
	terms   *termIndex
	tags    *tagTable
	words   *wordTable
	letters map[string]*letter
	hidden  []uint32
	known   bool // hidden is known
}

// Open returns the segment that m describes; it reads nothing. The pages it
// reads later are verified and kept in cache.
func Open(m Meta, src blob.Reader, cache *Cache) *Segment {
	return &Segment{meta: m, src: src, cache: cache, alone: make(recordTable)}
}

// private returns the segment with a cache of its own, for reading all of it in
// order without pushing others' pages out of theirs.
func (s *Segment) private() *Segment {
	p := Open(s.meta, s.src, NewCache(privateCache))
	p.ahead = privateAhead
	return p
}

const (
	privateCache = 1 << 20
	privateAhead = 7
)

// damaged returns the error for bytes of the index that cannot be right.
func (s *Segment) damaged(reason string) error {
	return &DamagedError{Segment: s.meta.Name, Part: -1, Doc: NoDoc, Reason: reason}
}

// bytes returns a range of a section. The slice must not be written to.
func (s *Segment) bytes(ctx context.Context, sec int, off, n int64) ([]byte, error) {
	at := s.meta.sections[sec]
	if off < 0 || n < 0 || off > at.len || n > at.len-off {
		return nil, s.damaged("a place outside its section")
	}
	return s.payload(ctx, at.off+off, n)
}

// payload returns a range of the index stream's payload.
func (s *Segment) payload(ctx context.Context, off, n int64) ([]byte, error) {
	if n == 0 {
		return nil, nil
	}
	first, last := off/payloadBytes, (off+n-1)/payloadBytes
	var f fetch
	for p := first; p <= last; p++ {
		f.need(s, indexPages, p)
	}
	if err := f.run(ctx); err != nil {
		return nil, err
	}
	if first == last {
		b, err := s.page(ctx, indexPages, first)
		from := off - first*payloadBytes
		if err != nil || from+n > int64(len(b)) {
			return nil, s.shortPage(err)
		}
		return b[from : from+n : from+n], nil
	}
	out := make([]byte, 0, n)
	for p := first; p <= last; p++ {
		b, err := s.page(ctx, indexPages, p)
		from := max(off-p*payloadBytes, 0)
		to := min(off+n-p*payloadBytes, payloadBytes)
		if err != nil || to > int64(len(b)) {
			return nil, s.shortPage(err)
		}
		out = append(out, b[from:to]...)
	}
	return out, nil
}

func (s *Segment) shortPage(err error) error {
	if err == nil {
		err = s.damaged("a page is shorter than it was")
	}
	return err
}

// page returns a page, from the cache or read again if it has left it.
func (s *Segment) page(ctx context.Context, kind pageKind, number int64) ([]byte, error) {
	if b := s.cache.get(s.table(kind), number); b != nil {
		return b, nil
	}
	f := fetch{keep: true, number: number}
	f.ask(s, kind, number)
	if err := f.run(ctx); err != nil {
		return nil, err
	}
	return f.kept, nil
}

// pageKind says which stream a page belongs to.
type pageKind uint8

const (
	indexPages pageKind = iota
	docsPages
)

func (s *Segment) table(kind pageKind) table {
	if kind == docsPages {
		return &s.docs
	}
	return &s.index
}

func (s *Segment) streamBytes(kind pageKind) int64 {
	if kind == docsPages {
		return s.meta.DocsBytes
	}
	return s.meta.IndexBytes
}

// u32 returns the i-th number of a section of fixed width.
func (s *Segment) u32(ctx context.Context, sec int, i int64) (uint32, error) {
	b, err := s.bytes(ctx, sec, 4*i, 4)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint32(b), nil
}
