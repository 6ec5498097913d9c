package core_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// A hookedStore calls before ahead of each call and after behind it, outside
// of every lock, so that another window can act in between.
type hookedStore struct {
	core.Store
	before, after func(call string)
	fail          func(call string) error
}

func (s *hookedStore) around(call string) func() {
	if s.before != nil {
		s.before(call)
	}
	return func() {
		if s.after != nil {
			s.after(call)
		}
	}
}

func (s *hookedStore) Head(ctx context.Context, prefix string) (core.Head, error) {
	defer s.around("head")()
	return s.Store.Head(ctx, prefix)
}

func (s *hookedStore) Read(ctx context.Context, rs []core.Range) ([][]byte, error) {
	defer s.around("read")()
	return s.Store.Read(ctx, rs)
}

func (s *hookedStore) List(ctx context.Context, prefix string) ([]string, error) {
	defer s.around("list")()
	return s.Store.List(ctx, prefix)
}

func (s *hookedStore) Put(ctx context.Context, blobs map[string][]byte) error {
	defer s.around("put")()
	if s.fail != nil {
		if err := s.fail("put"); err != nil {
			return err
		}
	}
	return s.Store.Put(ctx, blobs)
}

func (s *hookedStore) Commit(ctx context.Context, b core.Batch) error {
	defer s.around("commit")()
	return s.Store.Commit(ctx, b)
}

// openHooked opens a library whose calls to the store go through the hooks.
func openHooked(t *testing.T, m *memstore.Medium, w *world) (*core.Library, *hookedStore) {
	t.Helper()
	s := &hookedStore{Store: m.Open()}
	l, err := core.Open(ctx(), s, w.options())
	require.NoError(t, err)
	return l, s
}

// once runs f at the n-th call (from 1) of that name, and never again.
func once(call string, n int, f func()) func(string) {
	seen := 0
	return func(c string) {
		if c != call {
			return
		}
		if seen++; seen == n {
			f()
		}
	}
}
