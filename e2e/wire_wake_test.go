package e2e

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// TestThePageThatWillAskStartsTheEngine: the library page says so before its
// modules are there, and the background does not wait for the question.
func TestThePageThatWillAskStartsTheEngine(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.open("options.html#none")
		require.Equal(s.t, "wake.js", eval[string](p, `async () => /<script[^>]* src="([^"]*)"/.exec(await (await fetch("library.html")).text())[1]`),
			"the first script of the library page")
		s.cold()
		eval[any](p, `async () => { await import(location.origin + "/wake.js"); }`)
		require.NoError(s.t, browser.Until(s.ctx, "the engine to run", func() (bool, error) {
			raw, err := s.b.Background(s.ctx, `() => performance.getEntriesByName("running").length > 0`)
			if err != nil {
				return false, err
			}
			var runs bool
			return runs, json.Unmarshal(raw, &runs)
		}))
		s.quiet()
	})
}
