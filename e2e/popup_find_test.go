package e2e

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// findable is a library whose addresses are pages of the site.
func (s *session) findable() *page {
	return s.keeps(
		saying{"url": s.site.at("/streams"), "title": "Rivers and streams", "tags": []string{"water"}, "created": "2016-11-05T10:00:00Z"},
		saying{"url": s.site.at("/plain"), "title": "Rivers without end", "tags": []string{"water"}, "created": "2015-10-08T10:00:00Z"},
		saying{"url": s.site.at("/hostile"), "title": hostile, "tags": []string{"bad"}},
	)
}

// finds waits for the titles found.
func (p *page) finds(titles ...string) {
	p.s.t.Helper()
	p.until("the results", `(titles) => JSON.stringify([...document.querySelectorAll("#results .title")].filter((e) => e.checkVisibility())
		.map((e) => e.textContent)) === JSON.stringify(titles)`, titles)
}

// opened waits for a tab of an address.
func (s *session) opened(address string) {
	s.t.Helper()
	err := browser.Until(s.ctx, address+" to open", func() (bool, error) {
		list, err := s.b.Pages(s.ctx)
		for _, a := range list {
			if a == address {
				return true, nil
			}
		}
		return false, err
	})
	require.NoError(s.t, err)
}

func TestEnterOpensTheFirstFoundAndWithControlBehind(t *testing.T) {
	each(t, func(s *session) {
		s.findable()
		on := s.visit(s.site.at("/variant"))
		p := s.popup(on)
		p.press("Control+f")
		p.focused("@Search")
		p.write("rivers")
		p.finds("Rivers and streams", "Rivers without end")
		p.shows("2 found, best")
		require.Equal(s.t, []string{"Rivers", "Rivers"}, eval[[]string](p, `() => [...document.querySelectorAll("#results mark")].map((e) => e.textContent)`))
		p.press("ArrowDown", "Control+Enter")
		s.opened(s.site.at("/plain"))
		p.alive()
		p.write(" ")
		p.until("the first chosen, of another question", `() => document.querySelector("#results [aria-selected=true] .title")?.textContent === "Rivers and streams"`)
		p.press("Enter")
		s.opened(s.site.at("/streams"))
		s.gone()
	})
}

func TestEnterAfterASearchThatFailedOpensNothing(t *testing.T) {
	eachAltered(t, func(t *testing.T, dir string) {
		inModules(t, dir)
		altered(t, dir, "finder.js", "const page = await search(", `if (query === "riversx") throw new Error("It did not answer.");
		const page = await search(`)
	}, func(s *session) {
		s.findable()
		p := s.popupOn("/variant")
		p.press("Control+f")
		p.focused("@Search")
		p.write("rivers")
		p.finds("Rivers and streams", "Rivers without end")
		p.write("x")
		p.shows("It did not answer. Press a key to try again.")
		p.until("no results", `() => !document.querySelector("#results [role=option]")`)
		p.press("Enter")
		p.alive()
		p.press("Backspace")
		p.finds("Rivers and streams", "Rivers without end")
		p.press("Enter")
		s.opened(s.site.at("/streams"))
	})
}

func TestEnterTypedBlindIntoTheSearchBoxOpensWhatWasTyped(t *testing.T) {
	each(t, func(s *session) {
		s.findable()
		on := s.visit(s.site.at("/variant"))
		s.cold()
		s.blind(on, 1, "Control+f", "e", "n", "d", "Enter")
		s.opened(s.site.at("/plain"))
		s.gone()
	})
}

func TestEscClearsTheSearchBoxThenGoesToTagsThenCloses(t *testing.T) {
	each(t, func(s *session) {
		s.findable()
		p := s.popupOn("/variant")
		p.write("kept ")
		p.press("Control+f")
		p.write("rivers")
		p.finds("Rivers and streams", "Rivers without end")
		p.press("Escape")
		p.holds("@Search", "")
		p.focused("@Search")
		p.holds("@Tags", "kept ")
		p.press("Escape")
		p.focused("@Tags")
		p.press("Escape")
		s.gone()
	})
}

func TestShiftEnterEditsTheFoundBookmarkInTheForm(t *testing.T) {
	each(t, func(s *session) {
		asker := s.findable()
		p := s.popupOn("/variant")
		p.press("Control+f")
		p.write("end")
		p.finds("Rivers without end")
		p.press("Shift+Enter")
		p.holds("@URL", s.site.at("/plain"))
		p.shows("saved october 2015")
		p.until("the focus in Tags", `() => document.activeElement.id === "tags"`)
		p.write("long")
		p.press("Enter")
		require.Equal(s.t, []string{"water", "long"}, s.saved(asker, "/plain").Tags)
	})
}

func TestAPastedAddressThatIsNotSavedIsOfferedToSave(t *testing.T) {
	each(t, func(s *session) {
		asker := s.findable()
		p := s.popupOn("/variant")
		p.press("Control+f")
		p.write("https://new.example/page")
		p.finds("Save this address")
		p.press("Enter")
		p.holds("@URL", "https://new.example/page")
		p.press("Control+Enter")
		s.gone()
		require.NotNil(s.t, asker.stored("https://new.example/page"))
	})
}

