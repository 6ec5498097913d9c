package core_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
	"pinfold/core/query"
	"pinfold/core/text"
)

// A model is a naive library: a list of bookmarks and a history of whole
// copies of it.
type model struct {
	list []core.Bookmark
	past map[uint64][]core.Bookmark // the list before each change
}

func (m *model) live() []core.Bookmark {
	var out []core.Bookmark
	for _, b := range m.list {
		if b.Live() {
			out = append(out, b)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Created.After(out[j].Created) })
	return out
}

func (m *model) find(url string) *core.Bookmark {
	for i := range m.list {
		if m.list[i].URL == url && m.list[i].Live() {
			return &m.list[i]
		}
	}
	return nil
}

// TestRandomLivesMatchTheModel carries out random writes through several
// libraries over one store and compares every answer with the model's.
func TestRandomLivesMatchTheModel(t *testing.T) {
	for _, seed := range seeds(12) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { randomLife(t, seed, 250) })
	}
}

func randomLife(t *testing.T, seed uint64, steps int) {
	r := rand.New(rand.NewPCG(seed, 9))
	medium, w := memstore.New(), newWorld()
	windows := []*core.Library{openLibrary(t, medium, w), openLibrary(t, medium, w), openLibrary(t, medium, w)}
	m := &model{past: make(map[uint64][]core.Bookmark)}
	for range steps {
		i := r.IntN(len(windows))
		if r.IntN(12) == 0 {
			windows[i] = openLibrary(t, medium, w)
		}
		l := windows[i]
		require.NoError(t, l.Refresh(ctx()))
		before := slices.Clone(m.list)
		if change := m.act(t, r, l); change != 0 {
			m.past[change] = before
		}
		if r.IntN(40) == 0 {
			w.now = w.now.Add(time.Duration(r.IntN(20*24)) * time.Hour)
		}
		m.compare(t, r, l, w)
	}
	requireSound(t, medium, w)
}

var modelTitles = []string{"", "", "日本語の検索 ", "C++ and C# 🎉 ", "Straße ", "σίσυφος ", "שָׁלוֹם ", "Кот ", "via a "}

var modelTags = []string{"a", "b", "c", "d-e", "é"}

func (m *model) act(t *testing.T, r *rand.Rand, l *core.Library) uint64 {
	t.Helper()
	n := r.IntN(40)
	tag, other := modelTags[r.IntN(len(modelTags))], modelTags[r.IntN(len(modelTags))]
	switch r.IntN(20) {
	case 7:
		return m.restore(t, r, l)
	case 8:
		return m.purge(t, r, l)
	case 9:
		res, err := l.DeleteTag(ctx(), tag, core.OpID{})
		require.NoError(t, err)
		m.eachTags(func(tags []string) []string { return core.DropTags(tags, []string{tag}) })
		return res.Change
	case 10:
		return m.edit(t, r, l, tag)
	case 11:
		require.NoError(t, l.Set(ctx(), map[string]string{"name": other}))
		got, err := l.Settings(ctx())
		require.NoError(t, err)
		require.Equal(t, other, got["name"])
	case 0:
		live := m.live()
		if len(live) == 0 {
			return 0
		}
		b := live[r.IntN(len(live))]
		res, err := l.Delete(ctx(), ids(b.ID), core.OpID{})
		require.NoError(t, err)
		got, err := l.Get(ctx(), b.ID)
		require.NoError(t, err)
		*m.find(b.URL) = got
		return res.Change
	case 1:
		res, err := l.RenameTag(ctx(), tag, other, core.OpID{})
		require.NoError(t, err)
		m.eachTags(func(tags []string) []string {
			for i := range tags {
				if tags[i] == tag {
					tags[i] = other
				}
			}
			return core.CleanTags(tags)
		})
		return res.Change
	case 2:
		res, err := l.Update(ctx(), core.Selection{Query: "#" + tag}, core.Edit{AddTags: []string{other}, Unread: new(bool)}, core.OpID{})
		require.NoError(t, err)
		for i := range m.list {
			if b := &m.list[i]; b.Live() && slices.Contains(b.Tags, tag) {
				b.Tags, b.Unread = core.JoinTags(b.Tags, []string{other}), false
			}
		}
		return res.Change
	case 3:
		require.NoError(t, l.Flush(ctx(), r.IntN(20)))
	case 4:
		require.NoError(t, l.Tidy(ctx()))
		m.emptied(t, l)
	case 5:
		return m.importSome(t, r, l)
	case 6:
		return m.undo(t, l)
	default:
		s := core.Save{Bookmark: core.Bookmark{URL: url(n), Title: modelTitles[r.IntN(len(modelTitles))] + fmt.Sprint("Page ", n, " über ", other), Description: modelTitles[r.IntN(len(modelTitles))] + "note", Tags: []string{tag}, Private: r.IntN(2) == 0, Unread: r.IntN(2) == 0}, Touched: core.AllFields}
		res, err := l.Save(ctx(), s)
		require.NoError(t, err)
		m.saved(t, s.Bookmark, res.Bookmark)
		return res.Change
	}
	return 0
}

