// Package memstore is a core.Store in memory that can fail and crash on
// purpose. It is for tests: it must never be linked into a program.
package memstore

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"pinfold/core"
	"pinfold/core/blob"
)

// A Medium is what survives a crash. Several Stores may stand over one.
type Medium struct {
	mu         sync.Mutex
	generation uint64
	blobs      map[string][]byte
	log        []step // since the last strict commit
	durable    snapshot
	fault      Fault
	counts     Counts
}

// A snapshot is the content of a medium at one moment.
type snapshot struct {
	generation uint64
	blobs      map[string][]byte
}

// A step is a write that a power cut may undo.
type step struct {
	put    map[string][]byte
	delete []string
	commit bool
}

// Counts says how often each call was made and how many bytes Read returned.
type Counts struct {
	Head, Read, List, Put, Commit int
	Bytes                         int64
}

// A Fault decides what happens to the n-th call (from 1) of a name ("head",
// "read", "list", "put", "commit"). A non-nil error is returned by the call;
// after says that the call takes effect nevertheless: its outcome is unknown.
type Fault func(call string, n int) (err error, after bool)

// New returns an empty medium.
func New() *Medium {
	return &Medium{blobs: make(map[string][]byte), durable: snapshot{blobs: map[string][]byte{}}}
}

// Open returns a Store over m, as another tab would have it.
func (m *Medium) Open() *Store { return &Store{m: m} }

// Fail sets the fault, nil for none, and counts calls from one again.
func (m *Medium) Fail(f Fault) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fault, m.counts = f, Counts{}
}

// Counts returns the calls since the last Fail.
func (m *Medium) Counts() Counts {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.counts
}

// Clone returns a copy of the medium as it is, without its fault.
func (m *Medium) Clone() *Medium {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := New()
	c.generation, c.blobs = m.generation, maps.Clone(m.blobs)
	c.log, c.durable = slices.Clone(m.log), snapshot{m.durable.generation, maps.Clone(m.durable.blobs)}
	return c
}

// Crash returns the medium as a power cut leaves it: everything up to the last
// strict commit, then the first kept of the later commits, and of the blobs
// staged since then those for which keep says so.
func (m *Medium) Crash(kept int, keep func(name string) bool) *Medium {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := New()
	c.generation, c.blobs = m.durable.generation, maps.Clone(m.durable.blobs)
	for _, s := range m.log {
		if s.commit && kept == 0 {
			break
		}
		if s.commit {
			kept--
			c.generation++
		}
		for name, b := range s.put {
			if s.commit || keep(name) {
				c.blobs[name] = b
			}
		}
		for _, name := range s.delete {
			delete(c.blobs, name)
		}
	}
	c.durable = snapshot{c.generation, maps.Clone(c.blobs)}
	return c
}

// Names returns the names of all blobs, sorted.
func (m *Medium) Names() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.blobs))
}

// Size returns the length of a blob.
func (m *Medium) Size(name string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.blobs[name])
}

// Edit lets change do with the blobs what it wants.
func (m *Medium) Edit(change func(blobs map[string][]byte)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(m.blobs)
}

// Damage replaces a blob by what change makes of a copy of it.
func (m *Medium) Damage(name string, change func([]byte) []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.blobs[name] = change(slices.Clone(m.blobs[name]))
}

// A Store is one handle on a Medium.
type Store struct {
	m      *Medium
	mu     sync.Mutex
	closed bool
}

// begin counts a call and applies the fault. The caller holds m.mu on return.
func (s *Store) begin(ctx context.Context, call string, n *int) (err error, after bool) {
	s.mu.Lock()
	closed := s.closed
	s.mu.Unlock()
	s.m.mu.Lock()
	if err := ctx.Err(); err != nil {
		return &core.Error{Code: core.Canceled, Message: "This was canceled.", Err: err}, false
	}
	if closed {
		return &core.Error{Code: core.Closed, Message: "The store is closed."}, false
	}
	*n++
	if s.m.fault == nil {
		return nil, false
	}
	return s.m.fault(call, *n)
}

// Head implements core.Store.
func (s *Store) Head(ctx context.Context, prefix string) (core.Head, error) {
	err, _ := s.begin(ctx, "head", &s.m.counts.Head)
	defer s.m.mu.Unlock()
	if err != nil {
		return core.Head{}, err
	}
	h := core.Head{Generation: s.m.generation, Blobs: make(map[string][]byte)}
	for name, b := range s.m.blobs {
		if strings.HasPrefix(name, prefix) {
			h.Blobs[name] = b
			s.m.counts.Bytes += int64(len(b))
		}
	}
	return h, nil
}

