package core_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

const listOfParts = "head/manifest"

// unlistings are the ways in which a list of parts is lost.
var unlistings = map[string]func(blobs map[string][]byte){
	"gone":  func(blobs map[string][]byte) { delete(blobs, listOfParts) },
	"short": func(blobs map[string][]byte) { blobs[listOfParts] = blobs[listOfParts][:9] },
	"flipped": func(blobs map[string][]byte) {
		b := slices.Clone(blobs[listOfParts])
		b[len(b)/2] ^= 4
		blobs[listOfParts] = b
	},
}

// salvageable opens a library to be checked and repaired.
func salvageable(t *testing.T, m *memstore.Medium, w *world) *core.Library {
	t.Helper()
	store, o := m.Open(), w.options()
	o.Salvage = store.SalvageHead
	l, err := core.Open(ctx(), store, o)
	require.NoError(t, err)
	return l
}

// relisted makes the list of parts anew and returns the sound library.
func relisted(t *testing.T, m *memstore.Medium, w *world) *core.Library {
	t.Helper()
	_, err := core.Open(ctx(), m.Open(), w.options())
	require.Equal(t, core.Corrupt, core.CodeOf(err), "no empty library is begun")
	l := salvageable(t, m, w)
	problems := l.Check(ctx(), nil)
	require.Len(t, problems, 1)
	require.Contains(t, problems[0].Error(), "The list of the library’s parts is damaged or gone.")
	done, err := l.Repair(ctx(), nil)
	require.NoError(t, err)
	require.True(t, done.Listed)
	require.Empty(t, done.Lost)
	l = openLibrary(t, m, w)
	require.Empty(t, l.Check(ctx(), nil))
	return l
}

func TestALibraryWithoutItsListOfPartsIsMadeAnewFromItsBookmarks(t *testing.T) {
	for way, lose := range unlistings {
		t.Run(way, func(t *testing.T) {
			m, w := broad(t)
			whole := contents(t, openLibrary(t, m, w))
			m.Edit(lose)
			l := relisted(t, m, w)
			left := contents(t, l)
			for id, b := range whole {
				require.Equal(t, b, left[id])
			}
			save(t, l, url(9001), "Goes on")
			require.Empty(t, l.Check(ctx(), nil))
		})
	}
}

// TestEveryLifeIsMadeAnewAsItWas loses the list of parts after a random life
// with segments, merges and a journal. What nobody has deleted for ever is as it
// was.
func TestEveryLifeIsMadeAnewAsItWas(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(12, seed))
		m, w := memstore.New(), newWorld()
		l := openLibrary(t, m, w)
		for range 120 {
			live(t, l, r)
			switch r.IntN(12) {
			case 0:
				require.NoError(t, l.Flush(ctx(), 0))
			case 1:
				require.NoError(t, l.Tidy(ctx()))
			}
		}
		whole := contents(t, l)
		m.Edit(func(blobs map[string][]byte) { delete(blobs, listOfParts) })
		require.Equal(t, whole, contents(t, relisted(t, m, w)), seed)
	}
}

// TestWhatWasNeverMadeTrueDisturbsNoRebuild stages an import whose commit fails,
// and loses the list of parts: its bookmarks have places and addresses that
// others were given since.
func TestWhatWasNeverMadeTrueDisturbsNoRebuild(t *testing.T) {
	l, m, w := newLibrary(t)
	saveMany(t, l, 300, "first")
	require.NoError(t, l.Flush(ctx(), 0))
	m.Fail(func(call string, _ int) (error, bool) {
		if call == "commit" {
			return &core.Error{Code: core.Full, Message: "The disk is full."}, false
		}
		return nil, false
	})
	many := core.Selection{Query: "#first"}
	_, err := l.Update(ctx(), many, core.Edit{AddTags: []string{"never"}}, core.OpID{})
	require.Error(t, err)
	m.Fail(nil)
	l = openLibrary(t, m, w)
	saveMany(t, l, 20, "second")
	require.NoError(t, l.Flush(ctx(), 0))
	m.Edit(func(blobs map[string][]byte) { delete(blobs, listOfParts) })
	l = relisted(t, m, w)
	require.Len(t, titles(t, l, "#second"), 20)
	require.Empty(t, l.Check(ctx(), nil))
	p, err := l.Search(ctx(), core.Search{Query: "#first", Limit: 1000, Total: true})
	require.NoError(t, err)
	require.Equal(t, 300, p.Total)
}

