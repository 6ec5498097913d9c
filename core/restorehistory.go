package core

import (
	"context"
	"strings"

	"pinfold/core/internal/wire"
)

// A library that has no changes of its own takes over the history of a backup,
// so that what was done before can still be looked at and taken back. Any other
// goes on with its own: the numbers of changes cannot be told apart.

// A pastChange is a change of a backup in compact form.
type pastChange struct {
	head  Change
	items wire.Encoder
	n     int
}

// takeHistory keeps a record of the history.
func (r *restorer) takeHistory(h *HistoryRecord) {
	if !r.l.current().untouched() {
		return
	}
	if h.Change != nil {
		c := *h.Change
		c.Title = cutRunes(CleanTitle(c.Title), MaxTitleRunes)
		r.past = append(r.past, pastChange{head: c})
		return
	}
	if len(r.past) == 0 {
		return
	}
	p := &r.past[len(r.past)-1]
	it := h.Item.item()
	if p.n == 0 {
		p.head.First = it.ID
	}
	p.n++
	appendItem(&p.items, &it)
}

// untouched says that nothing has ever been changed: settings aside, the
// library is as it was made.
func (st *state) untouched() bool { return st.nextChange == 1 && len(st.manifest.segments) == 0 }

// item is the inverse of changeItem.difference. Texts from outside are cleaned,
// and an address that no bookmark may have is left out, since taking a change
// back would give it to one.
func (d *Difference) item() changeItem {
	it := changeItem{ID: d.ID, Created: d.Created}
	if d.Created {
		return it
	}
	it.Mask = d.Fields &^ fieldDeleted
	if d.Trash {
		it.Mask |= fieldDeleted
	}
	before, after := d.Before, d.After
	for _, b := range [...]*Bookmark{&before, &after} {
		cleaned, err := cleanAddress(b.URL)
		if it.Mask.Has(FieldURL) && err != nil {
			it.Mask &^= FieldURL
		}
		b.URL, b.Tags = cleaned.URL, CleanTags(b.Tags)
		b.Title = cutRunes(CleanTitle(b.Title), MaxTitleRunes)
		b.Description = CleanText(b.Description)
		if len(b.Description) > MaxDescriptionBytes {
			b.Description = strings.ToValidUTF8(b.Description[:MaxDescriptionBytes], "")
		}
	}
	var e wire.Encoder
	appendFields(&e, &before, it.Mask)
	appendFields(&e, &after, it.Mask)
	it.fields = e.B
	return it
}

// pastBytes is about the size of a blob of the history.
const pastBytes = 1 << 20

// stagePast stages the history of the backup, numbered from 1.
func (p *restoring) stagePast(ctx context.Context) error {
	for from := 0; from < len(p.past); {
		var body wire.Encoder
		n := 0
		for ; from+n < len(p.past) && len(body.B) < pastBytes; n++ {
			c, err := p.past[from+n].change(uint64(from+n) + 1)
			if err != nil {
				return err
			}
			if err := p.l.stageItems(ctx, &c); err != nil {
				return err
			}
			appendChange(&body, &c)
		}
		e := wire.Encoder{B: []byte(historyMagic)}
		e.U8(historyReader)
		e.Uvarint(uint64(n))
		e.B = append(e.B, body.B...)
		name := historyPrefix + p.l.segmentName()
		if err := p.l.stage(ctx, name, wire.Seal(e.B)); err != nil {
			return err
		}
		p.bulk.past = append(p.bulk.past, historyEntry{name: name, first: uint64(from) + 1, last: uint64(from + n)})
		from += n
	}
	return nil
}

// change returns the change whole under a number.
func (p *pastChange) change(number uint64) (Change, error) {
	var list wire.Encoder
	list.Uvarint(uint64(p.n))
	list.B = append(list.B, p.items.B...)
	d := wire.New(list.B)
	c := p.head
	c.Number, c.Count, c.items = number, p.n, decodeItems(d)
	if c.Undoes >= number {
		c.Undoes = 0
	}
	return c, d.Done()
}
