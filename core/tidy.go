package core

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"pinfold/core/index"
)

// Tidying keeps a library quick without changing what it says: the journal
// becomes a segment, small segments become larger ones, the trash is emptied of
// what has been in it for 30 days, and blobs that nothing names are removed.
const (
	trashDays   = 30
	sweepEvery  = 24 * time.Hour
	mergeFactor = 4 // segments of one size class are merged when there are that many
	flushSoon   = 128
	retryAfter  = time.Hour           // what failed would fail again: the disk is full, or a part damaged
	leap        = 45 * 24 * time.Hour // after so long without tidying nothing goes for ever at once: the clock may be wrong
)

// Tidy does what is due; trash and unnamed blobs wait for the day to be over. Another writer's Conflict only puts it off.
// Whatever fails, the sweep comes: it is what makes room.
func (l *Library) Tidy(ctx context.Context) error {
	compacting := l.compact(ctx)
	return cmp.Or(compacting, l.sweepIfDue(ctx))
}

// compact makes a segment of the journal, and larger ones of small ones.
func (l *Library) compact(ctx context.Context) error {
	if !l.compactDue() {
		return nil
	}
	err := l.Flush(ctx, flushSoon)
	for n, more := 0, true; err == nil && more && n < maxAttempts; n++ {
		more, err = l.mergeOnce(ctx)
	}
	if err = notBusy(err); err != nil && CodeOf(err) != Canceled {
		l.noteCompactFailed()
	}
	return err
}

// compactDue says that compacting has not failed of late.
func (l *Library) compactDue() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	ago := millis(l.o.now()) - l.compactFailed
	return ago >= retryAfter.Milliseconds() || ago < 0 // the clock has been set back
}

func (l *Library) noteCompactFailed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.compactFailed = millis(l.o.now())
}

// sweepIfDue empties the trash and sweeps, once a day.
func (l *Library) sweepIfDue(ctx context.Context) error {
	if !l.sweepDue() {
		return nil
	}
	if l.leapt() {
		return notBusy(l.noteSweep(ctx))
	}
	emptying := l.emptyTrash(ctx)
	if CodeOf(emptying) == Conflict {
		return nil // both come next time
	}
	return cmp.Or(notBusy(emptying), notBusy(l.sweep(ctx)))
}

// notBusy drops a Conflict: what lost to another writer is done next time.
func notBusy(err error) error {
	if CodeOf(err) == Conflict || isGone(err) {
		return nil
	}
	return err
}

// trash selects everything in it.
var trash = Selection{Query: "is:trashed"}

// trashed is when what goes into the trash now came there: not before the last
// sweep, or by a clock that was set back its days there would be over at the next.
func (l *Library) trashed(st *state) time.Time { return later(l.o.now(), st.swept()) }

// swept is when the trash was last emptied, or could first have been.
func (st *state) swept() time.Time {
	return instant(max(st.manifest.swept, st.manifest.created))
}

// emptyTrash removes for ever what has been in the trash for trashDays.
func (l *Library) emptyTrash(ctx context.Context) error {
	limit := l.o.now().AddDate(0, 0, -trashDays)
	_, err := l.change(ctx, OpID{}, func(st *state) (*plan, error) {
		return l.planPurge(ctx, st, trash, func(b *Bookmark) bool { return b.Deleted.Before(limit) })
	})
	return err
}

// mergeOnce merges one group of segments if there is one to merge.
func (l *Library) mergeOnce(ctx context.Context) (bool, error) {
	st := l.current()
	group := mergeGroup(st.manifest.segments)
	if len(group) == 0 {
		return false, nil
	}
	return true, l.merge(ctx, st, group)
}

// merge writes one segment in the place of group, and publishes it together
// with the journal's documents. What died meanwhile is marked dead in it.
func (l *Library) merge(ctx context.Context, st *state, group []segmentEntry) error {
	began := st.manifest.swept
	parts := make([]index.Part, len(group))
	for i, s := range group {
		parts[i] = index.Part{Segment: l.segment(s.meta), Dead: s.dead}
	}
	var staged []string
	put := func(ctx context.Context, name string, part []byte) error {
		staged = append(staged, name)
		return l.stage(ctx, name, part)
	}
	meta, remap, err := index.Merge(ctx, l.segmentName(), parts, l.o.Pause, put)
	l.writing.Lock()
	defer l.writing.Unlock()
	if err == nil {
		err = l.replaceMerged(ctx, group, segmentEntry{meta: meta}, remap, began)
	}
	if err != nil {
		l.unstage(ctx, staged)
	}
	return err
}

// replaceMerged publishes merged in the place of group, unless a part of that
// is no longer there or a sweep came between.
func (l *Library) replaceMerged(ctx context.Context, group []segmentEntry, merged segmentEntry, remap [][]uint32, began int64) error {
	for range maxAttempts {
		st := l.current()
		if !st.names(group) || st.manifest.sweptSince(began) {
			return nil
		}
		b := newBulk(l, st)
		merged.dead = diedSince(st, group, remap)
		b.merged = append(b.merged, merged)
		for _, s := range group {
			b.drop = append(b.drop, s.meta.Name)
		}
		err := b.commit(ctx, nil)
		if CodeOf(err) != Conflict {
			return err
		}
		if _, err := l.reload(ctx); err != nil {
			return err
		}
	}
	return errBusy
}

