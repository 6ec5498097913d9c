// Package backup reads and writes Pinfold's own backup: lines of JSON that can
// be read without Pinfold (docs/FORMAT-backup.md). It holds everything a library
// holds: bookmarks with their ids, times to the millisecond, the trash, settings
// and saved searches, the history of changes. It must never judge an address,
// nor read a later version than it knows.
package backup

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strconv"
	"time"

	"pinfold/core"
)

// Version is that of the files written. A reader takes no later ones.
// Version 1 had no history.
const Version = 2

// A header is the first line.
type header struct {
	Format   string            `json:"format"`
	Version  int               `json:"version"`
	Library  string            `json:"library"`
	Settings map[string]string `json:"settings"`
}

// A line is any other one.
type line struct {
	Bookmark *bookmark `json:"bookmark,omitempty"`
	Change   *change   `json:"change,omitempty"`
	Item     *item     `json:"item,omitempty"`
}

type bookmark struct {
	ID          string   `json:"id"`
	URL         string   `json:"url"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Tags        []string `json:"tags"`
	Private     bool     `json:"private"`
	Unread      bool     `json:"unread"`
	Created     string   `json:"created"`
	Updated     string   `json:"updated"`
	Deleted     string   `json:"deleted,omitempty"`
}

// timeLayout has milliseconds, which the library keeps.
const timeLayout = "2006-01-02T15:04:05.000Z"

// Is says that a file which begins with head is a backup.
func Is(head []byte) bool {
	first, _, _ := bytes.Cut(head, []byte(","))
	return bytes.HasPrefix(bytes.TrimSpace(first), []byte(`{"format":"pinfold"`))
}

// A Content is what a backup holds. History may be nil.
type Content struct {
	Library   core.ID
	Settings  map[string]string
	Bookmarks iter.Seq2[core.Bookmark, error]
	History   iter.Seq2[core.HistoryRecord, error]
}

// Of returns the whole content of a library.
func Of(ctx context.Context, l *core.Library) (Content, error) {
	set, err := l.Settings(ctx)
	return Content{Library: l.ID(), Settings: set, Bookmarks: l.ExportAll(ctx), History: l.ExportHistory(ctx)}, err
}

// Write writes a backup.
func Write(w io.Writer, c Content) error {
	out := bufio.NewWriterSize(w, 64<<10)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	set := c.Settings
	if set == nil {
		set = map[string]string{}
	}
	if err := e.Encode(header{"pinfold", Version, c.Library.String(), set}); err != nil {
		return err
	}
	for b, err := range c.Bookmarks {
		if err != nil {
			return err
		}
		if err := e.Encode(line{Bookmark: lineOf(&b)}); err != nil {
			return err
		}
	}
	if c.History != nil {
		if err := writeHistory(e, c.History); err != nil {
			return err
		}
	}
	return out.Flush()
}

// Record writes a bookmark as a line of a backup.
func Record(b *core.Bookmark) []byte {
	raw, err := json.Marshal(line{Bookmark: lineOf(b)})
	if err != nil {
		return nil // it has only texts and times
	}
	return raw
}

func lineOf(b *core.Bookmark) *bookmark {
	tags := b.Tags
	if tags == nil {
		tags = []string{}
	}
	out := &bookmark{
		ID: b.ID.String(), URL: b.URL, Title: b.Title, Description: b.Description, Tags: tags, Private: b.Private, Unread: b.Unread,
		Created: b.Created.UTC().Format(timeLayout), Updated: b.Updated.UTC().Format(timeLayout),
	}
	if !b.Live() {
		out.Deleted = b.Deleted.UTC().Format(timeLayout)
	}
	return out
}

// maxLine bounds a line: a description of 200 KB, escaped, and the rest.
const maxLine = 4 << 20

// Read yields the settings, the bookmarks and the history of a backup. A damaged
// line, or a later version, refuses the whole file.
func Read(r io.Reader) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		in := bufio.NewScanner(r)
		in.Buffer(make([]byte, 64<<10), maxLine)
		number, n := 0, 0
		var above []byte
		var past history
		for in.Scan() {
			n++
			if len(bytes.TrimSpace(in.Bytes())) == 0 {
				continue
			}
			e, err := entry(in.Bytes(), n)
			if err == nil && e.History != nil && !past.follows(e.History) {
				err = damaged(n, nil)
			}
			if err != nil {
				if n > 1 && !json.Valid(in.Bytes()) && !in.Scan() && in.Err() == nil {
					err = cutOffIn(n)
				}
				yield(core.Entry{}, err)
				return
			}
			switch {
			case e.Settings != nil:
				above = bytes.Clone(in.Bytes())
			case e.History == nil:
				number++
				e.Number, e.Line, e.Source, e.Above = number, n, bytes.Clone(in.Bytes()), above
			}
			if !yield(e, nil) {
				return
			}
		}
		if err := in.Err(); err != nil {
			yield(core.Entry{}, scanned(err, n))
		} else if past.missing > 0 {
			yield(core.Entry{}, cutOff())
		}
	}
}

// scanned is why no line was read behind line n.
func scanned(err error, n int) error {
	if errors.Is(err, bufio.ErrTooLong) {
		return damaged(n+1, err)
	}
	return err
}

func cutOff() error {
	return &core.Error{Code: core.Invalid, Message: "This backup ends too early. Nothing was changed. Restore an earlier one."}
}

// cutOffIn says that the last line is half of one: to take it out, as is advised
// for one that is damaged, would hide that more is missing.
func cutOffIn(n int) error {
	return &core.Error{Code: core.Invalid, Message: "This backup ends too early, in the middle of line " + strconv.Itoa(n) + ": what stood behind that is missing. Nothing was changed. Restore another one; if there is none, take this line out to have at least what stands before it."}
}

func damaged(n int, err error) error {
	return &core.Error{Code: core.Invalid, Message: "This backup is damaged at line " + strconv.Itoa(n) + ". Nothing was changed. Restore an earlier one, or take that line out.", Err: err}
}

// entry reads one line.
func entry(raw []byte, n int) (core.Entry, error) {
	if n == 1 {
		return settings(raw)
	}
	var l line
	err := json.Unmarshal(raw, &l)
	if err != nil {
		return core.Entry{}, damaged(n, err)
	}
	var e core.Entry
	switch {
	case l.Bookmark != nil:
		e, err = l.Bookmark.entry()
	case l.Change != nil:
		e.History, err = l.Change.record()
	case l.Item != nil:
		e.History, err = l.Item.record()
	default:
		err = errNothing
	}
	if err != nil {
		return core.Entry{}, damaged(n, err)
	}
	return e, nil
}

var errNothing = errors.New("a line without a bookmark")

func (b *bookmark) entry() (core.Entry, error) {
	id, err := core.ParseID(b.ID)
	if err != nil {
		return core.Entry{}, err
	}
	if id.IsZero() {
		return core.Entry{}, errNothing
	}
	e := core.Entry{ID: id, URL: b.URL, Title: b.Title, Description: b.Description, Tags: b.Tags, Private: core.No, Unread: b.Unread}
	if b.Private {
		e.Private = core.Yes
	}
	for _, t := range [...]struct {
		text string
		at   *time.Time
	}{{b.Created, &e.Created}, {b.Updated, &e.Updated}, {b.Deleted, &e.Deleted}} {
		if t.text == "" {
			continue
		}
		if *t.at, err = instantOf(t.text); err != nil {
			return core.Entry{}, err
		}
	}
	return e, nil
}

// settings reads the first line.
func settings(raw []byte) (core.Entry, error) {
	var h header
	if err := json.Unmarshal(raw, &h); err != nil || h.Format != "pinfold" || h.Version < 1 {
		return core.Entry{}, damaged(1, err)
	}
	if h.Version > Version {
		return core.Entry{}, &core.Error{Code: core.Invalid, Message: "This backup was written by a later version of Pinfold. Nothing was changed. Update Pinfold, then restore it."}
	}
	if h.Settings == nil {
		h.Settings = map[string]string{}
	}
	return core.Entry{Settings: h.Settings}, nil
}
