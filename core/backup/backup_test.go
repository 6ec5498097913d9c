package backup_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/backup"
	"pinfold/core/memstore"
)

// A world is a library with a clock and a source of its own.
type world struct {
	t   *testing.T
	l   *core.Library
	now time.Time
	r   *rand.Rand
}

func newWorld(t *testing.T, seed byte) *world {
	w := &world{t: t, now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), r: rand.New(rand.NewPCG(uint64(seed), 1))}
	source := rand.NewChaCha8([32]byte{seed})
	var err error
	w.l, err = core.Open(t.Context(), memstore.New().Open(), core.Options{
		Now:    func() time.Time { w.now = w.now.Add(1234567 * time.Microsecond); return w.now },
		Random: func(p []byte) { source.Read(p) },
	})
	require.NoError(t, err)
	return w
}

func (w *world) backup() string {
	w.t.Helper()
	content, err := backup.Of(w.t.Context(), w.l)
	require.NoError(w.t, err)
	var file bytes.Buffer
	require.NoError(w.t, backup.Write(&file, content))
	return file.String()
}

// body is a backup without its first line, which names the library.
func body(file string) string {
	_, rest, _ := strings.Cut(file, "\n")
	return rest
}

func (w *world) restore(file string, plan bool) core.Report {
	w.t.Helper()
	return w.restoreAs(file, core.ImportOptions{Name: "backup", Plan: plan})
}

var texts = []string{"plain", `"quoted" \ <b>`, "日本語 🐝", "a\nb\n", "\u2028", "", "  edges "}

// act does one random thing that a person does.
func (w *world) act(i int) {
	w.t.Helper()
	ctx := w.t.Context()
	url := fmt.Sprintf("https://example.org/%d", w.r.IntN(25))
	pick := func() string { return texts[w.r.IntN(len(texts))] }
	var err error
	switch w.r.IntN(10) {
	case 9:
		ids := w.ids()
		if len(ids) > 0 {
			_, err = w.l.Update(ctx, core.Selection{IDs: []core.ID{ids[w.r.IntN(len(ids))]}}, core.Edit{URL: &url}, core.OpID{})
		}
	case 8:
		list, listed := w.l.History(ctx, 0, 1+w.r.IntN(9))
		require.NoError(w.t, listed)
		if n := len(list); n > 0 {
			_, err = w.l.Undo(ctx, list[n-1].Number, core.OpID{})
		}
		if err == nil && w.r.IntN(4) == 0 {
			_, err = w.l.Purge(ctx, core.Selection{Query: "is:trashed"}, time.Time{}, core.OpID{})
		}
	case 0:
		_, err = w.l.Delete(ctx, core.Selection{Query: "#t" + fmt.Sprint(w.r.IntN(6))}, core.OpID{})
	case 1:
		_, err = w.l.Restore(ctx, core.Selection{Query: "is:trashed #t" + fmt.Sprint(w.r.IntN(6))}, core.OpID{})
	case 2:
		err = w.l.Set(ctx, map[string]string{"search:" + fmt.Sprint(w.r.IntN(4)): pick()})
	case 3:
		_, err = w.l.RenameTag(ctx, "t"+fmt.Sprint(w.r.IntN(6)), "t"+fmt.Sprint(w.r.IntN(6)), core.OpID{})
	default:
		_, err = w.l.Save(ctx, core.Save{
			Bookmark: core.Bookmark{URL: url, Title: pick(), Description: pick(), Tags: []string{"t" + fmt.Sprint(w.r.IntN(6))}, Private: w.r.IntN(2) == 0, Unread: w.r.IntN(2) == 0},
			Touched:  core.FieldTitle | core.FieldDescription | core.FieldTags | core.FieldPrivate | core.FieldUnread,
		})
	}
	if code := core.CodeOf(err); code != "" && code != core.Duplicate && code != core.NotFound && code != core.Invalid {
		require.NoError(w.t, err, i)
	}
}

func TestABackupRestoredElsewhereIsTheSameBackup(t *testing.T) {
	for seed := range byte(40) {
		w := newWorld(t, seed)
		for i := range 60 {
			w.act(i)
		}
		file := w.backup()
		other := newWorld(t, 200+seed)
		plan := other.restore(file, true)
		require.Empty(t, body(other.backup()), "a plan changes nothing")
		done := other.restore(file, false)
		done.Change = plan.Change
		require.Equal(t, plan, done, "the plan is what happens")
		again := other.backup()
		require.Equal(t, body(file), body(again), seed)
		require.Equal(t, settingsOf(t, file), settingsOf(t, again))
		require.Equal(t, 0, other.restore(file, false).Changed, "a second time nothing changes")
	}
}

