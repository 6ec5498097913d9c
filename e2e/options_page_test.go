package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

func TestAnExportOfASearchHoldsWhatItFinds(t *testing.T) {
	each(t, func(s *session) {
		s.have(
			map[string]any{"href": "https://a.example/", "description": "Streams", "tags": "stripe", "time": "2016-11-01T00:00:00Z"},
			map[string]any{"href": "https://b.example/", "description": "Other", "tags": "go", "time": "2016-11-02T00:00:00Z"},
		)
		p := s.open("options.html")
		p.shows("It holds everything: the trash, the history")
		p.click("@Which")
		p.write("#nothing")
		p.press("Enter")
		p.shows("Nothing was found for this search, so no file was written.")
		p.click("@Which")
		p.press("Control+a")
		p.write("#stripe")
		p.press("Enter")
		p.shows("1 bookmark written to pinfold-")
	})
}

func TestAnExportOfNothingSaysWhatThereIsNothingOf(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.shows("It holds everything: the trash, the history")
		p.click("#export-start")
		p.shows("The library is empty, so no file was written.")
	})
}

func TestSettingsReachTheForm(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.until("the settings", `() => document.querySelector("#set-private").checked && !document.querySelector("#set-private").disabled`)
		p.click("@New bookmarks are private")
		p.shows("Kept.")
		p.click("@Always use the page’s own words as the description")
		p.until("both settings", `async () => document.querySelector("#set-description").checked`)
		p.until("the table that the form begins with", `async () => {
			const { hints } = await (globalThis.browser ?? chrome).storage.local.get("hints");
			return hints?.private === false && hints.description === true;
		}`)
		page := s.visit(s.site.at("/streams"))
		form := s.popup(page)
		form.holds("@Description", "What this page says of itself.")
		require.False(s.t, eval[bool](form, `() => document.querySelector("#private").checked`))
		require.NoError(s.t, form.Close(s.ctx))

		again := s.open("options.html")
		again.until("the settings as they were left", `() => !document.querySelector("#set-private").checked && document.querySelector("#set-description").checked`)
		again.click("@Name")
		again.write("jm")
		again.press("Tab")
		again.shows("Kept.")
		require.Equal(s.t, map[string]any{"private": false, "description": true, "name": "jm"}, ask[map[string]any](again, "settings", nil))
	})
}

func TestTheLibraryIsCheckedAndItsNumbersShown(t *testing.T) {
	each(t, func(s *session) {
		s.have(map[string]any{"href": "https://a.example/", "description": "Streams", "tags": "stripe go", "time": "2016-11-01T00:00:00Z"})
		p := s.open("options.html")
		p.shows("1 with 2 tags")
		p.shows("that the browser allows")
		p.click("@Check my library")
		p.shows("All is well: 1 bookmark and the index agree.")
	})
}

func TestShortcutsAreThoseTheBrowserHasAssigned(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.shows("Open the form for this page")
		shown := eval[[][2]string](p, `() => [...document.querySelectorAll("#shortcut-list dt")].map((t) => [t.textContent, t.nextElementSibling.textContent])`)
		real := eval[map[string]string](p, `async () => Object.fromEntries((await (globalThis.browser ?? chrome).commands.getAll()).map((c) => [c.name, c.shortcut]))`)
		require.Len(s.t, shown, len(real))
		for i, name := range []string{"_execute_action", "save-page", "open-library"} {
			want := real[name]
			if want == "" {
				want = "not assigned"
			}
			require.Contains(s.t, shown[i][1], want, name)
		}
	})
}

// headings is where they stand when they come into view, and once the engine has
// told its numbers, and what Chromium has seen move since the page was begun.
const headings = `async () => {
	const frame = () => new Promise((go) => setTimeout(go));
	const tops = () => [...document.querySelectorAll("h2")].map((h) => h.getBoundingClientRect().top);
	while (!document.querySelector("h2").checkVisibility({visibilityProperty: true})) await frame();
	// Until a frame is drawn nobody sees it; a busy Firefox was seen to scroll once more before that.
	for (let n = 0; n < 2; n++) await new Promise((go) => { requestAnimationFrame(go); setTimeout(go, 200); });
	const seen = {First: tops()};
	while (!/\d with \d/.test(document.getElementById("storage-list").textContent)) await frame();
	await new Promise((go) => setTimeout(go, 100));
	seen.Last = tops();
	if (!PerformanceObserver.supportedEntryTypes.includes("layout-shift")) return seen;
	const moves = await new Promise((told) => {
		new PerformanceObserver((list) => told(list.getEntries())).observe({type: "layout-shift", buffered: true});
		setTimeout(told, 500, []);
	});
	seen.Moved = moves.filter(({value}) => value > 0.001).flatMap(({sources}) => sources.map(({node}) => node?.id || node?.nodeName));
	return seen;
}`

// patient is the extension with options that wait a minute for what they show.
func patient(t *testing.T, kind string) string {
	t.Helper()
	dir := variant(t, kind, asItIs)
	altered(t, dir, "options.css", "come 0s 1s", "come 0s 60s")
	return dir
}

// TestTheOptionsDoNotMoveUnderThePointer opens them with everything there that
// takes room above a button, with a background that is up and one that is not.
func TestTheOptionsDoNotMoveUnderThePointer(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		s := begin(t, kind, browser.Options{Extension: patient(t, kind)})
		s.have(sixPins()...)
		s.copied()
		for _, place := range []string{"", "#snapshots"} {
			s.cold()
			for range 2 {
				seen := eval[struct {
					First, Last []float64
					Moved       []string
				}](s.open("options.html"+place), headings)
				require.Len(t, seen.Last, 11, place)
				require.InDeltaSlice(t, seen.First, seen.Last, 2, "%s: first %v, then %v", place, seen.First, seen.Last) // pixels
				require.Empty(t, seen.Moved, place)
			}
		}
		s.quiet()
	})
}
