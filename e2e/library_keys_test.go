package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
	"pinfold/internal/drive"
)

// goes presses g and a letter, again where the machine was slower than a hand,
// which has a moment and a half for it.
func (p *page) goes(letter, query string) {
	p.s.t.Helper()
	require.NoError(p.s.t, browser.Until(p.s.ctx, "g "+letter, func() (bool, error) {
		if err := p.Press(p.s.ctx, "g", letter); err != nil {
			return false, err
		}
		return browser.Truth(p.s.ctx, p.Page, `(q) => document.getElementById("search").value === q`, query)
	}))
	p.asks(query)
}

// remembers waits for a setting to be kept, so that the next page begins with it.
func (p *page) remembers(name string, want any) {
	p.s.t.Helper()
	require.NoError(p.s.t, browser.Until(p.s.ctx, "the setting "+name, func() (bool, error) {
		got := map[string]any{}
		err := drive.Ask(p.s.ctx, p.Page, "settings", nil, &got)
		return err == nil && got[name] == want, err
	}))
}

func TestTheWholeListIsReachedByKeys(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.onRow("Ledgers that add up")
		p.press("ArrowDown", "j")
		p.onRow("What went wrong on Thursday")
		p.press("k", "ArrowUp")
		p.onRow("Ledgers that add up")
		p.press("r")
		p.shows("Marked unread: “Ledgers that add up”")
		p.until("the mark", `() => document.activeElement.querySelector(".flags").textContent === "unread"`)
		p.press("p")
		p.shows("Now private: “Ledgers that add up”")
		require.True(s.t, p.stored("https://a.example/ledgers").Private)
		p.press("z", "z")
		p.until("both taken back", `() => document.activeElement.querySelector(".flags").textContent === ""`)
		require.False(s.t, p.stored("https://a.example/ledgers").Private)
		p.press("Escape")
		p.focused("@Search")
		p.press("Enter")
		p.onRow("Ledgers that add up")
		// Tab goes through the row and then on, not through every row.
		for range 20 {
			p.press("Tab")
			if eval[bool](p, `() => !document.getElementById("rows").contains(document.activeElement)`) {
				break
			}
		}
		require.False(s.t, eval[bool](p, `() => document.getElementById("rows").contains(document.activeElement)`))
		p.press("Control+f")
		p.focused("@Search")
		p.press("Enter")
		p.onRow("Ledgers that add up")
		p.goes("u", "is:unread")
		p.counts("0")
	})
}

func TestTheSheetListsTheKeysAndTurnsLettersOff(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.onRow("Ledgers that add up")
		p.press("?")
		p.shows("select all that the query finds")
		p.click("@Single letters are keys")
		p.click("@Close")
		p.onRow("Ledgers that add up")
		p.press("d", "j", "?")
		p.press("ArrowDown")
		p.onRow("Finding services by name")
		p.counts("6")
		p.remembers("letters", false)
		p = s.library("#stripe")
		p.onRow("Ledgers that add up")
		p.press("j", "ArrowDown")
		p.onRow("Finding services by name")
		p.click("@Keys")
		p.click("@Single letters are keys")
		p.press("Escape")
		p.onRow("Finding services by name")
		p.press("j")
		p.onRow("What went wrong on Thursday")
	})
}