// TestTheVersionThatWasChangedLastIsRebuilt edits bookmarks while an import that
// merges with them is under way: what the import had staged is older, or newer,
// than its segment's name says.
func TestTheVersionThatWasChangedLastIsRebuilt(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(13, seed))
		m, w := memstore.New(), newWorld()
		l, other := openLibrary(t, m, w), openLibrary(t, m, w)
		saveMany(t, l, 100, "first")
		require.NoError(t, l.Flush(ctx(), 0))
		p, err := l.Search(ctx(), core.Search{Query: "#first", Limit: 200})
		require.NoError(t, err)
		edit := func() {
			b := p.Bookmarks[r.IntN(len(p.Bookmarks))]
			_, err := other.Update(ctx(), ids(b.ID), core.Edit{Private: ptr(r.IntN(2) == 0), Unread: ptr(r.IntN(2) == 0)}, core.OpID{})
			require.NoError(t, err)
			if r.IntN(2) == 0 {
				require.NoError(t, other.Flush(ctx(), 0))
			}
			if r.IntN(3) == 0 {
				require.NoError(t, other.Tidy(ctx()))
			}
		}
		_, err = l.Import(ctx(), func(yield func(core.Entry, error) bool) {
			for i := range p.Bookmarks[:60] {
				if r.IntN(8) == 0 {
					edit()
				}
				if r.IntN(30) == 0 { // of so many that they go into a segment at once
					_, err := other.Update(ctx(), core.Selection{Query: "#first"}, core.Edit{AddTags: []string{fmt.Sprint("more", i)}}, core.OpID{})
					require.NoError(t, err)
				}
				if !yield(core.Entry{URL: p.Bookmarks[i].URL, Title: "Imported", Tags: []string{"second"}, Number: i + 1}, nil) {
					return
				}
			}
		}, core.ImportOptions{Name: "file"}, nil)
		require.NoError(t, err)
		edit()
		whole := contents(t, openLibrary(t, m, w))
		m.Edit(unlistings["gone"])
		require.Equal(t, whole, contents(t, relisted(t, m, w)), seed)
	}
}

// A tornStore finds every blob of documents damaged, though nothing is lost of it.
type tornStore struct {
	core.Store
	core.Salvager
}

func (s tornStore) Read(ctx context.Context, rs []core.Range) ([][]byte, error) {
	for _, r := range rs {
		if strings.HasPrefix(r.Name, "docs/") {
			return nil, &core.Error{Code: core.Corrupt, Message: "Its checksum does not hold."}
		}
	}
	return s.Store.Read(ctx, rs)
}

// TestWhatIsReadPastItsChecksumIsWhole ends libraries with bookmarks of many
// last bytes: what stands behind a part is not told from its end by its bytes.
func TestWhatIsReadPastItsChecksumIsWhole(t *testing.T) {
	ends := strings.Fields("the ing and tion er on re st http www com ss ed to of ly é ü 日 🎉 a z . , ) ! 0 9")
	for n := range ends {
		m, w := memstore.New(), newWorld()
		l := openLibrary(t, m, w)
		for i := range 3 {
			end := ends[(n+i)%len(ends)]
			_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(n*3+i) + end, Title: "T" + end, Description: "Ends with " + end, Tags: []string{"t" + end}}, Touched: core.AllFields})
			require.NoError(t, err)
		}
		require.NoError(t, l.Flush(ctx(), 0))
		whole := contents(t, l)
		m.Edit(unlistings["gone"])
		store, o := m.Open(), w.options()
		o.Salvage = store.SalvageHead
		l, err := core.Open(ctx(), tornStore{store, store}, o)
		require.NoError(t, err)
		done, err := l.Repair(ctx(), nil)
		require.NoError(t, err)
		require.Empty(t, done.Lost, n)
		require.Equal(t, whole, contents(t, openLibrary(t, m, w)))
	}
}

func TestADamagedBeginningHidesNoBookmarkFromARebuild(t *testing.T) {
	m, w := broad(t)
	whole := contents(t, openLibrary(t, m, w))
	m.Edit(func(blobs map[string][]byte) {
		for name, b := range blobs {
			if strings.HasPrefix(name, "docs/") {
				b = slices.Clone(b)
				b[2] ^= 0xFF
				blobs[name] = b
			}
		}
	})
	m.Edit(unlistings["gone"])
	left := contents(t, relisted(t, m, w))
	for id, b := range whole {
		require.Equal(t, b, left[id])
	}
}

func TestAMissingPartIsToldByARebuild(t *testing.T) {
	l, m, w := newLibrary(t)
	_, err := l.Import(ctx(), func(yield func(core.Entry, error) bool) {
		for n := range 600 {
			if !yield(core.Entry{URL: url(n), Title: "Long", Description: strings.Repeat("words ", 1000), Number: n + 1}, nil) {
				return
			}
		}
	}, core.ImportOptions{Name: "long"}, nil)
	require.NoError(t, err)
	m.Edit(func(blobs map[string][]byte) {
		for name := range blobs {
			if strings.HasPrefix(name, "docs/") && strings.HasSuffix(name, ".1") {
				delete(blobs, name)
			}
		}
	})
	m.Edit(unlistings["gone"])
	store, o := m.Open(), w.options()
	o.Salvage, o.Remembered = store.SalvageHead, core.Remembered{Library: l.ID(), Generation: l.Generation(), Bookmarks: 600}
	l, err = core.Open(ctx(), store, o)
	require.NoError(t, err)
	done, err := l.Repair(ctx(), nil)
	require.NoError(t, err)
	require.NotEmpty(t, done.Lost)
	require.Equal(t, 600-done.Bookmarks, done.Fewer)
	require.Greater(t, done.Fewer, 10)
}

