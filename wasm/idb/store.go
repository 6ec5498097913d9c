//go:build js && wasm

package idb

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/hack-pad/safejs"

	"pinfold/core"
	"pinfold/core/blob"
	"pinfold/core/order"
	"pinfold/wasm/bridge"
)

const (
	databaseVersion = 1
	metaStore       = "meta"
	chunkStore      = "chunks"
	generationKey   = "generation"
)

// A Store is a core.Store in one IndexedDB database.
type Store struct {
	name string

	mu     sync.Mutex
	conn   *connection // nil until it is needed again
	hung   *opening    // the last one that was not waited for
	closed bool        // by Close: for ever
}

// Open opens the database of that name, making it where there is none.
func Open(ctx context.Context, name string) (*Store, error) {
	s := New(name)
	return s, s.Connect(ctx)
}

// New returns a Store that is not open yet.
func New(name string) *Store { return &Store{name: name} }

// Connect opens the database unless it is open. It may be called again after it has failed.
func (s *Store) Connect(ctx context.Context) error {
	_, err := s.database(ctx)
	return err
}

// Head implements core.Store.
func (s *Store) Head(ctx context.Context, prefix string) (core.Head, error) {
	h := core.Head{Blobs: make(map[string][]byte)}
	generation, keys, values, err := s.headChunks(ctx, prefix)
	if err != nil {
		return core.Head{}, err
	}
	if generation == 0 && s.onlyReads() {
		return core.Head{}, errLater // it keeps its library otherwise
	}
	h.Generation = generation
	return h, s.gather(keys, values, h.Blobs, nil)
}

// headChunks reads the generation and all chunks of a prefix, as of one moment.
func (s *Store) headChunks(ctx context.Context, prefix string) (generation uint64, keys, values safejs.Value, err error) {
	var count safejs.Value
	err = s.transact(ctx, "readonly", "", func(t *transaction) error {
		span, err := keyRange(prefix, prefix+"\uffff")
		if err != nil {
			return err
		}
		count = t.request(metaStore, "get", generationKey)
		keys = t.request(chunkStore, "getAllKeys", span)
		values = t.request(chunkStore, "getAll", span)
		return t.err
	})
	if err != nil {
		return 0, keys, values, err
	}
	generation, err = number(count)
	return generation, keys, values, err
}

// gather puts the chunks of whole blobs together. A damaged blob is an error or,
// where aside is a map, goes there as what there is of it.
func (s *Store) gather(keys, values safejs.Value, blobs, aside map[string][]byte) error {
	names, err := stringList(keys)
	if err != nil {
		return err
	}
	list, err := result(values)
	if err != nil {
		return err
	}
	next := make(map[string]int)
	want := make(map[string]int)
	for i, key := range names {
		value, err := list.Index(i)
		if err != nil {
			return err
		}
		name := keyName(key)
		payload, length, err := s.payload(value, name, next[name])
		if err != nil && aside == nil {
			return err
		}
		next[name]++
		want[name] = length
		blobs[name] = append(blobs[name], payload...)
		if err != nil {
			aside[name] = append(blobs[name], torn(value)...)
		}
	}
	for name, length := range want {
		_, known := aside[name]
		switch short := len(blobs[name]) != length; {
		case short && aside == nil:
			return damaged(name)
		case short && !known:
			aside[name] = blobs[name]
		case blobs[name] == nil:
			blobs[name] = []byte{}
		}
	}
	for name := range aside {
		delete(blobs, name)
	}
	return nil
}

// payload reads one chunk.
func (s *Store) payload(value safejs.Value, name string, n int) ([]byte, int, error) {
	raw, err := bridge.ToGo(value)
	if err != nil {
		return nil, 0, damaged(name)
	}
	payload, length, ok := decodeChunk(raw, n)
	if !ok {
		return nil, 0, damaged(name)
	}
	return payload, length, nil
}

// List implements core.Store.
func (s *Store) List(ctx context.Context, prefix string) ([]string, error) {
	var keys safejs.Value
	err := s.transact(ctx, "readonly", "", func(t *transaction) error {
		span, err := keyRange(prefix, prefix+"\uffff")
		if err != nil {
			return err
		}
		keys = t.request(chunkStore, "getAllKeys", span)
		return t.err
	})
	if err != nil {
		return nil, err
	}
	all, err := stringList(keys)
	names := []string{}
	for _, key := range all {
		names = append(names, keyName(key))
	}
	order.Strings(names)              // the keys sort by what follows the name, too
	return slices.Compact(names), err // a blob of which a chunk is left is there, to be salvaged
}

