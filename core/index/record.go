package index

import (
	"context"
	"encoding/binary"
	"errors"
	"iter"

	"pinfold/core/internal/wire"
)

// The documents' stream is primary: everything else can be made anew from it.
// A part begins with docsHead bytes, magic and version; then come records:
//
//	CRC-32C of what follows, 4 bytes
//	length of the body, uvarint
//	body: id 16, order varint, arrival uvarint, flags 1 (1: hidden), value (the
//	      rest); in format 1 the hashes of address and variant key, 8 each, stood
//	      behind the id
//
// No record straddles two parts: what is left of a part is zeros. The index
// keeps the place of every recordBlock-th record; those between are found by
// their lengths or, where one is damaged, by their checksums.
const (
	docsHead   = 8
	flagHidden = 1
)

// docsHeader is what every part of a segment of that format begins with.
func docsHeader(format uint32) string { return docsMagic + string(rune(format)) + "\x00\x00\x00" }

var errRecord = errors.New("index: a record does not match its checksum")

// A DamagedRecord is bytes among the documents that are no record; Head, if
// they are only the beginning of a part.
type DamagedRecord struct {
	Raw  []byte
	Head bool
}

// Error implements error.
func (*DamagedRecord) Error() string { return errRecord.Error() }

// appendRecord appends the stored form of d.
func appendRecord(dst []byte, d *Document) []byte {
	var b wire.Encoder
	b.B = make([]byte, 0, len(d.Value)+64)
	b.Raw(d.ID[:])
	b.Varint(d.Order)
	b.Uvarint(d.Seq)
	flags := uint8(0)
	if d.Hidden {
		flags = flagHidden
	}
	b.U8(flags)
	b.Raw(d.Value)
	at := len(dst)
	e := wire.Encoder{B: append(dst, 0, 0, 0, 0)}
	e.Bytes(b.B)
	binary.LittleEndian.PutUint32(e.B[at:], wire.Sum(e.B[at+4:]))
	return e.B
}

// cutRecord returns the record that b begins with, as stored; nil at the end
// of a part.
func cutRecord(b []byte) ([]byte, error) {
	d := wire.New(b)
	sum := d.U32()
	n := len(d.Bytes())
	if (d.Err() != nil || n == 0 && sum == 0) && allZero(b) {
		return nil, nil
	}
	if d.Err() != nil {
		return nil, d.Err()
	}
	return b[:len(b)-len(d.Rest())], nil
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// sound says that no byte of a record is damaged.
func sound(record []byte) bool {
	d := wire.New(record)
	sum := d.U32()
	return d.Err() == nil && sum == wire.Sum(d.Rest())
}

// decodeRecord reads one whole record of that format; errRecord if a byte of it
// is damaged.
func decodeRecord(b []byte, format uint32) (r Record, err error) {
	if !sound(b) {
		return Record{}, errRecord
	}
	d := wire.New(b)
	d.U32()
	body := wire.New(d.Bytes())
	if d.Done() != nil {
		return Record{}, errRecord
	}
	copy(r.ID[:], body.Raw(16))
	if format < recordVersion {
		body.Skip(16)
	}
	r.Order, r.Seq = body.Varint(), body.Uvarint()
	r.Hidden = body.U8()&flagHidden != 0
	r.Value = body.Rest()
	if body.Err() != nil {
		return Record{}, errRecord
	}
	return r, nil
}

// Salvage yields the records of one blob of documents of a segment of that
// format without any index, for rebuilding. What is damaged is yielded as one
// *DamagedRecord, and the next sound record after it is looked for.
func Salvage(part []byte, format uint32) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if len(part) < docsHead {
			yield(Record{}, &DamagedRecord{Raw: part})
			return
		}
		if string(part[:docsHead]) != docsHeader(format) && !yield(Record{}, &DamagedRecord{Raw: part[:docsHead], Head: true}) {
			return
		}
		for rest := part[docsHead:]; len(rest) > 0; {
			b, err := cutRecord(rest)
			if err == nil && b == nil {
				return
			}
			var r Record
			if err == nil {
				r, err = decodeRecord(b, format)
			}
			next := len(b)
			if err != nil {
				next = 1 + resync(rest[1:])
				err = &DamagedRecord{Raw: rest[:next]}
			}
			if !yield(r, err) {
				return
			}
			rest = rest[next:]
		}
	}
}

// resync returns where the first sound record of b begins; len(b) if nowhere.
func resync(b []byte) int {
	for i := range b {
		if cut, err := cutRecord(b[i:]); err == nil {
			if cut == nil {
				return len(b)
			}
			if sound(cut) {
				return i
			}
		}
	}
	return len(b)
}

// A recordWriter writes the documents' stream.
type recordWriter struct {
	ctx   context.Context
	put   Sink
	name  string
	part  []byte
	parts int64
	bytes int64
	count uint32
	begin []uint32 // where every recordBlock-th record begins, then where the last one ends
}

func newRecordWriter(ctx context.Context, name string, put Sink) *recordWriter {
	return &recordWriter{ctx: ctx, put: put, name: name, part: make([]byte, 0, partBytes)}
}

// add writes one encoded record.
func (w *recordWriter) add(record []byte) error {
	if len(record) > partBytes-docsHead {
		return errTooLarge
	}
	if len(w.part)+len(record) > partBytes {
		w.part = append(w.part, make([]byte, partBytes-len(w.part))...)
		if err := w.flush(); err != nil {
			return err
		}
	}
	if len(w.part) == 0 {
		w.part = append(w.part, docsHeader(formatVersion)...)
	}
	at := w.bytes + int64(len(w.part))
	if at+int64(len(record)) > 1<<32-1 {
		return errTooMany
	}
	if w.count%recordBlock == 0 {
		w.begin = append(w.begin, uint32(at))
	}
	w.count++
	w.part = append(w.part, record...)
	return nil
}

func (w *recordWriter) flush() error {
	if len(w.part) == 0 {
		return nil
	}
	err := w.put(w.ctx, partName(docsStream, w.name, w.parts), w.part)
	w.parts++
	w.bytes += int64(len(w.part))
	w.part = w.part[:0]
	return err
}

func (w *recordWriter) close() error {
	if err := w.flush(); err != nil {
		return err
	}
	w.begin = append(w.begin, uint32(w.bytes))
	return nil
}
