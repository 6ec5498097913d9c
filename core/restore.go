package core

import (
	"context"
	"iter"
	"time"

	"pinfold/core/weburl"
)

// RestoreBackup takes in what Pinfold's own backup holds, as one change: bookmarks are
// told apart by their ids, and of two states the one edited last wins, deletions
// included. So two libraries that read each other's backups come to hold the
// same; but with OverwriteExisting what is here becomes as it was then, and with
// KeepExisting it stays as it is. A bookmark whose address another one has here
// becomes one with that one, unless that one goes elsewhere by the same backup; see
// settleClaims.
// Settings that the library has not are taken; they are no part of the change.
// An untouched library takes the history over, any other keeps its own.
// With o.Plan nothing is changed. What was deleted for ever here comes back if
// the backup has it.
func (l *Library) RestoreBackup(ctx context.Context, in iter.Seq2[Entry, error], o ImportOptions, tell func(Progress)) (Report, error) {
	var report Report
	if _, err := l.refresh(ctx); err != nil {
		return report, err
	}
	r := &restorer{importer: newImporter(l, o, tell)}
	r.report, r.tagged, r.folders = &report, make(map[string]bool), make(map[string]bool)
	for e, err := range in {
		if err != nil {
			return report, err
		}
		if err := r.take(ctx, &e); err != nil {
			return report, err
		}
	}
	report.Tags = len(r.tagged)
	l.writing.Lock()
	err := r.run(ctx)
	l.writing.Unlock()
	if err != nil || o.Plan {
		return report, err
	}
	if err := r.set(context.WithoutCancel(ctx)); err != nil { // the bookmarks are in
		r.warn(&Entry{}, "The bookmarks are here, but the settings and saved searches of the backup were not taken. "+err.Error())
	}
	return report, nil
}

// A restorer holds the records of a backup in compact form.
type restorer struct {
	*importer
	records  []backedUp
	settings map[string]string
	above    []byte // the line above the records, in the file
	past     []pastChange
}

// A backedUp is one bookmark of the backup, whole.
type backedUp struct {
	id           ID
	at           place
	number, line int // in the file
}

// take cleans and keeps one record.
func (r *restorer) take(ctx context.Context, e *Entry) error {
	if e.Settings != nil {
		r.settings = e.Settings
		return nil
	}
	if e.History != nil {
		r.takeHistory(e.History)
		return nil
	}
	r.report.Entries++
	r.above = e.Above
	if err := r.l.pauseEvery(ctx, r.report.Entries); err != nil {
		return err
	}
	defer r.progress(false, 0)
	if e.Refused != "" || e.ID.IsZero() {
		return r.refuse(e, "It has no id, so it cannot be told from others.")
	}
	cleaned, err := cleanAddress(e.URL)
	if err != nil {
		return r.refuse(e, err.Error())
	}
	b := r.bookmark(e, cleaned.URL)
	b.ID, b.Deleted = e.ID, e.Deleted
	if !e.Updated.IsZero() {
		b.Updated = e.Updated.UTC().Truncate(time.Millisecond) // before created, where a clock was set back
	}
	if now := r.l.trashed(r.l.current()); !b.Live() && b.Deleted.Before(now.AddDate(0, 0, -trashDays)) {
		b.Deleted = now // or the next tidying would take for ever what has only just come
	}
	if b.Tags, err = r.spell(ctx, b.Tags); err != nil {
		return err
	}
	r.records = append(r.records, backedUp{id: e.ID, at: r.arena.add(&b), number: e.Number, line: e.Line})
	return nil
}

