package backup_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/backup"
	"pinfold/core/memstore"
)

func (w *world) save(url, title string) core.ID {
	w.t.Helper()
	r, err := w.l.Save(w.t.Context(), core.Save{Bookmark: core.Bookmark{URL: url, Title: title}, Touched: core.AllFields})
	require.NoError(w.t, err)
	return r.Bookmark.ID
}

// moves gives a bookmark another address; false if another has it.
func (w *world) moves(id core.ID, url string) bool {
	w.t.Helper()
	_, err := w.l.Update(w.t.Context(), core.Selection{IDs: []core.ID{id}}, core.Edit{URL: &url}, core.OpID{})
	if core.CodeOf(err) == core.Duplicate {
		return false
	}
	require.NoError(w.t, err)
	return true
}

func (w *world) restoreAs(file string, o core.ImportOptions) core.Report {
	w.t.Helper()
	r, err := w.l.RestoreBackup(w.t.Context(), backup.Read(strings.NewReader(file)), o, nil)
	require.NoError(w.t, err)
	require.Empty(w.t, w.l.Check(w.t.Context(), nil))
	return r
}

// titled are the titles of the live bookmarks, by their addresses.
func (w *world) titled() map[string]string {
	w.t.Helper()
	out := make(map[string]string)
	for b, err := range w.l.Export(w.t.Context(), "") {
		require.NoError(w.t, err)
		require.NotContains(w.t, out, b.URL)
		out[b.URL] = b.Title
	}
	return out
}

var addresses = regexp.MustCompile(`"url":"[^"]*"`)

// ids are those of the live bookmarks.
func (w *world) ids() (ids []core.ID) {
	w.t.Helper()
	for b, err := range w.l.Export(w.t.Context(), "") {
		require.NoError(w.t, err)
		ids = append(ids, b.ID)
	}
	return ids
}

const overwrites = core.OverwriteExisting

// TestAddressesThatWentFromOneToAnotherAreRestored restores what two bookmarks
// have exchanged, what three have passed on, and what one has that came after
// another was deleted; and takes it back.
func TestAddressesThatWentFromOneToAnotherAreRestored(t *testing.T) {
	w := newWorld(t, 1)
	var ids []core.ID
	for i := range 7 {
		ids = append(ids, w.save(fmt.Sprintf("https://%d.example/", i), fmt.Sprintf("Page %d", i)))
	}
	then, file := w.titled(), w.backup()

	at := func(i int) string { return fmt.Sprintf("https://%d.example/", i) }
	exchange := func(list ...int) { // each takes the address of the next, the last that of the first
		require.True(t, w.moves(ids[list[0]], "https://aside.example/"))
		for i := len(list) - 1; i > 0; i-- {
			require.True(t, w.moves(ids[list[i]], at(list[(i+1)%len(list)])))
		}
		require.True(t, w.moves(ids[list[0]], at(list[1])))
	}
	exchange(0, 1)
	exchange(2, 3, 4)
	_, err := w.l.Delete(t.Context(), core.Selection{IDs: []core.ID{ids[5]}}, core.OpID{})
	require.NoError(t, err)
	require.True(t, w.moves(ids[6], at(5)))
	now := w.titled()

	plan := w.restoreAs(file, core.ImportOptions{Existing: overwrites, Plan: true})
	require.Equal(t, now, w.titled())
	r := w.restoreAs(file, core.ImportOptions{Existing: overwrites})
	plan.Change, r.Change = 0, 0
	require.Equal(t, plan, r, "it does what it said that it would")
	require.Empty(t, r.Skipped)
	require.Equal(t, then, w.titled())
}

