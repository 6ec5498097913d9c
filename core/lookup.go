package core

import (
	"context"
	"errors"

	"pinfold/core/blob"
	"pinfold/core/index"
	"pinfold/core/weburl"
)

// isGone says that another writer has removed what was to be read.
func isGone(err error) bool { return errors.Is(err, blob.ErrNotFound) }

// isLost says that bytes are damaged or not there.
func isLost(err error) bool { return isGone(err) || CodeOf(err) == Corrupt }

// byID returns the bookmark, live or in the trash; nil if there is none.
func (l *Library) byID(ctx context.Context, st *state, id ID) (*found, error) {
	list, err := l.byIDs(ctx, st, []ID{id})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// byIDs returns those of ids that exist, in their order.
func (l *Library) byIDs(ctx context.Context, st *state, ids []ID) ([]found, error) {
	out := make([]found, 0, len(ids))
	var docs []index.Doc
	var slots []int
	for i, id := range ids {
		if err := l.pauseEvery(ctx, i); err != nil {
			return nil, err
		}
		if d, ok := st.latest[id]; ok {
			out = append(out, found{bookmark: d.bookmark, seq: d.seq})
			continue
		}
		doc, ok, err := st.base.ByID(ctx, id)
		if err != nil {
			return nil, err
		}
		if ok {
			docs, slots = append(docs, doc), append(slots, len(out))
			out = append(out, found{})
		}
	}
	at, err := l.foundAt(ctx, st, docs)
	if err != nil {
		return nil, err
	}
	for i, slot := range slots {
		out[slot] = at[i]
	}
	return out, nil
}

// foundByID returns those of ids that exist.
func (l *Library) foundByID(ctx context.Context, st *state, ids []ID) (map[ID]*found, error) {
	list, err := l.byIDs(ctx, st, ids)
	if err != nil {
		return nil, err
	}
	have := make(map[ID]*found, len(list))
	for i := range list {
		have[list[i].bookmark.ID] = &list[i]
	}
	return have, nil
}

// pauseBatch is how many small steps a loop takes between two pauses.
const pauseBatch = 64

// pauseEvery pauses at every pauseBatch-th step.
func (l *Library) pauseEvery(ctx context.Context, i int) error {
	if i%pauseBatch != pauseBatch-1 {
		return nil
	}
	return l.o.pause(ctx)
}

// foundAt reads documents of the base view.
func (l *Library) foundAt(ctx context.Context, st *state, docs []index.Doc) ([]found, error) {
	records, err := st.base.Records(ctx, docs)
	if err != nil {
		return nil, err
	}
	out := make([]found, len(records))
	for i, r := range records {
		b, err := decodeValue(r.ID, r.Value)
		if err != nil {
			return nil, err
		}
		name := st.manifest.segments[docs[i].Part].meta.Name
		out[i] = found{bookmark: b, seq: r.Seq, at: &deadDoc{segment: name, number: docs[i].Num}}
	}
	return out, nil
}

// bySame returns the bookmarks of the same address, live and in the trash.
func (l *Library) bySame(ctx context.Context, st *state, url string) ([]found, error) {
	key := weburl.Same(url)
	return l.byAddress(ctx, st, st.base.BySame, weburl.Same, key, st.journaled().same[key])
}

// byVariant returns the bookmarks whose address is a variant of url, or the same.
func (l *Library) byVariant(ctx context.Context, st *state, url string) ([]found, error) {
	key := weburl.Variant(url)
	return l.byAddress(ctx, st, st.base.ByVariant, weburl.Variant, key, st.journaled().variant[key])
}

// byAddress looks the hash of a key up in the segments and verifies it, and adds
// those of the journal.
func (l *Library) byAddress(ctx context.Context, st *state, find func(context.Context, uint64) ([]index.Doc, error), keyOf func(url string) string, key string, journaled []int) ([]found, error) {
	docs, err := find(ctx, weburl.Hash(key))
	if err != nil {
		return nil, err
	}
	candidates, err := l.foundAt(ctx, st, docs)
	if err != nil {
		return nil, err
	}
	var out []found
	for _, f := range candidates {
		if keyOf(f.bookmark.URL) == key {
			out = append(out, f)
		}
	}
	recent := st.journaled().docs
	for _, i := range journaled {
		d := &recent[i]
		out = append(out, found{bookmark: d.bookmark, seq: d.seq})
	}
	return out, nil
}

// liveSame returns the live bookmark of the same address, or nil.
func (l *Library) liveSame(ctx context.Context, st *state, url string) (*found, error) {
	list, err := l.bySame(ctx, st, url)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].bookmark.Live() {
			return &list[i], nil
		}
	}
	return nil, nil
}

// holder returns the other live bookmark that has b's address; nil if there is
// none, or b is not live.
func (l *Library) holder(ctx context.Context, st *state, b *Bookmark) (*found, error) {
	if !b.Live() {
		return nil, nil
	}
	other, err := l.liveSame(ctx, st, b.URL)
	if err != nil || other == nil || other.bookmark.ID == b.ID {
		return nil, err
	}
	return other, nil
}
