package server_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/server"
)

// TestAFeedOfLongTextsIsBounded holds that what anybody may ask for takes no more
// memory than a server has.
func TestAFeedOfLongTextsIsBounded(t *testing.T) {
	w := newWorld(t, server.Limits{})
	for _, name := range []string{"ann", "bob"} { // so that all of them are popular
		w.user(name)
		_, err := w.handler.Import(t.Context(), name, func(yield func(core.Bookmark, error) bool) {
			for i := range 60 {
				b := core.Bookmark{URL: fmt.Sprintf("https://example.com/%d", i), Title: "long", Description: strings.Repeat("x", 190<<10), Created: time.Unix(int64(i), 0)}
				if !yield(b, nil) {
					return
				}
			}
		}, false)
		require.NoError(t, err)
	}
	for _, feed := range []string{"rss/u:ann/", "json/u:ann/", "rss/popular/", "json/recent/"} {
		_, body := w.get("/" + feed + "?count=400")
		require.Contains(t, body, "https://example.com/", feed)
		require.Less(t, len(body), 6<<20, feed)
	}
	_, body := w.get("/json/u:ann/?count=400")
	require.Contains(t, body, `"https://example.com/59"`, "the newest are those that stay")
}

// TestTheFeedOfAPageIsOfTheSameTag: the address of a feed is decoded twice.
func TestTheFeedOfAPageIsOfTheSameTag(t *testing.T) {
	w := newWorld(t, server.Limits{})
	w.call(w.user("ann"), "posts/add", "url", "https://example.com/", "description", "x", "tags", "x%41 c++ 100% c%2B%2B")
	link := regexp.MustCompile(`type="application/json"[^>]* href="([^"]*)"`)
	for _, tag := range []string{"x%2541", "c%2B%2B", "100%25", "c%252B%252B"} {
		_, html := w.get("/u:ann/t:" + tag + "/")
		found := link.FindStringSubmatch(html)
		require.NotNil(t, found, tag)
		_, feed := w.get(found[1])
		require.Contains(t, feed, "https://example.com/", tag)
	}
}

// TestAPublicPageDoesNotCountWhatIsPrivate: where a list goes on is the same
// whatever else was saved.
func TestAPublicPageDoesNotCountWhatIsPrivate(t *testing.T) {
	next := regexp.MustCompile(`rel="next" href="([^"]*)"`)
	links := map[int]string{}
	for _, private := range []int{0, 7} {
		w := newWorld(t, server.Limits{})
		token := w.user("ann")
		for i := range private {
			w.call(token, "posts/add", "url", fmt.Sprintf("https://private.example/%d", i), "description", "x", "shared", "no")
		}
		_, err := w.handler.Import(t.Context(), "ann", many(51), false)
		require.NoError(t, err)
		_, html := w.get("/u:ann/")
		found := next.FindStringSubmatch(html)
		require.NotNil(t, found)
		links[private] = found[1]
	}
	require.Equal(t, links[0], links[7])
}
