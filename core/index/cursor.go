package index

import (
	"context"

	"pinfold/core/internal/wire"
)

// A tagCursor goes through the tags of all documents of a segment.
type tagCursor struct {
	s    *Segment
	d    *wire.Decoder
	next uint32
	doc  uint32
	tags []uint32 // of doc; may be written to
}

// advance goes to the next document.
func (c *tagCursor) advance(p *pace) error {
	if c.next >= c.s.meta.Docs {
		return c.s.damaged("fewer documents than there should be")
	}
	if c.next%rowBlock == 0 {
		b, err := c.s.indexed(p.ctx, secTagRows, secTagIndex, int64(c.next/rowBlock))
		if err != nil {
			return err
		}
		if c.d != nil && c.d.Done() != nil {
			return c.s.damaged("a document's tags are damaged")
		}
		c.d = wire.New(b)
	}
	c.doc, c.tags = c.next, c.tags[:0]
	c.next++
	next := uint64(0)
	for n := c.d.Count(1); n > 0; n-- {
		next += c.d.Uvarint()
		if next >= uint64(c.s.meta.Tags) {
			return c.s.damaged("a document's tags are damaged")
		}
		c.tags = append(c.tags, uint32(next))
		next++
	}
	if c.d.Err() != nil {
		return c.s.damaged("a document's tags are damaged")
	}
	return p.step(16)
}

// hashChunk is how many entries of a table are read at once.
const hashChunk = 1024

// A hashCursor goes through a table of hashes, leaving out what remap drops;
// its documents are the new ones.
type hashCursor struct {
	s     *Segment
	sec   int
	remap []uint32
	next  int64
	chunk []byte
	row   hashRow
	done  bool
}

// advance goes to the next entry.
func (c *hashCursor) advance(p *pace) error {
	for {
		ok, err := c.read(p.ctx)
		if err != nil || !ok {
			c.done = true
			return err
		}
		if c.row.doc = c.remap[c.row.doc]; c.row.doc != NoDoc {
			return p.step(4)
		}
	}
}

// read reads the next entry under its own number; false at the end.
func (c *hashCursor) read(ctx context.Context) (bool, error) {
	n := int64(c.s.meta.Docs)
	if c.next == n {
		return false, nil
	}
	if len(c.chunk) == 0 {
		b, err := c.s.bytes(ctx, c.sec, c.next*hashEntry, min(n-c.next, hashChunk)*hashEntry)
		if err != nil {
			return false, err
		}
		c.chunk = b
	}
	c.row = readHashRow(c.chunk)
	c.chunk = c.chunk[hashEntry:]
	c.next++
	if c.row.doc >= c.s.meta.Docs {
		return false, c.s.damaged("a table names a document that is not there")
	}
	return true, nil
}

// Sames returns the address hash of every document that is live and not
// hidden, its lower 16 bits cleared, in ascending order within each part.
func (v *View) Sames(ctx context.Context) ([]uint64, error) {
	p := v.pace(ctx)
	var out []uint64
	for i, part := range v.parts {
		excluded, err := v.excludedOf(ctx, i, false)
		if err != nil {
			return nil, err
		}
		s := part.Segment
		var f fetch
		f.section(s, secSame, 0, s.meta.sections[secSame].len)
		if err := f.run(ctx); err != nil {
			return nil, err
		}
		c := hashCursor{s: s, sec: secSame}
		for {
			ok, err := c.read(ctx)
			if err != nil {
				return nil, err
			}
			if !ok {
				break
			}
			at := seek(excluded, 0, c.row.doc)
			if at == len(excluded) || excluded[at] != c.row.doc {
				out = append(out, c.row.hash<<16)
			}
			if err := p.step(16); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}
