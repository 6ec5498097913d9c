package core_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func TestTextOutOfAnAddressIsFound(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, "https://www.example.com/", "News")
	save(t, l, "https://ja.wikipedia.org/wiki/%E7%8C%AB%E5%8F%8B", "Cats")
	for q, want := range map[string]string{
		"www.example.com": "News", `"https://www.example.com/"`: "News", "url:https://www.example.com/": "News",
		"url:www.example.com": "News", "/wiki/%E7%8C%AB%E5%8F%8B": "Cats", "url:wiki/%E7%8C%AB": "Cats",
	} {
		require.Equal(t, []string{want}, titles(t, l, q), q)
	}
	require.Empty(t, titles(t, l, "title:www.example.com"))
}

func TestWordsOfAnAddressStandInARow(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, "https://en.wikipedia.org/wiki/C++", "A language")
	save(t, l, "https://en.wikipedia.org/wiki/Moore%27s_law", "Chips")
	save(t, l, "https://a.example/%E6%97%A5%E6%9C%AC%E8%AA%9E/go", "X")
	for q, want := range map[string]string{"url:wiki/C++": "A language", "url:moore's_law": "Chips", "url:日本語/go": "X"} {
		require.Equal(t, []string{want}, titles(t, l, q), q)
	}
	require.Empty(t, titles(t, l, "url:wiki/law"))
}

func TestWhatOnlyABeginningFindsTogetherIsOffered(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, url(1), "Data barrel")
	save(t, l, url(2), "Bar")
	for q, want := range map[string]string{"data bar": "data bar*", "dat* bar": "dat* bar*", "data bar sort:new": "data bar* sort:new"} {
		p, err := l.Search(ctx(), core.Search{Query: q, Limit: 5})
		require.NoError(t, err)
		require.Equal(t, want, p.HintQuery, q)
	}
}

func TestOnlyABeginningIsMarkedAsOne(t *testing.T) {
	l, _, _ := newLibrary(t)
	for q, want := range map[string][]string{"go lang": {"go", "lang*"}, "go lang ": {"go", "lang"}, "go wasm*": {"go", "wasm*"}, "#data-* go ": {"go"}} {
		p, err := l.Search(ctx(), core.Search{Query: q, Limit: 1, Typing: true})
		require.NoError(t, err)
		require.Equal(t, want, p.Terms, q)
	}
}

func TestWordsFoundByATildeAreMarked(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, url(1), "Kubernetes")
	p, err := l.Search(ctx(), core.Search{Query: "kubernets~", Limit: 5})
	require.NoError(t, err)
	require.Len(t, p.Bookmarks, 1)
	require.Contains(t, p.Terms, "kubernetes")
}

func TestWhatIsMissingInTheTrashIsNamed(t *testing.T) {
	l, _, _ := newLibrary(t)
	b := save(t, l, url(1), "Foo")
	_, err := l.Delete(ctx(), ids(b.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	p, err := l.Search(ctx(), core.Search{Query: "is:trashed foo is:unread", Limit: 5, Total: true})
	require.NoError(t, err)
	require.Equal(t, [2]string{"Nothing is found for “is:unread”.", "is:trashed foo"}, [2]string{p.Hint, p.HintQuery})
}

func TestANumberInAPastedTitleIsOfferedAsAWord(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, url(1), "net: fix race · Issue #1234 · golang/go")
	p, err := l.Search(ctx(), core.Search{Query: "net: fix race · Issue #1234 · golang/go", Limit: 5, Total: true})
	require.NoError(t, err)
	require.Equal(t, []string{"net: fix race · Issue #1234 · golang/go"}, titles(t, l, p.HintQuery))
	require.Contains(t, p.HintQuery, "1234")
}

func TestAPassageWithAnAddressInItIsTakenAsItStands(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, "https://go.dev/doc", "Docs")
	require.Empty(t, titles(t, l, `"read this first: https://go.dev/doc"`))
	require.Equal(t, []string{"Docs"}, titles(t, l, `"https://go.dev/doc"`))
}