// run plans against the library as it is, and again when another writer was
// first.
func (r *restorer) run(ctx context.Context) error {
	before, refused := *r.report, r.refused
	for range maxAttempts {
		*r.report, r.refused = before, refused
		st := r.l.current()
		p := &restoring{restorer: r, st: st, bulk: newBulk(r.l, st), taken: make(map[string]ID), touched: make(map[ID]bool), left: make(map[ID]bool)}
		p.bulk.arena = &r.arena // what is new stands there already
		p.change = Change{Number: st.nextChange, Time: r.now, Kind: Imported, Title: r.o.Name, Op: r.op}
		var err error
		if p.otherwise, err = r.respelled(ctx, st); err == nil {
			err = p.plan(ctx)
		}
		if err == nil {
			p.change.Count = len(p.change.items)
			if r.o.Plan || p.change.Count == 0 && len(r.past) == 0 {
				return nil
			}
			err = p.commit(ctx)
		}
		if err != nil && (CodeOf(err) == Conflict || isGone(err)) {
			if _, err := r.l.reload(ctx); err != nil {
				return err
			}
			continue
		}
		err = r.l.settle(ctx, r.op, &p.change, err)
		if err == nil && p.change.Count > 0 { // a history alone is no change
			r.report.Change = p.change.Number
		}
		return err
	}
	return errBusy
}

// commit makes the plan true. A library that has nothing yet begins with the
// backup's history.
func (p *restoring) commit(ctx context.Context) error {
	if p.st.untouched() && len(p.past) > 0 {
		if err := p.stagePast(ctx); err != nil {
			return err
		}
		p.change.Kind, p.change.Number = Begun, uint64(len(p.past))+1
	}
	if p.change.Count == 0 {
		return p.bulk.commit(ctx, nil)
	}
	p.change.First = p.change.items[0].ID
	return p.bulk.commit(ctx, &p.change)
}