// saved notes a save by what was asked; of the answer it takes what the library
// alone can know.
func (m *model) saved(t *testing.T, asked, got core.Bookmark) {
	t.Helper()
	asked.ID, asked.Created, asked.Updated = got.ID, got.Created, got.Updated
	if b := m.find(asked.URL); b != nil {
		asked.ID, asked.Created = b.ID, b.Created
		asked.Tags = core.JoinTags(b.Tags, asked.Tags)
		*b = asked
	} else {
		m.list = append(m.list, asked)
	}
	require.Equal(t, asked, got)
}

func (m *model) eachTags(edit func([]string) []string) {
	for i := range m.list {
		m.list[i].Tags = edit(slices.Clone(m.list[i].Tags))
	}
}

func (m *model) importSome(t *testing.T, r *rand.Rand, l *core.Library) uint64 {
	from, n := r.IntN(30), r.IntN(90)
	report, err := l.Import(ctx(), func(yield func(core.Entry, error) bool) {
		for i := range n {
			if !yield(core.Entry{URL: url(from + i), Title: "Imported", Tags: []string{"imp"}, Number: i + 1}, nil) {
				return
			}
		}
	}, core.ImportOptions{Name: "file"}, nil)
	require.NoError(t, err)
	for i := range n {
		b := m.find(url(from + i))
		if b == nil {
			p, err := l.ByURL(ctx(), url(from+i))
			require.NoError(t, err)
			m.list = append(m.list, *p.Exact)
			continue
		}
		b.Tags = core.JoinTags(b.Tags, []string{"imp"})
	}
	require.Equal(t, n, report.Entries)
	require.Equal(t, n, report.Stored+report.Merged)
	return report.Change
}

// undo takes the newest change back, so that the list is as before it.
func (m *model) undo(t *testing.T, l *core.Library) uint64 {
	changes, err := l.History(ctx(), 0, 1)
	require.NoError(t, err)
	if len(changes) == 0 || m.past[changes[0].Number] == nil {
		return 0
	}
	res, err := l.Undo(ctx(), changes[0].Number, core.OpID{})
	if changes[0].Kind == core.Purged {
		require.Equal(t, core.Invalid, core.CodeOf(err))
		return 0
	}
	require.NoError(t, err)
	created := m.list[len(m.past[changes[0].Number]):]
	m.list = slices.Clone(m.past[changes[0].Number])
	for _, b := range created {
		got, err := l.Get(ctx(), b.ID)
		require.NoError(t, err)
		m.list = append(m.list, got)
	}
	for i := range m.list { // when it went to the trash is not taken back
		got, err := l.Get(ctx(), m.list[i].ID)
		require.NoError(t, err)
		require.Equal(t, line(&got), line(&m.list[i]))
		m.list[i] = got
	}
	return res.Change
}

// restore takes one out of the trash, if its address is still free.
func (m *model) restore(t *testing.T, r *rand.Rand, l *core.Library) uint64 {
	b := m.someTrashed(r)
	if b == nil {
		return 0
	}
	res, err := l.Restore(ctx(), ids(b.ID), core.OpID{})
	if m.find(b.URL) != nil {
		require.Equal(t, core.Duplicate, core.CodeOf(err))
		return 0
	}
	require.NoError(t, err)
	b.Deleted = time.Time{}
	return res.Change
}

func (m *model) someTrashed(r *rand.Rand) *core.Bookmark {
	var trashed []*core.Bookmark
	for i := range m.list {
		if !m.list[i].Live() {
			trashed = append(trashed, &m.list[i])
		}
	}
	if len(trashed) == 0 {
		return nil
	}
	return trashed[r.IntN(len(trashed))]
}

// purge removes one of the trash or all of it for ever.
func (m *model) purge(t *testing.T, r *rand.Rand, l *core.Library) uint64 {
	b := m.someTrashed(r)
	if b == nil {
		return 0
	}
	gone := func(x core.Bookmark) bool { return x.ID == b.ID }
	which := core.Selection{IDs: []core.ID{b.ID}}
	if r.IntN(2) == 0 {
		which, gone = inTrash, func(x core.Bookmark) bool { return !x.Live() }
	}
	b = &core.Bookmark{ID: b.ID}
	res, err := l.Purge(ctx(), which, time.Time{}, core.OpID{})
	require.NoError(t, err)
	m.list = slices.DeleteFunc(m.list, gone)
	return res.Change
}