func TestTheTextHasThreeDensitiesThatAreRemembered(t *testing.T) {
	each(t, func(s *session) {
		long := pin("2016-01-01T00:00:00Z", "https://a.example/long", "Long", "", "long")
		for range 12 {
			long["extended"] = long["extended"].(string) + "A paragraph of some length that goes on for more than one line, and then some, as they do.\n\n"
		}
		many := []map[string]any{long}
		for i := range 40 {
			many = append(many, pin("2015-01-01T00:00:00Z", "https://a.example/"+itoa(i), "Number "+itoa(i), "Text.", "long"))
		}
		s.have(many...)
		p := s.library("#long")
		p.onRow("Long")
		height := `() => document.querySelector("#rows article").offsetHeight`
		three := eval[int](p, height)
		require.Less(s.t, three, 160)
		require.True(s.t, eval[bool](p, `() => document.querySelector("#rows .more").checkVisibility()`))
		p.press("v")
		p.until("the full text", `(three) => document.querySelector("#rows article").offsetHeight > 2 * three`, three)
		p.press("v")
		p.until("three lines", `(three) => document.querySelector("#rows article").offsetHeight === three`, three)
		p.click("@titles")
		p.until("twenty rows", `() => [...document.querySelectorAll("#rows article")].filter((e) => e.getBoundingClientRect().bottom < innerHeight).length >= 20`)
		p.remembers("density", "titles")
		p = s.library("#long")
		p.onRow("Long")
		require.Less(s.t, eval[int](p, height), 40)
		p.click("@full text")
		p.until("the full text", `(three) => document.querySelector("#rows article").offsetHeight > 2 * three`, three)
	})
}

func TestARowIsCopiedAsALinkAndAsMarkdown(t *testing.T) {
	each(t, func(s *session) {
		s.have(pin("2016-01-01T00:00:00Z", "https://a.example/(x)", "A [bold] <b> title", "", "copy"))
		p := s.library("#copy")
		p.onRow("A [bold] <b> title")
		p.press("c")
		p.shows("Copied “A [bold] <b> title”")
		const made = `async (name, title, url) => (await import("./copy.js"))[name]({title, url})`
		require.Equal(s.t, `[A \[bold\] \<b\> title](https://a.example/%28x%29)`, eval[string](p, made, "markdown", "A [bold] <b> title", "https://a.example/(x)"))
		require.Regexp(s.t, `^<a [^<>]*href="https://a.example/\?a=1&amp;b=2"[^<>]*>A &lt;b&gt;</a>$`, eval[string](p, made, "richLink", "A <b>", "https://a.example/?a=1&b=2"))
		require.NotContains(s.t, eval[string](p, made, "richLink", "x", "javascript:alert(1)"), "javascript")
	})
}

func TestOpeningElsewhereLeavesTheListWhereItIs(t *testing.T) {
	each(t, func(s *session) {
		s.have(pin("2016-01-01T00:00:00Z", s.site.at("/plain"), "A page of ours", "", "here"))
		p := s.library("#here")
		p.onRow("A page of ours")
		p.press("Control+Enter")
		s.opens(s.site.at("/plain"))
		p.onRow("A page of ours")
		p.asks("#here")
	})
}

// opens waits for a tab to have an address.
func (s *session) opens(address string) {
	s.t.Helper()
	require.Eventually(s.t, func() bool {
		list, err := s.b.Pages(s.ctx)
		if err != nil {
			return false
		}
		for _, one := range list {
			if one == address {
				return true
			}
		}
		return false
	}, *watchdog, 20*time.Millisecond)
}

// TestSearchIsTypedIntoFromTheTagsAndTheHistory types, and presses Enter on what
// stands in the box already.
func TestSearchIsTypedIntoFromTheTagsAndTheHistory(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		for _, view := range []string{"tags", "history"} {
			p := s.open("library.html#" + view)
			p.until("the view", `(view) => document.activeElement.id === {tags: "tag-prefix", history: "changes-heading"}[view]`, view)
			p.click("@Search")
			p.write("bread")
			p.asks("bread")
			p.listing("Bread at home")

			p = s.library("#outages")
			p.counts("2")
			eval[any](p, `(view) => { location.hash = view; }`, view)
			p.until("the view", `(view) => document.activeElement.id === {tags: "tag-prefix", history: "changes-heading"}[view]`, view)
			p.click("@Search")
			p.press("Enter")
			p.asks("#outages")
			p.listing("What went wrong on Thursday", "Drills for the day it breaks")
		}
	})
}
