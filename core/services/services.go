// Package services reads the lists in JSON that services for bookmarks and
// for reading later export: Delicious, linkding, Karakeep, Linkwarden,
// Omnivore, wallabag, Shaarli, Raindrop, Readwise, and any list of objects
// that have an address. It must never judge an address.
//
// What it leaves: texts of articles, highlights, pictures, and who else has a
// link.
package services

import (
	"io"
	"iter"
	"time"

	"pinfold/core"
	"pinfold/core/internal/jsonlist"
)

// lists are the keys under which services keep what they export.
func lists() []string {
	return []string{"bookmarks", "results", "items", "links", "collections", "lists", "data"}
}

// Read yields the records of an export of service, whose name is for errors. A
// list whose first entry has no address at all is refused.
func Read(r io.Reader, service string, now time.Time) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		w := &reader{Reader: jsonlist.Reader{Kind: kind(service), Lists: lists()}, now: now, yield: yield}
		for rec, err := range w.Each(r) {
			if err == nil {
				err = w.record(&rec)
			}
			if err != nil {
				yield(core.Entry{}, err)
				return
			}
			if w.stopped {
				return
			}
		}
		w.end()
	}
}

// kind names what a file of the service is.
func kind(service string) string {
	if service == "" {
		return "a list of bookmarks"
	}
	return "an export of " + service
}

type reader struct {
	jsonlist.Reader
	now     time.Time
	yield   func(core.Entry, error) bool
	number  int
	stopped bool
	waiting []waiting         // entries that are in lists named further on
	names   map[string]string // of lists, by id
}

// A waiting entry is in lists of which only the ids are known yet.
type waiting struct {
	entry core.Entry
	lists []string
}

// record takes one object: a bookmark, a collection of some, or the name of a
// list.
func (w *reader) record(rec *jsonlist.Record) error {
	f := rec.Fields
	switch {
	case rec.In == "lists":
		w.name(f)
	case rec.In == "collections" && f.Has("links"):
		w.collection(rec)
	case !isBookmark(f) && w.number == 0:
		return w.Broken(rec.Line, "the first entry has no address", nil)
	default:
		w.emit(w.entry(f, rec.Line, rec.Raw), f)
	}
	return nil
}

// emit passes an entry on, unless it must wait for the names of its lists.
func (w *reader) emit(e core.Entry, f jsonlist.Fields) {
	if ids, ok := f.List("lists"); ok && len(ids) > 0 {
		w.waiting = append(w.waiting, waiting{e, ids})
		return
	}
	w.stopped = w.stopped || !w.yield(e, nil)
}

// name keeps the name of one of Karakeep's lists.
func (w *reader) name(f jsonlist.Fields) {
	if w.names == nil {
		w.names = make(map[string]string)
	}
	w.names[f.Text("id")] = f.Text("name")
}

// end passes on what waited.
func (w *reader) end() {
	for i := range w.waiting {
		e := w.waiting[i].entry
		for _, id := range w.waiting[i].lists {
			if name := w.names[id]; name != "" {
				e.Folders = append(e.Folders, name)
			}
		}
		if w.stopped = w.stopped || !w.yield(e, nil); w.stopped {
			return
		}
	}
}
