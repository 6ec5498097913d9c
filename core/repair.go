package core

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"pinfold/core/index"
)

// A Repaired is what Repair has done.
type Repaired struct {
	Segments  int // written anew
	Bookmarks int // that they hold
	Lost      []LostRecord
	Listed    bool // the list of parts was made anew: the settings, the older history, and which bookmarks were deleted for ever, stood in it
	Fewer     int  // bookmarks than are remembered, where that is so
	Changes   int  // of the history that could not be read
}

// A LostRecord is a piece of the documents or the journal that cannot be read: mostly one bookmark.
type LostRecord struct {
	After string // the title of the bookmark that stands before it, newer than it; "" if none does
	Blob  string // where it stands
	Raw   []byte // its bytes as they are, 0xFF where they could not even be read; empty if there are none
}

// repairAttempts bounds how often Repair begins anew because another writer
// replaced what it was reading.
const repairAttempts = 5

// Repair makes every part of the library anew that Check would complain of, or
// whose words are those of an earlier Pinfold, out of the documents, which are
// the primary data. What cannot be read is told and left out; everything else
// stays, and no bookmark changes. It replaces the parts by one Commit, so that
// a repair that is cut off has changed nothing. tell hears how many documents
// of how many have been read.
func (l *Library) Repair(ctx context.Context, tell func(done, total int)) (Repaired, error) {
	for range repairAttempts {
		st, err := l.refresh(ctx)
		if err != nil {
			return Repaired{}, err
		}
		r := repairer{l: l, st: st, tell: tell, kept: make(map[ID]bool)}
		done, err := r.repair(ctx)
		if CodeOf(err) == Conflict || isGone(err) {
			continue
		}
		return done, err
	}
	return Repaired{}, errBusy
}

// repair does what is needed with the library as it is in r.st.
func (r *repairer) repair(ctx context.Context) (Repaired, error) {
	if r.st.unlisted {
		return r.rebuild(ctx)
	}
	if err := r.examine(ctx); err != nil {
		return Repaired{}, err
	}
	if err := r.examineHistory(ctx); err != nil {
		return Repaired{}, err
	}
	if len(r.broken)+len(r.st.lost)+r.out.Changes == 0 {
		return Repaired{}, nil
	}
	return r.replace(ctx)
}

// Outdated says that a part of the library has the words of an earlier Pinfold:
// it answers, but not everything that can be asked now. Repair makes it anew.
func (l *Library) Outdated(ctx context.Context) (old bool, err error) {
	err = l.read(ctx, func(st *state) error {
		for _, s := range st.manifest.segments {
			old = old || !s.meta.Current()
		}
		return nil
	})
	return old, err
}

// A repairer makes segments anew.
type repairer struct {
	l           *Library
	st          *state
	tell        func(done, total int)
	total, done int
	broken      []segmentEntry
	saved       []savedDoc
	kept        map[ID]bool    // those saved
	history     []historyEntry // what takes the place of the manifest's, if a piece of that cannot be read
	guessed     bool           // nothing says of which format what is read is
	out         Repaired
}

// A savedDoc is a document that was read without an index.
type savedDoc struct {
	bookmark Bookmark
	seq      uint64
}

// examine finds the segments that have to be made anew.
func (r *repairer) examine(ctx context.Context) error {
	for _, s := range r.st.manifest.segments {
		if s.meta.Current() && len(r.complaints(ctx, s)) == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return errorOf(Canceled, "The repair was canceled. Nothing was changed.", err)
		}
		r.broken = append(r.broken, s)
		r.total += int(s.meta.Docs)
	}
	return nil
}

func (r *repairer) complaints(ctx context.Context, s segmentEntry) []error {
	part := index.Part{Segment: r.l.segment(s.meta), Dead: s.dead}
	return index.NewView([]index.Part{part}, r.l.viewOptions()).Check(ctx)
}

// replace reads the documents, writes them as new segments and publishes these.
func (r *repairer) replace(ctx context.Context) (Repaired, error) {
	for _, s := range r.broken {
		if err := r.salvage(ctx, s); err != nil {
			return Repaired{}, err
		}
	}
	slices.SortFunc(r.saved, func(x, y savedDoc) int { // as bulk.build has them
		return cmp.Or(cmp.Compare(millis(y.bookmark.Created), millis(x.bookmark.Created)), cmp.Compare(y.seq, x.seq))
	})
	b := newBulk(r.l, r.st)
	for i := range r.saved {
		d := &r.saved[i]
		b.items = append(b.items, bulkItem{order: millis(d.bookmark.Created), seq: d.seq, at: b.arena.add(&d.bookmark)})
	}
	if err := b.build(ctx); err != nil {
		return Repaired{}, err
	}
	r.out.Segments, r.out.Bookmarks, r.out.Lost = len(r.broken), len(r.saved), append(r.out.Lost, r.st.lost...)
	return r.out, r.publish(ctx, b.added, b.spent)
}

// publish puts the new segments in the place of the broken ones, if nobody has
// written since they were read.
func (r *repairer) publish(ctx context.Context, added []segmentEntry, spent []string) error {
	r.l.writing.Lock()
	defer r.l.writing.Unlock()
	b := newBulk(r.l, r.st)
	b.added, b.spent = added, spent
	for _, s := range r.broken {
		b.drop = append(b.drop, s.meta.Name)
	}
	if r.out.Changes > 0 {
		b.history = r.history
	}
	if err := r.hideOlder(ctx, b); err != nil {
		return err
	}
	return r.commit(ctx, b)
}

// commit publishes b; after a Conflict the next attempt finds what is there.
func (r *repairer) commit(ctx context.Context, b *bulk) error {
	err := b.commit(ctx, nil)
	if CodeOf(err) != Conflict {
		return err
	}
	if _, again := r.l.reload(ctx); again != nil {
		return again
	}
	return err
}