// TestWhoCameLaterKeepsTheAddress restores a chain whose end is held by a
// bookmark that the backup does not know: the two become one there, and the rest
// is as it was.
func TestWhoCameLaterKeepsTheAddress(t *testing.T) {
	w := newWorld(t, 1)
	a, b := w.save("https://a.example/", "A"), w.save("https://b.example/", "B")
	_, err := w.l.Update(t.Context(), core.Selection{IDs: []core.ID{a}}, core.Edit{AddTags: []string{"ants"}}, core.OpID{})
	require.NoError(t, err)
	file := w.backup()
	require.True(t, w.moves(b, "https://c.example/"))
	require.True(t, w.moves(a, "https://b.example/"))
	later := w.save("https://a.example/", "Came later")
	now := w.titled()
	r := w.restoreAs(file, core.ImportOptions{Existing: overwrites})
	require.Empty(t, r.Skipped)
	require.Len(t, r.Warnings, 1)
	require.Equal(t, "Another bookmark has its address here. The two became one there, and the one that was at https://b.example/ is in the trash.", r.Warnings[0].Text)
	require.Equal(t, map[string]string{"https://a.example/": "Came later", "https://b.example/": "B"}, w.titled())
	tagged, err := w.l.Search(t.Context(), core.Search{Query: "#ants", Limit: 1})
	require.NoError(t, err)
	require.Equal(t, later, tagged.Bookmarks[0].ID)
	kept, err := w.l.Get(t.Context(), a)
	require.NoError(t, err)
	require.False(t, kept.Live(), "what became one with another is in the trash, as it was")
	require.Equal(t, "https://b.example/", kept.URL)
	_, err = w.l.Undo(t.Context(), r.Change, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, now, w.titled())
}

// TestAnExchangeOfAddressesIsTakenBack undoes and repeats the restore of one.
func TestAnExchangeOfAddressesIsTakenBack(t *testing.T) {
	w := newWorld(t, 1)
	a, b := w.save("https://a.example/", "A"), w.save("https://b.example/", "B")
	then, file := w.titled(), w.backup()
	require.True(t, w.moves(a, "https://aside.example/"))
	require.True(t, w.moves(b, "https://a.example/"))
	require.True(t, w.moves(a, "https://b.example/"))
	now := w.titled()
	require.NotEqual(t, then, now)
	r := w.restoreAs(file, core.ImportOptions{Existing: overwrites})
	require.Equal(t, then, w.titled())
	undone, err := w.l.Undo(t.Context(), r.Change, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, now, w.titled())
	_, err = w.l.Undo(t.Context(), undone.Change, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, then, w.titled())
	require.Empty(t, w.l.Check(t.Context(), nil))
}

// TestWhateverMovedARestoreThatOverwritesBringsItBack moves bookmarks among few
// addresses at random, deletes some and brings some back.
func TestWhateverMovedARestoreThatOverwritesBringsItBack(t *testing.T) {
	for seed := range byte(40) {
		w := newWorld(t, seed)
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		address := func() string { return fmt.Sprintf("https://%d.example/", r.IntN(9)) }
		for i := range 6 {
			w.save(address(), fmt.Sprint(i))
		}
		then, file := w.titled(), w.backup()
		w.wander(r, address)
		before := w.titled()
		report := w.restoreAs(file, core.ImportOptions{Existing: overwrites})
		require.Empty(t, report.Skipped, seed)
		require.Equal(t, then, w.titled(), seed)
		if report.Change == 0 {
			continue
		}
		_, err := w.l.Undo(t.Context(), report.Change, core.OpID{})
		require.NoError(t, err)
		require.Equal(t, before, w.titled(), seed)
	}
}

// wander moves, deletes and brings back the bookmarks that there are.
func (w *world) wander(r *rand.Rand, address func() string) {
	w.t.Helper()
	ids := w.ids()
	for range 40 {
		one := core.Selection{IDs: []core.ID{ids[r.IntN(len(ids))]}}
		var err error
		switch r.IntN(4) {
		case 0:
			_, err = w.l.Delete(w.t.Context(), one, core.OpID{})
		case 1:
			_, err = w.l.Restore(w.t.Context(), one, core.OpID{})
		default:
			w.moves(one.IDs[0], address())
		}
		if core.CodeOf(err) != core.Duplicate {
			require.NoError(w.t, err)
		}
	}
}

