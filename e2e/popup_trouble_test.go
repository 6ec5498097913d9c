package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// enter presses Enter in Tags and returns as soon as the page has handled it,
// without looking at what comes of it: the popup may have closed by then.
func (p *page) enter() {
	p.s.t.Helper()
	_, _ = p.Eval(p.s.ctx, `() => {
		document.getElementById("tags").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}));
		return new Promise((sent) => { setTimeout(sent); });
	}`)
}

// read waits until the popup has what the page says.
func (p *page) read() {
	p.s.t.Helper()
	p.until("what the page says", `() => document.getElementById("origin").textContent`)
}

func TestAPopupClosedInTheMomentOfSavingHasSaved(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		for i := range 5 {
			path := fmt.Sprintf("/plain?n=%d", i)
			p := s.popupOn(path)
			p.read()
			p.until("the engine", `() => document.querySelector(".chip")`)
			p.write("closed")
			p.enter()
			_ = p.Close(s.ctx) // it may have closed by itself
			s.gone()
			s.tabled(asker, 4+i)
			require.Equal(s.t, []string{"closed"}, asker.stored(s.site.at(path)).Tags)
		}
	})
}

func TestAPopupClosedWhileTheBackgroundIsDeadLosesNothing(t *testing.T) {
	each(t, func(s *session) {
		s.keeps(usual()...)
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.read()
		p.write("closed")
		s.cold()
		p.enter()
		_ = p.Close(s.ctx)
		s.gone()
		p = s.popup(on)
		p.until("the tag, saved or as a draft", `() => document.getElementById("tags").value.trim() === "closed"`)
	})
}

func TestABackgroundKilledInTheMomentOfSavingSavesOnce(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		for i := range 5 {
			path := fmt.Sprintf("/plain?n=%d", i)
			p := s.popupOn(path)
			p.read()
			p.write("once")
			p.enter()
			s.cold()
			require.Equal(s.t, []string{"once"}, s.saved(asker, path).Tags)
			var saves int
			for _, c := range ask[struct {
				Changes []struct{ Kind, Title string }
			}](asker, "history", map[string]any{"limit": 50}).Changes {
				if c.Title == "A plain page" && c.Kind == "save" {
					saves++
				}
			}
			require.Equal(s.t, i+1, saves, "each page is saved by one change")
		}
	})
}

func TestWhatIsNotSavedSaysSoAndKeepsTheText(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		on := s.visit(s.site.at("/plain"))
		p := s.popup(on)
		p.read()
		p.write("precious")
		// A later version of Pinfold in another window takes the database away.
		eval[any](asker, `() => new Promise((done, fail) => {
			const open = indexedDB.open("pinfold", 1000);
			open.onsuccess = () => { open.result.close(); done(); };
			open.onerror = () => fail(open.error);
		})`)
		p.press("Enter")
		p.shows("NOT SAVED.")
		p.shows("Your text is kept here and comes back when you open this again.")
		p.holds("@Tags", "precious")
		require.False(s.t, eval[bool](p, `() => document.documentElement.scrollHeight > innerHeight`))
		p.click("@Try again")
		p.shows("NOT SAVED.")
		s.kept(asker, "precious")
		p.press("Escape")
		s.gone()
		p = s.popup(on)
		p.holds("@Tags", "precious")
	})
}

func TestARefusalIsASentenceAndMendingItSaves(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		p := s.popupOn("/plain")
		p.read()
		eval[any](p, `(text) => { const e = document.getElementById("description"); e.value = text; e.dispatchEvent(new Event("input", {bubbles: true})); e.focus(); }`,
			strings.Repeat("too long ", 30_000))
		p.press("Control+Enter")
		p.shows("NOT SAVED. The description is longer than 200 KB.")
		eval[any](p, `() => { const e = document.getElementById("description"); e.value = "short"; e.dispatchEvent(new Event("input", {bubbles: true})); }`)
		p.click("@Try again")
		require.Equal(s.t, "short", s.saved(asker, "/plain").Description)
	})
}

// TestARefusedSaveIsNotSaidToGoOn keeps the draft slowly, as a busy disk does.
func TestARefusedSaveIsNotSaidToGoOn(t *testing.T) {
	each(t, func(s *session) {
		s.keeps(usual()...)
		p := s.popupOn("/plain")
		p.read()
		eval[any](p, `(text) => {
			const area = (globalThis.browser ?? chrome).storage.local, set = area.set.bind(area);
			area.set = async (...args) => {
				await new Promise((go) => setTimeout(go, 1500));
				return set(...args);
			};
			const e = document.getElementById("description");
			e.value = text;
			e.dispatchEvent(new Event("input", {bubbles: true}));
			e.focus();
		}`, strings.Repeat("too long ", 30_000))
		p.press("Control+Enter")
		p.shows("NOT SAVED. The description is longer than 200 KB.")
		require.Equal(s.t, "Try again", eval[string](p, `() => document.getElementById("save").firstChild.textContent`))
	})
}

// TestARefusalIsInViewThoughTagsAreListed saves from the tags, whose list lies over
// the place where it is said.
func TestARefusalIsInViewThoughTagsAreListed(t *testing.T) {
	each(t, func(s *session) {
		s.keeps(usual()...)
		p := s.filled(s.visit(s.site.at("/plain")), "/plain")
		p.click("@URL")
		p.press("Control+a")
		p.write("javascript:alert(1)")
		p.click("@Tags")
		p.write("str")
		p.lists("streams", "strings", "data-structures", "infrastructure")
		p.press("Enter")
		p.until("the refusal in view", `() => {
			const problem = document.getElementById("problem");
			return problem.textContent.startsWith("NOT SAVED.") && problem.checkVisibility({visibilityProperty: true});
		}`)
		p.holds("@Tags", "str")
	})
}

func TestAPageWithoutAnAddressWorthSavingSaysSo(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		address := map[string]string{"chromium": "chrome://version/", "firefox": "about:license"}[s.b.Name()]
		p := s.popup(s.visit(address))
		p.focused("@URL")
		p.holds("@URL", "")
		p.until("a sentence", `() => /Addresses that begin with .* are not saved|no address that can be saved/.test(document.getElementById("notice").textContent)`)
		p.write("https://typed.example/")
		p.press("Enter")
		s.gone()
		require.NotNil(s.t, asker.stored("https://typed.example/"))
		p = s.open("popup.html?url=javascript:alert(1)&title=No")
		p.shows("Addresses that begin with “javascript:” are not saved.")
		p.press("Control+Enter")
		p.shows("NOT SAVED. Addresses that begin with “javascript:” are not saved.")
	})
}

func TestASourceViewIsSavedAsItsPage(t *testing.T) {
	each(t, func(s *session) {
		asker := s.keeps(usual()...)
		p := s.open("popup.html?url=view-source:" + s.site.at("/plain") + "&title=Source")
		p.holds("@URL", s.site.at("/plain"))
		p.press("Control+Enter")
		s.saved(asker, "/plain")
		p = s.open("popup.html?url=about%3Areader%3Furl%3Dhttps%253A%252F%252Fa.example%252Fr&title=Reader")
		p.holds("@URL", "https://a.example/r")
		p.press("Control+Enter")
		s.gone()
		require.NotNil(s.t, asker.stored("https://a.example/r"))
	})
}
