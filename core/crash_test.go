package core_test

import (
	"fmt"
	"hash/fnv"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

func url(n int) string { return fmt.Sprintf("https://example.org/%d", n) }

// script is a life with every kind of write in it.
func script() []func(l *core.Library) error {
	put := func(n int, tags ...string) func(*core.Library) error {
		return func(l *core.Library) error {
			_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(n), Title: "T", Tags: tags}, Touched: core.AllFields})
			return err
		}
	}
	flushed := func(n int) func(*core.Library) error { // so that there is something to merge
		return func(l *core.Library) error {
			if err := put(n, "s")(l); err != nil {
				return err
			}
			return l.Flush(ctx(), 0)
		}
	}
	undoLast := func(l *core.Library) error {
		changes, err := l.History(ctx(), 0, 1)
		if err == nil {
			_, err = l.Undo(ctx(), changes[0].Number, core.OpID{})
		}
		return err
	}
	return []func(*core.Library) error{
		put(1, "a", "b"),
		put(2, "a"),
		func(l *core.Library) error { return l.Flush(ctx(), 0) },
		put(1, "c"),
		func(l *core.Library) error {
			_, err := l.Delete(ctx(), core.Selection{Query: "#c"}, core.OpID{})
			return err
		},
		func(l *core.Library) error { _, err := l.RenameTag(ctx(), "a", "z", core.OpID{}); return err },
		func(l *core.Library) error {
			_, err := l.Import(ctx(), entries(100), core.ImportOptions{Name: "f"}, nil)
			return err
		},
		func(l *core.Library) error {
			_, err := l.Update(ctx(), core.Selection{Query: "#imported"}, core.Edit{AddTags: []string{"more"}}, core.OpID{})
			return err
		},
		func(l *core.Library) error {
			_, err := l.Restore(ctx(), core.Selection{Query: "is:trashed"}, core.OpID{})
			return err
		},
		undoLast,
		func(l *core.Library) error { return l.Set(ctx(), map[string]string{"private": "no", "name": "jm"}) },
		func(l *core.Library) error { // meets what is there and what is in the trash
			_, err := l.Import(ctx(), func(yield func(core.Entry, error) bool) {
				for i := range 80 {
					if !yield(core.Entry{URL: url(1060 + i), Title: "J", Tags: []string{"second"}, Unread: true, Number: i + 1}, nil) {
						return
					}
				}
			}, core.ImportOptions{Name: "g"}, nil)
			return err
		},
		undoLast,
		flushed(21), flushed(22), flushed(23), flushed(24),
		func(l *core.Library) error { return l.Tidy(ctx()) },
		func(l *core.Library) error { _, err := l.DeleteTag(ctx(), "imported", core.OpID{}); return err },
		put(25, "s"),
		func(l *core.Library) error { _, err := l.Purge(ctx(), inTrash, time.Time{}, core.OpID{}); return err },
	}
}

func entries(n int) func(func(core.Entry, error) bool) {
	return func(yield func(core.Entry, error) bool) {
		for i := range n {
			if !yield(core.Entry{URL: url(1000 + i), Title: "I", Tags: []string{"imported"}, Number: i + 1}, nil) {
				return
			}
		}
	}
}

// whole is all that the library in m says: bookmarks, trash, tags, settings.
func whole(t *testing.T, m *memstore.Medium, w *world) []string {
	t.Helper()
	l := openLibrary(t, m, w)
	out := everything(t, l)
	tags, _, err := l.Tags(ctx(), "", 0)
	require.NoError(t, err)
	settings, err := l.Settings(ctx())
	require.NoError(t, err)
	return append(out, fmt.Sprint(tags), fmt.Sprint(settings))
}

// TestACrashAtEveryCallLeavesBeforeOrAfter cuts the power at every call to the
// store, and requires the state before or after the step, sound either way,
// and after it if it was acknowledged. Whatever the crash left behind, the
// step can be taken then.
func TestACrashAtEveryCallLeavesBeforeOrAfter(t *testing.T) { atEveryCall(t, cutAt) }

// TestOneFailedCallLeavesBeforeOrAfter lets one call fail, with or without
// effect, and the store go on as if nothing had been.
func TestOneFailedCallLeavesBeforeOrAfter(t *testing.T) { atEveryCall(t, failAt) }

// A breaker takes a step from start and breaks a call; false if there are not
// as many.
type breaker func(t *testing.T, i, call int, start *memstore.Medium, w world, step func(*core.Library) error, before, after []string) bool

func atEveryCall(t *testing.T, breakAt breaker) {
	m, w := memstore.New(), newWorld()
	openLibrary(t, m, w)
	for i, step := range script() {
		before, start, seed := whole(t, m, w), m.Clone(), *w
		require.NoError(t, step(openLibrary(t, m, w)))
		done := *w
		after := whole(t, m, w)
		for call := 1; breakAt(t, i, call, start, seed, step, before, after); call++ {
		}
		*w = done
	}
}

