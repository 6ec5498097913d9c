package core_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// contents returns every bookmark of a library by its id, those in the trash too.
func contents(t *testing.T, l *core.Library) map[core.ID]core.Bookmark {
	t.Helper()
	all := make(map[core.ID]core.Bookmark)
	for _, q := range []string{"", "is:trashed"} {
		p, err := l.Search(ctx(), core.Search{Query: q, Limit: 1000, Total: true})
		require.NoError(t, err)
		require.Len(t, p.Bookmarks, p.Total)
		for _, b := range p.Bookmarks {
			all[b.ID] = b
		}
	}
	return all
}

// spoil damages a blob: a bit is flipped, a range zeroed, its end cut off, or
// all of it taken away. It says whether anything is other than it was.
func spoil(r *rand.Rand, blobs map[string][]byte, name string) bool {
	old := blobs[name]
	b := slices.Clone(old)
	at := r.IntN(len(b))
	switch r.IntN(4) {
	case 0:
		b[at] ^= 1 << r.IntN(8)
	case 1:
		clear(b[at:min(len(b), at+1+r.IntN(400))])
	case 2:
		b = b[:at]
	default:
		delete(blobs, name)
		return true
	}
	blobs[name] = b
	return !bytes.Equal(b, old)
}

// TestEveryDamageOfThePartsIsFoundAndRepaired damages segments at random. What
// is derived comes back whole; of the documents only those are missing that
// were damaged, and they are told.
func TestEveryDamageOfThePartsIsFoundAndRepaired(t *testing.T) {
	for _, seed := range seeds(1) {
		damageAndRepair(t, rand.New(rand.NewPCG(3, seed)))
	}
}

func damageAndRepair(t *testing.T, r *rand.Rand) {
	m, w := broad(t)
	whole := contents(t, openLibrary(t, m, w))
	var sound map[string][]byte
	m.Edit(func(blobs map[string][]byte) { sound = maps.Clone(blobs) })
	var names []string
	for name := range sound {
		if strings.HasPrefix(name, "index/") || strings.HasPrefix(name, "docs/") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for range 600 {
		name, other := names[r.IntN(len(names))], false
		m.Edit(func(blobs map[string][]byte) {
			clear(blobs)
			maps.Copy(blobs, sound)
			other = spoil(r, blobs, name)
		})
		if !other {
			continue
		}
		l, err := core.Open(ctx(), m.Open(), w.options())
		require.NoError(t, err)
		require.NotEmpty(t, l.Check(ctx(), nil), name)
		done, err := l.Repair(ctx(), nil)
		require.NoError(t, err, name)
		require.Equal(t, 1, done.Segments)
		require.Empty(t, l.Check(ctx(), nil), name)
		left := contents(t, l)
		for id, b := range left {
			require.Equal(t, whole[id], b, "nothing is changed, and nothing comes back from the dead")
		}
		if strings.HasPrefix(name, "index/") {
			require.Empty(t, done.Lost)
			require.Len(t, left, len(whole))
		} else if len(left) < len(whole) {
			require.NotEmpty(t, done.Lost, "what is missing is told")
		}
	}
}

func TestADamagedDocumentIsSetAsideAndTheRestIsThere(t *testing.T) {
	m, w := memstore.New(), newWorld()
	l := openLibrary(t, m, w)
	for n, title := range []string{"Alpha", "Beta", "Gamma", "Delta"} {
		save(t, l, url(n), title, "greek")
	}
	require.NoError(t, l.Flush(ctx(), 0))
	m.Edit(func(blobs map[string][]byte) {
		for name, b := range blobs {
			if strings.HasPrefix(name, "docs/") {
				b = slices.Clone(b)
				at := len(b) / 2 // within the second or third of four
				b[at] ^= 0xFF
				blobs[name] = b
			}
		}
	})
	l, err := core.Open(ctx(), m.Open(), w.options())
	require.NoError(t, err)
	done, err := l.Repair(ctx(), nil)
	require.NoError(t, err)
	require.Equal(t, []int{1, 3, 1}, []int{done.Segments, done.Bookmarks, len(done.Lost)})
	require.Contains(t, []string{"Delta", "Gamma"}, done.Lost[0].After, "the newer one stands before it")
	require.Len(t, titles(t, l, "#greek"), 3)
	require.Empty(t, l.Check(ctx(), nil))
	again, err := l.Repair(ctx(), nil)
	require.NoError(t, err)
	require.Zero(t, again.Segments, "a sound library is left as it is")
}

// TestBetweenTwoDamagedDocumentsEachIsKeptOnce damages one near either end of a
// part: of those between them nobody can tell the numbers.
func TestBetweenTwoDamagedDocumentsEachIsKeptOnce(t *testing.T) {
	const n = 900
	m, w := memstore.New(), newWorld()
	_, err := openLibrary(t, m, w).Import(ctx(), entries(n), core.ImportOptions{}, nil)
	require.NoError(t, err)
	m.Edit(func(blobs map[string][]byte) {
		for name, b := range blobs {
			if strings.HasPrefix(name, "docs/") {
				b = slices.Clone(b)
				b[300] ^= 0xFF
				b[len(bytes.TrimRight(b, "\x00"))-300] ^= 0xFF
				blobs[name] = b
			}
		}
	})
	l := openLibrary(t, m, w)
	done, err := l.Repair(ctx(), nil)
	require.NoError(t, err)
	require.Len(t, done.Lost, 2)
	require.Equal(t, n-2, done.Bookmarks)
	require.Len(t, contents(t, l), n-2)
	require.Empty(t, l.Check(ctx(), nil))
}

// damagedWhereNoSaveReads returns a copy with a damaged bookmark.
func damagedWhereNoSaveReads(t *testing.T, m *memstore.Medium, w *world) *memstore.Medium {
	t.Helper()
	for _, name := range m.Names() {
		for at := 0; strings.HasPrefix(name, "docs/") && at < m.Size(name); at += 100 {
			c := m.Clone()
			c.Damage(name, func(b []byte) []byte {
				b[at] ^= 1
				return b
			})
			l := openLibrary(t, c.Clone(), w)
			_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(9000), Title: "Meanwhile"}, Touched: core.AllFields})
			if err == nil && len(openLibrary(t, c, w).Check(ctx(), nil)) > 0 {
				return c
			}
		}
	}
	t.Fatal("every bookmark is read by a save")
	return nil
}

