//go:build js && wasm

package idb

import (
	"github.com/hack-pad/safejs"

	"pinfold/core"
	"pinfold/core/blob"
)

// A reading gathers what the ranges of one Read need, so that each chunk is
// asked for once. Only a chunk tells how long its blob is.
type reading struct {
	blobs map[string]*blobReading
	order []*blobReading
}

// A blobReading is the part of one blob that is needed.
type blobReading struct {
	name     string
	want     map[int]bool
	all      bool // everything from the chunk from on is wanted
	from     int
	requests []chunkRequest
	chunks   map[int][]byte
	length   int // of the whole blob; -1 until a chunk told
}

type chunkRequest struct {
	first int
	value safejs.Value
}

func newReading(rs []core.Range) *reading {
	p := &reading{blobs: make(map[string]*blobReading)}
	for _, r := range rs {
		b := p.blobs[r.Name]
		if b == nil {
			b = &blobReading{name: r.Name, want: make(map[int]bool), chunks: make(map[int][]byte), length: -1}
			p.blobs[r.Name] = b
			p.order = append(p.order, b)
		}
		b.add(r)
	}
	return p
}

func (b *blobReading) add(r core.Range) {
	first := int(max(r.Off, 0) / payloadBytes)
	if r.Len < 0 {
		if !b.all || first < b.from {
			b.from = first
		}
		b.all = true
		return
	}
	last := int((max(r.Off, 0) + max(r.Len-1, 0)) / payloadBytes)
	for n := first; n <= last; n++ {
		b.want[n] = true
	}
	if r.Len == 0 {
		b.want[0] = true // the place may be behind the last chunk
	}
}

// ask issues the requests.
func (p *reading) ask(t *transaction) error {
	for _, b := range p.order {
		if b.all {
			span, err := keyRange(chunkKey(b.name, b.from), chunkKey(b.name, 9999))
			if err != nil {
				return err
			}
			b.requests = append(b.requests, chunkRequest{b.from, t.request(chunkStore, "getAll", span)})
		}
		for n := range b.want {
			if b.all && n >= b.from {
				continue
			}
			b.requests = append(b.requests, chunkRequest{n, t.request(chunkStore, "get", chunkKey(b.name, n))})
		}
	}
	return t.err
}

// load decodes what the requests brought.
func (b *blobReading) load(s *Store) error {
	requests := b.requests
	b.requests = nil
	for _, r := range requests {
		v, err := result(r.value)
		if err != nil {
			return err
		}
		if v.IsUndefined() {
			continue
		}
		list := []safejs.Value{v}
		if b.all && r.first == b.from && isArray(v) {
			if list, err = items(v); err != nil {
				return err
			}
		}
		for i, value := range list {
			payload, length, err := s.payload(value, b.name, r.first+i)
			if err != nil {
				return err
			}
			b.chunks[r.first+i], b.length = payload, length
		}
	}
	return nil
}

// cut returns the bytes of one range.
func (p *reading) cut(s *Store, r core.Range) ([]byte, error) {
	b := p.blobs[r.Name]
	if err := b.load(s); err != nil {
		return nil, err
	}
	if b.length < 0 {
		return nil, b.absent()
	}
	if r.Len < 0 {
		r.Len = int64(b.length) - r.Off
	}
	if r.Off < 0 || r.Len < 0 || r.Off > int64(b.length) || r.Len > int64(b.length)-r.Off {
		return nil, short(r.Name)
	}
	first, last := int(r.Off/payloadBytes), int((r.Off+max(r.Len-1, 0))/payloadBytes)
	if r.Len == 0 {
		return []byte{}, nil
	}
	if first == last {
		c, ok := b.chunks[first]
		if !ok {
			return nil, damaged(r.Name)
		}
		at := int(r.Off) - first*payloadBytes
		return c[at : at+int(r.Len) : at+int(r.Len)], nil
	}
	out := make([]byte, 0, r.Len)
	for n := first; n <= last; n++ {
		c, ok := b.chunks[n]
		if !ok {
			return nil, damaged(r.Name)
		}
		from, to := 0, len(c)
		if n == first {
			from = int(r.Off) - n*payloadBytes
		}
		if n == last {
			to = int(r.Off+r.Len) - n*payloadBytes
		}
		out = append(out, c[from:to]...)
	}
	return out, nil
}

// absent says that no chunk was found.
func (b *blobReading) absent() error { return missing(b.name) }

func short(name string) error {
	return &core.Error{Code: core.Corrupt, Message: "A part of the library (" + name + ") is too short. Open Options and press “Check my library”.", Err: blob.ErrShort}
}