func TestWhatIsOnlyNearStandsBelowALineAndIsNotCounted(t *testing.T) {
	each(t, func(s *session) {
		s.findable()
		p := s.popupOn("/variant")
		p.press("Control+f")
		p.write("rivres ")
		p.shows("0 found")
		p.shows("near (not counted)")
		p.finds("Rivers and streams", "Rivers without end")
		p.press("Enter")
		p.alive()
		p.press("Control+a", "Backspace")
		p.write("rivers -end")
		p.shows("without end")
		p.finds("Rivers and streams")
		p.press("Control+a", "Backspace")
		p.write("xqzzt ")
		p.shows("Nothing is found for “xqzzt”")
	})
}

// why waits for the words below the results.
func (p *page) why(text string) {
	p.s.t.Helper()
	p.until("“"+text+"”", `(text) => document.querySelector("#found-by").innerText === text`, text)
}

func TestBelowTheResultsStandsWhyTheChosenOneIsFound(t *testing.T) {
	each(t, func(s *session) {
		s.findable()
		p := s.popupOn("/variant")
		p.press("Control+f")
		p.write("water riv")
		p.why("found by water in tags; rivers, which begins with “riv”, in title")
		p.press("Control+a", "Backspace")
		p.write("rivers OR end ")
		p.finds("Rivers without end", "Rivers and streams")
		p.why("found by rivers in title; end in title")
		p.press("ArrowDown")
		p.why("found by rivers in title")
		p.press("Control+a", "Backspace")
		p.write("#water")
		p.why("found by its tags, its dates or a filter")
		p.press("Control+a", "Backspace")
		p.write("rivres ")
		p.shows("near (not counted)")
		p.press("ArrowDown")
		p.why("found by rivers, which is near “rivres”, in title")
		p.press("Control+a", "Backspace")
		p.write("xqzzt ")
		p.hides("found by")
	})
}

func TestHostileTitlesAreTextInTheResults(t *testing.T) {
	each(t, func(s *session) {
		s.findable()
		p := s.popupOn("/variant")
		p.press("Control+f")
		p.write("quoted")
		p.finds(hostile)
		require.Equal(s.t, 0, eval[int](p, `() => document.querySelectorAll("#results img, #results script").length`))
		require.Equal(s.t, "", eval[string](p, `() => document.body.dataset.broken ?? ""`))
	})
}

func TestThePopupNeverGrowsNorMoves(t *testing.T) {
	each(t, func(s *session) {
		s.keeps(append(usual(), saying{"url": s.site.at("/variant"), "title": "Mine", "tags": []string{"streams", "postgres"}, "created": "2016-11-05T10:00:00Z"},
			saying{"url": s.site.at("/variant#part"), "title": "A part", "tags": []string{"streams"}})...)
		on := s.visit(s.site.at("/variant?utm_source=x"))
		on = s.visit(s.site.at("/variant"))
		s.cold()
		p := s.popup(on)
		const places = `() => JSON.stringify([innerWidth, document.documentElement.scrollHeight > innerHeight,
			...["search", "title", "url", "description", "tags", "private", "unread", "save"].map((id) => {
				const r = document.getElementById(id).getBoundingClientRect();
				return [id, r.left, r.top, r.height, id === "save" ? r.right : 0];
			})])`
		p.until("its size", `() => innerWidth === 400 && document.documentElement.scrollHeight <= innerHeight`)
		before := eval[string](p, places)
		require.Contains(s.t, before, "[400,false,")
		p.until("what is saved", `() => !document.getElementById("state").hidden && !document.getElementById("variants").hidden`)
		p.until("chips", `() => document.querySelector(".chip")`)
		require.Equal(s.t, before, eval[string](p, places))
		p.write("postgrs ")
		p.shows("did you mean postgres (1)?")
		require.Equal(s.t, before, eval[string](p, places))
		p.write("s")
		p.until("the list", `() => !document.getElementById("tag-list").hidden`)
		require.Equal(s.t, before, eval[string](p, places))
		require.True(s.t, eval[bool](p, `() => document.getElementById("tag-list").getBoundingClientRect().bottom <= document.querySelector("footer").getBoundingClientRect().top`))
		require.LessOrEqual(s.t, eval[int](p, `() => innerHeight`), 560)
		p.press("Control+f")
		p.write("s")
		p.until("results", `() => document.querySelector("#results li")`)
		require.LessOrEqual(s.t, eval[int](p, `() => innerHeight`), 560)
		require.Equal(s.t, 400, eval[int](p, `() => innerWidth`))
	})
}

func TestTheFormTakesItsFieldsFromItsAddressAndClosesItself(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		address := "popup.html?" + url.Values{"url": {"https://given.example/a"}, "title": {"Given"}, "selection": {"One.\nTwo."}}.Encode()
		p := s.open(address)
		p.holds("@Title", "Given")
		p.holds("@Description", "> One.\n> Two.")
		p.focused("@Tags")
		p.write("str")
		p.lists("streams", "strings", "data-structures", "infrastructure")
		p.press("Tab", "Enter")
		s.gone()
		b := asker.stored("https://given.example/a")
		require.Equal(s.t, []string{"streams"}, b.Tags)
		require.Equal(s.t, "> One.\n> Two.", b.Description)
	})
}
