package e2e

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/internal/browser"
	"pinfold/server"
	"pinfold/server/sqlite"
)

// A home is the server at work, with one person, and what it was sent.
type home struct {
	*server.Server
	URL, token string

	mu       sync.Mutex
	requests []string // each with its body
}

// newHome starts the server with nobody's bookmarks in it.
func newHome(t *testing.T) *home {
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "server.sqlite"))
	require.NoError(t, err)
	t.Cleanup(func() { store.Close() })
	h := &home{}
	h.Server, err = server.New(server.Options{Store: store, Now: time.Now, Random: func(p []byte) { rand.Read(p) },
		Failed: func(err error) { t.Errorf("the server failed: %v", err) }})
	require.NoError(t, err)
	h.token, err = h.AddUser(t.Context(), "jm")
	require.NoError(t, err)
	web := httptest.NewServer(http.HandlerFunc(h.note))
	t.Cleanup(web.Close)
	h.URL = web.URL
	return h
}

// note writes down what comes in, and lets the server answer it.
func (h *home) note(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	h.mu.Lock()
	h.requests = append(h.requests, r.Method+" "+r.URL.String()+" "+string(body))
	h.mu.Unlock()
	r.Body = io.NopCloser(bytes.NewReader(body))
	h.ServeHTTP(w, r)
}

// sent is all that has come in.
func (h *home) sent() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.requests, "\n")
}

// serving starts the server with somebody's bookmarks in it and returns its
// address and the token.
func serving(t *testing.T) (address, token string) {
	h := newHome(t)
	_, err := h.Import(t.Context(), "jm", func(yield func(core.Bookmark, error) bool) {
		for i := range 30 {
			long := fmt.Sprintf("https://example.com/%d/a-very-long-path-without-a-place-to-break-it-anywhere-at-all-in-all-of-its-length", i)
			b := core.Bookmark{URL: long, Title: long, Description: "> " + long + "\nmine", Tags: []string{"all", fmt.Sprintf("t%d", i), "a-very-long-tag-without-a-place-to-break-it-anywhere-at-all-in-its-length"},
				Created: time.Date(2016, time.Month(1+i%12), 1, 0, 0, 0, 0, time.UTC)}
			if !yield(b, nil) {
				return
			}
		}
	}, false)
	require.NoError(t, err)
	return h.URL, h.token
}

// arrived returns when a tab is at an address. A page that is about to go is not
// asked, since Firefox may never answer for it.
func (s *session) arrived(address string) {
	s.t.Helper()
	err := browser.Until(s.ctx, "a tab at "+address, func() (bool, error) {
		list, err := s.b.Pages(s.ctx)
		return slices.Contains(list, address), err
	})
	require.NoError(s.t, err)
}

// crowded are the tags smaller than 24 pixels that have another such one within
// 24 (WCAG 2.2, 2.5.8).
const crowded = `() => {
	const middle = (r) => [r.x + r.width / 2, r.y + r.height / 2];
	const small = [...document.querySelectorAll("aside a, .tags a")].map((a) => ({text: a.textContent, at: a.getBoundingClientRect()}))
		.filter(({at}) => at.width < 23.9 || at.height < 23.9).map(({text, at}) => ({text, at: middle(at)}));
	return small.filter((a) => small.some((b) => a !== b && Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]) < 23.9)).map(({text}) => text);
}`

func TestTheServersPagesAreReadNarrowedAndWrittenTo(t *testing.T) {
	each(t, func(s *session) {
		s.loud = "the server ends before its pages, which miss it"
		home, pair := serving(s.t)
		p := s.visit(home + "/u:jm/t:all/")
		p.shows("jm + all")
		require.Equal(s.t, "rgb(253, 252, 249)", eval[string](p, `() => getComputedStyle(document.body).backgroundColor`), "the extension's paper")
		for _, width := range []int{360, 1366} {
			require.NoError(s.t, p.Viewport(s.ctx, width, 800))
			p.until("a page without a bar below", `() => document.documentElement.scrollWidth <= innerWidth`)
		}
		require.Empty(s.t, eval[[]string](p, crowded))
		p.click(`aside a[href="/u:jm/t:all/t:t7/"]`)
		s.arrived(home + "/u:jm/t:all/t:t7/")
		p.until("the narrower list", `() => document.querySelectorAll("article").length === 1 && document.querySelector("h1").textContent === "jm + all + t7"`)

		require.NoError(s.t, p.Navigate(s.ctx, home+"/add?url=https://new.example/&title=New"))
		p.until("the login", `() => document.activeElement?.name === "name"`)
		p.write("jm")
		p.press("Tab")
		p.write(pair)
		p.press("Enter")
		s.arrived(home + "/add?url=https://new.example/&title=New")
		p.until("the form", `() => document.activeElement?.name === "tags"`)
		p.write("c++ new")
		p.press("Enter")
		s.arrived(home + "/add")
		p.shows("is among the private bookmarks of jm")
		require.NoError(s.t, p.Navigate(s.ctx, home+"/you/?t=c%2B%2B"))
		p.shows("private · edit")
		require.NoError(s.t, p.Navigate(s.ctx, home+"/u:jm/t:new/"))
		p.shows("No public bookmark has this tag.")
	})
}
