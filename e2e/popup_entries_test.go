package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/internal/browser"
)

// theirs puts bookmarks of jm's onto a server and opens the page of one tag.
func (s *session) theirs(h *home) *page {
	s.t.Helper()
	list := []core.Bookmark{
		{URL: "https://a.example/ledgers", Title: "Ledgers that add up", Description: "Mine: worth a try.\n<blockquote>Every entry has its counter entry.</blockquote>", Tags: []string{"stripe", "data"}},
		{URL: "https://a.example/names", Title: hostile, Tags: []string{"stripe", "dns"}},
		{URL: "https://a.example/outage", Title: "What went wrong on Thursday", Tags: []string{"stripe", "ops"}},
	}
	_, err := h.Import(s.t.Context(), "jm", func(yield func(core.Bookmark, error) bool) {
		for i, b := range list {
			b.Created = time.Date(2016, 11, 20-i, 12, 0, 0, 0, time.UTC)
			if !yield(b, nil) {
				return
			}
		}
	}, false)
	require.NoError(s.t, err)
	return s.visit(h.URL + "/u:jm/t:stripe/")
}

func TestABookmarkOnAPageIsCopiedThroughTheForm(t *testing.T) {
	each(t, func(s *session) {
		wire := s.open("options.html")
		p := s.popup(s.theirs(newHome(s.t)))
		p.shows("3 bookmarks by jm are on this page:")
		p.click("@copy one")
		p.shows("What went wrong on Thursday")
		require.False(s.t, eval[bool](p, `() => Boolean(document.body.dataset.broken)`))
		p.press("Enter") // the first has the focus
		p.holds("@Title", "Ledgers that add up")
		p.holds("@URL", "https://a.example/ledgers")
		p.holds("@Description", "Mine: worth a try.\n\n> Every entry has its counter entry.")
		p.holds("@Tags", "stripe data via:jm ")
		p.focused("@Tags")
		p.write("mine")
		p.press("Enter")
		s.gone()
		b := wire.stored("https://a.example/ledgers")
		require.Equal(s.t, []string{"stripe", "data", "via:jm", "mine"}, b.Tags)
	})
}

func TestAllBookmarksOnAPageAreCopiedAsOneChange(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()[0]) // one of them is here already
		wire := s.open("options.html")
		p := s.popup(s.theirs(newHome(s.t)))
		p.click("@copy all")
		p.shows("3 bookmarks by jm: each keeps its own tags; what you type here is added to all.")
		p.write("copied")
		p.press("Enter")
		p.shows("Copied 2 bookmarks. One was here already and has the new tags too.")
		b := wire.stored("https://a.example/names")
		require.Equal(s.t, []string{"stripe", "dns", "via:jm", "copied"}, b.Tags)
		require.True(s.t, b.Private, "as new ones are")
		require.Equal(s.t, "Ledgers that add up", wire.stored("https://a.example/ledgers").Title)
		require.Contains(s.t, wire.stored("https://a.example/ledgers").Tags, "copied")
		p.click("@Undo")
		p.shows("are on this page:") // the form again
		require.Nil(s.t, wire.stored("https://a.example/names"))
		require.NotContains(s.t, wire.stored("https://a.example/ledgers").Tags, "copied")
	})
}

func TestCopyingWhatIsSavedKeepsMyWords(t *testing.T) {
	each(t, func(s *session) {
		wire := s.keeps(saying{"url": "https://a.example/ledgers", "title": "Mine", "description": "My words.", "tags": []string{"own"}})
		p := s.popup(s.theirs(newHome(s.t)))
		p.click("@copy one")
		p.shows("What went wrong on Thursday")
		p.press("Enter")
		p.holds("@URL", "https://a.example/ledgers")
		p.holds("@Title", "Mine")
		p.shows("+ what is copied (undo)")
		p.press("Control+Enter")
		s.gone()
		b := wire.stored("https://a.example/ledgers")
		require.Equal(s.t, "Mine", b.Title)
		require.Equal(s.t, "My words.\n\nMine: worth a try.\n\n> Every entry has its counter entry.", b.Description)
		require.Equal(s.t, []string{"own", "stripe", "data", "via:jm"}, b.Tags)
	})
}

func TestCopyingAllKeepsWhatWasTyped(t *testing.T) {
	each(t, func(s *session) {
		wire := s.open("options.html")
		p := s.popup(s.theirs(newHome(s.t)))
		p.shows("3 bookmarks by jm are on this page:")
		p.click("@Description")
		p.write("my notes")
		p.click("@Tags")
		p.write("mine ")
		p.click("@copy all")
		p.holds("@Tags", "mine ")
		p.press("Enter")
		p.shows("Copied 3 bookmarks.")
		require.Contains(s.t, wire.stored("https://a.example/names").Tags, "mine")
		p.click("@Undo")
		p.holds("@Description", "my notes")
	})
}

// TestCopyingAllAddsNoTagsOfThePageItself presses before the library has answered
// that the page is saved as well.
func TestCopyingAllAddsNoTagsOfThePageItself(t *testing.T) {
	each(t, func(s *session) {
		wire := s.open("options.html")
		on := s.theirs(newHome(s.t))
		address := eval[string](on, `() => location.href`)
		_ = ask[bookmark](wire, "save", map[string]any{"bookmark": saying{"url": address, "title": "jm + stripe · Pinfold", "tags": []string{"lists"}}, "touched": []string{"url", "title", "tags"}})
		p := s.popup(on)
		p.click("@copy all")
		eval[any](p, `() => { document.getElementById("url").dispatchEvent(new Event("change")); }`) // the library is asked once more
		p.holds("@Tags", "")
		require.False(s.t, eval[bool](p, `() => document.getElementById("delete").checkVisibility()`))
		p.press("Enter")
		p.shows("Copied 3 bookmarks.")
		require.NotContains(s.t, wire.stored("https://a.example/names").Tags, "lists")
	})
}

func TestAllBookmarksOfAPageAreCopiedThoughThePopupCloses(t *testing.T) {
	each(t, func(s *session) {
		wire := s.open("options.html")
		p := s.popup(s.theirs(newHome(s.t)))
		p.click("@copy all")
		p.shows("3 bookmarks by jm: each keeps its own tags")
		p.enter()
		_ = p.Close(s.ctx)
		s.gone()
		s.library("") // whoever opens Pinfold next finishes it
		err := browser.Until(s.ctx, "the copies", func() (bool, error) { return wire.stored("https://a.example/names") != nil, nil })
		require.NoError(s.t, err)
		require.NotNil(s.t, wire.stored("https://a.example/ledgers"))
	})
}
