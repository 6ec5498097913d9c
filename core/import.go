package core

import (
	"context"
	"iter"
)

// ImportOptions says how to take what a file leaves open.
type ImportOptions struct {
	Name    string // of the file, for the history
	Private bool   // records without a flag become private, if they are new
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
	Private bool // records without a flag become private, if they are new
	Entries iter.Seq2[Entry, error]
}

// Import takes the entries in, as one change. Entries that meet the address of
// an earlier one or of a live bookmark are merged: the earliest time wins, tags
// are united, the first title and description that are not empty stay, private
// and unread win. An entry without a flag leaves that of a live bookmark as it
// is. An error from in ends the import and nothing is changed.
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
	if err := im.files(ctx, files, reports); err != nil {
		return reports, err
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

// An importer brings what it gathers into a library.
type importer struct {
	gatherer
	l        *Library
	st       *state // that the entries are merged with
	began    *state // with which the import began
	op       OpID
	number   uint64   // of the change, once there is one
	swept    int64    // the last sweep before the segments were built
	firstSeq uint64   // of the places in the order of arrival that the items have
	staged   []string // blobs of the segments, and of those built before a sweep
	building int      // bytes of the bookmarks that the segments are built of
	pauses   int      // that the building has made
}

func newImporter(l *Library, o ImportOptions, tell func(Progress)) *importer {
	st := l.current()
	im := &importer{l: l, st: st, began: st, op: OpID(l.o.newID())}
	im.gatherer = newGatherer(im, l.o.now(), o, tell)
	return im
}

func (im *importer) newID() ID { return im.l.o.newID() }

func (im *importer) pauseEvery(ctx context.Context, i int) error { return im.l.pauseEvery(ctx, i) }

func (im *importer) liveAt(ctx context.Context, url string) (f *found, err error) {
	err = im.look(ctx, func(st *state) (err error) {
		f, err = im.l.liveSame(ctx, st, url)
		return err
	})
	return f, err
}

func (im *importer) withID(ctx context.Context, id ID) (*Bookmark, error) {
	var f *found
	err := im.look(ctx, func(st *state) (err error) {
		f, err = im.l.byID(ctx, st, id)
		return err
	})
	if err != nil || f == nil {
		return nil, err
	}
	return &f.bookmark, nil
}

func (im *importer) spelling(ctx context.Context, tag string) (label string, has bool, err error) {
	err = im.look(ctx, func(st *state) error {
		labels, had, err := im.l.spelled(ctx, st, []string{tag})
		if err == nil {
			label, has = labels[0], had[0]
		}
		return err
	})
	return label, has, err
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
