package core

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"pinfold/core/index"
	"pinfold/core/text"
	"pinfold/core/weburl"
)

// The manifest is the only list of what belongs to the library. Without it the
// documents are still there, each in one or several versions: a segment that
// was merged is deleted by the Commit that names the new one, and what a later
// segment replaces is said by tombstones in the manifest.

var errUnlisted = errorOf(Corrupt, "The list of the library’s parts is gone, but its bookmarks are there. Nothing was changed. Open Options and press “Check my library”.", nil)

// listed returns the manifest of a head; nil where there is no library. Where
// it is damaged or gone although parts are there, that is an error, and an
// empty manifest, unlisted, for a library that is to be salvaged.
func (l *Library) listed(ctx context.Context, head Head, torn map[string][]byte) (m *manifest, unlisted bool, err error) {
	if raw, ok := head.Blobs[manifestName]; ok {
		m, err = decodeManifest(raw)
	} else {
		there, readErr := l.partsThere(ctx, head, torn)
		if readErr != nil || !there {
			return nil, false, readErr
		}
		err = errUnlisted
	}
	if err == nil || CodeOf(err) != Corrupt || l.o.Salvage == nil {
		return m, false, err
	}
	now := millis(l.o.now())
	m = &manifest{library: l.o.Remembered.Library, created: now, nextSeq: 1, nextChange: 1, swept: now, settings: make(map[string]string)}
	if m.library.IsZero() {
		m.library = l.o.newID()
	}
	return m, true, nil
}

// partsThere says that the store has something of a library.
func (l *Library) partsThere(ctx context.Context, head Head, torn map[string][]byte) (bool, error) {
	if len(head.Blobs)+len(torn) > 0 {
		return true, nil
	}
	names, err := l.store.List(ctx, index.DocsPrefix)
	return len(names) > 0, err
}

// rebuild makes the list of parts anew, and the parts themselves, out of every
// document in the store: of each bookmark the version that was changed last. What
// is not known any more is rather kept than left out: a bookmark that was deleted
// for ever may be back, or a large change be there that failed at its very end.
// The blobs that were there stay a day.
func (r *repairer) rebuild(ctx context.Context) (Repaired, error) {
	remembered := r.l.o.Remembered.Bookmarks
	r.total = remembered // about so many
	parts, err := r.docsParts(ctx)
	if err != nil {
		return Repaired{}, err
	}
	if err := r.numberOn(ctx); err != nil {
		return Repaired{}, err
	}
	g := newGathering(r)
	for segment, names := range parts {
		if err := r.unlistedRecords(ctx, names, func(d *savedDoc) { g.take(d, segment) }); err != nil {
			return Repaired{}, err
		}
	}
	if err := g.settle(ctx); err != nil {
		return Repaired{}, err
	}
	r.out.Bookmarks, r.out.Lost, r.out.Listed = g.all, append(r.out.Lost, r.st.lost...), true
	r.out.Fewer = max(remembered-g.live, 0)
	r.l.writing.Lock()
	defer r.l.writing.Unlock()
	err = r.commit(ctx, g.b)
	r.out.Segments = len(g.b.added)
	return r.out, err
}

// numberOn has the changes go on behind those of a history that is no longer
// listed: a page may still ask for one by its number.
func (r *repairer) numberOn(ctx context.Context) error {
	if len(r.st.journal) > 0 {
		return nil // it has them
	}
	names, err := r.l.store.List(ctx, historyPrefix)
	if err != nil {
		return err
	}
	m := r.st.manifest.clone()
	for _, name := range names {
		changes, err := r.l.historyBlob(ctx, name)
		if err != nil && !isLost(err) {
			return err
		}
		for i := range changes {
			m.nextChange = max(m.nextChange, changes[i].Number+1)
		}
	}
	lost := r.st.lost
	r.st = r.l.newState(r.st.generation, m, nil)
	r.st.lost = lost
	return nil
}

// docsParts returns the names of all blobs of documents, by segment, each in
// order; one that is missing before another is named too.
func (r *repairer) docsParts(ctx context.Context) (map[string][]string, error) {
	names, err := r.l.store.List(ctx, index.DocsPrefix)
	if err != nil {
		return nil, err
	}
	last := make(map[string]int64)
	for _, name := range names {
		if segment, part, ok := index.DocsPart(name); ok && part < 1<<13 {
			last[segment] = max(last[segment], part)
		}
	}
	parts := make(map[string][]string)
	for segment, n := range last {
		for part := range n + 1 {
			parts[segment] = append(parts[segment], index.DocsName(segment, part))
		}
	}
	return parts, nil
}

// unlistedRecords hands on the documents of a segment of which only the blobs are known.
func (r *repairer) unlistedRecords(ctx context.Context, names []string, give func(*savedDoc)) error {
	format, known := index.Format, false
	for at := 0; at < len(names) && !known; at++ { // one sound beginning tells it for all
		part, err := r.part(ctx, names[at])
		if err != nil {
			return err
		}
		found, ok, err := index.DocsFormat(part)
		if err != nil {
			return corrupt("the bookmarks", err)
		}
		if ok {
			format, known = found, true
		}
	}
	r.guessed = !known
	for _, name := range names {
		part, err := r.part(ctx, name)
		if err != nil {
			return err
		}
		out := &salvaged{}
		for rec, err := range index.Salvage(part, format) {
			if tail, ok := errors.AsType[*index.DamagedRecord](err); ok && len(part) > 0 && vacant(tail.Raw) {
				continue // behind the end of a shorter part
			}
			if err := r.take(out, name, rec, err); err != nil {
				return err
			}
			if err := r.read(ctx); err != nil {
				return err
			}
		}
		for i := range out.docs {
			give(&out.docs[i])
		}
	}
	return nil
}

