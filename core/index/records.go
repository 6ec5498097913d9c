package index

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"iter"
)

var errDoc = errors.New("index: a document that the view does not have")

// Values returns what Build was given as the documents' values, verified
// against their checksums. A damaged one fails the call with a DamagedError
// that names it.
func (v *View) Values(ctx context.Context, docs []Doc) ([][]byte, error) {
	records, err := v.Records(ctx, docs)
	if err != nil {
		return nil, err
	}
	values := make([][]byte, len(records))
	for i := range records {
		values[i] = records[i].Value
	}
	return values, nil
}

// Records returns the documents as they are stored, verified. It takes two
// round trips, one for their places and one for them.
func (v *View) Records(ctx context.Context, docs []Doc) ([]Record, error) {
	records := make([]Record, len(docs))
	var missing []*Record
	for i, d := range docs {
		if d.Part < 0 || d.Part >= len(v.parts) || d.Num >= v.parts[d.Part].Segment.meta.Docs {
			return nil, errDoc
		}
		records[i].Doc = d
		if !v.parts[d.Part].Segment.recall(&records[i]) {
			missing = append(missing, &records[i])
		}
	}
	if err := v.readRecords(ctx, missing); err != nil {
		return nil, err
	}
	return records, nil
}

// recall fills in a record that is in memory by itself.
func (s *Segment) recall(r *Record) bool {
	raw := s.cache.get(s.alone, int64(r.Doc.Num))
	if raw == nil {
		return false
	}
	kept, err := decodeRecord(raw, s.meta.Format)
	if err != nil {
		return false
	}
	kept.Doc = r.Doc
	*r = kept
	return true
}

// Records are kept by themselves, and the pages that were read for them go
// first, where fewer than sharedBy of them stand on a page: the best of a search
// lie far apart, and a hundred of them fit in the room of a page. More than
// aloneMost at once are not for a person to read, and are not kept.
const (
	sharedBy  = 4
	aloneMost = 128
)

// readRecords fills in records that are not in memory.
func (v *View) readRecords(ctx context.Context, missing []*Record) error {
	var places, bodies fetch
	for _, r := range missing {
		places.section(v.parts[r.Doc.Part].Segment, secRecords, 4*int64(r.Doc.Num/recordBlock), 8)
	}
	if err := places.run(ctx); err != nil {
		return err
	}
	spans := make([]span, len(missing))
	for i, r := range missing {
		s := v.parts[r.Doc.Part].Segment
		var err error
		if spans[i], err = s.blockSpan(ctx, r.Doc.Num); err != nil {
			return err
		}
		bodies.documents(s, spans[i].off, spans[i].len)
	}
	read := bodies.distinct()
	if err := bodies.run(ctx); err != nil {
		return err
	}
	alone := len(missing) <= aloneMost && len(read)*sharedBy > len(missing)
	for i, r := range missing {
		if err := v.readRecord(ctx, r, spans[i], alone); err != nil {
			return err
		}
	}
	if alone {
		for _, w := range read {
			w.seg.cache.demote(w.seg.table(w.kind), w.number)
		}
	}
	return nil
}

// readRecord fills in a record out of its page.
func (v *View) readRecord(ctx context.Context, r *Record, at span, alone bool) error {
	s := v.parts[r.Doc.Part].Segment
	read, raw, err := s.record(ctx, r.Doc.Num, at)
	if err != nil {
		return inPart(err, r.Doc.Part)
	}
	if alone {
		s.cache.putRecord(s.alone, r.Doc.Num, bytes.Clone(raw))
	}
	read.Doc = r.Doc
	*r = read
	return nil
}

func isDamage(err error) bool {
	_, ok := errors.AsType[*DamagedError](err)
	return ok
}

// inPart adds the place of the part to a DamagedError.
func inPart(err error, part int) error {
	if d, ok := errors.AsType[*DamagedError](err); ok {
		d.Part = part
	}
	return err
}

// blockSpan returns where the block of records with document n stands in the
// documents' stream; it may go on into the next part.
func (s *Segment) blockSpan(ctx context.Context, n uint32) (span, error) {
	b, err := s.bytes(ctx, secRecords, 4*int64(n/recordBlock), 8)
	if err != nil {
		return span{}, err
	}
	from, to := int64(binary.LittleEndian.Uint32(b)), int64(binary.LittleEndian.Uint32(b[4:]))
	if from >= to || to > s.meta.DocsBytes {
		return span{}, s.damaged("a document stands nowhere")
	}
	return span{from, to - from}, nil
}