// TestABackupThatGivesOneAddressToTwoNeverDoes restores files that no library
// writes: addresses and ids that come twice, in any order. The library's check
// sees to it that no address has two bookmarks.
func TestABackupThatGivesOneAddressToTwoNeverDoes(t *testing.T) {
	for seed := range byte(60) {
		w := newWorld(t, seed)
		r := rand.New(rand.NewPCG(uint64(seed), 8))
		for i := range 6 {
			w.save(fmt.Sprintf("https://%d.example/", i), fmt.Sprint(i))
		}
		lines := strings.SplitAfter(w.backup(), "\n")
		for i, line := range lines {
			if !strings.HasPrefix(line, `{"bookmark":`) {
				continue
			}
			elsewhere := func() string {
				return addresses.ReplaceAllLiteralString(line, fmt.Sprintf(`"url":"https://%d.example/"`, r.IntN(7)))
			}
			lines[i] = elsewhere()
			if r.IntN(2) == 0 {
				lines[i] = strings.Replace(lines[i], `"updated":"2026`, `"updated":"2027`, 1)
			}
			if r.IntN(3) == 0 {
				lines[i] += elsewhere()
			}
			if r.IntN(3) == 0 { // one that is new, edited before all others
				lines[i] += strings.Replace(strings.Replace(elsewhere(), `"id":"`, `"id":"`+fmt.Sprintf("%08x", i)+`-0000-4000-8000-000000000000","was":"`, 1), `"updated":"2026`, `"updated":"2025`, 1)
			}
		}
		before, ids := w.titled(), w.ids()
		existing := []core.Existing{core.OverwriteExisting, core.MergeExisting, core.KeepExisting}[seed%3]
		report := w.restoreAs(strings.Join(lines, ""), core.ImportOptions{Existing: existing})
		there := strings.Join(lines, "")
		for _, id := range ids {
			kept, err := w.l.Get(t.Context(), id)
			require.NoError(t, err)
			require.True(t, kept.Live() || strings.Contains(there, `"id":"`+id.String()+`"`), "nobody goes of whom the file says nothing")
		}
		w.titled()
		if report.Change != 0 {
			_, err := w.l.Undo(t.Context(), report.Change, core.OpID{})
			require.NoError(t, err)
			require.Equal(t, before, w.titled(), seed)
			require.Empty(t, w.l.Check(t.Context(), nil))
		}
	}
}

// TestTwoLibrariesAgreeWhoHasAnAddress reads backups there and back where a
// bookmark was moved in one library to an address that was saved anew in the
// other, and the address that it left was saved anew in the first.
func TestTwoLibrariesAgreeWhoHasAnAddress(t *testing.T) {
	theirs, ours := newWorld(t, 1), newWorld(t, 2)
	x := theirs.save("https://b.example/", "X")
	ours.restore(theirs.backup(), false)
	require.True(t, theirs.moves(x, "https://a.example/"))
	theirs.save("https://b.example/", "N")
	ours.now = theirs.now
	ours.save("https://a.example/", "H")
	for range 2 {
		r := ours.restore(theirs.backup(), false)
		require.Empty(t, r.Skipped)
		require.Equal(t, map[string]string{"https://a.example/": "H", "https://b.example/": "N"}, ours.titled())
		theirs.now = ours.now
		theirs.restore(ours.backup(), false)
		require.Equal(t, live(t, ours.l), live(t, theirs.l))
		ours.now = theirs.now
	}
}

// TestBackupsThatCrossLoseNobody moves, in each of two libraries, another bookmark
// to one address, and lets each read what the other wrote before it had read
// anything, over and over.
func TestBackupsThatCrossLoseNobody(t *testing.T) {
	for _, first := range []bool{true, false} {
		one, other := newWorld(t, 1), newWorld(t, 2)
		h, x := one.save("https://c.example/", "Page"), one.save("https://b.example/", "Page")
		other.restore(one.backup(), false)
		other.now = one.now
		if !first {
			h, x = x, h
		}
		require.True(t, one.moves(x, "https://a.example/"))
		other.now = one.now
		require.True(t, other.moves(h, "https://a.example/"))
		one.now = other.now
		for range 4 {
			mine, theirs := one.backup(), other.backup()
			one.restore(theirs, false)
			other.now = one.now
			other.restore(mine, false)
			one.now = other.now
			require.Equal(t, map[string]string{"https://a.example/": "Page"}, one.titled())
			require.Equal(t, live(t, one.l), live(t, other.l))
		}
	}
}

