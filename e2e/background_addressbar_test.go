package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

func (s *session) suggests(text string) []string {
	s.t.Helper()
	list, err := s.b.AddressBar(s.ctx, "pf", text)
	require.NoError(s.t, err)
	return list
}

func TestTheAddressBarFindsBookmarks(t *testing.T) {
	eachWire(t, asItIs, func(s *session, wire *page) {
		wire.kept("https://rivers.example/?a=1&b=2", "Rivers & streams")
		wire.kept("https://lakes.example/", "Lakes")
		s.cold()
		got := s.suggests("rive")
		require.Len(s.t, got, 1)
		if s.b.Name() == "firefox" {
			require.Equal(s.t, "Rivers & streams — https://rivers.example/?a=1&b=2", got[0])
		} else {
			require.Equal(s.t, "Rivers &#38; streams <dim>—</dim> <url>https://rivers.example/?a=1&#38;b=2</url>", got[0])
		}
		require.Equal(s.t, []string{"Nothing found for “zebra”. Press Enter to look in the library."}, s.suggests("zebra"))
		if s.b.Name() == "chromium" { // Firefox asks without the space
			require.Equal(s.t, []string{"Nothing found for “rive”. Press Enter to look in the library."}, s.suggests("rive "))
		}
	})
}

// enters has Chromium say that a text was entered behind the keyword: no test can
// write into its address bar.
func (s *session) enters(text, disposition string) {
	s.t.Helper()
	_, err := s.b.Background(s.ctx, `async (text, disposition) => {
		const entered = chrome.omnibox.onInputEntered;
		while (!entered.hasListeners()) await new Promise((go) => setTimeout(go, 10));
		entered.dispatch(text, disposition);
	}`, text, disposition)
	require.NoError(s.t, err)
}

func TestWordsInTheAddressBarLeadToTheLibrary(t *testing.T) {
	eachWith(t, browser.Options{Private: true}, func(s *session) {
		if s.b.Name() == "firefox" {
			return // where only a person can press Enter there
		}
		private, err := s.b.OpenPrivately(s.ctx, s.site.at("/plain"))
		require.NoError(s.t, err)
		require.NoError(s.t, private.Front(s.ctx))
		s.enters("rivers", "currentTab") // no page of ours is shown in a private tab
		s.existing("library.html#q=rivers").until("the question", `() => document.getElementById("search").value === "rivers"`)
		list, err := s.b.Pages(s.ctx)
		require.NoError(s.t, err)
		require.Contains(s.t, list, s.site.at("/plain"))
		s.enters("https://go.example/doc tutorial", "newForegroundTab")
		s.existing("library.html#q=https%3A%2F%2Fgo.example%2Fdoc%20tutorial")
	})
}

func TestHostileTitlesBreakNoSuggestion(t *testing.T) {
	eachWire(t, asItIs, func(s *session, wire *page) {
		title := `odd </url><match> ]]> &amp; "quoted" ` + "\u202e\u200f\ufffe turned"
		wire.kept("https://odd.example/", title)
		eval[any](wire, `() => wire.api.save({url: "https://lone.example/", title: "odd \ud800 lone \u0007 bell" + " and long".repeat(300)}, ["title"]).then(() => 1)`)
		reader := s.visit(s.site.at("/plain"))
		got := s.suggests("odd")
		require.Len(s.t, got, 2)
		for _, text := range got {
			require.NotRegexp(s.t, "[\u0000-\u001f\u202a-\u202e\ufffe]", text)
			require.Less(s.t, len(text), 900)
			if s.b.Name() == "chromium" {
				// The browser itself reads the mark-up: what is not well formed
				// it refuses, and the person sees nothing.
				require.Equal(s.t, "well formed", eval[string](reader, `(text) => {
					const doc = new DOMParser().parseFromString("<d>" + text + "</d>", "text/xml");
					return doc.querySelector("parsererror")?.textContent ?? "well formed";
				}`, text))
			}
		}
	})
}

func TestTheKeywordIsTypedAndABookmarkOpens(t *testing.T) {
	eachDesk(t, asItIs, func(d *desk, wire *page) {
		address := d.site.at("/streams")
		wire.kept(address+"?from=bar", "Rivers and streams")
		d.cold()
		// The list appears when it appears, and nothing tells when: a person
		// looks, a test tries again, and waits longer each time.
		for patience := time.Second; d.ctx.Err() == nil; patience += time.Second {
			on := d.visit(d.site.at("/plain"))
			d.keys(on, "ctrl+l")
			require.NoError(d.t, d.screen.Type(d.ctx, "pf rive"))
			eval[any](wire, after, patience.Milliseconds())
			require.NoError(d.t, d.screen.Press(d.ctx, "Down", "Return"))
			if d.opensWithin(2*patience, address+"?from=bar") {
				break
			}
		}
		d.opened(address + "?from=bar")
		on := d.visit(d.site.at("/plain"))
		d.keys(on, "ctrl+l")
		require.NoError(d.t, d.screen.Type(d.ctx, "pf no such words"))
		require.NoError(d.t, d.screen.Press(d.ctx, "Return"))
		d.existing("library.html#q=no%20such%20words")
	})
}

// opensWithin tells whether a tab shows an address before so much time is over.
func (s *session) opensWithin(patience time.Duration, address string) bool {
	for end := time.Now().Add(patience); time.Now().Before(end); {
		list, err := s.b.Pages(s.ctx)
		require.NoError(s.t, err)
		for _, open := range list {
			if strings.HasPrefix(open, address) {
				return true
			}
		}
	}
	return false
}
