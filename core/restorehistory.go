package core

import (
	"context"

	"pinfold/core/internal/wire"
	"pinfold/core/weburl"
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
		c.Title = cutRunes(CleanTitle(c.Title), weburl.MaxBytes) // which may be an address
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
		b.Title = CleanTitle(b.Title)
		fitTitle(b)
		b.Description = cutText(CleanText(b.Description))
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
	var changes []Change
	size := 0
	for i := range p.past {
		c, err := p.past[i].change(uint64(i) + 1)
		if err != nil {
			return err
		}
		changes = append(changes, c)
		if size += len(c.Title) + len(p.past[i].items.B); size < pastBytes && i < len(p.past)-1 {
			continue
		}
		h, err := p.l.stageChanges(ctx, changes)
		if err != nil {
			return err
		}
		p.bulk.past = append(p.bulk.past, h)
		changes, size = nil, 0
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