// TestAnImportUnderWayDuringARebuildAddsNothingTwice has the list of parts lost
// and made anew in the middle of an import, whose staged bookmarks the rebuild takes.
func TestAnImportUnderWayDuringARebuildAddsNothingTwice(t *testing.T) {
	l, m, w := newLibrary(t)
	saveMany(t, l, 200, "first")
	const n = 40_000
	o, pauses, rebuilt := w.options(), 0, false
	documents := func() (blobs int) {
		for _, name := range m.Names() {
			if strings.HasPrefix(name, "docs/") {
				blobs++
			}
		}
		return blobs
	}
	before := documents()
	o.Pause = func(context.Context) error {
		if pauses++; !rebuilt && pauses%64 == 0 && documents() > before {
			rebuilt = true
			m.Edit(unlistings["gone"])
			_, err := salvageable(t, m, w).Repair(ctx(), nil)
			require.NoError(t, err)
		}
		return nil
	}
	l, err := core.Open(ctx(), m.Open(), o)
	require.NoError(t, err)
	_, err = l.Import(ctx(), entries(n), core.ImportOptions{Name: "file"}, nil)
	require.NoError(t, err)
	require.True(t, rebuilt)
	l = openLibrary(t, m, w)
	stats, err := l.Stats(ctx())
	require.NoError(t, err)
	require.Equal(t, n+200, stats.Bookmarks)
}

// A bookmark that comes back from the dead has its tags as others have them now.
func TestATagIsSpelledOneWayAfterARebuild(t *testing.T) {
	l, m, w := newLibrary(t)
	saveMany(t, l, 5, "Streams")
	require.NoError(t, l.Flush(ctx(), 0))
	_, err := l.Delete(ctx(), core.Selection{Query: "#streams"}, core.OpID{})
	require.NoError(t, err)
	_, err = l.Purge(ctx(), inTrash, time.Time{}, core.OpID{})
	require.NoError(t, err)
	save(t, l, url(1), "Again", "streams")
	save(t, l, url(9000), "Another", "streams")
	require.NoError(t, l.Flush(ctx(), 0))
	m.Edit(unlistings["gone"])
	relisted(t, m, w)
}

func TestARebuiltLibraryIsTheOneThatIsRemembered(t *testing.T) {
	m, w := broad(t)
	l := openLibrary(t, m, w)
	o := w.options()
	o.Remembered = core.Remembered{Library: l.ID(), Generation: l.Generation(), Bookmarks: 60}
	m.Edit(unlistings["gone"])
	store := m.Open()
	_, err := core.Open(ctx(), store, o)
	require.Equal(t, core.Corrupt, core.CodeOf(err), "its bookmarks are there: it is repaired, not begun anew")
	o.Salvage = store.SalvageHead
	l, err = core.Open(ctx(), store, o)
	require.NoError(t, err)
	_, err = l.Repair(ctx(), nil)
	require.NoError(t, err)
	o.Salvage = nil
	_, err = core.Open(ctx(), m.Open(), o)
	require.NoError(t, err)
}

func TestARebuildThatFailsAnywhereHasChangedNothing(t *testing.T) {
	m, w := broad(t)
	whole := contents(t, openLibrary(t, m, w))
	m.Edit(unlistings["gone"])
	cut := errors.New("cut")
	for call := 1; ; call++ {
		c := m.Clone()
		l := salvageable(t, c, w)
		n := 0
		c.Fail(func(string, int) (error, bool) {
			n++
			if n == call {
				return cut, false
			}
			return nil, false
		})
		_, err := l.Repair(ctx(), nil)
		c.Fail(nil)
		if err == nil {
			require.Greater(t, call, 10)
			return
		}
		left := contents(t, relisted(t, c, w))
		for id, b := range whole {
			require.Equal(t, b, left[id], call)
		}
	}
}

// A store of which only the count of commits is left has no library: a new one
// may be begun there, if nobody remembers another.
func TestAStoreWithNothingLeftCanBeBegunAnew(t *testing.T) {
	m, w := broad(t)
	generation := openLibrary(t, m, w).Generation()
	m.Edit(func(blobs map[string][]byte) { clear(blobs) })
	o := w.options()
	o.Remembered = core.Remembered{Generation: generation, Bookmarks: 60}
	_, err := core.Open(ctx(), m.Open(), o)
	require.Equal(t, core.Lost, core.CodeOf(err))
	l := openLibrary(t, m, w)
	save(t, l, url(1), "The first again")
	require.Empty(t, l.Check(ctx(), nil))
}

func TestAnEditWithTheClockSetBackIsRebuilt(t *testing.T) {
	l, m, w := newLibrary(t)
	a := save(t, l, url(1), "Old")
	save(t, l, url(2), "Other") // so that the first segment stays
	require.NoError(t, l.Flush(ctx(), 0))
	w.now = w.now.Add(-time.Hour)
	_, err := l.Update(ctx(), ids(a.Bookmark.ID), core.Edit{Title: ptr("New")}, core.OpID{})
	require.NoError(t, err)
	require.NoError(t, l.Flush(ctx(), 0))
	m.Edit(unlistings["gone"])
	require.ElementsMatch(t, []string{"New", "Other"}, titles(t, relisted(t, m, w), ""))
}