// Put implements core.Store.
func (s *Store) Put(ctx context.Context, blobs map[string][]byte) error {
	puts, err := encodeAll(blobs)
	if err != nil {
		return err
	}
	return s.transact(ctx, "readwrite", "relaxed", func(t *transaction) error {
		for _, p := range puts {
			t.request(chunkStore, "add", p.value, p.key)
		}
		return t.err
	})
}

// A chunkPut is a chunk on its way in.
type chunkPut struct {
	key   string
	value safejs.Value
}

func encodeAll(blobs map[string][]byte) ([]chunkPut, error) {
	var puts []chunkPut
	for _, name := range sorted(blobs) {
		b := blobs[name]
		for n := range chunkCount(len(b)) {
			raw := encodeChunk(b, n)
			if len(raw) > maxValue {
				return nil, errors.New("idb: a value larger than 48 KiB")
			}
			value, err := bridge.ToJS(raw)
			if err != nil {
				return nil, err
			}
			puts = append(puts, chunkPut{chunkKey(name, n), value})
		}
	}
	return puts, nil
}

// Commit implements core.Store. The generation is read and compared inside the
// one transaction that writes.
func (s *Store) Commit(ctx context.Context, b core.Batch) error {
	puts, err := encodeAll(b.Put)
	if err != nil {
		return err
	}
	var spans []safejs.Value
	for _, name := range append(slices.Clone(b.Delete), sorted(b.Put)...) {
		span, err := keyRange(chunkKey(name, 0), chunkKey(name, 9999))
		if err != nil {
			return err
		}
		spans = append(spans, span)
	}
	durability := "relaxed"
	if b.Strict {
		durability = "strict"
	}
	return s.transact(ctx, "readwrite", durability, func(t *transaction) error {
		request := t.request(metaStore, "get", generationKey)
		t.then(request, func() error {
			have, err := number(request)
			if err != nil {
				return err
			}
			if have != b.Generation {
				return &core.Error{Code: core.Conflict, Message: "Another window has changed the library meanwhile. Try again."}
			}
			for _, span := range spans {
				t.request(chunkStore, "delete", span)
			}
			for _, p := range puts {
				t.request(chunkStore, "put", p.value, p.key)
			}
			t.request(metaStore, "put", float64(b.Generation+1), generationKey)
			return t.err
		})
		return t.err
	})
}

// Read implements core.Store: one transaction, a request for each run of
// chunks that the ranges touch.
func (s *Store) Read(ctx context.Context, rs []core.Range) ([][]byte, error) {
	if len(rs) == 0 {
		return nil, ctx.Err()
	}
	plan := newReading(rs)
	err := s.transact(ctx, "readonly", "", func(t *transaction) error {
		return plan.ask(t)
	})
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(rs))
	for i, r := range rs {
		if out[i], err = plan.cut(s, r); err != nil {
			return nil, s.missingPart(ctx, r.Name, err)
		}
	}
	return out, nil
}

// missingPart tells a blob that lacks chunks from one that is not there.
func (s *Store) missingPart(ctx context.Context, name string, err error) error {
	if !errors.Is(err, blob.ErrNotFound) {
		return err
	}
	var count safejs.Value
	again := s.transact(ctx, "readonly", "", func(t *transaction) error {
		span, err := keyRange(chunkKey(name, 0), chunkKey(name, 9999))
		if err != nil {
			return err
		}
		count = t.request(chunkStore, "count", span)
		return t.err
	})
	if again != nil {
		return again
	}
	if n, again := number(count); again == nil && n > 0 {
		return short(name)
	}
	return err
}

// Close implements core.Store.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.conn == nil {
		return nil
	}
	c := s.conn
	s.conn = nil
	return c.close()
}

func damaged(name string) error {
	return &core.Error{Code: core.Corrupt, Message: "A part of the library (" + name + ") is damaged. Open Options and press “Check my library”."}
}

func missing(name string) error {
	return &core.Error{Code: core.NotFound, Message: "A part of the library (" + name + ") is no longer there.", Err: blob.ErrNotFound}
}

var _ core.Store = (*Store)(nil)

// sorted returns the names of blobs in order.
func sorted(blobs map[string][]byte) []string {
	names := slices.Collect(maps.Keys(blobs))
	order.Strings(names)
	return names
}
