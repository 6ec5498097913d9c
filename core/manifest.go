package core

import (
	"context"

	"pinfold/core/index"
	"pinfold/core/internal/wire"
	"pinfold/core/order"
)

// The manifest is the one blob that is ever replaced, always in the Commit
// that makes it true. It names every blob that belongs to the library but the
// journal's, whose names tell themselves:
//
//	magic "PFM1", minimum reader byte,
//	library 16 bytes, created varint, nextSeq uvarint, nextChange uvarint, swept varint,
//	segments: count, then index.Meta and index.Set (tombstones) each,
//	history: count, then name string, first and last change uvarint each,
//	ops: count, then op 16 bytes, change uvarint, bookmark 16 bytes each, oldest first,
//	settings: count, then key and value strings each, sorted by key,
//	CRC-32C of all before, 4 bytes
const (
	headPrefix     = "head/"
	manifestName   = headPrefix + "manifest"
	manifestMagic  = "PFM1"
	manifestReader = 1
)

// A manifest is what must be known of a library before its first question.
type manifest struct {
	library    ID
	created    int64 // Unix ms
	nextSeq    uint64
	nextChange uint64
	swept      int64 // when blobs that nothing names were last removed, Unix ms
	segments   []segmentEntry
	history    []historyEntry
	ops        []opResult
	settings   map[string]string
}

// A segmentEntry is a segment and its tombstones.
type segmentEntry struct {
	meta index.Meta
	dead *index.Set
}

// A historyEntry is a blob of changes that have left the journal.
type historyEntry struct {
	name        string
	first, last uint64
}

// An opResult is the answer to a write that a page may repeat.
type opResult struct {
	op     OpID
	change uint64
	id     ID
}

// maxOps is how many answers are remembered.
const maxOps = 1000

func encodeManifest(m *manifest) []byte {
	e := wire.Encoder{B: []byte(manifestMagic)}
	e.U8(manifestReader)
	e.B = append(e.B, m.library[:]...)
	e.Varint(m.created)
	e.Uvarint(m.nextSeq)
	e.Uvarint(m.nextChange)
	e.Varint(m.swept)
	e.Uvarint(uint64(len(m.segments)))
	for i := range m.segments {
		e.B = index.AppendMeta(e.B, m.segments[i].meta)
		e.B = index.AppendSet(e.B, m.segments[i].dead)
	}
	e.Uvarint(uint64(len(m.history)))
	for _, h := range m.history {
		e.String(h.name)
		e.Uvarint(h.first)
		e.Uvarint(h.last)
	}
	appendOps(&e, m.ops)
	appendSettings(&e, m.settings)
	return wire.Seal(e.B)
}

func appendOps(e *wire.Encoder, ops []opResult) {
	e.Uvarint(uint64(len(ops)))
	for i := range ops {
		e.B = append(e.B, ops[i].op[:]...)
		e.Uvarint(ops[i].change)
		e.B = append(e.B, ops[i].id[:]...)
	}
}

func appendSettings(e *wire.Encoder, settings map[string]string) {
	keys := make([]string, 0, len(settings))
	for k := range settings {
		keys = append(keys, k)
	}
	order.Strings(keys)
	e.Uvarint(uint64(len(keys)))
	for _, k := range keys {
		e.String(k)
		e.String(settings[k])
	}
}

func decodeManifest(b []byte) (*manifest, error) {
	const what = "the list of the library's parts"
	d, err := unseal(b, manifestMagic, manifestReader, what)
	if err != nil {
		return nil, err
	}
	m := &manifest{}
	copy(m.library[:], d.Raw(16))
	m.created = d.Varint()
	m.nextSeq = d.Uvarint()
	m.nextChange = d.Uvarint()
	m.swept = d.Varint()
	if err := decodeSegments(d, m); err != nil {
		return nil, corrupt(what, err)
	}
	m.history = make([]historyEntry, d.Count(3))
	for i := range m.history {
		m.history[i] = historyEntry{name: d.String(), first: d.Uvarint(), last: d.Uvarint()}
	}
	m.ops = make([]opResult, d.Count(33))
	for i := range m.ops {
		copy(m.ops[i].op[:], d.Raw(16))
		m.ops[i].change = d.Uvarint()
		copy(m.ops[i].id[:], d.Raw(16))
	}
	m.settings = make(map[string]string)
	for n := d.Count(2); n > 0; n-- {
		k := d.String()
		m.settings[k] = d.String()
	}
	if err := d.Done(); err != nil {
		return nil, corrupt(what, err)
	}
	return m, nil
}

func decodeSegments(d *wire.Decoder, m *manifest) error {
	n := d.Count(4)
	for range n {
		var s segmentEntry
		var err error
		rest := d.Rest()
		if s.meta, rest, err = index.DecodeMeta(rest); err != nil {
			return err
		}
		if s.dead, rest, err = index.DecodeSet(rest); err != nil {
			return err
		}
		d.Skip(len(d.Rest()) - len(rest))
		m.segments = append(m.segments, s)
	}
	return nil
}

// editManifest replaces the manifest by what edit makes of a copy of it; the
// journal stays. The caller has l.writing.
func (l *Library) editManifest(ctx context.Context, edit func(*state, *manifest) error) error {
	for range maxAttempts {
		st := l.current()
		m := st.manifest.clone()
		if err := edit(st, m); err != nil {
			return err
		}
		err := l.store.Commit(ctx, Batch{
			Generation: st.generation,
			Put:        map[string][]byte{manifestName: encodeManifest(m)},
			Strict:     true,
		})
		if err == nil {
			l.publish(l.newState(st.generation+1, m, st.journal))
			return nil
		}
		if CodeOf(err) != Conflict {
			return err
		}
		if _, err := l.reload(ctx); err != nil {
			return err
		}
	}
	return errBusy
}

// clone returns a copy whose lists may be changed.
func (m *manifest) clone() *manifest {
	c := *m
	c.segments = append([]segmentEntry(nil), m.segments...)
	c.history = append([]historyEntry(nil), m.history...)
	c.ops = append([]opResult(nil), m.ops...)
	c.settings = make(map[string]string, len(m.settings))
	for k, v := range m.settings {
		c.settings[k] = v
	}
	return &c
}

// remember adds an answer and forgets the oldest ones.
func (m *manifest) remember(r opResult) {
	if r.op == (OpID{}) {
		return
	}
	m.ops = append(m.ops, r)
	if over := len(m.ops) - maxOps; over > 0 {
		m.ops = append([]opResult(nil), m.ops[over:]...)
	}
}
