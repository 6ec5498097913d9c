package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// reading gives the extension the permission that a person gives for the
// browser's bookmarks, without the question.
func reading(manifest map[string]any) {
	delete(manifest, "optional_permissions")
	manifest["permissions"] = append(manifest["permissions"].([]any), "bookmarks")
}

const plant = `async () => {
	const api = (globalThis.browser ?? chrome).bookmarks;
	const folder = await api.create({title: "Recipes"});
	await api.create({parentId: folder.id, title: "Bread", url: "https://a.example/bread"});
	await api.create({title: "A script", url: "javascript:void(0)"});
}`

func (p *page) bringsOwn() {
	p.s.t.Helper()
	p.shows("This browser’s bookmarks: a browser’s own bookmarks with")
	p.shows("A script")
	p.click("#import-start")
	p.until("the report", `() => document.getElementById("import-report").checkVisibility()`)
	b := p.stored("https://a.example/bread")
	require.NotNil(p.s.t, b)
	require.Equal(p.s.t, "Bread", b.Title)
	require.Equal(p.s.t, []string{"recipes"}, b.Tags)
}

func TestTheBrowsersOwnBookmarksAreBroughtByAPress(t *testing.T) {
	s := begin(t, "chromium", browser.Options{Extension: variant(t, "chromium", reading)})
	eval[any](s.wire(), plant)
	p := s.open("options.html")
	p.click("@This browser’s own bookmarks")
	p.bringsOwn()
	s.quiet()
}

// Firefox refuses to ask for what is given already, and its question can be answered here.
func TestTheBrowserAsksBeforeItShowsItsBookmarks(t *testing.T) {
	s := begin(t, "firefox", browser.Options{})
	p := s.open("options.html")
	p.click("@This browser’s own bookmarks")
	require.NoError(t, s.b.Answer(s.ctx, false))
	p.shows("The browser was not allowed to show its bookmarks, so none were read.")
	p.click("@This browser’s own bookmarks")
	require.NoError(t, s.b.Answer(s.ctx, true))
	p.shows("This browser’s bookmarks: a browser’s own bookmarks with")
	p.until("the permission to be given back", `async () => !await browser.permissions.contains({permissions: ["bookmarks"]})`)
	s.quiet()
}
