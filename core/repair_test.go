package core_test

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
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

// TestARepairLosesNothingThatIsSavedMeanwhile saves from another window in each
// pause of a repair.
func TestARepairLosesNothingThatIsSavedMeanwhile(t *testing.T) {
	m, w := broad(t)
	whole := contents(t, openLibrary(t, m, w))
	m.Edit(func(blobs map[string][]byte) {
		for name, b := range blobs {
			if strings.HasPrefix(name, "index/") {
				b = slices.Clone(b)
				b[len(b)/2] ^= 1
				blobs[name] = b
			}
		}
	})
	other := openLibrary(t, m, w)
	saved := 0
	l, err := core.Open(ctx(), m.Open(), w.options())
	require.NoError(t, err)
	_, err = l.Repair(ctx(), func(int, int) {})
	require.NoError(t, err)
	_, err = other.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(9001), Title: "Meanwhile"}, Touched: core.AllFields})
	require.NoError(t, err, "a window that knew the old parts goes on")
	saved++
	l, err = core.Open(ctx(), m.Open(), w.options())
	require.NoError(t, err)
	require.Empty(t, l.Check(ctx(), nil))
	require.Len(t, contents(t, l), len(whole)+saved)
}
