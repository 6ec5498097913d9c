package index

import (
	"context"
	"encoding/binary"
	"sort"

	"pinfold/core/internal/wire"
)

// The place of each document in time: blocks of rowBlock documents, whose
// first order (8 bytes), arrival (8) and place among the blocks (4) stand in
// rows of fixed width, which are searched for a date. In a block stands for
// every document but the first: order of the one before minus its own,
// uvarint; its arrival minus that of the one before, varint.

// arrivals reads the orders and arrivals of a segment, a block at a time.
type arrivals struct {
	s      *Segment
	block  int64 // 1 + the block that is decoded
	orders [rowBlock]int64
	seqs   [rowBlock]uint64
}

// at returns the order and the arrival of a document.
func (a *arrivals) at(ctx context.Context, d uint32) (order int64, seq uint64, err error) {
	b := int64(d / rowBlock)
	if a.block != b+1 {
		if err := a.decode(ctx, b); err != nil {
			return 0, 0, err
		}
	}
	return a.orders[d%rowBlock], a.seqs[d%rowBlock], nil
}

func (a *arrivals) decode(ctx context.Context, b int64) error {
	s := a.s
	a.block = 0
	off, n, err := s.arrivalBlock(ctx, b)
	if err != nil {
		return err
	}
	row, err := s.bytes(ctx, secArrivalRows, b*arrivalRow, arrivalRow)
	if err != nil {
		return err
	}
	order, seq := int64(binary.LittleEndian.Uint64(row)), binary.LittleEndian.Uint64(row[8:])
	body, err := s.bytes(ctx, secArrivals, off, n)
	if err != nil {
		return err
	}
	d := wire.New(body)
	count := min(int64(s.meta.Docs)-b*rowBlock, rowBlock)
	a.orders[0], a.seqs[0] = order, seq
	for i := range count - 1 {
		order = int64(uint64(order) - d.Uvarint())
		seq += uint64(d.Varint())
		a.orders[i+1], a.seqs[i+1] = order, seq
	}
	if d.Done() != nil {
		return s.damaged("the orders of the documents are damaged")
	}
	a.block = b + 1
	return nil
}

// arrivalBlock returns where a block stands.
func (s *Segment) arrivalBlock(ctx context.Context, b int64) (off, n int64, err error) {
	row, err := s.bytes(ctx, secArrivalRows, b*arrivalRow, arrivalRow)
	if err != nil {
		return 0, 0, err
	}
	off, end := int64(binary.LittleEndian.Uint32(row[16:])), s.meta.sections[secArrivals].len
	if (b+1)*rowBlock < int64(s.meta.Docs) {
		row, err = s.bytes(ctx, secArrivalRows, (b+1)*arrivalRow, arrivalRow)
		if err != nil {
			return 0, 0, err
		}
		end = int64(binary.LittleEndian.Uint32(row[16:]))
	}
	return off, end - off, nil
}

// A timeBlock is a block of arrivals of a part.
type timeBlock struct {
	part  int
	block int64
}

// appendBlock appends the block of a document unless it is that of the one
// before.
func appendBlock(blocks []timeBlock, d Doc) []timeBlock {
	b := timeBlock{d.Part, int64(d.Num / rowBlock)}
	if len(blocks) > 0 && blocks[len(blocks)-1] == b {
		return blocks
	}
	return append(blocks, b)
}

// fetchArrivals brings blocks of all parts into memory in two round trips: read
// one by one, each would take two.
func (s *search) fetchArrivals(blocks []timeBlock) error {
	var rows, bodies fetch
	for _, b := range blocks {
		seg := s.view.parts[b.part].Segment
		at := b.block * arrivalRow
		rows.section(seg, secArrivalRows, at, min(2*arrivalRow, seg.meta.sections[secArrivalRows].len-at))
		if err := s.step(16); err != nil {
			return err
		}
	}
	if err := rows.run(s.ctx); err != nil {
		return err
	}
	for _, b := range blocks {
		seg := s.view.parts[b.part].Segment
		off, n, err := seg.arrivalBlock(s.ctx, b.block)
		if err != nil {
			return err
		}
		bodies.section(seg, secArrivals, off, n)
		if err := s.step(64); err != nil {
			return err
		}
	}
	return bodies.run(s.ctx)
}

// ordersRange returns the documents with from ≤ order < to: newest first, they
// follow each other.
func (s *Segment) ordersRange(ctx context.Context, from, to int64) (lo, hi uint32, err error) {
	if lo, err = s.notBefore(ctx, to); err != nil {
		return 0, 0, err
	}
	hi, err = s.notBefore(ctx, from)
	return lo, max(lo, hi), err
}

// notBefore returns how many documents have an order of at least x.
func (s *Segment) notBefore(ctx context.Context, x int64) (uint32, error) {
	n := s.meta.Docs
	if n == 0 || x > s.meta.MaxOrder {
		return 0, nil
	}
	if x <= s.meta.MinOrder {
		return n, nil
	}
	rows, err := s.bytes(ctx, secArrivalRows, 0, s.meta.sections[secArrivalRows].len)
	if err != nil {
		return 0, err
	}
	later := sort.Search(len(rows)/arrivalRow, func(i int) bool {
		return int64(binary.LittleEndian.Uint64(rows[i*arrivalRow:])) < x
	})
	if later == 0 {
		return 0, nil
	}
	a := arrivals{s: s}
	if err := a.decode(ctx, int64(later-1)); err != nil {
		return 0, err
	}
	first := uint32(later-1) * rowBlock
	count := min(n-first, rowBlock)
	return first + uint32(sort.Search(int(count), func(i int) bool { return a.orders[i] < x })), nil
}
