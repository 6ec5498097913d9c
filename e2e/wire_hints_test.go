package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// silent is the extension without the words by which its background tells pages
// of a change.
func silent(t *testing.T, kind string) string {
	t.Helper()
	dir := variant(t, kind, asItIs)
	inModules(t, dir)
	altered(t, dir, "host.js", "for (const port of ports) post(port, { event: 'changed', generation });", "")
	return dir
}

// TestWithEveryHintLostNothingIsLostAndAPageInViewIsUpToDate lets pages write to one
// bookmark that have not heard of each other, then looks at the one in view.
func TestWithEveryHintLostNothingIsLostAndAPageInViewIsUpToDate(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		s := begin(t, kind, browser.Options{Extension: silent(t, kind)})
		first := s.wire()
		id := first.kept("https://a.example/", "A", "apples").ID
		library := s.library("")
		library.listing("A")

		second := s.wire()
		second.kept("https://b.example/", "B")
		eval[any](second, importHere, `[{"href": "https://c.example/", "description": "C", "tags": "cherries", "time": "2016-11-01T00:00:00Z"}]`)
		eval[any](second, `(id) => wire.api.update({ids: [id]}, {addTags: ["second"]}).then(() => 1)`, id)
		eval[any](first, `(id) => wire.api.update({ids: [id]}, {addTags: ["first"], title: "A once more"}).then(() => 1)`, id)
		require.Empty(t, eval[[]int](first, `() => wire.changes`), "no hint arrived")

		for _, p := range []*page{first, second} {
			require.Equal(t, 3, p.find("").Total)
			b := p.stored("https://a.example/")
			require.Equal(t, "A once more", b.Title)
			require.ElementsMatch(t, []string{"apples", "second", "first"}, b.Tags)
		}
		require.NoError(t, library.Front(s.ctx))
		library.listing("B", "A once more", "C")
		s.quiet()
	})
}
