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

// pressAndAnswer presses a button for which the browser asks about a permission.
func (p *page) pressAndAnswer(name string, yes bool) {
	p.s.t.Helper()
	p.click(name)
	require.NoError(p.s.t, p.s.b.Answer(p.s.ctx, yes))
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
	p.pressAndAnswer("@This browser’s own bookmarks", false)
	p.shows("The browser was not allowed to show its bookmarks, so none were read.")
	p.pressAndAnswer("@This browser’s own bookmarks", true)
	p.shows("This browser’s bookmarks: a browser’s own bookmarks with")
	p.until("the permission to be given back", `async () => !await browser.permissions.contains({permissions: ["bookmarks"]})`)
	s.quiet()
}
