// Package pinboard reads and writes Pinboard's JSON export: an array of
// objects with href, description (the title), extended (the description),
// meta, hash, time, shared, toread and tags. It must never judge an address.
//
// What it cannot hold: the id, the time of the last edit, milliseconds, the
// trash.
package pinboard

import (
	"io"
	"iter"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/core/filetime"
	"pinfold/core/internal/jsonlist"
)

// Read yields the records of an export. What is not an array of objects is
// refused with the place where it goes wrong.
func Read(r io.Reader, now time.Time) iter.Seq2[core.Entry, error] {
	list := jsonlist.Reader{Kind: "a Pinboard export"}
	return func(yield func(core.Entry, error) bool) {
		for rec, err := range list.Each(r) {
			if err == nil && rec.Number == 1 && !isPost(rec.Fields) {
				err = list.Broken(rec.Line, "the first entry has none of Pinboard’s fields", nil)
			}
			if err != nil {
				yield(core.Entry{}, err)
				return
			}
			if !yield(entry(&rec, now), nil) {
				return
			}
		}
	}
}

// isPost tells Pinboard's objects from those of other services, which are lists
// of objects with tags and a description too.
func isPost(f jsonlist.Fields) bool { return f.Has("href", "extended", "shared", "toread") }

// entry reads one object, whatever types its fields have.
func entry(rec *jsonlist.Record, now time.Time) core.Entry {
	f := rec.Fields
	e := core.Entry{
		URL:         f.Text("href"),
		Title:       f.Text("description"),
		Description: f.Text("extended"),
		Private:     opposite(f.Tristate("shared")),
		Unread:      f.Tristate("toread") == core.Yes,
		Number:      rec.Number,
		Line:        rec.Line,
		Source:      rec.Raw,
	}
	tags, ok := f.List("tags")
	if !ok {
		tags = strings.Fields(f.Text("tags"))
	}
	e.Tags = tags
	if t, ok := filetime.Parse(f.Text("time"), now); ok {
		e.Created = t
	}
	return e
}

// opposite makes private of shared.
func opposite(v core.Tristate) core.Tristate {
	switch v {
	case core.Yes:
		return core.No
	case core.No:
		return core.Yes
	}
	return v
}
