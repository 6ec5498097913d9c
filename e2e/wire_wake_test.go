package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// TestThePageThatWillAskStartsTheEngine: the library page says so before its
// modules are there, and the background does not wait for the question. The page
// here asks nothing, so nothing else starts it.
func TestThePageThatWillAskStartsTheEngine(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("wasm_exec.js")
		require.NoError(s.t, s.existing("library.html").Close(s.ctx)) // the welcome, which asks
		require.Equal(s.t, "wake.js", eval[string](p, `async () => /<script[^>]* src="([^"]*)"/.exec(await (await fetch("library.html")).text())[1]`),
			"the first script of the library page")
		s.cold()
		eval[any](p, `async () => { await import(location.origin + "/wake.js"); }`)
		require.NoError(s.t, browser.Until(s.ctx, "the background to run", func() (bool, error) { return s.b.BackgroundRuns(s.ctx) }))
		s.until("the engine to run", `() => performance.getEntriesByName("running", "mark").length > 0`)
	})
}
