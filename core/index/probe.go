package index

import (
	"context"

	"pinfold/core/internal/wire"
)

// listAt appends to p the blocks of a list that may hold any of docs: at least
// those of docs that the list has.
func (s *Segment) listAt(ctx context.Context, ref listRef, scored bool, docs []uint32, p *postings) error {
	if ref.df <= listBlock {
		return s.list(ctx, ref, scored, p)
	}
	b, err := s.bytes(ctx, secPostings, ref.off, ref.len)
	if err != nil {
		return err
	}
	if len(b) > 0 && b[0] == listBitmap {
		err = p.pick(b[1:], ref.df, s.meta.Docs, scored, docs)
	} else {
		err = p.decodeAt(b, ref.df, s.meta.Docs, scored, docs)
	}
	if err != nil {
		return s.damaged("a list of documents is damaged")
	}
	return nil
}

// decodeAt appends the blocks that docs fall into.
func (p *postings) decodeAt(b []byte, df, n uint32, scored bool, docs []uint32) error {
	if len(b) == 0 || b[0] != listBlocks || df > n {
		return errList
	}
	count := int(blocksOf(int64(df), listBlock))
	skips := wire.New(b[1:])
	for range 2 * count {
		skips.Uvarint()
	}
	body := skips.Rest()
	if skips.Err() != nil {
		return errList
	}
	skips = wire.New(b[1:])
	before := noDocBefore
	for i := range count {
		gap, size := skips.Uvarint(), skips.Uvarint()
		if gap >= uint64(n) || size > uint64(len(body)) {
			return errList
		}
		last := before + uint32(gap) + 1
		if len(docs) > 0 && docs[0] <= last {
			inBlock := min(listBlock, int(df)-i*listBlock)
			if _, _, err := p.decodeBlock(body[:size], inBlock, before, n, scored); err != nil {
				return err
			}
			docs = docs[seek(docs, 0, last+1):]
		}
		before, body = last, body[size:]
	}
	return nil
}

// pick appends those of docs that a bitmap has. With scores the whole list is
// decoded, since the place of a score is the number of bits before it.
func (p *postings) pick(b []byte, df, n uint32, scored bool, docs []uint32) error {
	size := int(n+7) / 8
	if size > len(b) {
		return errList
	}
	if scored {
		all := postings{docs: make([]uint32, 0, df), noMasks: p.noMasks}
		if err := all.decodeBitmap(b, df, n, scored); err != nil {
			return err
		}
		*p = all
		return nil
	}
	for _, d := range docs {
		if d < n && b[d>>3]>>(d&7)&1 == 1 {
			p.docs = append(p.docs, d)
		}
	}
	return nil
}
