package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// TestAFrozenPageKeepsNobodyWaitingAndFindsWhatWasDoneMeanwhile freezes a page that
// has begun an import and holds the lock of the snapshots. Another page saves, and
// imports the same file; the first one then goes on and finds all of it there.
func TestAFrozenPageKeepsNobodyWaitingAndFindsWhatWasDoneMeanwhile(t *testing.T) {
	if *only == "firefox" { // which cannot be asked to freeze a page
		return
	}
	s := begin(t, "chromium", browser.Options{})
	o := s.open("options.html")
	eval[any](o, growFile, 20000)
	o.until("the plan", `() => document.querySelector("#import-start").checkVisibility()`)
	eval[any](o, `() => {
		const bar = document.getElementById("import-bar");
		new MutationObserver(() => { document.documentElement.dataset.begun = "yes"; }).observe(bar, {attributes: true});
	}`)
	o.click("@Import 20,000 bookmarks")
	o.until("the import to be under way", `() => document.documentElement.dataset.begun`)
	require.NoError(t, o.Freeze(s.ctx, true))

	popup := s.popupOn("/plain")
	popup.read()
	popup.write("mine")
	popup.press("Enter")
	s.gone()
	other := s.open("options.html")
	eval[any](other, growFile, 20000)
	other.click("@Import 20,000 bookmarks")
	other.shows("20,000 bookmarks added.") // none by the first
	require.Equal(t, 20001, other.bookmarks())

	require.NoError(t, o.Freeze(s.ctx, false))
	require.NoError(t, o.Front(s.ctx))
	o.shows("Nothing was changed: the library has all of this already.")
	require.Equal(t, 20001, o.bookmarks())
	require.Equal(t, []string{"mine"}, o.stored(s.site.at("/plain")).Tags)
	o.whole()
	s.quiet()
}
