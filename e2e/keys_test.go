package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The table of Enter, Tab and Esc, row by row.

// filled is a popup that shows what it is about: from then on the focus stays
// where it is put.
func (s *session) filled(on *page, path string) *page {
	s.t.Helper()
	p := s.popup(on)
	p.holds("@URL", s.site.at(path))
	return p
}

func TestInTitleAndURLEnterSavesTabGoesOnEscCloses(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/plain"))
		for name, next := range map[string]string{"@Title": "@URL", "@URL": "@Description"} {
			p := s.filled(on, "/plain")
			p.click(name)
			p.press("Tab")
			p.focused(next)
			p.click(name)
			p.press("Escape")
			s.gone()
			require.Nil(s.t, asker.stored(s.site.at("/plain")))
		}
		p := s.filled(on, "/plain")
		p.click("@Title")
		p.press("End")
		p.write(" indeed")
		p.press("Enter")
		require.Equal(s.t, "A plain page indeed", s.saved(asker, "/plain").Title)
		p = s.filled(on, "/plain")
		p.click("@URL")
		p.press("End")
		p.write("?more")
		p.press("Enter")
		require.Equal(s.t, "A plain page indeed", s.saved(asker, "/plain?more").Title)
	})
}

func TestInTheDescriptionEnterEndsALineAndWithControlSaves(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/plain"))
		p := s.filled(on, "/plain")
		p.click("@Description")
		p.write("one")
		p.press("Enter")
		p.write("two")
		p.holds("@Description", "one\ntwo")
		p.press("Tab")
		p.until("the focus on Tags", `() => document.activeElement.id === "tags"`)
		p.click("@Description")
		s.kept(asker, `one\ntwo`)
		p.press("Escape")
		s.gone()
		require.Nil(s.t, asker.stored(s.site.at("/plain")))
		p = s.popup(on)
		p.holds("@Description", "one\ntwo")
		p.click("@Description")
		p.press("Control+Enter")
		require.Equal(s.t, "one\ntwo", s.saved(asker, "/plain").Description)
	})
}

func TestInTagsWithTheListClosed(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.write("go ")
		p.lists()
		p.press("Tab")
		p.until("the focus to go on", `() => document.activeElement.matches("#below button, #private")`)
		p.click("@Tags")
		s.kept(asker, `"go "`)
		p.press("Escape")
		s.gone()
		require.Nil(s.t, asker.stored(s.site.at("/plain")))
		p = s.popup(on)
		p.holds("@Tags", "go ")
		p.press("Enter")
		require.Equal(s.t, []string{"go"}, s.saved(asker, "/plain").Tags)
	})
}

func TestInTagsWithTheListOpenAndNothingChosen(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.write("str")
		p.lists("streams", "strings", "data-structures", "infrastructure")
		p.press("Escape")
		p.lists()
		p.alive()
		p.holds("@Tags", "str")
		p.press("Backspace")
		p.write("r")
		p.lists("streams", "strings", "data-structures", "infrastructure")
		p.press("Tab")
		p.focused("@Tags")
		p.holds("@Tags", "streams ")
		p.lists()
		p.write("str")
		p.lists("strings", "data-structures", "infrastructure")
		p.press("Enter")
		require.Equal(s.t, []string{"streams", "str"}, s.saved(asker, "/plain").Tags)
	})
}

func TestInTagsWithOneOfTheListChosen(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		chosen := func(text string) {
			s.t.Helper()
			p.until(text+" to be chosen", `(text) => document.querySelector('[aria-selected="true"] bdi')?.textContent === text &&
				document.getElementById(document.activeElement.getAttribute("aria-activedescendant"))?.getAttribute("aria-selected") === "true"`, text)
		}
		p.write("str")
		p.lists("streams", "strings", "data-structures", "infrastructure")
		p.press("ArrowDown", "ArrowDown")
		chosen("strings")
		p.press("Enter")
		p.holds("@Tags", "strings ")
		p.focused("@Tags")
		p.write("str")
		p.lists("streams", "data-structures", "infrastructure")
		p.press("ArrowUp")
		chosen("infrastructure")
		p.press("Tab")
		p.holds("@Tags", "strings infrastructure ")
		p.focused("@Tags")
		p.write("str")
		p.lists("streams", "data-structures")
		p.press("ArrowDown")
		chosen("streams")
		p.press("Escape")
		p.lists()
		p.alive()
		p.holds("@Tags", "strings infrastructure str")
		require.Nil(s.t, asker.stored(s.site.at("/plain")))
		p.press("Escape")
		s.gone()
	})
}