func TestSettingsThatCannotBeTakenDoNotHideThatTheBookmarksWere(t *testing.T) {
	w := newWorld(t, 1)
	file := `{"format":"pinfold","version":1,"library":"x","settings":{"a":"` + strings.Repeat("b", 5000) + `"}}` + "\n" +
		`{"bookmark":{"id":"33703b71-58a0-4611-8e93-37376b0e4da8","url":"https://a.example/","title":"A","tags":[],"created":"2026-01-01T00:00:00.000Z","updated":"2026-01-01T00:00:00.000Z"}}` + "\n"
	report := w.restore(file, false)
	require.Equal(t, 1, report.Stored)
	require.NotZero(t, report.Change, "it can be taken back")
	require.Len(t, report.Warnings, 1)
	require.Contains(t, report.Warnings[0].Text, "The bookmarks are here, but the settings and saved searches of the backup were not taken.")
}

func TestARestoreThatOverwritesBringsBackWhatWasThen(t *testing.T) {
	for seed := range byte(20) {
		w := newWorld(t, seed)
		for i := range 60 {
			w.act(i)
		}
		file := w.backup()
		for i := range 60 {
			w.act(i)
		}
		_, err := w.l.Delete(t.Context(), core.Selection{Query: "-is:trashed"}, core.OpID{})
		require.NoError(t, err)
		o := core.ImportOptions{Name: "backup", Existing: core.OverwriteExisting}
		report, err := w.l.RestoreBackup(t.Context(), backup.Read(strings.NewReader(file)), o, nil)
		require.NoError(t, err)
		require.Empty(t, report.Skipped, "all is in the trash, so no address is in the way")
		now := map[string]string{}
		for line := range strings.SplitSeq(body(w.backup()), "\n") {
			now[identity(line)] = state(line)
		}
		for line := range strings.SplitSeq(body(file), "\n") {
			if id := identity(line); id != "" {
				require.Equal(t, state(line), now[id], seed)
			}
		}
		again, err := w.l.RestoreBackup(t.Context(), backup.Read(strings.NewReader(file)), o, nil)
		require.NoError(t, err)
		require.Zero(t, again.Changed, "a second time nothing changes")
		_, err = w.l.Undo(t.Context(), report.Change, core.OpID{})
		require.NoError(t, err)
		live, err := w.l.Stats(t.Context())
		require.NoError(t, err)
		require.Zero(t, live.Bookmarks, "it is taken back as one change")
	}
}

// identity is the id of a bookmark's line, "" for any other line.
func identity(line string) string {
	_, rest, ok := strings.Cut(line, `{"bookmark":{"id":"`)
	if !ok {
		return ""
	}
	return rest[:36]
}

// state is a bookmark's line without the times at which it was edited and deleted.
func state(line string) string {
	return regexp.MustCompile(`"updated":"[^"]*"`).ReplaceAllString(line, "")
}

// Large changes keep what they did in parts of their own, and small ones leave
// the journal when it is full.
func TestTheHistoryIsRestoredWithLargeChangesAndCanBeTakenBack(t *testing.T) {
	w := newWorld(t, 3)
	for i := range 400 {
		w.act(i)
	}
	_, err := w.l.Import(t.Context(), func(yield func(core.Entry, error) bool) {
		for i := range 3000 {
			e := core.Entry{URL: fmt.Sprintf("https://example.com/%d", i), Title: fmt.Sprint("Number ", i), Tags: []string{"many"}, Number: i + 1, Created: w.now}
			if !yield(e, nil) {
				return
			}
		}
	}, core.ImportOptions{Name: "many.html"}, nil)
	require.NoError(t, err)
	edited, err := w.l.Update(t.Context(), core.Selection{Query: "#many"}, core.Edit{AddTags: []string{"more"}, Unread: new(bool)}, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 3000, edited.Count)

	file := w.backup()
	other := newWorld(t, 4)
	begun := other.restore(file, false)
	require.Equal(t, body(file), body(other.backup()))

	// What was done there before is taken back here.
	last, err := other.l.History(t.Context(), 0, 2)
	require.NoError(t, err)
	require.Equal(t, []core.Kind{core.Begun, core.Edited}, []core.Kind{last[0].Kind, last[1].Kind})
	for _, side := range []*world{w, other} {
		number := edited.Change
		if side == other {
			number = last[1].Number
		}
		r, err := side.l.Undo(t.Context(), number, core.OpID{})
		require.NoError(t, err)
		require.Equal(t, 3000, r.Count)
		require.Empty(t, side.l.Check(t.Context(), nil))
	}
	require.Equal(t, live(t, w.l), live(t, other.l))

	// The restore itself is one change, and it is no part of what there is.
	_, err = other.l.Undo(t.Context(), begun.Change, core.OpID{})
	require.NoError(t, err)
	require.Empty(t, live(t, other.l))
	file = other.backup()
	third := newWorld(t, 5)
	third.restore(file, false)
	require.Equal(t, body(file), body(third.backup()))
}

