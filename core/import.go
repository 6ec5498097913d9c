package core

import (
	"context"
	"iter"
	"time"
	"unicode/utf8"

	"pinfold/core/weburl"
)

// ImportOptions says how to take what a file leaves open.
type ImportOptions struct {
	Name    string // of the file, for the history
	Private bool   // records without a flag become private
	Plan    bool   // report what would happen and change nothing

	Existing  Existing // what becomes of bookmarks that are in the library
	NoFolders bool     // folders give no tags

	// Record writes a bookmark as the file had it. A restore refuses some only
	// when it has read them all, and keeps no file in memory.
	Record func(*Bookmark) []byte
}

// A File is one source of an import of several.
type File struct {
	Name    string
	Private bool // records without a flag become private
	Entries iter.Seq2[Entry, error]
}

// Import takes the entries in, as one change. Entries that meet the address of
// an earlier one or of a live bookmark are merged: the earliest time wins, tags
// are united, the first title and description that are not empty stay, private
// and unread win. An error from in ends the import and nothing is changed.
func (l *Library) Import(ctx context.Context, in iter.Seq2[Entry, error], o ImportOptions, tell func(Progress)) (Report, error) {
	reports, err := l.ImportAll(ctx, []File{{Name: o.Name, Private: o.Private, Entries: in}}, o, tell)
	return reports[0], err
}

// ImportAll takes several files in as Import does, in their order and as one
// change: all of them or none. There is a report for each file, even when an
// error ends the import. o.Name is for the history; o.Private is not used.
func (l *Library) ImportAll(ctx context.Context, files []File, o ImportOptions, tell func(Progress)) ([]Report, error) {
	reports := make([]Report, len(files))
	if _, err := l.refresh(ctx); err != nil {
		return reports, err
	}
	im := newImporter(l, o, tell)
	for i := range files {
		im.report, im.tagged, im.folders = &reports[i], make(map[string]bool), make(map[string]bool)
		if err := im.file(ctx, &files[i]); err != nil {
			return reports, err
		}
	}
	if o.Plan || len(im.items) == 0 {
		return reports, nil
	}
	l.writing.Lock()
	defer l.writing.Unlock()
	err := im.commit(ctx)
	for i := range reports {
		reports[i].Change = im.number
	}
	return reports, err
}

// file takes the entries of one file.
func (im *importer) file(ctx context.Context, f *File) error {
	im.o.Private = f.Private
	for e, err := range f.Entries {
		if err != nil {
			return err
		}
		if err := im.take(ctx, &e); err != nil {
			return err
		}
	}
	im.report.Tags = len(im.tagged)
	return nil
}

// An importer gathers the entries of the files in compact form.
type importer struct {
	l        *Library
	o        ImportOptions
	tell     func(Progress)
	st       *state // that the entries are merged with
	began    *state // with which the import began
	now      time.Time
	op       OpID
	report   *Report // of the file that is being read
	number   uint64  // of the change, once there is one
	items    []importItem
	arena    arena
	swept    int64             // when the segments' building began: the sweep before
	firstSeq uint64            // of the places in the order of arrival that the items have
	seen     map[uint64]int    // hash of the address to the item
	labels   map[string]string // tag key to spelling
	tagged   map[string]bool   // tag keys of the file that is being read
	folders  map[string]bool   // keys of the tags that its folders become
	building int               // bytes of the bookmarks that the segments are built of
	pauses   int               // that the building has made
}

func newImporter(l *Library, o ImportOptions, tell func(Progress)) *importer {
	st := l.current()
	return &importer{
		l: l, o: o, tell: tell, st: st, began: st, now: l.o.now(), op: OpID(l.o.newID()),
		seen: make(map[uint64]int), labels: make(map[string]string),
	}
}

// An importItem is a bookmark that the import adds or changes.
type importItem struct {
	id      ID
	at      place // the bookmark as it will be; only if it is new or changed
	said    place // what the file says of one that existed
	existed bool  // the library had it
	changed bool  // the import changes it
}

// take cleans, judges and merges one entry.
func (im *importer) take(ctx context.Context, e *Entry) error {
	im.report.Entries++
	if err := im.l.pauseEvery(ctx, im.report.Entries); err != nil {
		return err
	}
	defer im.progress(false)
	for _, w := range e.Warnings {
		im.warn(e, w)
	}
	if e.Refused != "" {
		im.refuse(e, e.Refused)
		return nil
	}
	cleaned, err := cleanAddress(e.URL)
	if err != nil {
		im.refuse(e, err.Error())
		return nil
	}
	if cleaned.StrippedUser {
		im.warn(e, "The user name and password were taken out of the address.")
	}
	b := im.bookmark(e, cleaned.URL)
	if b.Tags, err = im.spell(ctx, b.Tags); err != nil {
		return err
	}
	return im.place(ctx, e, b)
}

