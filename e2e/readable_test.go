package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// contrast is the ratio of an element's colour to what it stands on.
const contrast = `(selector, property) => {
	const e = document.querySelector(selector);
	const channels = (text) => text.match(/[\d.]+/g).map(Number);
	let under = property === "color" ? e : e.parentElement;
	while (channels(getComputedStyle(under).backgroundColor)[3] === 0) under = under.parentElement;
	const ground = channels(getComputedStyle(under).backgroundColor).slice(0, 3);
	const share = Number(getComputedStyle(e).opacity);
	const ink = channels(getComputedStyle(e)[property]).slice(0, 3).map((c, i) => c * share + ground[i] * (1 - share));
	const light = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
		.reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
	const [low, high] = [light(ink), light(ground)].sort((a, b) => a - b);
	return (high + 0.05) / (low + 0.05);
}`

func TestWhatIsMarkedAndPressedIsReadableInLightAndDark(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("services names")
		p.listing("Finding services by name")
		p.until("the marks and the tags", `() => document.querySelector("#rows .title mark") && document.querySelector("#rows .description mark") && document.querySelector("#facets .minus")`)
		f := s.open("popup.html?url=https://new.example/&title=Stripe")
		f.until("a chip", `() => document.querySelector("#chips .chip")`)
		f.click("#chips .chip")
		f.until("it to be pressed", `() => document.querySelector('#chips .chip[aria-pressed="true"]')`)
		for _, dark := range []bool{false, true} {
			for _, one := range []*page{p, f} {
				require.NoError(s.t, one.Front(s.ctx))
				one.media(browser.Media{Dark: dark, LessMotion: true})
				one.until("the colours", `(dark) => matchMedia("(prefers-color-scheme: dark)").matches === dark`, dark)
			}
			for _, what := range []string{"#rows .title mark", "#rows .description mark", "#facets .minus"} {
				require.GreaterOrEqual(s.t, eval[float64](p, contrast, what, "color"), 4.5, "%s, dark: %v", what, dark)
			}
			require.GreaterOrEqual(s.t, eval[float64](f, contrast, `#chips .chip[aria-pressed="true"]`, "borderTopColor"), 3.0, "a pressed chip, dark: %v", dark)
		}
	})
}

// TestTheFormFitsItsWindowAtAPageZoom has the window that the menus open, at 130 %.
func TestTheFormFitsItsWindowAtAPageZoom(t *testing.T) {
	each(t, func(s *session) {
		f := s.open("popup.html?url=https://new.example/&title=New")
		f.focused("@Tags")
		require.NoError(s.t, f.Viewport(s.ctx, 320, 450))
		f.until("the form to be as wide as its window", `() => innerWidth === 320 && document.body.getBoundingClientRect().right <= innerWidth`)
		require.Empty(s.t, eval[[]string](f, `() => [...document.querySelectorAll("input, textarea, footer button, #library")]
			.filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth).map((e) => e.id)`))
	})
}

func TestOnATouchScreenTheListOfTagsIsAFingerLargeAndLeavesSaveFree(t *testing.T) {
	each(t, func(s *session) {
		s.keeps(append(usual(), saying{"url": "https://d.example/", "title": "D", "tags": []string{"services", "sqlite", "storage"}})...)
		f := s.open("popup.html?url=https://new.example/&title=New")
		require.NoError(s.t, f.Viewport(s.ctx, 360, 700))
		f.media(browser.Media{Touch: true})
		f.focused("@Tags")
		f.write("s")
		f.until("the list", `() => document.querySelectorAll("#tag-list [role=option]").length === 7`)
		require.True(s.t, eval[bool](f, `() => document.getElementById("tag-list").getBoundingClientRect().bottom <= document.querySelector("footer").getBoundingClientRect().top`))

		p := s.library("#services")
		require.NoError(s.t, p.Viewport(s.ctx, 360, 700))
		p.media(browser.Media{Touch: true})
		p.listing("D")
		p.click("#rows .act")
		p.click(`[data-key="t"]`)
		p.focused("@Tags")
		require.Equal(s.t, "none", eval[string](p, `() => document.activeElement.autocapitalize`))
		p.write("str")
		p.until("the list", `() => document.querySelector("#rows [role=option]")`)
		require.Empty(s.t, eval[[]float64](p, `() => [...document.querySelectorAll("#rows [role=option]")].map((e) => e.getBoundingClientRect().height).filter((h) => h < 43.5)`))
	})
}
