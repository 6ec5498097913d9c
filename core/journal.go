package core

import (
	"strconv"
	"strings"
	"time"

	"pinfold/core/internal/wire"
	"pinfold/core/order"
)

// The journal is one blob per change, written in the Commit that makes the
// change true and named by the change's number, so that names sort in the
// order of the commits:
//
//	magic "PFJ1", minimum reader byte,
//	the change (see appendChange),
//	documents: count, then sequence number uvarint and bookmark each,
//	dead: count, then segment name string and document number uvarint each,
//	CRC-32C of all before, 4 bytes
//
// A document of a later record replaces one of the same id in an earlier one.

const (
	journalPrefix = headPrefix + "journal/"
	journalMagic  = "PFJ1"
	journalReader = 1
)

// A record is one entry of the journal.
type record struct {
	change Change
	docs   []journalDoc
	dead   []deadDoc
	bytes  int // of the stored form
}

// weight is what the record counts for in the bound of the journal.
func (r *record) weight() int { return max(len(r.docs), 1) }

// A journalDoc is a bookmark as a change left it, with its place in the order
// of arrival.
type journalDoc struct {
	seq      uint64
	bookmark Bookmark
}

// A deadDoc is a document of a segment that a later one replaces.
type deadDoc struct {
	segment string
	number  uint32
}

func journalName(change uint64) string {
	const digits = "0123456789abcdef"
	var b [16]byte
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = digits[change&15]
		change >>= 4
	}
	return journalPrefix + string(b[:])
}

func isJournal(name string) bool { return strings.HasPrefix(name, journalPrefix) }

func encodeRecord(r *record) []byte {
	e := wire.Encoder{B: []byte(journalMagic)}
	e.U8(journalReader)
	appendChange(&e, &r.change)
	e.Uvarint(uint64(len(r.docs)))
	for i := range r.docs {
		e.Uvarint(r.docs[i].seq)
		appendBookmark(&e, &r.docs[i].bookmark)
	}
	e.Uvarint(uint64(len(r.dead)))
	for _, d := range r.dead {
		e.String(d.segment)
		e.Uvarint(uint64(d.number))
	}
	return wire.Seal(e.B)
}

func decodeRecord(b []byte) (*record, error) {
	d, err := unseal(b, journalMagic, journalReader, "a journal record")
	if err != nil {
		return nil, err
	}
	r := &record{change: decodeChange(d)}
	r.docs = make([]journalDoc, d.Count(20))
	for i := range r.docs {
		r.docs[i] = journalDoc{seq: d.Uvarint(), bookmark: decodeBookmark(d)}
	}
	r.dead = make([]deadDoc, d.Count(2))
	for i := range r.dead {
		r.dead[i] = deadDoc{segment: d.String(), number: uint32(d.Uvarint())}
	}
	if err := d.Done(); err != nil {
		return nil, corrupt("a journal record", err)
	}
	return r, nil
}

// purged returns the ids of the bookmarks that the record removes for ever.
func (r *record) purged() []ID {
	if r.change.Kind != Purged {
		return nil
	}
	ids := make([]ID, len(r.change.items))
	for i := range ids {
		ids[i] = r.change.items[i].ID
	}
	return ids
}

// A journalReading decodes the journal.
type journalReading struct {
	blobs   map[string][]byte
	torn    map[string][]byte // that the store itself found damaged
	salvage bool              // damaged ones are set aside
	now     func() time.Time
	lost    []LostRecord
}

// records returns the records in the order of the changes. In the place of one
// that is set aside stands a change that touched nothing, so that the others
// keep their numbers.
func (j *journalReading) records() ([]*record, error) {
	var names []string
	for _, list := range []map[string][]byte{j.blobs, j.torn} {
		for name := range list {
			if isJournal(name) {
				names = append(names, name)
			}
		}
	}
	order.Strings(names)
	records := make([]*record, len(names))
	for i, name := range names {
		r, err := j.record(name)
		if err != nil && (!j.salvage || CodeOf(err) != Corrupt) {
			return nil, err
		}
		if err != nil {
			r = j.aside(name, records[:i])
		}
		records[i] = r
	}
	return records, nil
}

func (j *journalReading) record(name string) (*record, error) {
	raw, ok := j.blobs[name]
	if !ok {
		return nil, corrupt("a journal record", errMagic)
	}
	r, err := decodeRecord(raw)
	if err == nil {
		r.bytes = len(raw)
	}
	return r, err
}

// aside notes a record that cannot be read.
func (j *journalReading) aside(name string, before []*record) *record {
	raw, ok := j.blobs[name]
	if !ok {
		raw = j.torn[name]
	}
	lost := LostRecord{Blob: name, Raw: raw}
	if n := len(before); n > 0 {
		lost.After = before[n-1].change.Title
	}
	j.lost = append(j.lost, lost)
	number, _ := strconv.ParseUint(strings.TrimPrefix(name, journalPrefix), 16, 64) // 0, if it never was a record's
	return &record{change: unreadable(number, j.now())}
}

// unreadable stands in the place of a change that cannot be read.
func unreadable(number uint64, at time.Time) Change {
	return Change{Number: number, Time: at, Kind: Edited, Title: "A change that was damaged and set aside"}
}

// unseal checks the checksum, the magic and the minimum reader of a durable
// blob and returns a decoder behind them.
func unseal(b []byte, magic string, reader uint8, what string) (*wire.Decoder, error) {
	body, err := wire.Unseal(b)
	if err != nil {
		return nil, corrupt(what, err)
	}
	d := wire.New(body)
	if string(d.Raw(len(magic))) != magic {
		return nil, corrupt(what, errMagic)
	}
	if d.U8() > reader {
		return nil, errorOf(Newer, newerMessage, nil)
	}
	return d, nil
}
