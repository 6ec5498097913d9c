package e2e

import (
	"testing"
)

func TestTheExtensionLoadsAndItsPagesReportNothing(t *testing.T) {
	each(t, func(s *session) {
		for _, name := range []string{"library.html", "options.html", "popup.html"} {
			p := s.open(name)
			p.until("a page", `() => document.readyState === "complete" && document.body.innerText.trim()`)
			_ = ask[map[string]any](p, "stats", nil)
		}
	})
}