func TestAChipIsToggledByEnterSpaceAndThePointer(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/streams"))
		p := s.popup(on)
		p.until("chips", `() => document.querySelectorAll("#chips .chip").length > 1`)
		p.press("Tab")
		p.until("the focus on a chip", `() => document.activeElement.matches(".chip")`)
		first := eval[string](p, `() => document.activeElement.textContent`)
		pressed := `(on) => document.activeElement.getAttribute("aria-pressed") === on`
		p.press("Enter")
		p.until("the chip to be pressed", pressed, "true")
		p.holds("@Tags", first+" ")
		p.press("Space")
		p.until("the chip to be released", pressed, "false")
		p.holds("@Tags", "")
		p.press("Tab")
		p.until("the focus on the next chip", `(first) => document.activeElement.matches(".chip") && document.activeElement.textContent !== first`, first)
		p.click("@Tags")
		p.click("@" + first)
		p.holds("@Tags", first+" ")
		p.focused("@Tags")
		p.press("Enter")
		require.Equal(s.t, []string{first}, s.saved(asker, "/streams").Tags)
		p = s.popup(on)
		p.until("chips", `() => document.querySelector("#chips .chip")`)
		p.press("Tab")
		p.until("the focus on a chip", `() => document.activeElement.matches(".chip")`)
		p.press("Escape")
		s.gone()
	})
}

func TestOnACheckboxSpaceTogglesEnterSavesEscCloses(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/plain"))
		p := s.filled(on, "/plain")
		p.click("@Private")
		s.kept(asker, `"private":false`)
		p.press("Escape")
		s.gone()
		p = s.popup(on)
		p.until("the draft", `() => !document.getElementById("private").checked`)
		p.click("@Read later")
		p.press("Space", "Space", "Enter")
		b := s.saved(asker, "/plain")
		require.False(s.t, b.Private)
		require.True(s.t, b.Unread)
	})
}

func TestWithControlEnterSavesFromAnywhereAndWithAltClosesTheTab(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/streams"))
		for _, name := range []string{"@Title", "@URL", "@Tags", "@Private", "@Read later", "@streams"} {
			p := s.popup(on)
			p.until("chips", `() => document.querySelector(".chip")`)
			eval[any](p, `(name) => { const e = `+locate+`(name); e.focus(); }`, name)
			p.press("Control+Enter")
			s.saved(asker, "/streams")
		}
		require.Len(s.t, ask[struct{ Bookmarks []bookmark }](asker, "search", map[string]any{"query": "site:127.0.0.1"}).Bookmarks, 1)
		on = s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.write("go")
		p.press("Alt+Enter")
		s.closed(s.site.at("/plain"))
		require.Equal(s.t, []string{"go"}, asker.stored(s.site.at("/plain")).Tags)
	})
}

func TestAComposedOrHeldKeyDoesNothing(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		p := s.popupOn("/plain")
		p.write("str")
		p.lists("streams", "strings", "data-structures", "infrastructure")
		for _, how := range []string{"isComposing", "repeat"} {
			for _, key := range []string{"Enter", "Tab", "Escape"} {
				eval[any](p, `(how, key) => document.getElementById("tags").dispatchEvent(
					new KeyboardEvent("keydown", {key, [how]: true, bubbles: true, cancelable: true}))`, how, key)
				p.lists("streams", "strings", "data-structures", "infrastructure")
				p.holds("@Tags", "str")
			}
		}
		p.press("Escape")
		p.lists()
		for _, how := range []string{"isComposing", "repeat"} {
			for _, key := range []string{"Enter", "Escape"} {
				eval[any](p, `(how, key) => document.getElementById("tags").dispatchEvent(
					new KeyboardEvent("keydown", {key, [how]: true, bubbles: true, cancelable: true}))`, how, key)
			}
		}
		p.alive()
		require.Nil(s.t, asker.stored(s.site.at("/plain")))
	})
}
