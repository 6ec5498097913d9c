package e2e

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// A saying is a bookmark as a test writes it into the library.
type saying = map[string]any

// keeps puts bookmarks into the library over the wire and returns an extension
// page to ask from, once the table for the first completion is written.
func (s *session) keeps(list ...saying) *page {
	s.t.Helper()
	p := s.open("options.html")
	for _, b := range list {
		touched := []string{"url", "title", "description", "tags", "private", "unread"}
		if _, dated := b["created"]; dated {
			touched = append(touched, "created")
		}
		_ = ask[bookmark](p, "save", map[string]any{"bookmark": b, "touched": touched})
	}
	s.tabled(p, len(list))
	return p
}

// tabled waits for the table that counts n bookmarks.
func (s *session) tabled(p *page, n int) {
	s.t.Helper()
	p.until("the table of tags", `async (n) =>
		(await (globalThis.browser ?? chrome).storage.local.get("hints")).hints?.bookmarks === n`, n)
}

// usual is a small library: streams is the most used of the tags with str.
func usual() []saying {
	return []saying{
		{"url": "https://a.example/", "title": "Streams of data", "tags": []string{"streams", "databases"}},
		{"url": "https://b.example/", "title": "Streaming and strings", "tags": []string{"streams", "strings"}},
		{"url": "https://c.example/", "title": "Data at rest", "tags": []string{"databases", "data-structures", "infrastructure"}},
	}
}

// popupOn opens the popup on a page of the site.
func (s *session) popupOn(path string) *page {
	s.t.Helper()
	return s.popup(s.visit(s.site.at(path)))
}

// lists waits for the tag list to hold tags, in that order; none: it is closed.
func (p *page) lists(tags ...string) {
	p.s.t.Helper()
	if tags == nil {
		tags = []string{}
	}
	p.until("the list", listed, tags)
}

// listed tells whether the tag list holds tags.
const listed = `(tags) => JSON.stringify([...document.querySelectorAll("#tag-list [role=option] bdi")]
	.filter((e) => e.checkVisibility()).map((e) => e.textContent)) === JSON.stringify(tags)`

// alive fails unless the popup is still there.
func (p *page) alive() {
	p.s.t.Helper()
	require.True(p.s.t, eval[bool](p, `() => document.getElementById("save") !== null`))
}

// saved waits for the popup to close and returns what is stored.
func (s *session) saved(asker *page, path string) *bookmark {
	s.t.Helper()
	s.gone()
	b := asker.stored(s.site.at(path))
	require.NotNil(s.t, b, "the bookmark is in the library")
	return b
}

func TestTheFormIsThereBeforeTheEngine(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/streams"))
		s.cold()
		p := s.popup(on)
		p.focused("@Tags")
		p.holds("@Title", "Streams of data")
		p.holds("@URL", s.site.at("/streams"))
		p.until("the number of bookmarks", `() => document.querySelector("#search").placeholder === "Find in 3 bookmarks"`)
		p.press("Enter")
		require.Equal(s.t, "Streams of data", s.saved(asker, "/streams").Title)
	})
}

// closed waits for every tab of an address to be gone.
func (s *session) closed(address string) {
	s.t.Helper()
	err := browser.Until(s.ctx, address+" to close", func() (bool, error) {
		list, err := s.b.Pages(s.ctx)
		return err == nil && !slices.Contains(list, address), err
	})
	require.NoError(s.t, err)
}

const locate = browser.Locate

func TestAllSuggestionsGoInAndOutByOnePress(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		p := s.popupOn("/streams")
		p.until("chips", `() => document.querySelectorAll("#chips .chip").length > 1`)
		chips := eval[[]string](p, `() => [...document.querySelectorAll("#chips .chip")].map((e) => e.textContent)`)
		name := "@+ all " + strconv.Itoa(len(chips))
		p.click(name)
		p.holds("@Tags", strings.Join(chips, " ")+" ")
		p.click(name)
		p.holds("@Tags", "")
		p.write(chips[0][:3])
		p.press("Escape")
		p.click("@" + chips[0])
		p.holds("@Tags", chips[0]+" ")
		p.focused("@Tags")
		p.press("Enter")
		require.Equal(s.t, chips[:1], s.saved(asker, "/streams").Tags)
	})
}
