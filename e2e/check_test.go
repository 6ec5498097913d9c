package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// In Chromium only: Firefox's driver has modules of its own, and a page may
// name the one script of its Workers only once.
func TestTheLibraryIsReadBackInAWorkerOfThePage(t *testing.T) {
	s := begin(t, "chromium", browser.Options{})
	p := s.open("options.html")
	for _, url := range []string{"https://a.example/", "https://b.example/"} {
		eval[any](p, `async (url) => (await import("./api.js")).save({url, title: "Streams", tags: ["go"]}, ["title", "tags"])`, url)
	}
	got := eval[struct {
		OK       bool
		Checked  int
		Problems []string
	}](p, `async () => (await import("./api.js")).check()`)
	require.True(t, got.OK)
	require.Equal(t, 2, got.Checked)
	require.Empty(t, got.Problems)
}