// place merges b with what has its address, or adds it.
func (im *importer) place(ctx context.Context, e *Entry, b Bookmark) error {
	key := weburl.Same(b.URL)
	hash := weburl.Hash(key)
	i, ok := im.seen[hash]
	if !ok {
		return im.first(ctx, e, hash, b)
	}
	have, err := im.have(ctx, i)
	if err != nil {
		return err
	}
	if weburl.Same(have.URL) != key {
		im.refuse(e, "Its address cannot be told from another one in the file. Save it by hand.")
		return nil
	}
	return im.again(i, have, b)
}

// first takes the first entry of an address.
func (im *importer) first(ctx context.Context, e *Entry, hash uint64, b Bookmark) error {
	var have *found
	err := im.look(ctx, func(st *state) (err error) {
		have, err = im.l.liveSame(ctx, st, b.URL)
		return err
	})
	if err != nil {
		return err
	}
	im.seen[hash] = len(im.items)
	if have != nil {
		im.items = append(im.items, importItem{id: have.bookmark.ID, existed: true, said: im.arena.add(&b)})
		im.report.Merged++
		im.conflict(&have.bookmark, &b)
		im.becomes(len(im.items)-1, have.bookmark, im.onto(have.bookmark, b))
		return nil
	}
	b.ID = im.l.o.newID()
	im.items = append(im.items, importItem{id: b.ID, changed: true, at: im.arena.add(&b)})
	im.report.Stored++
	if !b.Private {
		im.report.Public++
	}
	if e.Private == Unset {
		im.report.Unflagged++
	}
	return nil
}

// look asks the library. When a blob has gone, since another window merged
// meanwhile, it goes on with the state that there is now.
func (im *importer) look(ctx context.Context, f func(*state) error) error {
	for range maxAttempts {
		err := f(im.st)
		if !isGone(err) {
			return err
		}
		seen := im.st.generation
		if im.st, err = im.l.reload(ctx); err != nil {
			return err
		}
		if im.st.generation == seen {
			break
		}
	}
	return f(im.st)
}

// have returns the bookmark of an item as it is so far.
func (im *importer) have(ctx context.Context, i int) (Bookmark, error) {
	it := &im.items[i]
	if it.changed {
		return im.arena.get(it.at)
	}
	var f *found
	err := im.look(ctx, func(st *state) (err error) {
		f, err = im.l.byID(ctx, st, it.id)
		return err
	})
	if f == nil && err == nil { // deleted for ever since
		return im.arena.get(it.said)
	}
	if err != nil {
		return Bookmark{}, err
	}
	return f.bookmark, nil
}

// again takes a further entry of an item's address.
func (im *importer) again(i int, have, more Bookmark) error {
	if it := &im.items[i]; it.existed {
		said, err := im.arena.get(it.said)
		if err != nil {
			return err
		}
		said = mergeImported(said, more)
		it.said = im.arena.add(&said)
	}
	im.report.Merged++
	im.report.Doubles++
	if im.items[i].existed && im.o.Existing == KeepExisting {
		return nil
	}
	im.becomes(i, have, mergeImported(have, more))
	return nil
}

// becomes notes what an item's bookmark will be.
func (im *importer) becomes(i int, have, b Bookmark) {
	it := &im.items[i]
	if differing(&have, &b) == 0 {
		return
	}
	if it.existed && !it.changed {
		im.report.Changed++
	}
	b.Updated = im.now
	im.items[i].changed, im.items[i].at = true, im.arena.add(&b)
}

// bookmark cleans an entry; what is too long is cut, with a warning.
func (im *importer) bookmark(e *Entry, url string) Bookmark {
	b := Bookmark{
		URL:         url,
		Title:       CleanTitle(e.Title),
		Description: CleanText(e.Description),
		Tags:        im.tags(e),
		Private:     e.Private == Yes || (e.Private == Unset && im.o.Private),
		Unread:      e.Unread,
		Created:     e.Created.UTC().Truncate(time.Millisecond),
		Updated:     e.Updated.UTC().Truncate(time.Millisecond),
	}
	if b.Title == "" {
		b.Title = url
	}
	if utf8.RuneCountInString(b.Title) > MaxTitleRunes {
		b.Title = cutRunes(b.Title, MaxTitleRunes)
		im.warn(e, "The title was cut to 4,096 characters.")
	}
	if len(b.Description) > MaxDescriptionBytes {
		b.Description = cutText(b.Description)
		im.warn(e, "The description was cut to 200 KB.")
	}
	if e.Created.IsZero() {
		b.Created = im.now
		im.warn(e, "There is no readable date; the time of the import was taken.")
	}
	if b.Updated.Before(b.Created) {
		b.Updated = b.Created
	}
	return b
}
