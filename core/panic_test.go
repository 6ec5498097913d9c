package core_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// A trap panics at one of the calls that it counts: those to a Store, and for
// the time and for randomness. Everything that a Library does goes through
// these, so it may be anywhere then.
type trap struct {
	call, seen int
	sprung     bool
}

func (s *trap) step(string) {
	if s.seen++; s.seen == s.call {
		s.sprung = true
		panic("injected")
	}
}

// open opens a Library in which the trap is: ahead of each call to the store, or
// behind its effect.
func (s *trap) open(t *testing.T, m *memstore.Medium, w *world, effect bool) *core.Library {
	t.Helper()
	store, o := &hookedStore{Store: m.Open(), before: s.step}, w.options()
	if effect {
		store.before, store.after = nil, s.step
	}
	now, random := o.Now, o.Random
	o.Now = func() time.Time { s.step("now"); return now() }
	o.Random = func(p []byte) { s.step("random"); random(p) }
	l, err := core.Open(ctx(), store, o)
	require.NoError(t, err)
	return l
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
	in := &trap{}
	l := in.open(t, m, w, effect)
	in.call = in.seen + call
	err, panicked := panics(step, l)
	require.Equal(t, in.sprung, panicked)
	require.True(t, panicked || err == nil, "%v", err)
	return panicked
}
