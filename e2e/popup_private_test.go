package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// TestAPageOfAPrivateWindowIsKeptOnlyByAPress opens the popup on a page of a private
// window, writes into it and closes it: nothing is kept on the disk. Then it saves.
func TestAPageOfAPrivateWindowIsKeptOnlyByAPress(t *testing.T) {
	eachWith(t, browser.Options{Private: true}, func(s *session) {
		asker := s.open("options.html")
		onDisk := func() string {
			return eval[string](asker, `async () => JSON.stringify(await (globalThis.browser ?? chrome).storage.local.get())`)
		}
		raw, err := s.b.OpenPrivately(s.ctx, s.site.at("/plain"))
		require.NoError(s.t, err)
		on := &page{s, raw}

		p := s.popup(on)
		p.shows("This is a private window. The page is kept only if you press Save.")
		p.write("mine")
		p.holds("@Tags", "mine")
		require.NoError(s.t, p.Close(s.ctx))
		require.Nil(s.t, asker.stored(s.site.at("/plain")))
		require.NotContains(s.t, onDisk(), "/plain")
		require.NotContains(s.t, onDisk(), "mine")

		p = s.popup(on)
		p.press("Control+f")
		p.write("https://found.example/page")
		p.shows("Save this address")
		p.press("Enter")
		p.holds("@URL", "https://found.example/page")
		p.shows("This is a private window. The page is kept only if you press Save.")
		p.click("@Tags")
		p.write("typed")
		p.holds("@Tags", "typed")
		require.NoError(s.t, p.Close(s.ctx))
		require.NotContains(s.t, onDisk(), "found.example", "nor is what was opened from the results")

		p = s.popup(on)
		p.holds("@Tags", "mine")
		p.press("Enter")
		require.Equal(s.t, []string{"mine"}, s.saved(asker, "/plain").Tags)
		require.NotContains(s.t, onDisk(), "/plain", "it is in the library and nowhere else")
	})
}
