package core

import "pinfold/core/internal/wire"

// An arena holds many stored bookmarks in few pieces of memory, which are never
// moved: an import of 250,000 must not copy itself while it grows.
type arena struct {
	blocks  [][]byte
	scratch wire.Encoder
}

// A place is where a bookmark stands in an arena.
type place struct{ block, off, end uint32 }

const arenaBlock = 1 << 20

// add puts b in.
func (a *arena) add(b *Bookmark) place {
	a.scratch.B = a.scratch.B[:0]
	appendBookmark(&a.scratch, b)
	last := len(a.blocks) - 1
	if last < 0 || len(a.blocks[last])+len(a.scratch.B) > cap(a.blocks[last]) {
		a.blocks = append(a.blocks, make([]byte, 0, max(arenaBlock, len(a.scratch.B))))
		last++
	}
	off := len(a.blocks[last])
	a.blocks[last] = append(a.blocks[last], a.scratch.B...)
	return place{uint32(last), uint32(off), uint32(len(a.blocks[last]))}
}

// get returns the bookmark at p.
func (a *arena) get(p place) (Bookmark, error) {
	d := wire.New(a.blocks[p.block][p.off:p.end:p.end])
	b := decodeBookmark(d)
	if err := d.Done(); err != nil {
		return Bookmark{}, corrupt("a bookmark held in memory", err)
	}
	return b, nil
}