func TestALibraryWithAHistoryOfItsOwnKeepsIt(t *testing.T) {
	w, other := newWorld(t, 6), newWorld(t, 7)
	for i := range 30 {
		w.act(i)
		other.act(i)
	}
	before, err := other.l.History(t.Context(), 0, 1000)
	require.NoError(t, err)
	r := other.restore(w.backup(), false)
	after, err := other.l.History(t.Context(), 0, 1000)
	require.NoError(t, err)
	require.Equal(t, r.Change, after[0].Number)
	require.Equal(t, core.Imported, after[0].Kind)
	require.Equal(t, before, after[1:])
}

// What a hostile backup calls the past must not come back by an undo.
func TestAnAddressThatNoBookmarkMayHaveIsNotTakenBack(t *testing.T) {
	w := newWorld(t, 8)
	save := func(url string) {
		b, err := w.l.Save(t.Context(), core.Save{Bookmark: core.Bookmark{URL: url, Title: "One"}, Touched: core.AllFields})
		require.NoError(t, err)
		to := "https://example.org/moved"
		_, err = w.l.Update(t.Context(), core.Selection{IDs: []core.ID{b.Bookmark.ID}}, core.Edit{URL: &to}, core.OpID{})
		require.NoError(t, err)
	}
	save("https://example.org/first")
	other := newWorld(t, 9)
	other.restore(strings.ReplaceAll(w.backup(), `"before":{"url":"https://example.org/first"}`, `"before":{"url":"javascript:alert(1)"}`), false)
	_, err := other.l.Undo(t.Context(), 2, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, []string{"https://example.org/moved"}, slices.Collect(maps.Keys(live(t, other.l))))
}

func settingsOf(t *testing.T, file string) string {
	t.Helper()
	line, _, _ := strings.Cut(file, "\n")
	_, set, ok := strings.Cut(line, `"settings":`)
	require.True(t, ok)
	return set
}

func TestTwoLibrariesThatReadEachOtherComeToHoldTheSame(t *testing.T) {
	for seed := range byte(30) {
		a, b := newWorld(t, seed), newWorld(t, 100+seed)
		for i := range 30 {
			a.act(i)
		}
		b.restore(a.backup(), false)
		for i := range 25 { // both move on, each alone
			a.act(i)
			b.now = a.now.Add(time.Millisecond)
			b.act(i)
			a.now = b.now
		}
		for range 3 {
			b.now = a.now
			b.restore(a.backup(), false)
			a.now = b.now
			a.restore(b.backup(), false)
		}
		require.Equal(t, live(t, a.l), live(t, b.l), seed)
	}
}

// live is what people see of a library: ids may differ where both have saved
// one address.
func live(t *testing.T, l *core.Library) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for b, err := range l.Export(t.Context(), "") {
		require.NoError(t, err)
		out[b.URL] = fmt.Sprint(b.Title, b.Description, len(b.Tags), b.Private, b.Unread)
	}
	return out
}

func TestARestoreIsTakenBackAsOneStep(t *testing.T) {
	w := newWorld(t, 1)
	for i := range 40 {
		w.act(i)
	}
	file := w.backup()
	w.now = w.now.Add(time.Hour)
	for i := range 20 {
		w.act(i)
	}
	before := live(t, w.l)
	newer := strings.ReplaceAll(file, `"updated":"2026`, `"updated":"2027`)
	newer = strings.ReplaceAll(newer, `"title":"plain"`, `"title":"changed"`)
	r := w.restore(newer, false)
	require.Positive(t, r.Changed)
	require.NotEqual(t, before, live(t, w.l))
	_, err := w.l.Undo(t.Context(), r.Change, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, before, live(t, w.l))
}