// TestAnEditBeatsADecisionOnAnOlderBackup reads a backup in which a bookmark moved
// to an address that is held here, after it was edited and moved on there.
func TestAnEditBeatsADecisionOnAnOlderBackup(t *testing.T) {
	ours, theirs := newWorld(t, 1), newWorld(t, 2)
	x := ours.save("https://d.example/", "X")
	theirs.restore(ours.backup(), false)
	ours.save("https://b.example/", "H")
	theirs.now = ours.now
	require.True(t, theirs.moves(x, "https://b.example/"))
	older := theirs.backup()
	require.True(t, theirs.moves(x, "https://e.example/"))
	title := "X, edited"
	_, err := theirs.l.Update(t.Context(), core.Selection{IDs: []core.ID{x}}, core.Edit{Title: &title}, core.OpID{})
	require.NoError(t, err)
	ours.now = theirs.now
	ours.restore(older, false)
	theirs.now = ours.now
	theirs.restore(ours.backup(), false)
	require.Equal(t, title, theirs.titled()["https://e.example/"])
	ours.restore(theirs.backup(), false)
	require.Equal(t, live(t, ours.l), live(t, theirs.l))
}

// TestATagThatAnotherWindowSpellsMeanwhileIsSpelledSo saves a tag in another
// spelling while a backup is being read.
func TestATagThatAnotherWindowSpellsMeanwhileIsSpelledSo(t *testing.T) {
	w := newWorld(t, 1)
	for i := range 3 {
		_, err := w.l.Save(t.Context(), core.Save{Bookmark: core.Bookmark{URL: fmt.Sprintf("https://%d.example/", i), Tags: []string{"go"}}, Touched: core.AllFields})
		require.NoError(t, err)
	}
	medium := memstore.New()
	source := rand.NewChaCha8([32]byte{9})
	open := func() *core.Library {
		l, err := core.Open(t.Context(), medium.Open(), core.Options{Now: func() time.Time { return w.now }, Random: func(p []byte) { _, _ = source.Read(p) }})
		require.NoError(t, err)
		return l
	}
	l, other := open(), open()
	records := func(yield func(core.Entry, error) bool) {
		n := 0
		for e, err := range backup.Read(strings.NewReader(w.backup())) {
			if n++; n == 4 {
				_, err := other.Save(t.Context(), core.Save{Bookmark: core.Bookmark{URL: "https://other.example/", Tags: []string{"Go"}}, Touched: core.AllFields})
				require.NoError(t, err)
			}
			if !yield(e, err) {
				return
			}
		}
	}
	r, err := l.RestoreBackup(t.Context(), records, core.ImportOptions{}, nil)
	require.NoError(t, err)
	require.Equal(t, 3, r.Stored)
	require.Empty(t, l.Check(t.Context(), nil))
	found, err := l.Search(t.Context(), core.Search{Query: "#go", Limit: 9})
	require.NoError(t, err)
	require.Len(t, found.Bookmarks, 4)
	for _, b := range found.Bookmarks {
		require.Equal(t, []string{"Go"}, b.Tags)
	}
}

func TestWhatARestorePutsIntoTheTrashHasItsThirtyDays(t *testing.T) {
	w := newWorld(t, 1)
	x := w.save("https://a.example/", "A")
	one := core.Selection{IDs: []core.ID{x}}
	_, err := w.l.Delete(t.Context(), one, core.OpID{})
	require.NoError(t, err)
	file := w.backup()
	_, err = w.l.Restore(t.Context(), one, core.OpID{})
	require.NoError(t, err)
	w.now = w.now.AddDate(0, 0, 40)
	require.NoError(t, w.l.Tidy(t.Context()))
	r := w.restoreAs(file, core.ImportOptions{Existing: overwrites})
	require.NotZero(t, r.Change)
	w.now = w.now.AddDate(0, 0, 2)
	require.NoError(t, w.l.Tidy(t.Context()))
	_, err = w.l.Undo(t.Context(), r.Change, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"https://a.example/": "A"}, w.titled())

	other := newWorld(t, 2)
	other.now = w.now
	other.restore(file, false)
	require.NoError(t, other.l.Tidy(t.Context()))
	_, err = other.l.Get(t.Context(), x)
	require.NoError(t, err, "an old backup's trash is there to be looked at")
}

func TestAnEditWithTheClockSetBackBeatsTheStateBefore(t *testing.T) {
	w := newWorld(t, 1)
	x := w.save("https://a.example/", "A")
	file := w.backup()
	w.now = w.now.Add(-time.Hour)
	title := "Edited"
	_, err := w.l.Update(t.Context(), core.Selection{IDs: []core.ID{x}}, core.Edit{Title: &title}, core.OpID{})
	require.NoError(t, err)
	w.restoreAs(file, core.ImportOptions{})
	require.Equal(t, map[string]string{"https://a.example/": "Edited"}, w.titled())
}
