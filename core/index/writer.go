package index

import (
	"context"
	"encoding/binary"

	"pinfold/core/internal/wire"
)

// A writer writes one segment, section by section. Build and Merge feed it:
// first the records in the order of their numbers, then the terms in theirs,
// then tags, tables and titles.
type writer struct {
	meta    Meta
	pages   *pageWriter
	records *recordWriter
	terms   *termWriter

	arrivals, arrivalRows []byte
	order                 int64 // of the record before
	seq                   uint64
	tagRows, tagIndex     []byte
	tagged                uint32
	titles, titleIndex    []byte
	title                 string
	titled                uint32
	ranks                 []byte
}

func newWriter(ctx context.Context, name string, docs int, put Sink) (*writer, error) {
	w := &writer{
		meta:    Meta{Name: name, Format: formatVersion, Analysis: analysisVersion, Docs: uint32(docs)},
		pages:   newPageWriter(ctx, name, put),
		records: newRecordWriter(ctx, name, put),
		ranks:   make([]byte, 4*docs),
	}
	head := wire.Encoder{B: []byte(indexMagic)}
	head.U32(formatVersion)
	head.U32(analysisVersion)
	err := w.pages.write(head.B)
	w.terms = &termWriter{pages: w.pages, n: uint32(docs), base: w.pages.pos, letters: newLetterWriter(uint32(docs), formatVersion)}
	return w, err
}

// addRecord writes the next document's stored record and notes its place in
// time.
func (w *writer) addRecord(record []byte, order int64, seq uint64, hidden bool) error {
	n := w.records.count
	if err := w.records.add(record); err != nil {
		return err
	}
	if n == 0 || order < w.meta.MinOrder {
		w.meta.MinOrder = order
	}
	if n == 0 || order > w.meta.MaxOrder {
		w.meta.MaxOrder = order
	}
	w.meta.MaxSeq = max(w.meta.MaxSeq, seq)
	if hidden {
		w.meta.Hidden++
	}
	if n%rowBlock == 0 {
		w.arrivalRows = binary.LittleEndian.AppendUint64(w.arrivalRows, uint64(order))
		w.arrivalRows = binary.LittleEndian.AppendUint64(w.arrivalRows, seq)
		w.arrivalRows = binary.LittleEndian.AppendUint32(w.arrivalRows, uint32(len(w.arrivals)))
	} else {
		w.arrivals = binary.AppendUvarint(w.arrivals, uint64(w.order)-uint64(order))
		w.arrivals = binary.AppendVarint(w.arrivals, int64(seq-w.seq))
	}
	w.order, w.seq = order, seq
	return nil
}

// addTags takes the next document's tags by their ordinals, ascending.
func (w *writer) addTags(ordinals []uint32) {
	if w.tagged%rowBlock == 0 {
		w.tagIndex = binary.LittleEndian.AppendUint32(w.tagIndex, uint32(len(w.tagRows)))
	}
	w.tagged++
	w.tagRows = binary.AppendUvarint(w.tagRows, uint64(len(ordinals)))
	next := uint32(0)
	for _, o := range ordinals {
		w.tagRows = binary.AppendUvarint(w.tagRows, uint64(o-next))
		next = o + 1
	}
}

// addTitle takes the next document in the order of sort keys.
func (w *writer) addTitle(key string, doc uint32) {
	shared := 0
	if w.titled%titleBlock == 0 {
		w.titleIndex = binary.LittleEndian.AppendUint32(w.titleIndex, uint32(len(w.titles)))
	} else {
		shared = sharedPrefix(w.title, key)
	}
	e := wire.Encoder{B: w.titles}
	e.Uvarint(uint64(shared))
	e.String(key[shared:])
	e.Uvarint(uint64(doc))
	w.titles = e.B
	binary.LittleEndian.PutUint32(w.ranks[4*doc:], w.titled)
	w.title = key
	w.titled++
}

