package core

import (
	"context"
)

// A claim is a record of a backup whose address another bookmark has, as the
// library is before.
type claim struct {
	rec *backedUp
	seq uint64
	move
	joins bool // the holder keeps the address
}

// settleClaims decides what becomes of such records when all others are done.
// Whose holder has left, or leaves by one of them, has the address. Where the
// holder stays the two become one there; a bookmark that was here already at
// another address leaves that one all the same, for the trash: by the backup it
// is no longer there, and somebody else may be.
func (p *restoring) settleClaims(ctx context.Context) error {
	list, err := p.openClaims()
	if err != nil {
		return err
	}
	moves := make([]move, len(list))
	for i, c := range list {
		if moves[i] = c.move; c.joins || p.left[c.holder] {
			moves[i].holder = ID{}
		}
	}
	ok := possible(moves)
	for from := 0; from < len(list); from += batchSize {
		to := min(from+batchSize, len(list))
		if err := p.settleSome(ctx, list[from:to], ok[from:to]); err != nil {
			return err
		}
	}
	return nil
}

// openClaims are the claims that no other record has settled, with those marked
// whose holder stays.
func (p *restoring) openClaims() ([]claim, error) {
	var list []claim
	leaving := make(map[ID]bool)
	for _, c := range p.claims {
		var why string
		switch {
		case p.touched[c.id]:
			why = twice
		case p.touched[c.holder] && !p.left[c.holder]: // it is of that address by the backup
			why = held
		default:
			list = append(list, c)
			leaving[c.id] = leaving[c.id] || c.from != ""
			continue
		}
		if err := p.refuseClaim(c, why); err != nil {
			return nil, err
		}
	}
	for i, c := range list {
		list[i].joins = !leaving[c.holder] && !p.left[c.holder]
	}
	return list, nil
}

// settleSome carries claims out, as far as they are possible.
func (p *restoring) settleSome(ctx context.Context, list []claim, ok []bool) error {
	var ids []ID
	for _, c := range list {
		ids = append(ids, c.id, c.holder)
	}
	have, err := p.l.foundByID(ctx, p.st, ids)
	if err != nil {
		return err
	}
	for i, c := range list {
		b, at, err := p.read(c.rec)
		if err != nil {
			return err
		}
		switch {
		case !ok[i] && p.touched[c.id]:
			err = p.refuseLate(c.rec, &b, twice)
		case !ok[i]:
			err = p.refuseLate(c.rec, &b, held)
		case c.joins:
			p.join(c.rec, have[c.holder], have[c.id], b)
		default:
			p.adopt(have[c.id], &b, at, c.seq)
		}
		if err != nil {
			return err
		}
	}
	return p.l.o.pause(ctx)
}

// join merges what the backup says of a bookmark with the one that has its
// address and keeps it. What is here of it, if it is live, goes to the trash.
//
// None of it counts as edited now, but the holder as edited just after what it
// was, unless the person has asked for the backup's state: where two libraries
// decide so at once, each about the other's bookmark, the two decisions must not
// beat both bookmarks when they meet, nor an edit that was made meanwhile.
func (p *restoring) join(rec *backedUp, holder, have *found, b Bookmark) {
	p.report.Merged++
	p.touched[b.ID] = true
	p.conflict(&holder.bookmark, &b)
	merged := mergeSaved(holder.bookmark, b)
	merged.Updated = behind(holder.bookmark.Updated)
	if p.o.Existing == OverwriteExisting {
		merged.Updated = later(p.now, holder.bookmark.Updated)
	}
	p.becomes(holder, &merged)
	if have == nil || !have.bookmark.Live() {
		return
	}
	p.warn(p.entryOf(rec, &b), "Another bookmark has its address here. The two became one there, and the one that was at "+cutRunes(have.bookmark.URL, 80)+" is in the trash.")
	gone := have.bookmark
	gone.Deleted = p.l.trashed(p.st)
	p.becomes(have, &gone)
}

func (p *restoring) refuseClaim(c claim, why string) error {
	b, _, err := p.read(c.rec)
	if err != nil {
		return err
	}
	return p.refuseLate(c.rec, &b, why)
}
