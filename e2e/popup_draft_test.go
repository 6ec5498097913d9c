package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// kept waits for a draft with a text in it to be in the browser's storage.
func (s *session) kept(asker *page, text string) {
	s.t.Helper()
	asker.until("the draft", `async (text) => Object.entries(await (globalThis.browser ?? chrome).storage.local.get(null))
		.some(([name, value]) => name.startsWith("draft ") && JSON.stringify(value).includes(text))`, text)
}

// draftless waits for storage to hold no draft.
func (s *session) draftless(asker *page) {
	s.t.Helper()
	asker.until("no draft", `async () => Object.keys(await (globalThis.browser ?? chrome).storage.local.get(null))
		.every((name) => !name.startsWith("draft "))`)
}

func TestWhatIsTypedIsKeptFromTheFirstKeyThroughAKilledBrowser(t *testing.T) {
	eachAlone(t, func(s *session) {
		asker := s.keeps(usual()...)
		p := s.popupOn("/plain")
		p.write("x")
		s.kept(asker, `"tags":"x"`)
		p.write("y z")
		s.kept(asker, `"tags":"xy z"`)
		s.again()
		asker = s.open("options.html")
		p = s.popupOn("/plain")
		p.holds("@Tags", "xy z")
		p.shows("draft · discard")
		p.press("Enter")
		require.Equal(s.t, []string{"xy", "z"}, s.saved(asker, "/plain").Tags)
		s.draftless(asker)
	})
}

func TestADraftBelongsToItsAddressAndIsDiscardedByAPress(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.write("mine ")
		s.kept(asker, "mine")
		p.press("Escape")
		s.gone()
		p = s.popupOn("/streams")
		p.until("chips", `() => document.querySelector(".chip")`)
		p.holds("@Tags", "")
		p.hides("discard")
		p.press("Escape")
		s.gone()
		p = s.popup(on)
		p.holds("@Tags", "mine ")
		p.click("@discard")
		p.holds("@Tags", "")
		s.draftless(asker)
	})
}

func TestADraftOfASavedPageDoesNotBringBackATagTakenOut(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(s.old("/plain"))
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.holds("@Tags", "consul dns ")
		p.press("Backspace", "Backspace", "Backspace", "Backspace")
		s.kept(asker, `"tags":"consul "`)
		p.press("Escape")
		s.gone()
		p = s.popup(on)
		p.shows("saved november 2016")
		p.holds("@Tags", "consul ")
		p.press("Enter")
		require.Equal(s.t, []string{"consul"}, s.saved(asker, "/plain").Tags)
	})
}

func TestADraftOfASavedPageKeepsATagThatCameElsewhere(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(s.old("/plain"))
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.holds("@Tags", "consul dns ")
		p.write("dra ")
		s.kept(asker, `"tags":"consul dns dra "`)
		p.press("Escape")
		s.gone()
		id := asker.stored(s.site.at("/plain")).ID
		_ = ask[any](asker, "update", map[string]any{"ids": []string{id}, "change": map[string]any{"addTags": []string{"theirs"}}})
		p = s.popup(on)
		p.shows("saved november 2016")
		p.until("the tag of elsewhere", `() => document.getElementById("tags").value.includes("theirs")`)
		p.press("Enter")
		require.ElementsMatch(s.t, []string{"consul", "dns", "dra", "theirs"}, s.saved(asker, "/plain").Tags)
	})
}

func TestADraftOfAWeekAgoIsGone(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		eval[any](asker, `(mine, other) => (globalThis.browser ?? chrome).storage.local.set({
			["draft " + mine]: {fields: {tags: "stale"}, time: Date.now() - 8 * 86400000},
			["draft " + other]: {fields: {tags: "stale"}, time: Date.now() - 8 * 86400000},
		})`, s.site.at("/plain"), s.site.at("/streams"))
		p := s.popupOn("/plain")
		p.until("chips", `() => document.querySelector(".chip")`)
		p.holds("@Tags", "")
		require.False(s.t, eval[bool](p, `() => document.body.innerText.includes("discard")`), "nothing is restored")
		s.draftless(asker)
	})
}

func TestADraftKeepsTheSignOfATagThatWasCompleted(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(saying{"url": "https://a.example/", "title": "A", "tags": []string{"#todo"}})
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.write("tod")
		p.lists("#todo")
		p.press("Tab")
		p.write("#mine ")
		p.holds("@Tags", "#todo #mine ")
		s.kept(asker, `#mine `)
		p.press("Escape")
		s.gone()
		p = s.popup(on)
		p.holds("@Tags", "#todo #mine ")
		p.press("Enter")
		require.Equal(s.t, []string{"#todo", "mine"}, s.saved(asker, "/plain").Tags)
	})
}
