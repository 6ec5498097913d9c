package core

import (
	"context"

	"pinfold/core/index"
	"pinfold/core/text"
)

// respelled returns the library's spelling, by key, of the file's tags that
// another writer has spelled otherwise since the import began.
func (im *importer) respelled(ctx context.Context, st *state) (map[string]string, error) {
	if st == im.began || len(im.labels) == 0 {
		return nil, nil
	}
	tags := make([]string, 0, len(im.labels))
	for _, t := range im.labels {
		tags = append(tags, t)
	}
	spelled, err := im.l.spell(ctx, st, tags)
	if err != nil {
		return nil, err
	}
	labels := make(map[string]string)
	for i, t := range tags {
		if spelled[i] != t {
			labels[text.TagKey(t)] = spelled[i]
		}
	}
	return labels, nil
}

// touchedSince returns the items whose address another writer has touched
// since the import began, and those whose tags are spelled otherwise now.
func (im *importer) touchedSince(ctx context.Context, st *state, labels map[string]string) (map[int]bool, error) {
	if st.manifest.created != im.began.manifest.created { // the list of parts was made anew, of what was staged too
		return im.all(), nil
	}
	touched := make(map[int]bool)
	for n := im.began.nextChange; n < st.nextChange; n++ {
		c, err := im.l.findChange(ctx, st, n)
		if CodeOf(err) == NotFound && !isGone(err) { // so long ago that nobody knows
			return im.all(), nil
		}
		if err != nil {
			return nil, err
		}
		if err := im.markChange(ctx, st, c, touched); err != nil {
			return nil, err
		}
	}
	return touched, im.markTags(ctx, labels, touched)
}

// all returns every item.
func (im *importer) all() map[int]bool {
	all := make(map[int]bool, len(im.items))
	for i := range im.items {
		all[i] = true
	}
	return all
}

// markChange marks the items that a change has touched: by the address that
// the bookmark has now, and by the bookmark, which may have moved or be gone.
func (im *importer) markChange(ctx context.Context, st *state, c *Change, touched map[int]bool) error {
	ids, set := make([]ID, len(c.items)), make(map[ID]bool, len(c.items))
	for i := range c.items {
		ids[i] = c.items[i].ID
		set[ids[i]] = true
	}
	list, err := im.l.byIDs(ctx, st, ids)
	if err != nil {
		return err
	}
	for _, f := range list {
		if i, ok := im.seen[sameHash(f.bookmark.URL)]; ok {
			touched[i] = true
		}
	}
	for i := range im.items {
		if im.items[i].existed && set[im.items[i].id] {
			touched[i] = true
		}
	}
	return nil
}

// markTags marks the changed items that have one of the tags.
func (im *importer) markTags(ctx context.Context, labels map[string]string, touched map[int]bool) error {
	if len(labels) == 0 {
		return nil
	}
	for i := range im.items {
		if err := im.l.pauseEvery(ctx, i); err != nil {
			return err
		}
		if !im.items[i].changed {
			continue
		}
		b, err := im.arena.get(im.items[i].at)
		if err != nil {
			return err
		}
		for _, t := range b.Tags {
			if labels[text.TagKey(t)] != "" {
				touched[i] = true
			}
		}
	}
	return nil
}

// bury marks the built document of id dead.
func (im *importer) bury(ctx context.Context, b *bulk, id ID) error {
	for i, s := range b.added {
		v := index.NewView([]index.Part{{Segment: im.l.segment(s.meta), Dead: s.dead}}, im.l.viewOptions())
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

// remerge puts what the file says of an item onto the bookmark that has its
// address now. What that one said when the import began plays no part: it may
// have been edited away.
func (im *importer) remerge(ctx context.Context, b *bulk, it *importItem, labels map[string]string, c *Change) error {
	at := it.at
	if it.existed {
		at = it.said
	}
	said, err := im.arena.get(at)
	if err != nil {
		return err
	}
	said.Tags = respelled(said.Tags, labels)
	have, err := im.l.liveSame(ctx, b.st, said.URL)
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
	after := im.onto(have.bookmark, said, it.flagged)
	if differing(&have.bookmark, &after) == 0 {
		return nil
	}
	after.Updated = later(im.now, have.bookmark.Updated)
	c.items = append(c.items, diff(&have.bookmark, &after))
	b.replace(have)
	b.add(&after, have.seq)
	return nil
}
