package core

import "pinfold/core/internal/wire"

// A change is stored as
//
//	number uvarint, time varint (Unix ms), kind byte, title string, count uvarint,
//	op 16 bytes, undoes uvarint, first 16 bytes, itemParts uvarint, itemsName string,
//	items: count, then each item (none when they are in blobs of their own)
//
// and an item as a byte that is 1 if the bookmark was created, the mask byte,
// the id (16 bytes), and the masked fields before and after.

func appendChange(e *wire.Encoder, c *Change) {
	e.Uvarint(c.Number)
	e.Varint(millis(c.Time))
	e.U8(uint8(c.Kind))
	e.String(c.Title)
	e.Uvarint(uint64(c.Count))
	e.B = append(e.B, c.Op[:]...)
	e.Uvarint(c.Undoes)
	e.B = append(e.B, c.First[:]...)
	e.Uvarint(uint64(c.itemParts))
	e.String(c.itemsName)
	appendItems(e, c.items)
}

func decodeChange(d *wire.Decoder) (c Change) {
	c.Number = d.Uvarint()
	c.Time = fromMillis(d.Varint())
	c.Kind = Kind(d.U8())
	c.Title = d.String()
	c.Count = int(d.Uvarint())
	copy(c.Op[:], d.Raw(16))
	c.Undoes = d.Uvarint()
	copy(c.First[:], d.Raw(16))
	c.itemParts = int(d.Uvarint())
	c.itemsName = d.String()
	c.items = decodeItems(d)
	return c
}

func appendItems(e *wire.Encoder, items []changeItem) {
	e.Uvarint(uint64(len(items)))
	for i := range items {
		appendItem(e, &items[i])
	}
}

func decodeItems(d *wire.Decoder) []changeItem {
	n := d.Count(18)
	if n == 0 {
		return nil
	}
	items := make([]changeItem, n)
	for i := range items {
		items[i] = decodeItem(d)
	}
	return items
}

func appendItem(e *wire.Encoder, it *changeItem) {
	e.U8(boolByte(it.Created))
	e.U8(uint8(it.Mask))
	e.B = append(e.B, it.ID[:]...)
	e.Raw(it.fields)
}

func decodeItem(d *wire.Decoder) (it changeItem) {
	it.Created = d.U8() == 1
	it.Mask = Fields(d.U8())
	copy(it.ID[:], d.Raw(16))
	rest := d.Rest()
	decodeFields(d, it.Mask)
	decodeFields(d, it.Mask)
	if n := len(rest) - len(d.Rest()); n > 0 && d.Err() == nil {
		it.fields = rest[:n:n]
	}
	return it
}

// appendFields writes the fields of m in the order of their bits.
func appendFields(e *wire.Encoder, b *Bookmark, m Fields) {
	if m.Has(FieldURL) {
		e.String(b.URL)
	}
	if m.Has(FieldTitle) {
		e.String(b.Title)
	}
	if m.Has(FieldDescription) {
		e.String(b.Description)
	}
	if m.Has(FieldTags) {
		appendStrings(e, b.Tags)
	}
	if m.Has(FieldPrivate) {
		e.U8(boolByte(b.Private))
	}
	if m.Has(FieldUnread) {
		e.U8(boolByte(b.Unread))
	}
	if m.Has(FieldCreated) {
		e.Varint(millis(b.Created))
	}
	if m.Has(fieldDeleted) {
		e.Varint(millis(b.Deleted))
	}
}

func decodeFields(d *wire.Decoder, m Fields) (b Bookmark) {
	if m.Has(FieldURL) {
		b.URL = d.String()
	}
	if m.Has(FieldTitle) {
		b.Title = d.String()
	}
	if m.Has(FieldDescription) {
		b.Description = d.String()
	}
	if m.Has(FieldTags) {
		b.Tags = decodeStrings(d)
	}
	if m.Has(FieldPrivate) {
		b.Private = d.U8() == 1
	}
	if m.Has(FieldUnread) {
		b.Unread = d.U8() == 1
	}
	if m.Has(FieldCreated) {
		b.Created = instant(d.Varint())
	}
	if m.Has(fieldDeleted) {
		b.Deleted = fromMillis(d.Varint())
	}
	return b
}

func boolByte(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}
