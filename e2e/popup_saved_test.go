package e2e

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// old is a bookmark of a page of the site.
func (s *session) old(path string) saying {
	return saying{
		"url": s.site.at(path), "title": "Service discovery", "description": "What I wrote.",
		"tags": []string{"consul", "dns"}, "unread": true, "created": "2016-11-30T23:30:00Z",
	}
}

func TestASavedPageOpensForEditingAndOnlyWhatWasTouchedChanges(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(s.old("/plain"))
		p := s.popupOn("/plain")
		p.holds("@Title", "Service discovery")
		p.holds("@Description", "What I wrote.")
		p.holds("@Tags", "consul dns ")
		p.shows("The page is now called “A plain page”.")
		require.True(s.t, eval[bool](p, `() => document.getElementById("unread").checked && !document.getElementById("private").checked`))
		b := asker.stored(s.site.at("/plain"))
		_ = ask[any](asker, "update", map[string]any{"ids": []string{b.ID}, "change": map[string]any{"title": "By another window"}})
		p.press("Backspace", "Backspace", "Backspace", "Backspace")
		p.write("go")
		p.press("Enter")
		b = s.saved(asker, "/plain")
		require.Equal(s.t, []string{"consul", "go"}, b.Tags)
		require.Equal(s.t, "By another window", b.Title)
		require.True(s.t, b.Unread)
	})
}

func TestANewSelectionIsPutBehindWhatIsSavedAndCanBeTakenBack(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(s.old("/plain"))
		on := s.visit(s.site.at("/plain"))
		eval[any](on, selectWords, "words")
		p := s.popup(on)
		both := "What I wrote.\n\n> A passage worth keeping, of some length."
		p.holds("@Description", both)
		p.shows("+ your new selection")
		p.click("@undo")
		p.holds("@Description", "What I wrote.")
		p.press("Enter")
		require.Equal(s.t, "What I wrote.", s.saved(asker, "/plain").Description)
		p = s.popup(on)
		p.holds("@Description", both)
		p.press("Enter")
		require.Equal(s.t, both, s.saved(asker, "/plain").Description)
		p = s.popup(on)
		p.shows("saved november 2016, edited")
		p.holds("@Description", both)
		p.press("Enter")
		require.Equal(s.t, both, s.saved(asker, "/plain").Description, "what is there already is not put there again")
	})
}

func TestThePagesOwnWordsAreOnePressAwayOrAlwaysThere(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.click("@use the page’s own words")
		p.holds("@Description", "What this page says of itself.")
		p.press("Control+Enter")
		require.Equal(s.t, "What this page says of itself.", s.saved(asker, "/plain").Description)
	})
}

func TestWhatIsSetHoldsForAFormThatIsTypedIntoBlind(t *testing.T) {
	eachUnhurried(t, func(s *session) {
		asker := s.keeps(usual()...)
		_ = ask[any](asker, "settings", map[string]any{"set": map[string]any{"description": true, "private": false}})
		asker.until("the settings in the table", `async () => (await (globalThis.browser ?? chrome).storage.local.get("hints")).hints.description`)
		on := s.visit(s.site.at("/streams"))
		s.cold()
		s.blind(on, 1, "g", "o", "Enter")
		b := s.saved(asker, "/streams")
		require.Equal(s.t, "What this page says of itself.", b.Description)
		require.False(s.t, b.Private)
	})
}

func TestATrashedPageSaysSoAndIsRestored(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(s.old("/plain"))
		_ = ask[any](asker, "delete", map[string]any{"ids": []string{asker.stored(s.site.at("/plain")).ID}})
		p := s.popupOn("/plain")
		p.shows("deleted ")
		p.click("@restore")
		p.holds("@Tags", "consul dns ")
		p.shows("saved november 2016, edited")
		p.write("more")
		p.press("Enter")
		require.Equal(s.t, []string{"consul", "dns", "more"}, s.saved(asker, "/plain").Tags)
	})
}

func TestDeletingCanBeUndone(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(s.old("/plain"))
		p := s.popupOn("/plain")
		p.click("@Delete")
		p.shows("Deleted “Service discovery”.")
		require.Nil(s.t, asker.stored(s.site.at("/plain")))
		p.press("Control+f")
		p.write("e")
		p.hides("Deleted “Service discovery”.")
		p.press("Escape")
		p.shows("Deleted “Service discovery”.")
		require.False(s.t, eval[bool](p, `() => document.getElementById("form").checkVisibility()`))
		p.press("Escape")
		p.focused("@Undo")
		p.press("Enter")
		p.holds("@Tags", "consul dns ")
		require.NotNil(s.t, asker.stored(s.site.at("/plain")))
	})
}

func TestAVariantOfTheAddressIsPointedOut(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(saying{"url": s.site.at("/variant#dns"), "title": "A part", "tags": []string{"dns"}})
		p := s.popupOn("/variant")
		p.shows("also saved: " + s.site.at("/variant#dns"))
		p.press("Enter")
		s.saved(asker, "/variant")
		require.NotNil(s.t, asker.stored(s.site.at("/variant#dns")))
	})
}

func TestTrackingParametersAreTakenOutByAPress(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		p := s.popupOn("/plain?utm_source=news&id=7")
		p.shows("carries tracking: utm_source")
		p.click("@clean it")
		p.holds("@URL", s.site.at("/plain?id=7"))
		p.focused("@Tags")
		p.hides("carries tracking")
		p.press("Enter")
		s.saved(asker, "/plain?id=7")
	})
}

func TestUserAndPasswordAreTakenOutAndThePersonIsTold(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		p := s.open("popup.html?url=https%3A%2F%2Fme%3Asecret%40a.example%2Fin&title=In")
		p.shows("The user name and password in this address are taken out")
		p.holds("@URL", "https://a.example/in")
		p.press("Enter")
		s.gone()
		require.NotNil(s.t, asker.stored("https://a.example/in"))
	})
}