// emptied drops what tidying has taken out of the trash: only what was in it
// for thirty days.
func (m *model) emptied(t *testing.T, l *core.Library) {
	t.Helper()
	m.list = slices.DeleteFunc(m.list, func(b core.Bookmark) bool {
		_, err := l.Get(ctx(), b.ID)
		if err == nil {
			return false
		}
		require.Equal(t, core.NotFound, core.CodeOf(err))
		require.False(t, b.Live())
		return true
	})
}

// edit sets fields of one bookmark, its address too.
func (m *model) edit(t *testing.T, r *rand.Rand, l *core.Library, tag string) uint64 {
	live := m.live()
	if len(live) == 0 {
		return 0
	}
	b := live[r.IntN(len(live))]
	to := url(r.IntN(60))
	res, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{ID: b.ID, URL: to, Title: "Edited", Tags: []string{tag, "x"}}, Touched: core.FieldURL | core.FieldTitle | core.FieldTags})
	if other := m.find(to); other != nil && other.ID != b.ID {
		require.Equal(t, core.Duplicate, core.CodeOf(err))
		return 0
	}
	require.NoError(t, err)
	x := m.find(b.URL)
	x.URL, x.Title, x.Tags = to, "Edited", []string{tag, "x"}
	return res.Change
}

// compare asks random queries and requires exactly what a scan finds, with the
// exact total and counts, in order, on whole pages and on small ones.
func (m *model) compare(t *testing.T, r *rand.Rand, l *core.Library, w *world) {
	t.Helper()
	for range 4 {
		typed := ""
		if r.IntN(6) > 0 {
			typed = randomQuery(r, r.IntN(3))
		}
		q := query.Parse(typed)
		s := &scan{loc: time.UTC, now: w.now}
		expected, tags := []string{}, make(map[string]int)
		for i := range m.list {
			if b := &m.list[i]; s.finds(q, b) {
				expected = append(expected, line(b))
				for _, tag := range b.Tags {
					tags[tag]++
				}
			}
		}
		sorts := []string{"", "new", "old", "title", "best"}
		by := sorts[r.IntN(len(sorts))]
		if by != "" {
			typed = strings.TrimSpace(typed + " sort:" + by)
			if _, or := q.Root.(query.Or); or {
				typed = q.Sorted(by).String()
			}
		}
		p, err := l.Search(ctx(), core.Search{Query: typed, Limit: 1000, Total: true, Tags: 1000})
		require.NoError(t, err)
		got := lines(p.Bookmarks)
		m.pages(t, r, l, typed, got)
		m.inOrder(t, p, typed)
		counts := make(map[string]int)
		for _, c := range p.Tags {
			counts[c.Tag] = c.Count
		}
		sort.Strings(got)
		sort.Strings(expected)
		require.Equal(t, expected, got, typed)
		require.Equal(t, len(expected), p.Total, typed)
		require.Equal(t, tags, counts, typed)
	}
}

func line(b *core.Bookmark) string {
	return fmt.Sprint(b.URL, " ", b.Title, " ", b.Description, " ", strings.Join(b.Tags, ","), b.Private, b.Unread, b.Live(), b.Created.UnixMilli())
}

func lines(list []core.Bookmark) []string {
	out := []string{}
	for i := range list {
		out = append(out, line(&list[i]))
	}
	return out
}

// pages puts small pages together; one beyond the end is empty.
func (m *model) pages(t *testing.T, r *rand.Rand, l *core.Library, typed string, all []string) {
	t.Helper()
	size, got := 1+r.IntN(20), []string{}
	for offset := 0; ; offset += size {
		p, err := l.Search(ctx(), core.Search{Query: typed, Offset: offset, Limit: size})
		require.NoError(t, err)
		got = append(got, lines(p.Bookmarks)...)
		if len(p.Bookmarks) == 0 {
			break
		}
	}
	require.Equal(t, all, got, typed)
}

func (m *model) inOrder(t *testing.T, p core.Page, typed string) {
	t.Helper()
	if _, ok := query.Parse(typed).Root.(query.Address); ok {
		return // what has the address comes first
	}
	for i := 1; i < len(p.Bookmarks); i++ {
		a, b := &p.Bookmarks[i-1], &p.Bookmarks[i]
		switch p.Sort {
		case "new":
			require.False(t, a.Created.Before(b.Created), typed)
		case "old":
			require.False(t, b.Created.Before(a.Created), typed)
		case "title":
			require.LessOrEqual(t, text.Fold(a.Title), text.Fold(b.Title), typed)
		}
	}
}