var years = regexp.MustCompile(`"created":"[^"]*"`)

func TestADamagedBackupChangesNothingAndSaysWhere(t *testing.T) {
	w := newWorld(t, 1)
	for i := range 20 {
		w.act(i)
	}
	file := w.backup()
	other := newWorld(t, 2)
	lines := strings.SplitAfter(file, "\n")
	for text, want := range map[string]string{
		lines[0] + lines[1] + lines[2][:len(lines[2])/2]:                                     "line 3",
		lines[0] + lines[1] + lines[2][:len(lines[2])-2]:                                     "ends too early, in the middle of line 3",
		lines[0] + lines[1] + lines[2][:len(lines[2])/2] + "\n" + lines[3]:                   "damaged at line 3",
		lines[0] + change(1, 0) + change(2, 0) + strings.Repeat("x", 5<<20):                  "damaged at line 4",
		lines[0] + lines[1] + "{}\n":                                                         "line 3",
		strings.Replace(lines[0], `"version":2`, `"version":3`, 1) + lines[1]:                "later version",
		`{"format":"pinfold"}` + "\n":                                                        "line 1",
		lines[0] + strings.Replace(lines[1], `"id":"`, `"id":"x`, 1):                         "line 2",
		lines[0] + lines[1] + strings.Repeat("x", 5<<20):                                     "line 3",
		lines[0] + years.ReplaceAllString(lines[1], `"created":"9999-12-31T23:30:00-01:00"`): "line 2",
		lines[0] + years.ReplaceAllString(lines[1], `"created":"0000-01-01T00:30:00+01:00"`): "line 2",
		lines[0] + change(1, 1):                                                              "ends too early",
		lines[0] + change(2, 0):                                                              "line 2",
		lines[0] + change(1, 0) + made:                                                       "line 3",
		lines[0] + change(1, 1) + strings.Replace(made, "true", "7", 1):                      "line 3",
		lines[0] + strings.Replace(change(1, 0), "save", "paint", 1):                         "line 2",
	} {
		_, err := other.l.RestoreBackup(t.Context(), backup.Read(strings.NewReader(text)), core.ImportOptions{}, nil)
		require.Equal(t, core.Invalid, core.CodeOf(err))
		require.ErrorContains(t, err, want)
		require.Empty(t, body(other.backup()))
	}
}

func change(number, count int) string {
	return fmt.Sprintf(`{"change":{"number":%d,"time":"2026-01-01T00:00:00.000Z","kind":"save","title":"x","count":%d}}`+"\n", number, count)
}

const made = `{"item":{"id":"33703b71-58a0-4611-8e93-37376b0e4da8","created":true}}` + "\n"

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"format":"pinfold","version":1,"library":"x","settings":{"a":"b"}}` + "\n" + `{"bookmark":{"id":"33703b71-58a0-4611-8e93-37376b0e4da8","url":"https://a.example/","tags":[],"created":"2026-01-01T00:00:00.000Z","updated":"2026-01-01T00:00:00.000Z"}}`))
	f.Add([]byte(`{"format":"pinfold","version":2,"library":"x","settings":{}}` + "\n" + change(1, 1) + made + change(2, 1) +
		`{"item":{"id":"33703b71-58a0-4611-8e93-37376b0e4da8","before":{"url":"https://a.example/","tags":["a"],"deleted":""},"after":{"url":"https://b.example/","tags":[],"deleted":"2026-01-01T00:00:00.000Z"}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for e, err := range backup.Read(bytes.NewReader(raw)) {
			if err != nil {
				require.Equal(t, core.Invalid, core.CodeOf(err))
				return
			}
			require.True(t, e.Settings != nil || e.History != nil || !e.ID.IsZero())
		}
	})
}

func TestADateAtTheEndOfAllYearsSpoilsNoLaterBackup(t *testing.T) {
	w := newWorld(t, 1)
	w.restore(`{"format":"pinfold","version":1,"library":"x","settings":{}}`+"\n"+
		`{"bookmark":{"id":"33703b71-58a0-4611-8e93-37376b0e4da8","url":"https://a.example/","title":"A","tags":[],"created":"2026-01-01T00:00:00.000Z","updated":"9999-12-31T23:59:59.999Z"}}`+"\n", false)
	title := "B"
	_, err := w.l.Update(t.Context(), core.Selection{IDs: w.ids()}, core.Edit{Title: &title}, core.OpID{})
	require.NoError(t, err)
	newWorld(t, 2).restore(w.backup(), false)
}
