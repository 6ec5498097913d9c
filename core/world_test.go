package core_test

import (
	"context"
	"encoding/binary"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// A world gives a library its clock and its randomness.
type world struct {
	now  time.Time
	seed uint64
}

func newWorld() *world { return &world{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)} }

func (w *world) options() core.Options {
	return core.Options{
		Now: func() time.Time {
			w.now = w.now.Add(time.Millisecond)
			return w.now
		},
		Random: func(p []byte) {
			for i := range p {
				w.seed = w.seed*6364136223846793005 + 1442695040888963407
				p[i] = byte(w.seed >> 56)
			}
		},
	}
}

// inTrash selects everything in the trash.
var inTrash = core.Selection{Query: "is:trashed"}

func ctx() context.Context { return context.Background() }

func openLibrary(t *testing.T, m *memstore.Medium, w *world) *core.Library {
	t.Helper()
	l, err := core.Open(ctx(), m.Open(), w.options())
	require.NoError(t, err)
	return l
}

// newLibrary opens an empty library and checks every invariant of it when the
// test is over.
func newLibrary(t *testing.T) (*core.Library, *memstore.Medium, *world) {
	t.Helper()
	m, w := memstore.New(), newWorld()
	l := openLibrary(t, m, w)
	t.Cleanup(func() { requireSound(t, m, w) })
	return l, m, w
}

func requireSound(t *testing.T, m *memstore.Medium, w *world) {
	t.Helper()
	m.Fail(nil)
	require.Empty(t, openLibrary(t, m, w).Check(ctx(), nil))
}

func save(t *testing.T, l *core.Library, url, title string, tags ...string) core.Result {
	t.Helper()
	r, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url, Title: title, Tags: tags, Private: true}, Touched: core.AllFields})
	require.NoError(t, err)
	return r
}

// saveMany saves n bookmarks with those tags at addresses of their own.
func saveMany(t *testing.T, l *core.Library, n int, tags ...string) {
	t.Helper()
	for i := range n {
		save(t, l, "https://example.org/"+tags[0]+"/"+time.Duration(i).String(), "P", tags...)
	}
}

func titles(t *testing.T, l *core.Library, query string) []string {
	t.Helper()
	p, err := l.Search(ctx(), core.Search{Query: query, Limit: 1000, Total: true})
	require.NoError(t, err)
	out := []string{}
	for _, b := range p.Bookmarks {
		out = append(out, b.Title)
	}
	require.Equal(t, len(out), p.Total, query)
	return out
}

func tagNames(list []core.TagCount) (out []string) {
	for _, c := range list {
		out = append(out, c.Tag)
	}
	return out
}

func op(n int) (id core.OpID) {
	binary.BigEndian.PutUint64(id[:], uint64(n+1))
	return id
}

func ids(list ...core.ID) core.Selection { return core.Selection{IDs: list} }
