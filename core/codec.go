package core

import (
	"time"

	"pinfold/core/internal/wire"
)

// A bookmark among others of one file, as in the journal:
//
//	version  1 byte, 1
//	flags    1 byte: 1 private, 2 unread, 4 in the trash, 8 the title is the address
//	id       16 bytes
//	created  varint, Unix milliseconds
//	updated  varint, milliseconds after created
//	deleted  varint, milliseconds after created; only with flag 4
//	url, description, title (not with flag 8)  strings
//	tags     count, then strings
//
// A string is its length as a varint and its bytes in UTF-8.
const bookmarkVersion = 1

const (
	flagPrivate = 1 << iota
	flagUnread
	flagDeleted
	flagTitleIsURL
)

func appendBookmark(e *wire.Encoder, b *Bookmark) {
	e.U8(bookmarkVersion)
	e.U8(bookmarkFlags(b))
	e.B = append(e.B, b.ID[:]...)
	appendTimes(e, b)
	e.String(b.URL)
	e.String(b.Description)
	if b.Title != b.URL {
		e.String(b.Title)
	}
	appendStrings(e, b.Tags)
}

func appendTimes(e *wire.Encoder, b *Bookmark) {
	created := millis(b.Created)
	e.Varint(created)
	e.Varint(millis(b.Updated) - created)
	if !b.Live() {
		e.Varint(millis(b.Deleted) - created)
	}
}

func decodeTimes(d *wire.Decoder, flags uint8, b *Bookmark) {
	created := d.Varint()
	b.Created = instant(created)
	b.Updated = instant(created + d.Varint())
	if flags&flagDeleted != 0 {
		b.Deleted = instant(created + d.Varint())
	}
}

func bookmarkFlags(b *Bookmark) (flags uint8) {
	if b.Private {
		flags |= flagPrivate
	}
	if b.Unread {
		flags |= flagUnread
	}
	if !b.Live() {
		flags |= flagDeleted
	}
	if b.Title == b.URL {
		flags |= flagTitleIsURL
	}
	return flags
}

func decodeBookmark(d *wire.Decoder) (b Bookmark) {
	if v := d.U8(); v > bookmarkVersion {
		d.Fail(errNewerValue)
		return b
	}
	flags := d.U8()
	copy(b.ID[:], d.Raw(16))
	decodeTimes(d, flags, &b)
	b.URL = d.String()
	b.Description = d.String()
	b.Title = b.URL
	if flags&flagTitleIsURL == 0 {
		b.Title = d.String()
	}
	b.Tags = decodeStrings(d)
	b.Private = flags&flagPrivate != 0
	b.Unread = flags&flagUnread != 0
	return b
}

func appendStrings(e *wire.Encoder, list []string) {
	e.Uvarint(uint64(len(list)))
	for _, s := range list {
		e.String(s)
	}
}

func decodeStrings(d *wire.Decoder) []string {
	n := d.Count(1)
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = d.String()
	}
	return list
}

// millis returns t as stored; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// fromMillis is the inverse of millis.
func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return instant(ms)
}

// instant returns the time ms; 0 is the beginning of 1970, not the zero time.
func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