// section writes a whole section, or ends one that was written piece by piece.
func (w *writer) section(sec int, b []byte) error {
	if err := w.pages.write(b); err != nil {
		return err
	}
	from := int64(headBytes)
	if sec > 0 {
		from = w.meta.sections[sec-1].off + w.meta.sections[sec-1].len
	}
	w.meta.sections[sec] = span{from, w.pages.pos - from}
	return nil
}

// endTerms writes what follows from records and terms.
func (w *writer) endTerms() error {
	if err := w.records.close(); err != nil {
		return err
	}
	places := make([]byte, 0, 4*len(w.records.begin))
	for _, at := range w.records.begin {
		places = binary.LittleEndian.AppendUint32(places, at)
	}
	blocks, index := w.terms.finish()
	return w.sections(secPostings, nil, blocks, index, places, w.arrivals, w.arrivalRows)
}

// endTags writes the tags of the documents.
func (w *writer) endTags() error {
	w.tagIndex = binary.LittleEndian.AppendUint32(w.tagIndex, uint32(len(w.tagRows)))
	return w.sections(secTagRows, w.tagRows, w.tagIndex)
}

// sections writes several sections that follow each other.
func (w *writer) sections(first int, bodies ...[]byte) error {
	for i, b := range bodies {
		if err := w.section(first+i, b); err != nil {
			return err
		}
	}
	return nil
}

// finish writes the titles, the letters and the footer and returns the segment's entry.
func (w *writer) finish() (Meta, error) {
	w.titleIndex = binary.LittleEndian.AppendUint32(w.titleIndex, uint32(len(w.titles)))
	if err := w.sections(secTitles, w.titles, w.titleIndex, w.ranks, w.terms.letters.section()); err != nil {
		return Meta{}, err
	}
	w.meta.Terms, w.meta.Tags = w.terms.count, w.terms.tags
	w.meta.DocsBytes, w.meta.DocsParts = w.records.bytes, parts(w.records.bytes)
	if err := w.section(secFooter, footer(w.meta)); err != nil {
		return Meta{}, err
	}
	err := w.pages.close()
	w.meta.IndexBytes, w.meta.IndexParts = w.pages.bytes, parts(w.pages.bytes)
	return w.meta, err
}

// footer returns the segment's entry as it stands at the end of the index,
// where its own length is not known yet.
func footer(m Meta) []byte {
	m.IndexBytes, m.IndexParts = 0, 0
	m.sections[secFooter].len = 0
	return AppendMeta([]byte(indexMagic), m)
}

// A hashRow is an entry of a table of hashes: the upper 48 bits, and a document.
type hashRow struct {
	hash uint64
	doc  uint32
}

func appendHashRow(dst []byte, r hashRow) []byte {
	h := r.hash
	return append(dst, byte(h>>40), byte(h>>32), byte(h>>24), byte(h>>16), byte(h>>8), byte(h),
		byte(r.doc>>16), byte(r.doc>>8), byte(r.doc))
}

func readHashRow(b []byte) hashRow {
	_ = b[hashEntry-1]
	return hashRow{
		hash: uint64(b[0])<<40 | uint64(b[1])<<32 | uint64(b[2])<<24 | uint64(b[3])<<16 | uint64(b[4])<<8 | uint64(b[5]),
		doc:  uint32(b[6])<<16 | uint32(b[7])<<8 | uint32(b[8]),
	}
}

func (r hashRow) compare(s hashRow) int {
	switch {
	case r.hash < s.hash:
		return -1
	case r.hash > s.hash:
		return 1
	}
	return int(r.doc) - int(s.doc)
}

// shortHash is the part of a hash that is kept in a table.
func shortHash(h uint64) uint64 { return h >> 16 }

// idHash is the hash of an id, which is random itself.
func idHash(id [16]byte) uint64 { return binary.BigEndian.Uint64(id[:8]) }