// names says that every segment of group is still part of the library.
func (st *state) names(group []segmentEntry) bool {
	for _, g := range group {
		if st.entry(g.meta.Name) == nil {
			return false
		}
	}
	return true
}

func (st *state) entry(name string) *segmentEntry {
	for i := range st.manifest.segments {
		if st.manifest.segments[i].meta.Name == name {
			return &st.manifest.segments[i]
		}
	}
	return nil
}

// diedSince returns the new numbers of the documents that were alive when the
// merge began and are dead in st, its journal included.
func diedSince(st *state, group []segmentEntry, remap [][]uint32) *index.Set {
	var dead []uint32
	for i, g := range group {
		now := st.entry(g.meta.Name)
		if now == nil {
			continue
		}
		set := now.dead.With(st.journalDead(g.meta.Name)...)
		for d, to := range remap[i] {
			if to != index.NoDoc && set.Has(uint32(d)) {
				dead = append(dead, to)
			}
		}
	}
	return (*index.Set)(nil).With(dead...)
}

// journalDead returns the documents of a segment that the journal replaces.
func (st *state) journalDead(segment string) []uint32 {
	var out []uint32
	for _, r := range st.journal {
		for _, d := range r.dead {
			if d.segment == segment {
				out = append(out, d.number)
			}
		}
	}
	return out
}

// leapt says that the time since the last sweep is longer than anybody may want
// to believe.
func (l *Library) leapt() bool {
	m := l.current().manifest
	return millis(l.o.now())-max(m.swept, m.created) > leap.Milliseconds()
}

// noteSweep has the next sweep come a day later. If the clock is right by then,
// nothing was lost by its being wrong.
func (l *Library) noteSweep(ctx context.Context) error {
	now := millis(l.o.now())
	l.writing.Lock()
	defer l.writing.Unlock()
	return l.editManifest(ctx, func(_ *state, m *manifest) error {
		m.swept = now
		return nil
	})
}

// sweepDue says that blobs were last swept a day ago.
func (l *Library) sweepDue() bool {
	ago := millis(l.o.now()) - l.current().manifest.swept
	return ago >= sweepEvery.Milliseconds() || ago < -leap.Milliseconds() // set back for less, the clock is waited for
}

// sweptSince says that what was staged after the sweep at began, and is not
// named yet, may be gone: its writer was slower than a day, or slept, or the
// clock was wrong. So no time is compared: any other sweep counts.
func (m *manifest) sweptSince(began int64) bool { return m.swept != began }

// sweep removes blobs that nothing names and that were staged more than a day
// ago, once a day. A writer that still stages then fails its swap and stages
// again what may be gone.
func (l *Library) sweep(ctx context.Context) error {
	now := millis(l.o.now())
	st := l.current()
	old, err := l.unnamed(ctx, st, now-sweepEvery.Milliseconds())
	if err != nil {
		return err
	}
	m := st.manifest.clone()
	m.swept = now
	l.writing.Lock()
	defer l.writing.Unlock()
	err = l.store.Commit(ctx, Batch{
		Generation: st.generation,
		Put:        map[string][]byte{manifestName: encodeManifest(m)},
		Delete:     old,
		Strict:     true,
	})
	if err == nil {
		l.publish(l.newState(st.generation+1, m, st.journal))
	}
	return err
}

// unnamed returns the blobs that st does not name and whose names say that
// they were staged before the instant.
func (l *Library) unnamed(ctx context.Context, st *state, before int64) ([]string, error) {
	names, err := l.store.List(ctx, "")
	if err != nil {
		return nil, err
	}
	named, whole, err := l.named(ctx, st)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range names {
		if !whole && strings.HasPrefix(name, itemsPrefix) {
			continue
		}
		if staged, ok := stagedAt(name); ok && staged < before && !named[name] {
			out = append(out, name)
		}
	}
	return out, nil
}

// named returns every staged blob that belongs to st. It is not whole when a
// part of the history cannot be read, so that the items it names are unknown.
func (l *Library) named(ctx context.Context, st *state) (named map[string]bool, whole bool, err error) {
	named, whole = make(map[string]bool), true
	for _, s := range st.manifest.segments {
		for _, name := range s.meta.Blobs() {
			named[name] = true
		}
	}
	for _, h := range st.manifest.history {
		named[h.name] = true
		changes, err := l.historyBlob(ctx, h.name)
		if isLost(err) {
			whole = false
			continue
		}
		if err != nil {
			return nil, false, err
		}
		for i := range changes {
			for p := range changes[i].itemParts {
				named[changes[i].itemsBlob(p)] = true
			}
		}
	}
	return named, whole, nil
}

// stagedAt reads the time out of a name that segmentName has minted.
func stagedAt(name string) (ms int64, ok bool) {
	_, rest, ok := strings.Cut(name, "/")
	if !ok || strings.HasPrefix(name, headPrefix) {
		return 0, false
	}
	return stampOf(rest)
}

// stampOf reads the time out of what segmentName has minted.
func stampOf(name string) (ms int64, ok bool) {
	stamp, _, ok := strings.Cut(name, "-")
	if !ok {
		return 0, false
	}
	ms, err := strconv.ParseInt(stamp, 16, 64)
	return ms, err == nil
}
