package core

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"pinfold/core/index"
	"pinfold/core/order"
)

// maxSegmentDocs bounds a segment, so that building or merging one stays
// within the memory of an extension's background.
const maxSegmentDocs = 1 << 17

// buildDocs is how many documents are built into a segment at once: the words of
// 131,072 would take more memory than all the rest of an import. What is larger
// is built in pieces and merged, which reads and writes block by block.
const buildDocs = 1 << 14

// commitSegments writes p, and whatever the journal holds, as segments: it
// stages the blobs, then makes them true by one Commit of the manifest.
func (l *Library) commitSegments(ctx context.Context, st *state, p *plan, c *Change) error {
	b := newBulk(l, st)
	seq := st.nextSeq
	for i := range p.puts {
		put := &p.puts[i]
		var s uint64
		s, seq = put.sequence(seq)
		b.replace(put.before)
		b.add(&put.after, s)
	}
	for i := range p.purges {
		b.replace(&p.purges[i])
		b.forget(p.purges[i].bookmark.ID)
	}
	b.nextSeq = seq
	p.puts, p.purges = nil, nil // the segments are built without them in memory
	return b.commit(ctx, c)
}

// A bulk is a large write on its way: documents gathered in compact form, the
// tombstones of those they replace, and the manifest that will name them.
type bulk struct {
	l       *Library
	st      *state
	nextSeq uint64
	items   []bulkItem
	arena   *arena
	written map[ID]bool // ids of the journal that the write replaces
	dead    map[string][]uint32
	drop    []string       // segments that the write replaces whole
	merged  []segmentEntry // stand where the last of drop stood: for of two spellings of a tag the later one counts
	added   []segmentEntry
	staged  []string       // blobs of segments, what was added and what was spent
	spent   []string       // blobs of pieces that were merged into what was added
	past    []historyEntry // what a restore brings into a library without a history
	history []historyEntry // what a repair puts in the place of a history that cannot be read whole
	pause   index.Pause
}

// A bulkItem is one document: its bytes stand in the arena.
type bulkItem struct {
	order int64
	seq   uint64
	at    place
}

func newBulk(l *Library, st *state) *bulk {
	return &bulk{l: l, st: st, nextSeq: st.nextSeq, arena: &arena{}, written: make(map[ID]bool), dead: make(map[string][]uint32), pause: l.o.Pause}
}

// add takes a document.
func (b *bulk) add(bm *Bookmark, seq uint64) {
	b.items = append(b.items, bulkItem{order: millis(bm.Created), seq: seq, at: b.arena.add(bm)})
	b.forget(bm.ID)
}

// forget leaves out the journal's document of id.
func (b *bulk) forget(id ID) {
	if _, ok := b.st.latest[id]; ok {
		b.written[id] = true
	}
}

// replace marks the document of f as dead.
func (b *bulk) replace(f *found) {
	if f != nil && f.at != nil {
		b.dead[f.at.segment] = append(b.dead[f.at.segment], f.at.number)
	}
}

// commit builds the segments and publishes them together with the history.
// c is nil when nothing but the form changes (a flush, a merge).
func (b *bulk) commit(ctx context.Context, c *Change) error {
	err := b.publish(ctx, c)
	if err != nil && CodeOf(err) != Conflict && !isGone(err) {
		b.l.unstage(ctx, b.staged)
	}
	return err
}

// publish is commit, but leaves behind what it staged when it fails.
func (b *bulk) publish(ctx context.Context, c *Change) error {
	for _, d := range b.st.journaled().docs {
		if !b.written[d.bookmark.ID] {
			b.add(&d.bookmark, d.seq)
		}
	}
	if err := b.build(ctx); err != nil {
		return err
	}
	m, drop, err := b.manifest(ctx, c)
	if err != nil {
		return err
	}
	for _, r := range b.st.journal {
		drop = append(drop, journalName(r.change.Number))
	}
	err = b.l.store.Commit(ctx, Batch{
		Generation: b.st.generation,
		Put:        map[string][]byte{manifestName: encodeManifest(m)},
		Delete:     drop,
		Strict:     true,
	})
	if err != nil {
		return err
	}
	b.l.publish(b.l.newState(b.st.generation+1, m, nil))
	return nil
}

// stage puts one blob of a segment, and remembers it.
func (b *bulk) stage(ctx context.Context, name string, part []byte) error {
	b.staged = append(b.staged, name)
	return b.l.stage(ctx, name, part)
}

