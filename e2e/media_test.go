package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// small names what can be pressed and is smaller than a finger. Links within a
// sentence are as high as their line; a box is as large as the words it stands with.
const small = `() => {
	const finger = 44;
	const name = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + "." + e.className + " " + (e.textContent || e.value).trim().slice(0, 20);
	return [...document.querySelectorAll("button, a[href], input, select, textarea, summary, [role=option]")]
		.filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.closest("p:not(.title):not(.meta), .description, h2, .hidden-text"))
		.map((e) => [e, (e.closest("label.check") ?? e).getBoundingClientRect()])
		.filter(([, r]) => r.width && (r.height < finger - 0.5 || r.width < finger - 0.5))
		.map(([e, r]) => name(e) + " " + Math.round(r.width) + "×" + Math.round(r.height));
}`

// media makes a page believe so, and waits until it does.
func (p *page) media(m browser.Media) {
	p.s.t.Helper()
	require.NoError(p.s.t, p.Media(p.s.ctx, m))
	p.until("the media", `(...want) => want.every((is, i) => is === matchMedia(["(forced-colors: active)", "(prefers-reduced-motion: reduce)", "(pointer: coarse)"][i]).matches)`,
		m.ForcedColors, m.LessMotion, m.Touch)
}

// fits says that everything that can be pressed is as large as a finger, and
// nothing is wider than the screen.
func (p *page) fits(what string) {
	p.s.t.Helper()
	require.Empty(p.s.t, eval[[]string](p, small), what)
	require.LessOrEqual(p.s.t, eval[int](p, `() => document.documentElement.scrollWidth - document.documentElement.clientWidth`), 0, what)
}

func TestOnATouchScreenEverythingIsAFingerLarge(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		require.NoError(s.t, p.Viewport(s.ctx, 360, 700))
		p.media(browser.Media{Touch: true})
		p.listing("Ledgers that add up", "Finding services by name", "What went wrong on Thursday", "Mail that all may read",
			"Drills for the day it breaks", "Pipes for large and small data")
		p.fits("the list")
		p.click("#rows .act")
		p.until("what can be done", `() => document.querySelector("#rows .actions")?.checkVisibility()`)
		p.fits("a row with what can be done")
		p.click("#narrow")
		p.until("the sheet", `() => document.getElementById("aside").checkVisibility()`)
		p.fits("what narrows")
		p.click("#aside-close")
		p.click("#select-all")
		p.shows("All 6 bookmarks of this query")
		p.fits("what is done with several")
		p.click("#saved")
		p.fits("the saved searches")

		o := s.open("options.html")
		require.NoError(s.t, o.Viewport(s.ctx, 360, 700))
		o.media(browser.Media{Touch: true})
		o.fits("the options")

		f := s.open("popup.html?url=")
		require.NoError(s.t, f.Viewport(s.ctx, 360, 700))
		f.media(browser.Media{Touch: true})
		f.focused("@URL")
		f.fits("the form")
	})
}

func TestInForcedColoursWhatIsChosenAndFocusedIsSeen(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.media(browser.Media{ForcedColors: true})
		p.onRow("Ledgers that add up")
		// Shadows and backgrounds are taken away there: lines and system colours are left.
		require.NotEqual(s.t, "none", eval[string](p, `() => getComputedStyle(document.activeElement).outlineStyle`), "the row with the focus")
		p.press("x")
		p.shows("1 bookmark selected")
		require.Equal(s.t, "solid", eval[string](p, `() => getComputedStyle(document.querySelector(".row[data-selected] article")).borderLeftStyle`), "a selected row")
		differ := `(one, other) => getComputedStyle(document.querySelector(one)).backgroundColor !== getComputedStyle(document.querySelector(other)).backgroundColor`
		require.True(s.t, eval[bool](p, differ, `#sort [aria-pressed="true"]`, `#sort [aria-pressed="false"]`), "the order in use")
		p.until("the years", `() => document.querySelector("#years .bar")`)
		require.True(s.t, eval[bool](p, differ, "#years .bar", "#years"), "a bar")

		s.tabled(p, 8)
		f := s.open("popup.html?url=https://new.example/&title=New")
		f.media(browser.Media{ForcedColors: true})
		f.focused("@Tags")
		f.write("str")
		f.press("ArrowDown")
		f.until("the chosen tag", `() => document.querySelector("#tag-list [aria-selected=true]")`)
		require.True(s.t, eval[bool](f, differ, `#tag-list [aria-selected="true"]`, "#tag-list"), "the chosen tag")
	})
}

func TestNothingMovesForWhoWantsNoMotion(t *testing.T) {
	const moves = `() => [...document.querySelectorAll("*")].filter((e) => {
		const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(e);
		return animationName !== "none" || scrollBehavior === "smooth" || transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
	}).map((e) => e.tagName + "#" + e.id)`
	each(t, func(s *session) {
		s.have(sixPins()...)
		for _, name := range []string{"library.html", "options.html", "popup.html?url=https://new.example/"} {
			p := s.open(name)
			p.media(browser.Media{})
			p.until("something that would move", `() => (`+moves+`)().length > 0`)
			p.media(browser.Media{LessMotion: true})
			p.until("nothing that moves on "+name, `() => (`+moves+`)().length === 0`) // Firefox draws anew a little later
		}
	})
}
