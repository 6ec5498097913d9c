package core_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/blob"
	"pinfold/core/memstore"
)

// A trap is a Store that panics at one of its calls, before it has an effect or
// after, or where a Library asks for the time or for randomness. Everything that
// a Library does goes through these, so it may be anywhere when it panics.
type trap struct {
	core.Store
	call   int  // which one panics
	effect bool // after its effect
	seen   int
	sprung bool
}

func (s *trap) spring(do func() error) error {
	if s.seen++; s.seen != s.call {
		return do()
	}
	s.sprung = true
	if s.effect {
		_ = do() // nobody learns how it went
	}
	panic("injected")
}

// options are the world's, with the trap in them.
func (s *trap) options(o core.Options) core.Options {
	now, random := o.Now, o.Random
	o.Now = func() (t time.Time) {
		_ = s.spring(func() error { t = now(); return nil })
		return t
	}
	o.Random = func(p []byte) { _ = s.spring(func() error { random(p); return nil }) }
	return o
}

func (s *trap) Read(ctx context.Context, rs []blob.Range) (parts [][]byte, err error) {
	err = s.spring(func() (err error) { parts, err = s.Store.Read(ctx, rs); return err })
	return parts, err
}

func (s *trap) Head(ctx context.Context, prefix string) (h core.Head, err error) {
	err = s.spring(func() (err error) { h, err = s.Store.Head(ctx, prefix); return err })
	return h, err
}

func (s *trap) List(ctx context.Context, prefix string) (names []string, err error) {
	err = s.spring(func() (err error) { names, err = s.Store.List(ctx, prefix); return err })
	return names, err
}

func (s *trap) Put(ctx context.Context, blobs map[string][]byte) error {
	return s.spring(func() error { return s.Store.Put(ctx, blobs) })
}

func (s *trap) Commit(ctx context.Context, b core.Batch) error {
	return s.spring(func() error { return s.Store.Commit(ctx, b) })
}

// panics takes a step and says whether it has panicked.
func panics(step func(*core.Library) error, l *core.Library) (err error, panicked bool) {
	defer func() {
		if recover() != nil {
			panicked = true
		}
	}()
	return step(l), false
}

// TestAPanicAtAnyCallLeavesBeforeOrAfter lets a Library panic at every call in a
// life with every kind of write, throws it away as the host does, and lets the
// next one over the same medium panic there too. The step is done or not, as
// after a crash, and can be taken by a third.
func TestAPanicAtAnyCallLeavesBeforeOrAfter(t *testing.T) {
	injected := 0
	atEveryCall(t, func(t *testing.T, i, call int, start *memstore.Medium, w world, step func(*core.Library) error, before, after []string) bool {
		t.Helper()
		sprung := false
		for _, effect := range []bool{false, true} {
			m, w := start.Clone(), w
			for range 2 {
				if !panicAt(t, m, &w, call, effect, step) {
					break
				}
				sprung = true
				injected++
				if got := whole(t, m, &w); !slices.Equal(before, got) {
					require.Equal(t, after, got, "step %d call %d", i, call)
					break // it is done
				}
			}
			requireSound(t, m, &w)
			if slices.Equal(before, whole(t, m, &w)) {
				require.NoError(t, step(openLibrary(t, m, &w)), "step %d call %d", i, call)
				requireSound(t, m, &w)
			}
		}
		return sprung
	})
	require.GreaterOrEqual(t, injected, 1000)
	t.Logf("%d panics, nothing half done", injected)
}

// panicAt takes a step with a Library of its own that panics at a call; false
// if there are not as many.
func panicAt(t *testing.T, m *memstore.Medium, w *world, call int, effect bool, step func(*core.Library) error) bool {
	t.Helper()
	store := &trap{Store: m.Open(), effect: effect}
	l, err := core.Open(ctx(), store, store.options(w.options()))
	require.NoError(t, err)
	store.call = store.seen + call
	err, panicked := panics(step, l)
	require.Equal(t, store.sprung, panicked)
	require.True(t, panicked || err == nil, "%v", err)
	return panicked
}