// survivors draws which of the staged blobs a cut leaves: another half each time,
// and the same when it is played again.
func survivors(draw ...int) func(name string) bool {
	return func(name string) bool {
		h := fnv.New32a()
		fmt.Fprint(h, name, draw)
		return h.Sum32()>>16&1 == 0
	}
}

// cutAt cuts the power.
func cutAt(t *testing.T, i, call int, start *memstore.Medium, w world, step func(*core.Library) error, before, after []string) bool {
	t.Helper()
	m := start.Clone()
	l := openLibrary(t, m, &w)
	crashed, seen := false, 0
	m.Fail(func(string, int) (error, bool) {
		if seen++; seen < call {
			return nil, false
		}
		crashed = true
		return &core.Error{Code: core.Closed, Message: "The power is gone."}, call%2 == 0
	})
	err := step(l)
	m.Fail(nil)
	for kept := range 2 {
		left := m.Crash(kept, survivors(i, call, kept))
		got := whole(t, left, &w)
		if err == nil || !slices.Equal(before, got) {
			require.Equal(t, after, got, "step %d call %d", i, call)
		}
		requireSound(t, left, &w)
		if err != nil && slices.Equal(before, got) && kept == 0 {
			require.NoError(t, step(openLibrary(t, left, &w)), "step %d call %d", i, call)
			requireSound(t, left, &w)
		}
	}
	return crashed
}

// failures are what a store may fail with when nothing is wrong with the call.
var failures = []core.Code{core.Closed, core.Full, core.Internal, core.Canceled, core.Corrupt}

// failAt lets the call fail, twice: without effect, and with it.
func failAt(t *testing.T, i, call int, start *memstore.Medium, w world, step func(*core.Library) error, before, after []string) bool {
	t.Helper()
	failed := false
	for turn, effect := range []bool{false, true} {
		kind := failures[(i+call+turn)%len(failures)]
		m, w := start.Clone(), w
		l, seen := openLibrary(t, m, &w), 0
		m.Fail(func(string, int) (error, bool) {
			if seen++; seen != call {
				return nil, false
			}
			failed = true
			return &core.Error{Code: kind, Message: "What the store says."}, effect
		})
		err := step(l)
		m.Fail(nil)
		got := whole(t, m, &w)
		if err == nil || !slices.Equal(before, got) {
			require.Equal(t, after, got, "step %d call %d", i, call)
		}
		if !failed {
			break
		}
		requireSound(t, m, &w)
		_, err = l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(9999)}, Touched: core.FieldUnread})
		require.NoError(t, err, "the library goes on")
		requireSound(t, m, &w)
	}
	return failed
}

// TestAnOutcomeThatIsUnknownIsLearned makes every commit take effect and fail:
// the library finds out that it was there.
func TestAnOutcomeThatIsUnknownIsLearned(t *testing.T) {
	m, w := memstore.New(), newWorld()
	l := openLibrary(t, m, w)
	m.Fail(func(call string, _ int) (error, bool) {
		if call == "commit" {
			return &core.Error{Code: core.Closed, Message: "The answer was lost."}, true
		}
		return nil, false
	})
	r := save(t, l, url(1), "T")
	require.NotZero(t, r.Change)
	require.Equal(t, []string{"T"}, titles(t, l, ""))
	requireSound(t, m, w)
}

// TestAFullDiskChangesNothingAndIsTold fails every commit as a full disk does.
func TestAFullDiskChangesNothingAndIsTold(t *testing.T) {
	m, w := memstore.New(), newWorld()
	l := openLibrary(t, m, w)
	save(t, l, url(1), "T")
	m.Fail(func(call string, _ int) (error, bool) {
		if call == "commit" || call == "put" {
			return &core.Error{Code: core.Full, Message: "The disk is full."}, false
		}
		return nil, false
	})
	_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(2), Title: "U"}, Touched: core.AllFields})
	require.Equal(t, core.Full, core.CodeOf(err))
	_, err = l.Import(ctx(), entries(3), core.ImportOptions{}, nil)
	require.Equal(t, core.Full, core.CodeOf(err))
	require.Equal(t, []string{"T"}, titles(t, l, ""), "reading goes on")
	m.Fail(nil)
	save(t, l, url(2), "U")
	require.Equal(t, []string{"U", "T"}, titles(t, l, ""))
	requireSound(t, m, w)
}

// TestDamageIsFound flips a byte of every blob in turn.
func TestDamageIsFound(t *testing.T) {
	m, w := memstore.New(), newWorld()
	l := openLibrary(t, m, w)
	for _, step := range script()[:8] {
		require.NoError(t, step(l))
	}
	save(t, l, url(3), "in the journal")
	for _, name := range m.Names() {
		for at := range 5 {
			c := m.Clone()
			c.Damage(name, func(b []byte) []byte {
				b[(len(b)-1)*at/4] ^= 0x41
				return b
			})
			damaged, err := core.Open(ctx(), c.Open(), w.options())
			if err != nil {
				require.Contains(t, []core.Code{core.Corrupt, core.Newer}, core.CodeOf(err), name)
				continue
			}
			require.NotEmpty(t, damaged.Check(ctx(), nil), "%s, byte %d of 4", name, at)
		}
	}
}
