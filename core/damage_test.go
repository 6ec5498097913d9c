package core_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// broad makes a library that has every kind of blob: segments with tombstones,
// a history, items in blobs of their own and a journal.
func broad(t *testing.T) (*memstore.Medium, *world) {
	t.Helper()
	m, w := memstore.New(), newWorld()
	l := openLibrary(t, m, w)
	for _, step := range script()[:8] {
		require.NoError(t, step(l))
	}
	segments(t, l, 2, 30)
	_, err := l.Update(ctx(), core.Selection{Query: "#imported"}, core.Edit{Unread: ptr(true)}, core.OpID{})
	require.NoError(t, err)
	for n := range 130 { // a part of the history holds 64 changes or more
		save(t, l, url(1010+n%5), "edited "+strconv.Itoa(n), "imported")
		if n%64 == 0 {
			require.NoError(t, l.Flush(ctx(), 0))
		}
	}
	require.NoError(t, l.Flush(ctx(), 0))
	for n := range 3 {
		save(t, l, url(5000+n), "in the journal", "imported")
	}
	kinds := make(map[string]bool)
	for _, name := range m.Names() {
		kinds[strings.SplitAfter(name, "/")[0]] = true
	}
	require.Equal(t, []string{"docs/", "head/", "history/", "index/", "items/"}, slices.Sorted(maps.Keys(kinds)))
	requireSound(t, m, w)
	return m, w
}

func TestEveryBrokenInvariantIsNamed(t *testing.T) {
	for name, plant := range core.Plants() {
		t.Run(name, func(t *testing.T) {
			m, w := broad(t)
			m.Edit(plant)
			l, err := core.Open(ctx(), m.Open(), w.options())
			require.NoError(t, err)
			errs := l.Check(ctx(), nil)
			require.NotEmpty(t, errs)
			for _, err := range errs {
				require.NotEmpty(t, err.Error())
			}
		})
	}
}

// questions asks all that a person may ask, and returns the answers; one that
// fails with Corrupt or NotFound is nil, and any other failure is not allowed.
func questions(t *testing.T, l *core.Library, changes uint64) []any {
	t.Helper()
	var out []any
	note := func(answer any, err error) {
		if err != nil {
			require.Contains(t, []core.Code{core.Corrupt, core.NotFound, core.Invalid}, core.CodeOf(err), "%v", err)
			answer = nil
		}
		out = append(out, answer)
	}
	for _, q := range []string{"", "title:journal", "#imported -#more", "p*", "improted~", "site:example.org", "is:trashed", "on:2026", "sort:title", "sort:old is:unread", `"in the journal"`, url(1003)} {
		p, err := l.Search(ctx(), core.Search{Query: q, Limit: 40, Total: true, Tags: 9, Near: true})
		p.Generation = 0
		note(p, err)
	}
	tags, n, err := l.Tags(ctx(), "", 0)
	note(fmt.Sprint(tags, n), err)
	complete, err := l.Complete(ctx(), "imp", []string{"more"}, 7)
	note(complete, err)
	suggest, err := l.Suggest(ctx(), core.PageInfo{URL: url(4), Title: "I in the journal"}, 7)
	note(suggest, err)
	b, err := l.ByURL(ctx(), url(1001))
	note(b, err)
	stats, err := l.Stats(ctx())
	note(stats, err)
	addresses, err := l.Addresses(ctx())
	note(addresses, err)
	for number := range changes + 1 {
		history, err := l.History(ctx(), number, 1)
		note(history, err)
	}
	return out
}

// TestDamageIsAnErrorAndNeverAWrongAnswer flips bits in every blob, cuts it,
// and takes it away; then it asks everything.
func TestDamageIsAnErrorAndNeverAWrongAnswer(t *testing.T) {
	m, w := broad(t)
	sound := openLibrary(t, m, w)
	history, err := sound.History(ctx(), 0, 1)
	require.NoError(t, err)
	changes := history[0].Number
	want := questions(t, sound, changes)
	ways := map[string]func(b map[string][]byte, name string){
		"gone": func(b map[string][]byte, name string) { delete(b, name) },
		"cut":  func(b map[string][]byte, name string) { b[name] = b[name][:len(b[name])/2] },
	}
	for n := range 8 {
		ways[fmt.Sprint("flipped at ", n)] = func(b map[string][]byte, name string) {
			b[name] = slices.Clone(b[name])
			b[name][(len(b[name])-1)*n/7] ^= 1 << n
		}
	}
	for _, name := range m.Names() {
		for way, damage := range ways {
			c := m.Clone()
			c.Edit(func(b map[string][]byte) { damage(b, name) })
			l, err := core.Open(ctx(), c.Open(), w.options())
			if err != nil {
				require.Contains(t, []core.Code{core.Corrupt, core.Newer}, core.CodeOf(err), name)
				continue
			}
			if name != lastJournal(m) || way != "gone" { // nobody can know of that one
				require.NotEmpty(t, l.Check(ctx(), nil), "%s %s", name, way)
			}
			if strings.HasPrefix(name, "head/journal/") {
				continue // the library is another one
			}
			for i, got := range questions(t, l, changes) {
				if got != nil {
					require.Equal(t, want[i], got, "%s %s: question %d", name, way, i)
				}
			}
		}
	}
}

func lastJournal(m *memstore.Medium) string {
	last := ""
	for _, name := range m.Names() {
		if strings.HasPrefix(name, "head/journal/") {
			last = name
		}
	}
	return last
}

// TestADamagedHistoryDoesNotStopTheWriting lets the oldest part of the history
// rot until it is forgotten.
func TestADamagedHistoryDoesNotStopTheWriting(t *testing.T) {
	l, m, w := newLibrary(t)
	saveMany(t, l, 60, "many")
	note := strings.Repeat("x", 2050) // so that a part of the history holds few changes
	for n := range 4 {
		_, err := l.Update(ctx(), core.Selection{Query: "#many"}, core.Edit{Description: ptr(fmt.Sprint(n) + note)}, core.OpID{})
		require.NoError(t, err)
	}
	m.Edit(func(b map[string][]byte) {
		for name := range b {
			if strings.HasPrefix(name, "history/") {
				b[name] = []byte("rotten")
			}
		}
	})
	require.NotEmpty(t, l.Check(ctx(), nil))
	w.now = w.now.AddDate(0, 0, 2)
	require.NoError(t, l.Tidy(ctx()))
	for n := range 420 {
		_, err := l.Update(ctx(), core.Selection{Query: "#many"}, core.Edit{Description: ptr(fmt.Sprint("again ", n) + note)}, core.OpID{})
		require.NoError(t, err)
	}
	w.now = w.now.AddDate(0, 0, 2)
	require.NoError(t, l.Tidy(ctx()))
}

// TestACheckBesideAWriterFindsNothing merges and writes while it checks.
func TestACheckBesideAWriterFindsNothing(t *testing.T) {
	l, m, w := newLibrary(t)
	segments(t, l, 4, 30)
	checking, s := openHooked(t, m, w)
	for n := 1; n < 12; n++ {
		s.before = once("read", n, func() {
			segments(t, l, 1, 30+n)
			require.NoError(t, l.Tidy(ctx()))
		})
		require.Empty(t, checking.Check(ctx(), nil))
	}
}