// salvage reads the documents of a segment, those that are alive.
func (r *repairer) salvage(ctx context.Context, s segmentEntry) error {
	file, err := r.records(ctx, s)
	if err != nil {
		return err
	}
	dead := s.dead.With(r.st.journalDead(s.meta.Name)...)
	sound := r.soundView(false)
	for i, d := range file.docs {
		if err := r.l.pauseEvery(ctx, i); err != nil {
			return err
		}
		number := file.number(i, s.meta.Docs)
		alive := !dead.Has(number)
		if number == index.NoDoc {
			if alive, err = r.missing(ctx, sound, d.bookmark.ID); err != nil {
				return err
			}
		}
		if _, newer := r.st.latest[d.bookmark.ID]; alive && !newer {
			r.saved = append(r.saved, d)
			r.kept[d.bookmark.ID] = true
		}
	}
	return nil
}

// missing says that no sound part of the library has the bookmark: one whose
// tombstone cannot be known is kept, unless a later form of it is there.
func (r *repairer) missing(ctx context.Context, sound *index.View, id ID) (bool, error) {
	if _, ok := r.st.latest[id]; ok || r.kept[id] {
		return false, nil
	}
	_, found, err := sound.ByID(ctx, id)
	return !found, err
}

// soundSegments are the segments that stay.
func (r *repairer) soundSegments() (list []segmentEntry) {
	for _, s := range r.st.manifest.segments {
		if !slices.ContainsFunc(r.broken, func(b segmentEntry) bool { return b.meta.Name == s.meta.Name }) {
			list = append(list, s)
		}
	}
	return list
}

// soundView is a view of them, without what the journal replaces or with it.
func (r *repairer) soundView(journal bool) *index.View {
	var parts []index.Part
	for _, s := range r.soundSegments() {
		dead := s.dead
		if journal {
			dead = dead.With(r.st.journalDead(s.meta.Name)...)
		}
		parts = append(parts, index.Part{Segment: r.l.segment(s.meta), Dead: dead})
	}
	return index.NewView(parts, r.l.viewOptions())
}

// A salvaged is what could be read of a segment's documents, in their order.
type salvaged struct {
	docs   []savedDoc
	places []int // of each among all, the damaged ones counted as one each
	damage []int // places of the damaged ones
	count  int
}

// number returns a document's number, counted from the nearer end of the
// segment. Between two damaged places nobody can tell how many there were in
// each of them.
func (s *salvaged) number(i int, docs uint32) uint32 {
	at := s.places[i]
	switch {
	case len(s.damage) == 0, at < s.damage[0]:
		return uint32(at)
	case at > s.damage[len(s.damage)-1]:
		return docs - uint32(s.count-at)
	}
	return index.NoDoc
}

// records reads all blobs of a segment's documents without its index.
func (r *repairer) records(ctx context.Context, s segmentEntry) (*salvaged, error) {
	store, ok := r.l.store.(Salvager)
	if !ok {
		return nil, errorOf(Internal, "This library's storage cannot be read past its checksums. Import your last backup into a new library.", nil)
	}
	out := &salvaged{}
	var ends []int // how many there were at the end of each blob
	for i := int64(0); ; i++ {
		name, bytes, more := s.meta.DocsBlob(i)
		if !more {
			r.shortage(out, s, ends)
			return out, nil
		}
		part, err := store.Salvage(ctx, name, bytes)
		if err != nil {
			return nil, err
		}
		for rec, err := range index.Salvage(part, s.meta.Format) {
			if err := r.take(out, name, rec, err); err != nil {
				return nil, err
			}
			if err := r.read(ctx); err != nil {
				return nil, err
			}
		}
		ends = append(ends, out.count)
	}
}

// shortage notes documents of which not even damaged bytes are left: zeros are
// the usual end of a blob. Nobody knows at which blob's end they stood.
func (r *repairer) shortage(s *salvaged, e segmentEntry, ends []int) {
	if len(s.damage) > 0 || s.count >= int(e.meta.Docs) {
		return
	}
	s.damage = ends
	name, _, _ := e.meta.DocsBlob(0)
	for range int(e.meta.Docs) - s.count {
		r.out.Lost = append(r.out.Lost, LostRecord{Blob: name})
	}
}

// take notes a document of a segment, or what is left of one. What a later
// Pinfold wrote is not damage, and nothing is repaired without it.
func (r *repairer) take(s *salvaged, name string, rec index.Record, err error) error {
	raw := rec.Value
	if damaged, ok := errors.AsType[*index.DamagedRecord](err); ok {
		if damaged.Head {
			return nil
		}
		raw = damaged.Raw
	}
	if err == nil {
		var b Bookmark
		if b, err = decodeValue(rec.ID, rec.Value); err == nil {
			s.docs = append(s.docs, savedDoc{bookmark: b, seq: rec.Seq})
			s.places = append(s.places, s.count)
		}
	}
	if CodeOf(err) == Newer && !r.guessed {
		return err
	}
	if err != nil {
		s.damage = append(s.damage, s.count)
		r.out.Lost = append(r.out.Lost, LostRecord{After: s.last(), Blob: name, Raw: slices.Clone(raw)})
	}
	s.count++
	return nil
}

// last returns the title of the last document that could be read.
func (s *salvaged) last() string {
	if len(s.docs) == 0 {
		return ""
	}
	return s.docs[len(s.docs)-1].bookmark.Title
}

// read counts a document that was read.
func (r *repairer) read(ctx context.Context) error {
	r.done++
	if r.tell != nil && r.done%1000 == 0 {
		r.tell(r.done, max(r.total, r.done))
	}
	return r.l.pauseEvery(ctx, r.done)
}
