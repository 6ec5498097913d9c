package core

import "context"

// An import builds its segments against the state it began with, which may
// take long, and then publishes them by one Commit. When another writer was
// first, only the bookmarks which that one touched are merged again (see
// importagain.go); the segments stay, with those documents marked dead. So a
// person who keeps saving does not starve an import, and loses nothing to it.

// importAttempts bounds how often an import that lost concludes again: each
// time it needs a moment without a save, of some tenths of a second when it is
// large.
const importAttempts = 200

// commit builds the segments and publishes them.
func (im *importer) commit(ctx context.Context) error {
	im.progress(true, im.permille())
	if !im.changes() {
		return nil
	}
	if err := im.reserve(ctx); err != nil {
		return err
	}
	err := im.buildAndPublish(ctx)
	if err != nil {
		im.l.unstage(ctx, im.staged)
	}
	return err
}

func (im *importer) buildAndPublish(ctx context.Context) error {
	built, err := im.build(ctx)
	if err != nil {
		return err
	}
	for range importAttempts {
		st := im.l.current()
		if st.manifest.sweptSince(im.swept) {
			if built, err = im.build(ctx); err != nil {
				return err
			}
		}
		c, err := im.publish(ctx, st, built)
		if err == nil {
			return nil
		}
		if CodeOf(err) != Conflict && !isGone(err) {
			return im.l.settle(ctx, im.op, &c, err)
		}
		if _, err := im.l.reload(ctx); err != nil {
			return err
		}
	}
	return errBusy
}

func (im *importer) changes() bool {
	for i := range im.items {
		if im.items[i].changed {
			return true
		}
	}
	return false
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

// build stages the segments. The first entry of the file is given the highest
// place in the order of arrival, so that entries of one instant keep the
// file's order in a list that is newest first; what was here keeps its place.
func (im *importer) build(ctx context.Context) (*bulk, error) {
	im.swept = im.l.current().manifest.swept
	b := newBulk(im.l, im.st)
	b.arena, b.pause = &im.arena, im.pause
	im.building, im.pauses = 0, 0
	seq := im.firstSeq + uint64(len(im.items))
	for i := range im.items {
		seq--
		if err := im.l.pauseEvery(ctx, i); err != nil {
			return nil, err
		}
		if !im.items[i].changed {
			continue
		}
		bm, err := im.arena.get(im.items[i].at)
		if err != nil {
			return nil, err
		}
		place := seq
		if im.items[i].existed {
			place = im.items[i].seq
		}
		b.items = append(b.items, bulkItem{order: millis(bm.Created), seq: place, at: im.items[i].at})
		im.building += int(im.items[i].at.end - im.items[i].at.off)
	}
	err := b.build(ctx)
	im.staged = append(im.staged, b.staged...)
	return b, err
}

// bytesPerPause is how many bytes of bookmarks are built into a segment
// between two pauses: 9 KB for links with notes, 7 KB for bare ones.
const bytesPerPause = 8 << 10

// pause is the library's, and tells how far the building has come.
func (im *importer) pause(ctx context.Context) error {
	im.pauses++
	im.progress(true, im.permille())
	return im.l.o.pause(ctx)
}

// permille reckons how much of the building is done by the pauses it makes.
func (im *importer) permille() int {
	return min(1000*im.pauses*bytesPerPause/(im.building+1), 999)
}

// publish makes the built segments true against st. It returns the change as
// far as it came.
func (im *importer) publish(ctx context.Context, st *state, built *bulk) (Change, error) {
	c := Change{Number: st.nextChange, Time: im.now, Kind: Imported, Title: im.o.Name, Op: im.op}
	labels, err := im.respelled(ctx, st)
	if err != nil {
		return c, err
	}
	touched, err := im.touchedSince(ctx, st, labels)
	if err != nil {
		return c, err
	}
	b := newBulk(im.l, st)
	b.added, b.spent = append(b.added, built.added...), built.spent
	for i := range im.items {
		if err := im.l.pauseEvery(ctx, i); err != nil {
			return c, err
		}
		if err := im.conclude(ctx, b, i, touched[i], labels, &c); err != nil {
			return c, err
		}
	}
	if c.Count = len(c.items); c.Count == 0 {
		im.number = 0 // an attempt before may have had a number that is another's by now
		return c, nil
	}
	c.First, im.number = c.items[0].ID, c.Number
	return c, b.commit(ctx, &c)
}

// conclude notes in c what the import does to an item, and in b which documents
// that replaces.
func (im *importer) conclude(ctx context.Context, b *bulk, i int, touched bool, labels map[string]string, c *Change) error {
	it := &im.items[i]
	switch {
	case touched:
		if err := im.bury(ctx, b, it.id); err != nil {
			return err
		}
		return im.remerge(ctx, b, it, labels, c)
	case !it.changed:
	case it.existed:
		return im.replaceOld(ctx, b, it, c)
	default:
		c.items = append(c.items, changeItem{ID: it.id, Created: true})
	}
	return nil
}

// replaceOld marks the document dead that the import has a new version of, and
// notes what it was, for undo.
func (im *importer) replaceOld(ctx context.Context, b *bulk, it *importItem, c *Change) error {
	f, err := im.l.byID(ctx, b.st, it.id)
	if err != nil {
		return err
	}
	if f == nil {
		return errNoBookmark
	}
	after, err := im.arena.get(it.at)
	if err != nil {
		return err
	}
	b.replace(f)
	b.forget(it.id)
	c.items = append(c.items, diff(&f.bookmark, &after))
	return nil
}
