package core

import "context"

// A claim is a record of a backup whose address another bookmark has, as the
// library is before.
type claim struct {
	rec *backedUp
	seq uint64
	move
}

// settleClaims decides what becomes of such records when all others are done:
// whose holder has left, or leaves by one of them, has the address. Of the others
// one that is here already keeps the address that it has, and a new one is merged
// with the holder.
func (p *restoring) settleClaims(ctx context.Context) error {
	var moves []move
	var list []claim
	for _, c := range p.claims {
		if p.touched[c.id] {
			if err := p.refuseClaim(c, twice); err != nil {
				return err
			}
			continue
		}
		if p.left[c.holder] {
			c.holder = ID{}
		}
		list, moves = append(list, c), append(moves, c.move)
	}
	var free, staying, joining []claim
	for i, ok := range possible(moves) {
		switch {
		case ok:
			free = append(free, list[i])
		case list[i].from != "":
			staying = append(staying, list[i])
		default:
			joining = append(joining, list[i])
		}
	}
	itself, holder := func(c claim) ID { return c.id }, func(c claim) ID { return c.holder }
	if err := p.eachClaim(ctx, free, itself, p.move); err != nil {
		return err
	}
	if err := p.eachClaim(ctx, staying, itself, p.stay); err != nil {
		return err
	}
	return p.eachClaim(ctx, joining, holder, p.join)
}

// eachClaim carries claims out, each with the bookmark that it is about as it is
// before; nil where there is none.
func (p *restoring) eachClaim(ctx context.Context, list []claim, about func(claim) ID, act func(claim, *found) error) error {
	for from := 0; from < len(list); from += batchSize {
		part := list[from:min(from+batchSize, len(list))]
		ids := make([]ID, len(part))
		for i, c := range part {
			ids[i] = about(c)
		}
		bookmarks, err := p.l.byIDs(ctx, p.st, ids)
		if err != nil {
			return err
		}
		have := make(map[ID]*found, len(bookmarks))
		for i := range bookmarks {
			have[bookmarks[i].bookmark.ID] = &bookmarks[i]
		}
		for i, c := range part {
			if err := act(c, have[ids[i]]); err != nil {
				return err
			}
		}
		if err := p.l.o.pause(ctx); err != nil {
			return err
		}
	}
	return nil
}

// move gives a bookmark the address that its holder leaves.
func (p *restoring) move(c claim, have *found) error {
	b, err := p.arena.get(c.rec.at)
	if err == nil {
		p.become(have, &b, c.rec.at, c.seq)
	}
	return err
}

// stay gives a bookmark everything but the address.
func (p *restoring) stay(c claim, have *found) error {
	if p.touched[c.id] {
		return p.refuseClaim(c, twice)
	}
	b, err := p.arena.get(c.rec.at)
	if err != nil {
		return err
	}
	p.warn(p.entryOf(c.rec, &b), "Another bookmark has its address here, so it keeps the one that it has, "+cutRunes(have.bookmark.URL, 80)+".")
	if untitled(&b) {
		b.Title = have.bookmark.URL
	}
	b.URL = have.bookmark.URL
	p.become(have, &b, c.rec.at, c.seq)
	return nil
}

// join merges a record with the bookmark that has its address, and keeps it.
func (p *restoring) join(c claim, other *found) error {
	switch {
	case p.touched[c.id]:
		return p.refuseClaim(c, twice)
	case other == nil || p.touched[c.holder]:
		return p.refuseClaim(c, held)
	}
	b, err := p.arena.get(c.rec.at)
	if err != nil {
		return err
	}
	p.report.Merged++
	merged := mergeSaved(other.bookmark, b)
	merged.Updated = later(p.now, other.bookmark.Updated)
	p.becomes(other, &merged)
	return nil
}

func (p *restoring) refuseClaim(c claim, why string) error {
	b, err := p.arena.get(c.rec.at)
	if err != nil {
		return err
	}
	return p.refuseLate(c.rec, &b, why)
}
