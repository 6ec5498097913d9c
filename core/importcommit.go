package core

import (
	"context"

	"pinfold/core/index"
)

// An import builds its segments against the state it began with, which may
// take long, and then publishes them by one Commit. When another writer was
// first, only the bookmarks which that one touched are merged again; the
// segments stay, with those documents marked dead. So a person who keeps saving
// never starves an import, and loses nothing to it.

// commit builds the segments and publishes them.
func (im *importer) commit(ctx context.Context) error {
	im.progress(true)
	c := im.change()
	if len(c.items) == 0 {
		return nil
	}
	if err := im.reserve(ctx); err != nil {
		return err
	}
	built, err := im.build(ctx)
	if err != nil {
		return err
	}
	for range maxAttempts {
		st := im.l.current()
		if mayLackAny(st.manifest, built) {
			if built, err = im.build(ctx); err != nil {
				return err
			}
		}
		err := im.publish(ctx, st, built, c)
		if err == nil {
			return nil
		}
		if CodeOf(err) != Conflict && !isGone(err) {
			return im.l.settle(ctx, c.Op, &c, err)
		}
		if _, err := im.l.reload(ctx); err != nil {
			return err
		}
	}
	return errBusy
}

// reserve takes a run of places in the order of arrival, so that whoever saves
// while the segments are being built is given others.
func (im *importer) reserve(ctx context.Context) error {
	return im.l.editManifest(ctx, func(st *state, m *manifest) error {
		im.firstSeq = st.nextSeq
		m.nextSeq = st.nextSeq + uint64(len(im.items))
		return nil
	})
}

// mayLackAny says that blobs of a segment may have been swept.
func mayLackAny(m *manifest, built []segmentEntry) bool {
	for _, s := range built {
		if m.mayLack(s.meta.Name) {
			return true
		}
	}
	return false
}

// change returns the history's entry, without its number.
func (im *importer) change() Change {
	c := Change{Time: im.now, Kind: Imported, Title: im.o.Name, Op: OpID(im.l.o.newID())}
	for i := range im.items {
		if im.items[i].changed {
			c.items = append(c.items, changeItem{ID: im.items[i].id, Created: !im.items[i].existed})
		}
	}
	c.Count = len(c.items)
	if c.Count > 0 {
		c.First = c.items[0].ID
	}
	return c
}

// build stages the segments. The first entry of the file is given the highest
// place in the order of arrival, so that entries of one instant keep the
// file's order in a list that is newest first.
func (im *importer) build(ctx context.Context) ([]segmentEntry, error) {
	b := newBulk(im.l, im.st)
	b.arena = im.arena
	seq := im.firstSeq + uint64(len(im.items))
	for i := range im.items {
		it := &im.items[i]
		seq--
		if !it.changed {
			continue
		}
		bm, err := im.decode(i)
		if err != nil {
			return nil, err
		}
		b.items = append(b.items, bulkItem{order: millis(bm.Created), seq: seq, off: it.off, end: it.end})
	}
	err := b.build(ctx)
	return b.added, err
}

// publish makes the built segments true against st.
func (im *importer) publish(ctx context.Context, st *state, built []segmentEntry, c Change) error {
	touched, err := im.touchedSince(ctx, st)
	if err != nil {
		return err
	}
	b := newBulk(im.l, st)
	b.added = append(b.added, built...)
	if err := im.replaceOld(ctx, st, b, touched, &c); err != nil {
		return err
	}
	if err := im.again(ctx, st, b, touched, &c); err != nil {
		return err
	}
	c.Number = st.nextChange
	im.number = c.Number
	return b.commit(ctx, &c)
}

// touchedSince returns the items whose address another writer has touched
// since the import began.
func (im *importer) touchedSince(ctx context.Context, st *state) (map[int]bool, error) {
	touched := make(map[int]bool)
	for n := im.st.nextChange; n < st.nextChange; n++ {
		c, err := im.l.findChange(ctx, st, n)
		if err != nil {
			return nil, err
		}
		ids := make([]ID, len(c.items))
		for i := range c.items {
			ids[i] = c.items[i].ID
		}
		list, err := im.l.byIDs(ctx, st, ids)
		if err != nil {
			return nil, err
		}
		for _, f := range list {
			if i, ok := im.seen[sameHash(f.bookmark.URL)]; ok {
				touched[i] = true
			}
		}
		im.markIDs(ids, touched)
	}
	return touched, nil
}

// markIDs marks items by the bookmark they change, whose address may have
// been edited, or which may be gone.
func (im *importer) markIDs(ids []ID, touched map[int]bool) {
	if len(ids) == 0 {
		return
	}
	set := make(map[ID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	for i := range im.items {
		if im.items[i].existed && set[im.items[i].id] {
			touched[i] = true
		}
	}
}

// replaceOld marks the documents dead that the import has new versions of, and
// notes what they were, for undo.
func (im *importer) replaceOld(ctx context.Context, st *state, b *bulk, touched map[int]bool, c *Change) error {
	place := make(map[ID]int, len(c.items))
	for i := range c.items {
		place[c.items[i].ID] = i
	}
	items := append([]changeItem(nil), c.items...)
	for i := range im.items {
		it := &im.items[i]
		if !it.existed || !it.changed || touched[i] {
			continue
		}
		f, err := im.l.byID(ctx, st, it.id)
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		after, err := im.decode(i)
		if err != nil {
			return err
		}
		b.replace(f)
		b.forget(it.id)
		items[place[it.id]] = diff(&f.bookmark, &after)
	}
	c.items = items
	return nil
}

// again merges the touched items with what the library holds now.
func (im *importer) again(ctx context.Context, st *state, b *bulk, touched map[int]bool, c *Change) error {
	items := c.items
	c.items = nil
	skip := make(map[ID]bool)
	for i := range touched {
		skip[im.items[i].id] = true
	}
	for i := range items {
		if !skip[items[i].ID] {
			c.items = append(c.items, items[i])
		}
	}
	for i := range im.items {
		if !touched[i] {
			continue
		}
		if err := im.bury(ctx, b, im.items[i].id); err != nil {
			return err
		}
		if err := im.remerge(ctx, st, b, i, c); err != nil {
			return err
		}
	}
	c.Count = len(c.items)
	return nil
}

// bury marks the built document of id dead.
func (im *importer) bury(ctx context.Context, b *bulk, id ID) error {
	for i, s := range b.added {
		v := index.NewView([]index.Part{{Segment: im.l.segment(s.meta)}}, im.l.viewOptions())
		doc, ok, err := v.ByID(ctx, id)
		if err != nil {
			return err
		}
		if ok {
			b.added[i].dead = s.dead.With(doc.Num)
			return nil
		}
	}
	return nil
}

// remerge puts what the file says of item i onto the bookmark that has its
// address now.
func (im *importer) remerge(ctx context.Context, st *state, b *bulk, i int, c *Change) error {
	said, err := im.decode(i)
	if err != nil {
		return err
	}
	have, err := im.l.liveSame(ctx, st, said.URL)
	if err != nil {
		return err
	}
	if have == nil {
		said.ID = im.l.o.newID()
		c.items = append(c.items, diff(nil, &said))
		b.add(&said, b.nextSeq)
		b.nextSeq++
		return nil
	}
	after := mergeImported(have.bookmark, said)
	if differing(&have.bookmark, &after) == 0 {
		return nil
	}
	after.Updated = im.now
	c.items = append(c.items, diff(&have.bookmark, &after))
	b.replace(have)
	b.add(&after, have.seq)
	return nil
}