// Salvage implements core.Salvager.
func (s *Store) Salvage(_ context.Context, name string, bytes int64) ([]byte, error) {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	out := slices.Repeat([]byte{0xFF}, int(bytes))
	copy(out, s.m.blobs[name])
	return out, nil
}

// SalvageHead implements core.Salvager. What is kept here has no checksums of its
// own, so nothing is found damaged.
func (s *Store) SalvageHead(ctx context.Context, prefix string) (core.Head, map[string][]byte, error) {
	h, err := s.Head(ctx, prefix)
	return h, nil, err
}

// Read implements core.Store.
func (s *Store) Read(ctx context.Context, rs []core.Range) ([][]byte, error) {
	err, _ := s.begin(ctx, "read", &s.m.counts.Read)
	defer s.m.mu.Unlock()
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(rs))
	for i, r := range rs {
		b, ok := s.m.blobs[r.Name]
		if !ok {
			return nil, &core.Error{Code: core.NotFound, Message: "There is no blob " + r.Name + ".", Err: blob.ErrNotFound}
		}
		if r.Len < 0 {
			r.Len = int64(len(b)) - r.Off
		}
		if r.Off < 0 || r.Len < 0 || r.Off > int64(len(b)) || r.Len > int64(len(b))-r.Off {
			return nil, &core.Error{Code: core.Corrupt, Message: "The blob " + r.Name + " is too short.", Err: blob.ErrShort}
		}
		out[i] = b[r.Off : r.Off+r.Len : r.Off+r.Len]
		s.m.counts.Bytes += r.Len
	}
	return out, nil
}

// List implements core.Store.
func (s *Store) List(ctx context.Context, prefix string) ([]string, error) {
	err, _ := s.begin(ctx, "list", &s.m.counts.List)
	defer s.m.mu.Unlock()
	if err != nil {
		return nil, err
	}
	names := []string{}
	for name := range s.m.blobs {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// Put implements core.Store.
func (s *Store) Put(ctx context.Context, blobs map[string][]byte) error {
	err, after := s.begin(ctx, "put", &s.m.counts.Put)
	defer s.m.mu.Unlock()
	if err != nil && !after {
		return err
	}
	if err := tooLarge(blobs); err != nil {
		return err
	}
	for name := range blobs {
		if _, ok := s.m.blobs[name]; ok {
			return &core.Error{Code: core.Duplicate, Message: "There is a blob " + name + " already."}
		}
	}
	st := step{put: copied(blobs)}
	s.m.apply(st)
	s.m.log = append(s.m.log, st)
	return err
}

// Commit implements core.Store.
func (s *Store) Commit(ctx context.Context, b core.Batch) error {
	err, after := s.begin(ctx, "commit", &s.m.counts.Commit)
	defer s.m.mu.Unlock()
	if err != nil && !after {
		return err
	}
	if err := tooLarge(b.Put); err != nil {
		return err
	}
	if b.Generation != s.m.generation {
		return &core.Error{Code: core.Conflict, Message: "Another writer was first."}
	}
	st := step{put: copied(b.Put), delete: slices.Clone(b.Delete), commit: true}
	s.m.apply(st)
	s.m.generation++
	s.m.log = append(s.m.log, st)
	if b.Strict {
		s.m.log = nil
		s.m.durable = snapshot{s.m.generation, maps.Clone(s.m.blobs)}
	}
	return err
}

// Close implements core.Store.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

// tooLarge refuses what a Library must never write.
func tooLarge(blobs map[string][]byte) error {
	for name, b := range blobs {
		if len(b) > core.MaxBlob {
			return &core.Error{Code: core.Internal, Message: "The blob " + name + " is larger than a store has to take."}
		}
	}
	return nil
}

func (m *Medium) apply(s step) {
	for _, name := range s.delete {
		delete(m.blobs, name)
	}
	for name, b := range s.put {
		m.blobs[name] = b
	}
}

func copied(blobs map[string][]byte) map[string][]byte {
	out := make(map[string][]byte, len(blobs))
	for name, b := range blobs {
		out[name] = slices.Clone(b)
	}
	return out
}

var _ core.Store = (*Store)(nil)
