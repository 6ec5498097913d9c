package core

import (
	"context"
	"slices"

	"pinfold/core/index"
	"pinfold/core/weburl"
)

// hideOlder marks dead what records of the journal that were set aside had
// replaced, where a later record has the bookmark or its address: without them
// nothing else says so.
func (r *repairer) hideOlder(ctx context.Context, b *bulk) error {
	if len(r.st.lost) == 0 {
		return nil
	}
	segments, v := r.soundSegments(), r.soundView(true)
	kill := func(d index.Doc) {
		name := segments[d.Part].meta.Name
		b.dead[name] = append(b.dead[name], d.Num)
	}
	holders := make(map[string]bool) // addresses of those before
	for _, d := range r.st.newestFirst() {
		if old, ok, err := v.ByID(ctx, d.bookmark.ID); err != nil {
			return err
		} else if ok {
			kill(old)
		}
		same := weburl.Same(d.bookmark.URL)
		switch {
		case !d.bookmark.Live():
		case holders[same]: // a later change gave it to another
			d.bookmark.Deleted = r.l.trashed(r.st)
			b.add(&d.bookmark, d.seq)
		default:
			holders[same] = true
			if err := r.trashOther(ctx, b, v, &d.bookmark, kill); err != nil {
				return err
			}
		}
	}
	return nil
}

// newestFirst returns the journal's documents, those that were changed last first.
func (st *state) newestFirst() []journalDoc {
	var list []journalDoc
	seen := make(map[ID]bool)
	for _, r := range slices.Backward(st.journal) {
		for _, d := range slices.Backward(r.docs) {
			id := d.bookmark.ID
			if _, there := st.latest[id]; there && !seen[id] {
				seen[id] = true
				list = append(list, d)
			}
		}
	}
	return list
}

// trashOther moves another bookmark of the same address into the trash.
func (r *repairer) trashOther(ctx context.Context, b *bulk, v *index.View, holder *Bookmark, kill func(index.Doc)) error {
	same := weburl.Same(holder.URL)
	docs, err := v.BySame(ctx, weburl.Hash(same))
	if err != nil {
		return err
	}
	records, err := v.Records(ctx, docs)
	if err != nil {
		return err
	}
	for i := range records {
		other, err := decodeValue(records[i].ID, records[i].Value)
		if err != nil {
			return err
		}
		if _, newer := r.st.latest[other.ID]; newer || !other.Live() || weburl.Same(other.URL) != same {
			continue
		}
		kill(docs[i])
		other.Deleted = r.l.trashed(r.st)
		b.add(&other, records[i].Seq)
	}
	return nil
}
