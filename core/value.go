package core

import (
	"pinfold/core/internal/squeeze"
	"pinfold/core/internal/wire"
)

// The value of a document is one bookmark, whose id stands beside it:
//
//	version  1 byte, valueVersion
//	flags, created, updated, deleted  as in codec.go
//	lengths  of url, description, title (not with flag 8); the number of tags
//	         and their lengths: uvarints
//	texts    these, one after the other, as core/internal/squeeze has them
//
// Version 1 was the bookmark as it stands in the journal.
const valueVersion = 2

// encodeValue returns the stored form of b.
func encodeValue(b *Bookmark) []byte {
	texts := make([]byte, 0, textBytes(b))
	texts = append(append(texts, b.URL...), b.Description...)
	e := wire.Encoder{B: make([]byte, 0, 32+cap(texts))}
	e.U8(valueVersion)
	e.U8(bookmarkFlags(b))
	appendTimes(&e, b)
	e.Uvarint(uint64(len(b.URL)))
	e.Uvarint(uint64(len(b.Description)))
	if b.Title != b.URL {
		e.Uvarint(uint64(len(b.Title)))
		texts = append(texts, b.Title...)
	}
	e.Uvarint(uint64(len(b.Tags)))
	for _, t := range b.Tags {
		e.Uvarint(uint64(len(t)))
		texts = append(texts, t...)
	}
	return squeeze.Append(e.B, texts)
}

// textBytes returns how long the texts of b are at most.
func textBytes(b *Bookmark) int {
	n := len(b.URL) + len(b.Description) + len(b.Title)
	for _, t := range b.Tags {
		n += len(t)
	}
	return n
}

// decodeValue reads the stored form of the bookmark with that id.
func decodeValue(id ID, v []byte) (Bookmark, error) {
	d := wire.New(v)
	var b Bookmark
	if len(v) > 0 && v[0] < valueVersion {
		b = decodeBookmark(d)
	} else {
		b = decodeSqueezed(d)
		b.ID = id
	}
	if err := d.Done(); err != nil {
		return Bookmark{}, corrupt("a bookmark's record", err)
	}
	return b, nil
}

func decodeSqueezed(d *wire.Decoder) (b Bookmark) {
	if v := d.U8(); v > valueVersion {
		d.Fail(errNewerValue)
		return b
	}
	flags := d.U8()
	decodeTimes(d, flags, &b)
	url, description, title := d.Uvarint(), d.Uvarint(), uint64(0)
	if flags&flagTitleIsURL == 0 {
		title = d.Uvarint()
	}
	total := url + description + title
	tags := make([]uint64, d.Count(1))
	for i := range tags {
		tags[i] = d.Uvarint()
		total += tags[i]
	}
	squeezed := d.Raw(len(d.Rest()))
	for _, n := range append([]uint64{url, description, title}, tags...) {
		if n > 8*uint64(len(squeezed)) { // so that the sum is right
			d.Fail(squeeze.ErrDamaged)
			return b
		}
	}
	texts, err := squeeze.Text(squeezed, int(total))
	if err != nil {
		d.Fail(err)
		return b
	}
	next := func(n uint64) string {
		s := texts[:n]
		texts = texts[n:]
		return s
	}
	b.URL, b.Description = next(url), next(description)
	if b.Title = b.URL; flags&flagTitleIsURL == 0 {
		b.Title = next(title)
	}
	for _, n := range tags {
		b.Tags = append(b.Tags, next(n))
	}
	b.Private, b.Unread = flags&flagPrivate != 0, flags&flagUnread != 0
	return b
}
