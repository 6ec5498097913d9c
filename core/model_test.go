package core_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
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
	for seed := range uint64(12) {
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
		m.compare(t, r, l)
	}
	requireSound(t, medium, w)
}

var modelTags = []string{"a", "b", "c", "d-e", "é"}

func (m *model) act(t *testing.T, r *rand.Rand, l *core.Library) uint64 {
	t.Helper()
	n := r.IntN(40)
	tag, other := modelTags[r.IntN(len(modelTags))], modelTags[r.IntN(len(modelTags))]
	switch r.IntN(14) {
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
	case 5:
		return m.importSome(t, r, l)
	case 6:
		return m.undo(t, l)
	default:
		s := core.Save{Bookmark: core.Bookmark{URL: url(n), Title: fmt.Sprint("Page ", n, " über ", other), Tags: []string{tag}, Unread: r.IntN(2) == 0}, Touched: core.AllFields}
		res, err := l.Save(ctx(), s)
		require.NoError(t, err)
		if b := m.find(url(n)); b != nil {
			want := core.JoinTags(b.Tags, []string{tag})
			*b = res.Bookmark
			require.Equal(t, want, b.Tags)
		} else {
			m.list = append(m.list, res.Bookmark)
		}
		return res.Change
	}
	return 0
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
	require.NoError(t, err)
	created := m.list[len(m.past[changes[0].Number]):]
	m.list = slices.Clone(m.past[changes[0].Number])
	for _, b := range created {
		got, err := l.Get(ctx(), b.ID)
		require.NoError(t, err)
		m.list = append(m.list, got)
	}
	return res.Change
}

func (m *model) compare(t *testing.T, r *rand.Rand, l *core.Library) {
	t.Helper()
	tag := modelTags[r.IntN(len(modelTags))]
	for query, want := range map[string]func(*core.Bookmark) bool{
		"":                      func(*core.Bookmark) bool { return true },
		"#" + tag:               func(b *core.Bookmark) bool { return slices.Contains(b.Tags, tag) },
		"-#" + tag + " #imp":    func(b *core.Bookmark) bool { return !slices.Contains(b.Tags, tag) && slices.Contains(b.Tags, "imp") },
		"title:uber sort:new":   func(b *core.Bookmark) bool { return strings.Contains(b.Title, "über") },
		"is:unread OR imported": func(b *core.Bookmark) bool { return b.Unread || b.Title == "Imported" },
	} {
		p, err := l.Search(ctx(), core.Search{Query: query, Limit: 1000, Total: true, Tags: 10})
		require.NoError(t, err)
		got := []string{}
		for _, b := range p.Bookmarks {
			got = append(got, b.URL+" "+strings.Join(b.Tags, ","))
		}
		expected := []string{}
		for _, b := range m.live() {
			if want(&b) {
				expected = append(expected, b.URL+" "+strings.Join(b.Tags, ","))
			}
		}
		sort.Strings(got)
		sort.Strings(expected)
		require.Equal(t, expected, got, query)
		require.Equal(t, len(expected), p.Total, query)
	}
}
