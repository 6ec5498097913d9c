package e2e

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// blind types into a popup as soon as there is one, looking at nothing.
func (s *session) blind(on *page, slow float64, keys ...string) {
	s.t.Helper()
	raw, err := s.b.Popup(s.ctx, on.Page)
	require.NoError(s.t, err)
	p := &page{s, raw}
	if slow > 1 {
		err := p.Throttle(s.ctx, slow)
		if !errors.Is(err, browser.ErrUnsupported) {
			require.NoError(s.t, err)
		}
	}
	p.until("the window's focus", `() => document.hasFocus() && document.body`)
	p.press(keys...)
}

// eachUnhurried runs a test with a form that waits for the engine and for the page
// as long as it takes: how long a person waits is not what these tests are about.
func eachUnhurried(t *testing.T, test func(s *session)) {
	eachAltered(t, func(t *testing.T, dir string) {
		altered(t, dir, "popup.js", "var ENGINE_PATIENCE = 5e3;", "var ENGINE_PATIENCE = 6e5;")
		altered(t, dir, "popup.js", "var PAGE_PATIENCE = 1e3;", "var PAGE_PATIENCE = 6e5;")
	}, test)
}

func TestThreeLettersOfTwoTagsAndEnterTypedBlindIntoAColdPopup(t *testing.T) {
	for name, slow := range map[string]float64{"AtFullSpeed": 1, "SlowedTwentyTimes": 20} {
		t.Run(name, func(t *testing.T) {
			eachUnhurried(t, func(s *session) {
				asker := s.keeps(usual()...)
				on := s.visit(s.site.at("/plain"))
				s.cold()
				s.blind(on, slow, "s", "t", "r", "Tab", "d", "a", "t", "Tab", "Enter")
				require.Equal(s.t, []string{"streams", "databases"}, s.saved(asker, "/plain").Tags)
				s.quiet()
			})
		})
	}
}

func TestTypedBlindBeforeThereIsATableOfTags(t *testing.T) {
	eachUnhurried(t, func(s *session) {
		asker := s.keeps(usual()...)
		eval[any](asker, `() => (globalThis.browser ?? chrome).storage.local.remove("hints")`)
		on := s.visit(s.site.at("/plain"))
		s.cold()
		s.blind(on, 1, "s", "t", "r", "Tab", "d", "a", "t", "Tab", "Enter")
		require.Equal(s.t, []string{"streams", "databases"}, s.saved(asker, "/plain").Tags)
	})
}

func TestEnterAtOnceAndEnterLaterEndInTheSameRecord(t *testing.T) {
	eachUnhurried(t, func(s *session) {
		asker := s.keeps(append(usual(),
			saying{"url": s.site.at("/streams"), "title": "Mine", "description": "What I wrote.", "tags": []string{"first"}, "unread": true},
			saying{"url": s.site.at("/hostile"), "title": "Mine", "description": "What I wrote.", "tags": []string{"first"}, "unread": true},
		)...)
		early := s.visit(s.site.at("/streams"))
		eval[any](early, selectWords, "words")
		s.cold()
		s.blind(early, 1, "n", "e", "w", "Enter")
		soon := s.saved(asker, "/streams")

		late := s.visit(s.site.at("/hostile"))
		eval[any](late, selectWords, "words")
		p := s.popup(late)
		p.until("what is saved", `() => document.getElementById("state").textContent.startsWith("saved")`)
		p.until("chips", `() => document.querySelector(".chip")`)
		p.holds("@Tags", "first ")
		p.write("new")
		p.press("Enter")
		later := s.saved(asker, "/hostile")

		require.Equal(s.t, &bookmark{
			ID: soon.ID, URL: s.site.at("/streams"), Title: "Mine", Tags: []string{"first", "new"}, Unread: true,
			Description: "What I wrote.\n\n> A passage worth keeping, of some length.",
		}, soon)
		soon.ID, soon.URL = later.ID, later.URL
		require.Equal(s.t, soon, later)
	})
}