func TestAnAddressOfAnotherBookmarkShowsThatOneWithBothTexts(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(s.old("/plain"), saying{"url": s.site.at("/other"), "title": "The other", "description": "Theirs.", "tags": []string{"theirs"}})
		p := s.popupOn("/plain")
		p.holds("@Tags", "consul dns ")
		p.click("@Description")
		p.press("Control+a")
		p.write("Mine, changed.")
		eval[any](p, `(url) => { const e = document.getElementById("url"); e.focus(); e.select(); document.execCommand("insertText", false, url); }`, s.site.at("/other"))
		p.press("Enter")
		p.shows("NOT SAVED. “The other” has this address already.")
		p.holds("@Description", "Theirs.\n\nMine, changed.")
		p.holds("@Tags", "theirs consul dns ")
		p.holds("@Title", "The other")
		p.click("@Try again")
		b := s.saved(asker, "/other")
		require.Equal(s.t, []string{"theirs", "consul", "dns"}, b.Tags)
		require.Equal(s.t, "Theirs.\n\nMine, changed.", b.Description)
		require.Equal(s.t, "What I wrote.", asker.stored(s.site.at("/plain")).Description)
	})
}

func TestTheLineOfANewTagReplacesItAndNeverBlocksEnter(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(saying{"url": "https://a.example/", "title": "A", "tags": []string{"postgres"}})
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.write("postgrs ")
		p.shows("new tag: postgrs · did you mean postgres (1)?")
		p.click("@did you mean postgres (1)?")
		p.holds("@Tags", "postgres ")
		p.hides("new tag")
		p.write("brandnew ")
		p.shows("new tag: brandnew")
		p.press("Enter")
		require.Equal(s.t, []string{"postgres", "brandnew"}, s.saved(asker, "/plain").Tags)
	})
}

func TestAHugeSelectionWithBrokenCharactersIsSaved(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/hostile"))
		eval[any](on, `() => {
			const p = document.getElementById("words");
			p.textContent = "start \ud800 half \udc00 \u0000 " + "word ".repeat(200000);
			getSelection().selectAllChildren(p);
		}`)
		p := s.popup(on)
		p.shows("from your selection")
		require.Equal(s.t, hostile, p.value("@Title"))
		p.write("big")
		p.press("Enter")
		b := s.saved(asker, "/hostile")
		require.True(s.t, strings.HasPrefix(b.Description, "> start � half � "), b.Description[:40])
		require.Greater(s.t, len(b.Description), 40_000)
		require.Equal(s.t, strings.TrimSpace(hostile), strings.TrimSpace(b.Title))
	})
}

func TestAnAddressTypedOnTheWayMovesNoBookmark(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(s.old("/plain"))
		p := s.popupOn("/streams")
		for _, address := range []string{s.site.at("/plain"), s.site.at("/other")} {
			p.click("@URL")
			p.press("Control+a")
			p.write(address)
			p.press("Tab")
			if address == s.site.at("/plain") {
				p.shows("saved november 2016")
			}
		}
		p.hides("saved november 2016")
		p.press("Control+Enter")
		s.gone()
		require.NotNil(s.t, asker.stored(s.site.at("/plain")))
		other := asker.stored(s.site.at("/other"))
		require.NotNil(s.t, other)
		require.Empty(s.t, other.Tags)
		require.NotEqual(s.t, "What I wrote.", other.Description)
	})
}

// TestAnAddressTypedAndEnteredAtOnceMovesNoBookmark leaves nobody the time to look.
func TestAnAddressTypedAndEnteredAtOnceMovesNoBookmark(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(s.old("/plain"))
		p := s.popupOn("/streams")
		p.click("@URL")
		p.press("Control+a")
		p.write(s.site.at("/plain"))
		p.press("Tab")
		p.shows("saved november 2016")
		p.click("@URL")
		p.press("Control+a")
		p.write(s.site.at("/other"))
		p.press("Enter")
		s.gone()
		require.NotNil(s.t, asker.stored(s.site.at("/plain")))
		other := asker.stored(s.site.at("/other"))
		require.NotNil(s.t, other)
		require.NotEqual(s.t, "What I wrote.", other.Description)
	})
}

func TestANameThatDiffersInWhiteSpaceIsNotNew(t *testing.T) {
	each(t, func(s *session) {
		b := s.old("/plain")
		b["title"] = "Nom : page"
		s.keeps(b)
		on := s.visit(s.site.at("/plain"))
		eval[any](on, `() => { document.title = "Nom\u00a0: page"; }`)
		p := s.popup(on)
		p.shows("saved november 2016")
		p.hides("now called")
		p.press("Escape")
		s.gone()
		eval[any](on, `() => { document.title = "Un autre\u00a0nom"; }`)
		p = s.popup(on)
		p.shows("The page is now called “Un autre nom”.")
	})
}

func TestAPressInALineLeavesTheFocusInTheForm(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(s.old("/plain"))
		on := s.visit(s.site.at("/plain"))
		eval[any](on, selectWords, "words")
		p := s.popup(on)
		p.shows("+ your new selection")
		p.click("@Description")
		p.press("Control+a")
		p.write("Mine.")
		p.click("@add your selection")
		p.holds("@Description", "Mine.\n\n> A passage worth keeping, of some length.")
		p.focused("@Description")
		p.click("@use it")
		p.holds("@Title", "A plain page")
		p.focused("@Tags")
		p.press("Enter")
		require.Equal(s.t, "A plain page", s.saved(asker, "/plain").Title)
	})
}
