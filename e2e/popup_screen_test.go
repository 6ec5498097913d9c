package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// onScreen runs a test in both browsers with windows, each on a screen of its
// own, where keys come from the system as a person's do: a screen has one focus.
func onScreen(t *testing.T, test func(s *session, screen *browser.Screen)) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		screen, err := browser.NewScreen(t.Context())
		require.NoError(t, err)
		t.Cleanup(screen.Close)
		test(begin(t, kind, browser.Options{Env: screen.Env(), Window: true}), screen)
	})
}

// showing waits for the popup to be there or gone.
func (s *session) showing(want bool) {
	s.t.Helper()
	err := browser.Until(s.ctx, "the popup to come or go", func() (bool, error) {
		list, err := s.b.Pages(s.ctx)
		found := false
		for _, address := range list {
			found = found || address == s.b.Address()+"popup.html"
		}
		return err == nil && found == want, err
	})
	require.NoError(s.t, err)
}

// Chromium lets a page take Esc for itself; Firefox closes the popup without
// asking the page. What is typed is there again in both.
func TestTheSystemsEscClosesTheListFirstWhereTheBrowserLetsIt(t *testing.T) {
	onScreen(t, func(s *session, screen *browser.Screen) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/plain"))
		require.NoError(s.t, screen.Focus(s.ctx, s.b))
		p := s.popup(on)
		p.write("str")
		p.lists("streams", "strings", "data-structures", "infrastructure")
		s.kept(asker, `"str"`)
		require.NoError(s.t, screen.Press(s.ctx, "Escape"))
		if s.b.Name() == "chromium" {
			p.lists()
			p.holds("@Tags", "str")
			require.NoError(s.t, screen.Press(s.ctx, "ctrl+f"))
			p.focused("@Search")
			require.NoError(s.t, screen.Type(s.ctx, "data"))
			p.until("results", `() => document.querySelector("#results li")`)
			require.NoError(s.t, screen.Press(s.ctx, "Escape"))
			p.holds("@Search", "")
			require.NoError(s.t, screen.Press(s.ctx, "Escape"))
			p.focused("@Tags")
			require.NoError(s.t, screen.Press(s.ctx, "Escape"))
		}
		s.showing(false)
		p = s.popup(on)
		p.holds("@Tags", "str")
	})
}
