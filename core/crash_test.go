package core_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// script is a life with every kind of write in it. Each step says which
// addresses are live afterwards.
type step struct {
	do   func(l *core.Library) error
	live []string
}

func url(n int) string { return fmt.Sprintf("https://example.org/%d", n) }

func script() []step {
	put := func(n int, tags ...string) func(*core.Library) error {
		return func(l *core.Library) error {
			_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(n), Title: "T", Tags: tags}, Touched: core.AllFields})
			return err
		}
	}
	return []step{
		{put(1, "a", "b"), []string{url(1)}},
		{put(2, "a"), []string{url(1), url(2)}},
		{func(l *core.Library) error { return l.Flush(ctx(), 0) }, []string{url(1), url(2)}},
		{put(1, "c"), []string{url(1), url(2)}},
		{func(l *core.Library) error {
			_, err := l.Delete(ctx(), core.Selection{Query: "#c"}, core.OpID{})
			return err
		}, []string{url(2)}},
		{func(l *core.Library) error { _, err := l.RenameTag(ctx(), "a", "z", core.OpID{}); return err }, []string{url(2)}},
		{func(l *core.Library) error {
			_, err := l.Import(ctx(), entries(100), core.ImportOptions{Name: "f"}, nil)
			return err
		}, append(urls(1000, 100), url(2))},
		{func(l *core.Library) error {
			_, err := l.Update(ctx(), core.Selection{Query: "#imported"}, core.Edit{AddTags: []string{"more"}}, core.OpID{})
			return err
		}, append(urls(1000, 100), url(2))},
		{func(l *core.Library) error { return l.Tidy(ctx()) }, append(urls(1000, 100), url(2))},
		{func(l *core.Library) error { _, err := l.Purge(ctx(), nil, core.OpID{}); return err }, append(urls(1000, 100), url(2))},
	}
}

func urls(from, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = url(from + i)
	}
	return out
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

// live returns the addresses that the library in m holds.
func live(t *testing.T, m *memstore.Medium, w *world) []string {
	t.Helper()
	out := []string{}
	for b, err := range openLibrary(t, m, w).Export(ctx(), "") {
		require.NoError(t, err)
		out = append(out, b.URL)
	}
	return out
}

// TestACrashAtEveryCallLeavesBeforeOrAfter cuts the power at every call to the
// store, and requires the state before or after the step, sound either way,
// and after it if it was acknowledged.
func TestACrashAtEveryCallLeavesBeforeOrAfter(t *testing.T) {
	for i := range script() {
		for call := 1; ; call++ {
			m, w := memstore.New(), newWorld()
			l := openLibrary(t, m, w)
			before := []string{}
			for _, s := range script()[:i] {
				require.NoError(t, s.do(l))
				before = s.live
			}
			crashed, seen := false, 0
			m.Fail(func(string, int) (error, bool) {
				if seen++; seen < call {
					return nil, false
				}
				crashed = true
				return &core.Error{Code: core.Closed, Message: "The power is gone."}, call%2 == 0
			})
			err := script()[i].do(l)
			m.Fail(nil)
			for kept := range 2 {
				after := m.Crash(kept, func(name string) bool { return (len(name)+call)%3 == 0 })
				got := live(t, after, w)
				if err == nil {
					require.ElementsMatch(t, script()[i].live, got, "step %d call %d", i, call)
				} else if !matches(got, before) {
					require.ElementsMatch(t, script()[i].live, got, "step %d call %d", i, call)
				}
				requireSound(t, after, w)
			}
			if !crashed {
				break
			}
		}
	}
}

func matches(a, b []string) bool {
	count := make(map[string]int)
	for _, s := range a {
		count[s]++
	}
	for _, s := range b {
		count[s]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
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
	for _, s := range script()[:8] {
		require.NoError(t, s.do(l))
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