// A salvager is a hooked store that can be read past its checksums.
type salvager struct {
	*hookedStore
	core.Salvager
}

// TestARepairLosesNothingThatIsSavedMeanwhile saves from another window while a
// repair reads, stages and commits.
func TestARepairLosesNothingThatIsSavedMeanwhile(t *testing.T) {
	m, w := broad(t)
	whole := contents(t, openLibrary(t, m, w))
	m = damagedWhereNoSaveReads(t, m, w)
	other := openLibrary(t, m, w)
	saved := 0
	meanwhile := func() {
		saved++
		save(t, other, url(9000+saved), "Meanwhile")
	}
	moments := []string{"commit", "put", "read", "commit"} // at each of them once, and each has the repair begin again
	hooked := &hookedStore{Store: m.Open()}
	hooked.before = func(call string) {
		if saved < len(moments) && call == moments[saved] {
			meanwhile()
		}
	}
	l, err := core.Open(ctx(), salvager{hooked, m.Open()}, w.options())
	require.NoError(t, err)
	done, err := l.Repair(ctx(), func(int, int) {})
	require.NoError(t, err)
	require.Positive(t, done.Segments)
	require.Len(t, moments, saved)
	meanwhile() // a window that knew the old parts goes on
	l, err = core.Open(ctx(), m.Open(), w.options())
	require.NoError(t, err)
	require.Empty(t, l.Check(ctx(), nil))
	require.Len(t, contents(t, l), len(whole)+saved-len(done.Lost))
}

// TestADamagedJournalRecordIsSetAsideAndTheRestIsThere damages one record of the
// journal of a random life. The library does not open then, but it is repaired:
// every bookmark whose last change was another one is as it was.
func TestADamagedJournalRecordIsSetAsideAndTheRestIsThere(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(11, seed))
		m, w := memstore.New(), newWorld()
		l := openLibrary(t, m, w)
		last := map[core.ID]uint64{} // the change that gave each bookmark its state
		before := contents(t, l)
		note := func(change uint64) {
			after := contents(t, l)
			for id, b := range after {
				if old, ok := before[id]; !ok || !reflect.DeepEqual(old, b) {
					last[id] = change
				}
			}
			before = after
		}
		for i := range 40 {
			note(live(t, l, r))
			if i == 15 {
				require.NoError(t, l.Flush(ctx(), 0))
			}
		}
		damaged := ""
		m.Edit(func(blobs map[string][]byte) {
			var names []string
			for name := range blobs {
				if strings.HasPrefix(name, "head/journal/") {
					names = append(names, name)
				}
			}
			slices.Sort(names)
			damaged = names[r.IntN(len(names))]
			b := slices.Clone(blobs[damaged])
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
			blobs[damaged] = b
		})
		_, err := core.Open(ctx(), m.Open(), w.options())
		require.Equal(t, core.Corrupt, core.CodeOf(err), "it is told, and not passed over")

		l = salvageable(t, m, w)
		require.NotEmpty(t, l.Check(ctx(), nil))
		done, err := l.Repair(ctx(), nil)
		require.NoError(t, err)
		require.Len(t, done.Lost, 1)
		require.Equal(t, damaged, done.Lost[0].Blob)
		require.NotEmpty(t, done.Lost[0].Raw)
		l = openLibrary(t, m, w)
		require.Empty(t, l.Check(ctx(), nil), seed)
		number, err := strconv.ParseUint(damaged[strings.LastIndex(damaged, "/")+1:], 16, 64)
		require.NoError(t, err)
		left := contents(t, l)
		for id, b := range before {
			if last[id] != number {
				require.Equal(t, b, left[id], seed)
			}
		}
		again, err := l.Repair(ctx(), nil)
		require.NoError(t, err)
		require.Zero(t, again)
	}
}

// live does one random thing to a few addresses and returns its change.
func live(t *testing.T, l *core.Library, r *rand.Rand) uint64 {
	t.Helper()
	found, err := l.Search(ctx(), core.Search{Query: "", Limit: 100})
	require.NoError(t, err)
	var res core.Result
	if n := len(found.Bookmarks); n > 0 && r.IntN(2) == 0 {
		b := found.Bookmarks[r.IntN(n)]
		switch r.IntN(3) {
		case 0:
			to := url(r.IntN(12))
			res, err = l.Update(ctx(), core.Selection{IDs: []core.ID{b.ID}}, core.Edit{URL: &to}, core.OpID{})
		case 1:
			res, err = l.Delete(ctx(), core.Selection{IDs: []core.ID{b.ID}}, core.OpID{})
		default:
			title := fmt.Sprint("Title ", r.IntN(1000))
			res, err = l.Update(ctx(), core.Selection{IDs: []core.ID{b.ID}}, core.Edit{Title: &title}, core.OpID{})
		}
	} else {
		res, err = l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(r.IntN(12)), Title: fmt.Sprint("Saved ", r.IntN(1000)), Tags: []string{"t"}}, Touched: core.AllFields})
	}
	if code := core.CodeOf(err); code != "" && code != core.Duplicate {
		require.NoError(t, err)
	}
	return res.Change
}