// build stages segments of the gathered documents, newest first.
func (b *bulk) build(ctx context.Context) error {
	order.By(b.items, func(x, y *bulkItem) int {
		if x.order != y.order {
			return cmp.Compare(y.order, x.order)
		}
		return cmp.Compare(y.seq, x.seq)
	})
	for from := 0; from < len(b.items); from += maxSegmentDocs {
		meta, err := b.buildAll(ctx, b.items[from:min(from+maxSegmentDocs, len(b.items))])
		if err != nil {
			return err
		}
		b.added = append(b.added, segmentEntry{meta: meta})
	}
	b.items, b.arena = nil, nil
	return nil
}

// buildAll builds one segment, in pieces if it is large.
func (b *bulk) buildAll(ctx context.Context, items []bulkItem) (index.Meta, error) {
	if len(items) <= buildDocs {
		return b.buildOne(ctx, items, b.stage)
	}
	pieces := b.l.newStaging(ctx, b.stage)
	for from := 0; from < len(items); from += buildDocs {
		meta, err := b.buildOne(ctx, items[from:min(from+buildDocs, len(items))], pieces.put)
		if err != nil {
			return index.Meta{}, err
		}
		pieces.add(meta)
	}
	b.spent = append(b.spent, pieces.spent...)
	return pieces.merge(ctx, b.pause)
}

func (b *bulk) buildOne(ctx context.Context, items []bulkItem, put index.Sink) (index.Meta, error) {
	docs := make([]index.Document, len(items))
	for i, it := range items {
		if err := b.l.pauseEvery(ctx, i); err != nil {
			return index.Meta{}, err
		}
		bm, err := b.arena.get(it.at)
		if err != nil {
			return index.Meta{}, err
		}
		docs[i] = document(&bm, it.seq)
	}
	return index.Build(ctx, b.l.segmentName(), docs, b.pause, put)
}

// stage puts one blob that nothing names yet.
func (l *Library) stage(ctx context.Context, name string, part []byte) error {
	return l.store.Put(ctx, map[string][]byte{name: part})
}

// segmentName mints a name that tells when it was staged, so that what a crash
// left behind can be told from what is being written now.
func (l *Library) segmentName() string {
	var r [4]byte
	l.o.Random(r[:])
	n := uint64(r[0])<<24 | uint64(r[1])<<16 | uint64(r[2])<<8 | uint64(r[3])
	return strconv.FormatInt(millis(l.o.now()), 16) + "-" + strconv.FormatUint(1<<32|n, 16)[1:]
}

// manifest returns the list of parts after the write and the names of blobs
// that it no longer needs. It stages the history.
func (b *bulk) manifest(ctx context.Context, c *Change) (*manifest, []string, error) {
	m := b.st.manifest.clone()
	for _, r := range b.st.journal {
		m.remember(opResult{op: r.change.Op, change: r.change.Number, id: r.change.First})
		for _, d := range r.dead {
			b.dead[d.segment] = append(b.dead[d.segment], d.number)
		}
	}
	if b.history != nil {
		m.history = append([]historyEntry(nil), b.history...)
	}
	m.history = append(m.history, b.past...)
	drop, err := b.l.stageHistory(ctx, m, b.st, c)
	if err != nil {
		return nil, nil, err
	}
	drop = append(drop, b.spent...)
	kept, place := m.segments[:0], 0
	for _, s := range m.segments {
		s.dead = s.dead.With(b.dead[s.meta.Name]...)
		replaced := containsString(b.drop, s.meta.Name)
		if replaced {
			place = len(kept)
		}
		if replaced || s.dead.Len() == int(s.meta.Docs) {
			drop = append(drop, s.meta.Blobs()...)
			continue
		}
		kept = append(kept, s)
	}
	m.segments = slices.Concat(kept[:place], b.merged, kept[place:], b.added)
	m.nextSeq, m.nextChange = b.nextSeq, b.st.nextChange
	if n := len(b.past); n > 0 {
		m.nextChange = b.past[n-1].last + 1
	}
	if c != nil {
		m.remember(opResult{op: c.Op, change: c.Number, id: c.First})
		m.nextChange = c.Number + 1
	}
	return m, drop, nil
}

// Flush turns the journal into a segment if it holds at least atLeast
// documents, so that opening stays quick.
func (l *Library) Flush(ctx context.Context, atLeast int) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	for range maxAttempts {
		st := l.current()
		if len(st.journal) == 0 || st.weight < atLeast {
			return nil
		}
		err := newBulk(l, st).commit(ctx, nil)
		if CodeOf(err) != Conflict {
			return err
		}
		if _, err := l.reload(ctx); err != nil {
			return err
		}
	}
	return errBusy
}