// part reads a blob of documents, past its checksums if they do not hold.
func (r *repairer) part(ctx context.Context, name string) ([]byte, error) {
	raw, err := r.l.store.Read(ctx, []Range{{Name: name, Len: -1}})
	if err == nil {
		return raw[0], nil
	}
	store, ok := r.l.store.(Salvager)
	if !isLost(err) || !ok {
		return nil, err
	}
	b, err := store.Salvage(ctx, name, index.PartBytes)
	if vacant(b) {
		return nil, err
	}
	return b, err
}

// vacant says that all of b is what Salvage gives where there is nothing.
func vacant(b []byte) bool {
	for _, c := range b {
		if c != 0xFF {
			return false
		}
	}
	return true
}

// A gathering takes every version of every document, keeps the latest of each,
// and then makes of them what a library may hold.
type gathering struct {
	r       *repairer
	b       *bulk
	settled map[ID]bool // by the journal, which is newer than any segment
	latest  map[ID]version
	holders map[uint64]bool // addresses that a live bookmark has
	places  map[uint64]bool // in the order of arrival
	labels  map[string]string
	all     int // bookmarks
	live    int
}

// A version is a document as a segment has it.
type version struct {
	updated int64
	staged  int64 // when its segment was
	segment string
	seq     uint64
	at      place
}

// compare orders versions by when they were changed, those of the same moment
// by when they were staged.
func (v *version) compare(other *version) int {
	return cmp.Or(cmp.Compare(v.updated, other.updated), cmp.Compare(v.staged, other.staged),
		cmp.Compare(v.segment, other.segment), cmp.Compare(v.seq, other.seq))
}

func newGathering(r *repairer) *gathering {
	g := &gathering{r: r, b: newBulk(r.l, r.st), settled: make(map[ID]bool), latest: make(map[ID]version),
		holders: make(map[uint64]bool), places: make(map[uint64]bool), labels: make(map[string]string)}
	for id := range r.st.latest {
		g.settled[id] = true
	}
	for _, rec := range r.st.journal {
		for _, id := range rec.purged() {
			g.settled[id] = true
		}
	}
	return g
}

// take keeps a document if there is no later version of it.
func (g *gathering) take(d *savedDoc, segment string) {
	id := d.bookmark.ID
	staged, _ := stampOf(segment)
	v := version{updated: millis(d.bookmark.Updated), staged: staged, segment: segment, seq: d.seq}
	if old, ok := g.latest[id]; g.settled[id] || ok && v.compare(&old) <= 0 {
		return
	}
	v.at = g.b.arena.add(&d.bookmark)
	g.latest[id] = v
}

// settle puts the bookmarks into the write, those that were changed last first:
// they keep the address, the spelling of tags and the place that another has too.
func (g *gathering) settle(ctx context.Context) error {
	for _, d := range g.r.st.newestFirst() {
		g.places[d.seq] = true
		b := d.bookmark
		if g.mend(&b) {
			g.b.add(&b, d.seq)
		}
		g.count(&b)
	}
	list := make([]version, 0, len(g.latest))
	for _, v := range g.latest {
		list = append(list, v)
	}
	g.latest = nil
	slices.SortFunc(list, func(x, y version) int { return y.compare(&x) })
	for _, v := range list {
		g.b.nextSeq = max(g.b.nextSeq, v.seq+1)
	}
	for i := range list {
		if err := g.b.l.pauseEvery(ctx, i); err != nil {
			return err
		}
		if err := g.place(&list[i]); err != nil {
			return err
		}
	}
	return nil
}

// place puts one in.
func (g *gathering) place(v *version) error {
	b, err := g.b.arena.get(v.at)
	if err != nil {
		return err
	}
	if g.places[v.seq] { // of a write that was never made true
		v.seq = g.b.nextSeq
		g.b.nextSeq++
	}
	g.places[v.seq] = true
	if g.mend(&b) {
		v.at = g.b.arena.add(&b)
	}
	g.b.items = append(g.b.items, bulkItem{order: millis(b.Created), seq: v.seq, at: v.at})
	g.count(&b)
	return nil
}

// mend moves a bookmark into the trash whose address another one has, and gives
// its tags the spelling that others have. It says whether it had to.
func (g *gathering) mend(b *Bookmark) (changed bool) {
	if b.Live() {
		at := weburl.Hash(weburl.Same(b.URL))
		if changed = g.holders[at]; changed {
			b.Deleted = g.b.l.o.now()
		}
		g.holders[at] = true
	}
	for i, tag := range b.Tags {
		key := text.TagKey(tag)
		label, ok := g.labels[key]
		if !ok {
			g.labels[key] = tag
		} else if label != tag {
			b.Tags[i], changed = label, true
		}
	}
	return changed
}

func (g *gathering) count(b *Bookmark) {
	g.all++
	if b.Live() {
		g.live++
	}
}