// record reads and verifies one record; raw is its stored form.
func (s *Segment) record(ctx context.Context, n uint32, at span) (r Record, raw []byte, err error) {
	b, err := s.stored(ctx, at)
	if err != nil {
		return Record{}, nil, err
	}
	skip := int(n % recordBlock)
	for rest, off := b, at.off; ; {
		raw, err = s.cutAt(&rest, &off)
		if err != nil || raw == nil {
			break
		}
		if skip == 0 {
			r, err = decodeRecord(raw, s.meta.Format)
			break
		}
		rest, off = rest[len(raw):], off+int64(len(raw))
		skip--
	}
	if err == nil && raw != nil {
		return r, raw, nil
	}
	if r, raw, ok := s.recover(b, n); ok {
		return r, raw, nil
	}
	return Record{}, nil, &DamagedError{Segment: s.meta.Name, Part: -1, Doc: n, Documents: true, Reason: "the document does not match its checksum"}
}

// cutAt returns the record at the beginning of *rest, passing over the end of
// a part and the head of the next.
func (s *Segment) cutAt(rest *[]byte, off *int64) ([]byte, error) {
	left := partBytes - *off%partBytes
	if int64(len(*rest)) > left {
		raw, err := cutRecord((*rest)[:left])
		if err != nil || raw != nil {
			return raw, err
		}
		if int64(len(*rest)) < left+docsHead {
			return nil, nil
		}
		*rest, *off = (*rest)[left+docsHead:], *off+left+docsHead
	}
	return cutRecord(*rest)
}

// recover looks for document n in its block, of which a length is damaged:
// sound records at the end of the block are counted from there.
func (s *Segment) recover(b []byte, n uint32) (r Record, raw []byte, ok bool) {
	first := n / recordBlock * recordBlock
	count := int(min(s.meta.Docs-first, recordBlock))
	type whole struct {
		Record
		raw []byte
	}
	var after []whole // the sound ones behind the last damage
	for i := 0; i < len(b); {
		skip := resync(b[i:])
		if skip > 0 {
			after = after[:0]
		}
		if i += skip; i == len(b) {
			break
		}
		cut, _ := cutRecord(b[i:])
		r, _ := decodeRecord(cut, s.meta.Format)
		after = append(after, whole{r, cut})
		i += len(cut)
	}
	at := len(after) - (count - int(n-first))
	if at < 0 || at >= len(after) {
		return Record{}, nil, false
	}
	return after[at].Record, after[at].raw, true
}

// stored returns a range of the documents' stream.
func (s *Segment) stored(ctx context.Context, at span) ([]byte, error) {
	first, last := at.off/pageBytes, (at.off+at.len-1)/pageBytes
	var out []byte
	for p := first; p <= last; p++ {
		b, err := s.page(ctx, docsPages, p)
		if err != nil {
			return nil, err
		}
		from, to := max(at.off-p*pageBytes, 0), min(at.off+at.len-p*pageBytes, pageBytes)
		if to > int64(len(b)) {
			return nil, s.damaged("a part is shorter than it was")
		}
		if first == last {
			return b[from:to:to], nil
		}
		out = append(out, b[from:to]...)
	}
	return out, nil
}

// eachBatch is how many documents Each reads at once.
const eachBatch = 256

// Each yields all documents that are not dead, hidden ones too, newest first.
// A damaged one is yielded as a DamagedError, and the next ones follow; after
// any other error there are no more.
func (v *View) Each(ctx context.Context) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for offset := 0; ; offset += eachBatch {
			r, err := v.Search(ctx, All{}, Options{Order: Newest, Offset: offset, Limit: eachBatch, IncludeHidden: true})
			if err != nil {
				yield(Record{}, err)
				return
			}
			docs := make([]Doc, len(r.Hits))
			for i, h := range r.Hits {
				docs[i] = h.Doc
			}
			if !v.yieldRecords(ctx, docs, yield) || len(docs) < eachBatch {
				return
			}
		}
	}
}

// yieldRecords yields docs; one by one where there is damage.
func (v *View) yieldRecords(ctx context.Context, docs []Doc, yield func(Record, error) bool) bool {
	records, err := v.Records(ctx, docs)
	if err == nil {
		for _, r := range records {
			if !yield(r, nil) {
				return false
			}
		}
		return true
	}
	if !isDamage(err) {
		yield(Record{}, err)
		return false
	}
	for _, d := range docs {
		r, err := v.Records(ctx, []Doc{d})
		if err != nil && !isDamage(err) {
			yield(Record{}, err)
			return false
		}
		if err != nil {
			r = make([]Record, 1)
		}
		if !yield(r[0], err) {
			return false
		}
	}
	return true
}