// set takes the settings that the library has not.
func (r *restorer) set(ctx context.Context) error {
	have, err := r.l.Settings(ctx)
	if err != nil {
		return err
	}
	missing := make(map[string]string)
	for k, v := range r.settings {
		if _, ok := have[k]; !ok && v != "" {
			missing[k] = v
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return r.l.Set(ctx, missing)
}

// A restoring is one plan against one state.
type restoring struct {
	*restorer
	st      *state
	bulk    *bulk
	change  Change
	taken   map[string]ID // live addresses that the plan has given away
	touched map[ID]bool   // bookmarks that it has changed
	left    map[ID]bool   // those of them that no longer have their address
	claims  []claim

	otherwise map[string]string // tags by their keys that others have spelled since the file was read
}

// read returns a record's bookmark, and where it stands, in the library's spelling.
func (p *restoring) read(rec *backedUp) (Bookmark, place, error) {
	b, err := p.arena.get(rec.at)
	if err != nil || len(p.otherwise) == 0 {
		return b, rec.at, err
	}
	b.Tags = respelled(b.Tags, p.otherwise)
	return b, p.arena.add(&b), nil
}

func (p *restoring) plan(ctx context.Context) error {
	first := p.bulk.nextSeq
	p.bulk.nextSeq += uint64(len(p.records))
	for from := 0; from < len(p.records); from += batchSize {
		part := p.records[from:min(from+batchSize, len(p.records))]
		ids := make([]ID, len(part))
		for i := range part {
			ids[i] = part[i].id
		}
		have, err := p.l.foundByID(ctx, p.st, ids)
		if err != nil {
			return err
		}
		for i := range part {
			// The first of the file arrived last, as in every list.
			seq := first + uint64(len(p.records)-1-from-i)
			if err := p.one(ctx, &part[i], have[part[i].id], seq); err != nil {
				return err
			}
		}
		if err := p.l.o.pause(ctx); err != nil {
			return err
		}
	}
	return p.settleClaims(ctx)
}

// one decides what becomes of one record, unless another bookmark has its address.
func (p *restoring) one(ctx context.Context, rec *backedUp, have *found, seq uint64) error {
	b, at, err := p.read(rec)
	if err != nil {
		return err
	}
	if p.touched[b.ID] {
		return p.refuseLate(rec, &b, twice)
	}
	if have != nil && (!p.wins(&b, &have.bookmark) || differing(&have.bookmark, &b) == 0) {
		p.report.Merged++
		if have.bookmark.Live() {
			p.taken[weburl.Same(have.bookmark.URL)] = b.ID
		}
		return nil
	}
	other, err := p.l.holder(ctx, p.st, &b)
	if err != nil {
		return err
	}
	switch {
	case other != nil && p.o.Existing == KeepExisting:
		p.report.Merged++
	case other != nil:
		p.claims = append(p.claims, claim{rec: rec, seq: seq, move: moveOf(have, &b, other.bookmark.ID)})
	case p.takenByAnother(&b):
		return p.refuseLate(rec, &b, held)
	default:
		p.adopt(have, &b, at, seq)
	}
	return nil
}

// takenByAnother says that the plan has given b's address to another bookmark.
func (p *restoring) takenByAnother(b *Bookmark) bool {
	if !b.Live() {
		return false
	}
	by, taken := p.taken[weburl.Same(b.URL)]
	return taken && by != b.ID
}

const (
	twice = "The backup has this bookmark twice. The first one was taken."
	held  = "Another bookmark has its address. That one stays as it is."
)

// adopt makes a bookmark what the backup says.
func (p *restoring) adopt(have *found, b *Bookmark, at place, seq uint64) {
	if have == nil {
		p.add(b, at, seq)
		return
	}
	p.report.Merged++
	if have.bookmark.Live() && !b.Live() {
		b.Deleted = p.l.trashed(p.st) // it has its days in the trash anew
	}
	if p.o.Existing == OverwriteExisting {
		b.Updated = later(p.now, have.bookmark.Updated) // so that it stays when backups meet
	}
	p.becomes(have, b)
}

// wins says that the backup's state of a bookmark is to take the place of the
// one that is here.
func (p *restoring) wins(theirs, ours *Bookmark) bool {
	switch p.o.Existing {
	case OverwriteExisting:
		return true
	case KeepExisting:
		return false
	}
	return theirs.Updated.After(ours.Updated)
}

// refuseLate refuses a record that was read and cleaned already.
func (p *restoring) refuseLate(rec *backedUp, b *Bookmark, why string) error {
	e := p.entryOf(rec, b)
	if p.o.Record != nil {
		e.Source = p.o.Record(b)
	}
	return p.refuse(e, why)
}

// entryOf names a record that was read already.
func (p *restoring) entryOf(rec *backedUp, b *Bookmark) *Entry {
	return &Entry{URL: b.URL, Title: b.Title, Number: rec.number, Line: rec.line, Above: p.above}
}

// mergeSaved joins two bookmarks of one address that were saved apart: the words
// are those of the one edited last, so that both sides come to have the same.
func mergeSaved(have, more Bookmark) Bookmark {
	b := mergeImported(have, more)
	if !more.Updated.After(have.Updated) {
		return b
	}
	if more.Title != "" && more.Title != more.URL {
		b.Title = more.Title
	}
	if more.Description != "" {
		b.Description = more.Description
	}
	return b
}

// add takes a bookmark that is new here.
func (p *restoring) add(b *Bookmark, at place, seq uint64) {
	p.report.Stored++
	if !b.Private {
		p.report.Public++
	}
	p.note(b)
	p.change.items = append(p.change.items, diff(nil, b))
	p.bulk.items = append(p.bulk.items, bulkItem{order: millis(b.Created), seq: seq, at: at})
}

// becomes puts another state in the place of one that is here.
func (p *restoring) becomes(have *found, b *Bookmark) {
	if m := moveOf(have, b, ID{}); m.from != "" && m.from != m.to {
		p.left[b.ID] = true
		if p.taken[m.from] == b.ID { // by a record that lost
			delete(p.taken, m.from)
		}
	}
	p.note(b)
	if differing(&have.bookmark, b) == 0 {
		return
	}
	p.report.Changed++
	p.change.items = append(p.change.items, diff(&have.bookmark, b))
	p.bulk.replace(have)
	p.bulk.add(b, have.seq)
}

func (p *restoring) note(b *Bookmark) {
	p.touched[b.ID] = true
	if b.Live() {
		p.taken[weburl.Same(b.URL)] = b.ID
	}
}
