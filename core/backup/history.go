package backup

import (
	"encoding/json"
	"errors"
	"iter"
	"time"

	"pinfold/core"
)

// A change is the line of one; the lines of what it did follow it.
type change struct {
	Number uint64 `json:"number"`
	Time   string `json:"time"`
	Kind   string `json:"kind"`
	Title  string `json:"title"`
	Count  int    `json:"count"`
	Undoes uint64 `json:"undoes,omitempty"`
}

// An item is what a change did to one bookmark: it made it, or it changed some
// fields. Of a bookmark that it deleted for ever only the id is left.
type item struct {
	ID      string  `json:"id"`
	Created bool    `json:"created,omitempty"`
	Before  *fields `json:"before,omitempty"`
	After   *fields `json:"after,omitempty"`
}

// fields are those that a change touched, and no others. An empty deleted is
// that of a live bookmark.
type fields struct {
	URL         *string   `json:"url,omitempty"`
	Title       *string   `json:"title,omitempty"`
	Description *string   `json:"description,omitempty"`
	Tags        *[]string `json:"tags,omitempty"`
	Private     *bool     `json:"private,omitempty"`
	Unread      *bool     `json:"unread,omitempty"`
	Created     *string   `json:"created,omitempty"`
	Deleted     *string   `json:"deleted,omitempty"`
}

func writeHistory(e *json.Encoder, records iter.Seq2[core.HistoryRecord, error]) error {
	for r, err := range records {
		if err != nil {
			return err
		}
		l := line{}
		if r.Change != nil {
			l.Change = changeOf(r.Change)
		} else {
			l.Item = itemOf(&r.Item)
		}
		if err := e.Encode(l); err != nil {
			return err
		}
	}
	return nil
}

func changeOf(c *core.Change) *change {
	return &change{Number: c.Number, Time: c.Time.UTC().Format(timeLayout), Kind: c.Kind.String(), Title: c.Title, Count: c.Count, Undoes: c.Undoes}
}

func itemOf(d *core.Difference) *item {
	it := &item{ID: d.ID.String(), Created: d.Created}
	if d.Fields != 0 || d.Trash {
		it.Before, it.After = fieldsOf(d, &d.Before), fieldsOf(d, &d.After)
	}
	return it
}

func fieldsOf(d *core.Difference, b *core.Bookmark) *fields {
	tags := append([]string{}, b.Tags...)
	f := &fields{
		URL: shown(d, core.FieldURL, &b.URL), Title: shown(d, core.FieldTitle, &b.Title), Description: shown(d, core.FieldDescription, &b.Description),
		Tags: shown(d, core.FieldTags, &tags), Private: shown(d, core.FieldPrivate, &b.Private), Unread: shown(d, core.FieldUnread, &b.Unread),
		Created: shown(d, core.FieldCreated, instant(b.Created)),
	}
	if d.Trash {
		f.Deleted = instant(b.Deleted)
	}
	return f
}

// shown is the value of a field if the change touched it.
func shown[T any](d *core.Difference, field core.Fields, value *T) *T {
	if !d.Fields.Has(field) {
		return nil
	}
	return value
}

// instant is a time as text; none is empty.
func instant(t time.Time) *string {
	text := ""
	if !t.IsZero() {
		text = t.UTC().Format(timeLayout)
	}
	return &text
}

var errHistory = errors.New("not a change")

func (c *change) record() (*core.HistoryRecord, error) {
	kind, ok := core.KindOf(c.Kind)
	at, err := instantOf(c.Time)
	if !ok || err != nil || at.IsZero() || c.Count < 0 {
		return nil, errors.Join(errHistory, err)
	}
	return &core.HistoryRecord{Change: &core.Change{Number: c.Number, Time: at, Kind: kind, Title: c.Title, Count: c.Count, Undoes: c.Undoes}}, nil
}

func (it *item) record() (*core.HistoryRecord, error) {
	id, err := core.ParseID(it.ID)
	if err != nil || id.IsZero() || (it.Before == nil) != (it.After == nil) {
		return nil, errors.Join(errHistory, err)
	}
	d := core.Difference{ID: id, Created: it.Created}
	if it.Before != nil && !it.Created {
		var before, after core.Fields
		var trash [2]bool
		before, trash[0], err = it.Before.to(&d.Before)
		if err == nil {
			after, trash[1], err = it.After.to(&d.After)
		}
		if err != nil || before != after || trash[0] != trash[1] {
			return nil, errors.Join(errHistory, err)
		}
		d.Fields, d.Trash = before, trash[0]
	}
	return &core.HistoryRecord{Item: d}, nil
}

// to puts the fields into b and says which they are.
func (f *fields) to(b *core.Bookmark) (m core.Fields, trash bool, err error) {
	take(&m, core.FieldURL, f.URL, &b.URL)
	take(&m, core.FieldTitle, f.Title, &b.Title)
	take(&m, core.FieldDescription, f.Description, &b.Description)
	take(&m, core.FieldTags, f.Tags, &b.Tags)
	take(&m, core.FieldPrivate, f.Private, &b.Private)
	take(&m, core.FieldUnread, f.Unread, &b.Unread)
	if f.Created != nil {
		m |= core.FieldCreated
		b.Created, err = instantOf(*f.Created)
	}
	if f.Deleted != nil && err == nil {
		trash = true
		b.Deleted, err = instantOf(*f.Deleted)
	}
	return m, trash, err
}

// take notes a field in m and puts its value, if the line has one.
func take[T any](m *core.Fields, field core.Fields, value, to *T) {
	if value != nil {
		*m, *to = *m|field, *value
	}
}

// instantOf reads a time. One whose year in UTC has not four digits could not be
// written again.
func instantOf(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	t = t.UTC()
	if err == nil && (t.Year() < 0 || t.Year() > 9999) {
		err = errYear
	}
	return t, err
}

var errYear = errors.New("a year that has not four digits")

// A history checks that changes are numbered from 1 and that each is followed
// by as many items as it says.
type history struct {
	last    uint64
	missing int
}

// follows says that r may stand here.
func (h *history) follows(r *core.HistoryRecord) bool {
	if r.Change == nil {
		h.missing--
		return h.missing >= 0
	}
	ok := h.missing == 0 && r.Change.Number == h.last+1
	h.last, h.missing = r.Change.Number, r.Change.Count
	return ok
}
