package e2e

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// A desk is a session on a screen, where keys come from the system: the only
// way to press a browser's own shortcuts, menus and address bar.
type desk struct {
	*session
	screen *browser.Screen
}

// eachDesk runs a test in both browsers, each on a screen of its own.
func eachDesk(t *testing.T, change func(manifest map[string]any), test func(d *desk, wire *page)) {
	eachKind(t, func(t *testing.T, kind string) {
		screen, err := browser.NewScreen(t.Context())
		require.NoError(t, err)
		t.Cleanup(screen.Close)
		s := begin(t, kind, browser.Options{Extension: variant(t, kind, change), Window: true, Env: screen.Env()})
		wire := s.wire()
		wire.until("the menus", `() => wire.browser.contextMenus.update("selection", {visible: true}).then(() => true, () => false)`)
		test(&desk{s, screen}, wire)
	})
}

// front brings a page to the front and gives its window the keyboard.
func (d *desk) front(on *page) {
	d.t.Helper()
	require.NoError(d.t, on.Front(d.ctx))
	require.NoError(d.t, d.screen.Focus(d.ctx, d.b))
}

// keys presses keys on a page that is brought to the front.
func (d *desk) keys(on *page, keys ...string) {
	d.t.Helper()
	d.front(on)
	require.NoError(d.t, d.screen.Press(d.ctx, keys...))
}

// badge waits until the toolbar's button says text over the tab in front.
func (p *page) badge(text string) {
	p.s.t.Helper()
	p.until("the button to say “"+text+"”", `async (text) => {
		const [tab] = await wire.browser.tabs.query({active: true, currentWindow: true});
		return await wire.browser.action.getBadgeText({tabId: tab.id}) === text;
	}`, text)
}

// says waits until the button's title over the tab in front is a text: it is set
// beside the badge.
func (p *page) says(text string) {
	p.s.t.Helper()
	p.until("the button's title to be “"+text+"”", `async (text) => {
		const [tab] = await wire.browser.tabs.query({active: true, currentWindow: true});
		return await wire.browser.action.getTitle({tabId: tab.id}) === text;
	}`, text)
}

func TestTheBrowserAssignsEveryShortcut(t *testing.T) {
	text, err := os.ReadFile("../manifest.json")
	require.NoError(t, err)
	var manifest struct {
		Commands map[string]struct {
			Key struct{ Default string } `json:"suggested_key"`
		}
	}
	require.NoError(t, json.Unmarshal(text, &manifest))
	suggested := map[string]string{}
	for name, command := range manifest.Commands {
		suggested[name] = command.Key.Default
	}
	eachWire(t, asItIs, func(s *session, p *page) {
		require.Equal(s.t, suggested, eval[map[string]string](p, `async () =>
			Object.fromEntries((await wire.browser.commands.getAll()).map((c) => [c.name, c.shortcut]))`))
	})
}

func TestTheShortcutsWork(t *testing.T) {
	eachDesk(t, asItIs, func(d *desk, wire *page) {
		on := d.visit(d.site.at("/streams"))
		d.cold()
		d.keys(on, "alt+k")
		wire.badge("✓")
		wire.says("Saved in Pinfold: open to edit")
		saved := wire.stored(d.site.at("/streams"))
		require.Equal(d.t, "Streams of data", saved.Title)
		require.True(d.t, saved.Private)

		d.keys(on, "alt+l")
		d.opened(d.b.Address() + "library.html")
		d.keys(on, "alt+p")
		d.opened(d.b.Address() + "popup.html")
	})
}

func TestSavingAtOnceKeepsWhatWasSaved(t *testing.T) {
	eachDesk(t, asItIs, func(d *desk, wire *page) {
		address := d.site.at("/streams")
		before := eval[bookmark](wire, `(url) => wire.api.save({url, title: "Mine", description: "My words", tags: ["one", "two"], unread: true}, ["title", "description", "tags", "unread"])`, address)
		on := d.visit(address)
		d.keys(on, "alt+k")
		wire.badge("✓")
		wire.says("Saved in Pinfold before: open to edit")
		require.Equal(d.t, before, *wire.stored(address))

		eval[any](wire, `(id) => wire.api.remove({ids: [id]}).then(() => 1)`, before.ID)
		again := d.visit(address)
		d.keys(again, "alt+k")
		wire.until("the button's words", `async () => {
			const [tab] = await wire.browser.tabs.query({active: true, currentWindow: true});
			return (await wire.browser.action.getTitle({tabId: tab.id})).startsWith("Back from the trash");
		}`)
		require.Equal(d.t, before, *wire.stored(address))
	})
}

func TestSavingAtOnceSaysNothingOnThePageBehind(t *testing.T) {
	eachDesk(t, asItIs, func(d *desk, wire *page) {
		on := d.visit(d.site.at("/streams"))
		d.cold()
		d.keys(on, "alt+k")
		require.NoError(d.t, on.Navigate(d.ctx, d.site.at("/plain")))
		wire.until("the page to be saved", `async (url) => Boolean((await wire.api.byUrl(url)).exact)`, d.site.at("/streams"))
		require.Equal(d.t, "", eval[string](wire, `async () => {
			const [tab] = await wire.browser.tabs.query({active: true, currentWindow: true});
			return wire.browser.action.getBadgeText({tabId: tab.id});
		}`))
	})
}

func TestSavingAtOnceSaysWhyItCannot(t *testing.T) {
	eachDesk(t, asItIs, func(d *desk, wire *page) {
		own := d.open("manifest.json")
		d.keys(own, "alt+k")
		wire.badge("!")
		scheme, _, _ := strings.Cut(d.b.Address(), "//")
		wire.says("Not saved. Addresses that begin with “" + scheme + "” are not saved. Only http, https and ftp addresses are.")
		require.Zero(d.t, wire.find("").Total)
	})
}

// existing waits for a tab or window that somebody else opens.
func (s *session) existing(name string) *page {
	s.t.Helper()
	p, err := s.b.Existing(s.ctx, s.b.Address()+name)
	require.NoError(s.t, err)
	return &page{s, p}
}

// place is where the middle of an element is on the screen.
const place = `(selector) => {
	const r = document.querySelector(selector).getBoundingClientRect();
	const left = globalThis.mozInnerScreenX ?? screenX + (outerWidth - innerWidth) / 2;
	const top = globalThis.mozInnerScreenY ?? screenY + outerHeight - innerHeight;
	return [left + r.left + r.width / 2, top + r.top + r.height / 2].map(Math.round);
}`

// menu presses the right button on an element and takes our line of the menu:
// the last one in Firefox, above the browser's own for developers in Chromium.
func (d *desk) menu(on *page, selector string, above int) {
	d.t.Helper()
	d.front(on)
	at := eval[[2]int](on, place, selector)
	require.NoError(d.t, d.screen.Menu(d.ctx, at[0], at[1]))
	keys := []string{"Up"}
	for range above {
		if d.b.Name() == "chromium" {
			keys = append(keys, "Up")
		}
	}
	require.NoError(d.t, d.screen.Press(d.ctx, append(keys, "Return")...))
}

func TestTheMenuOfAPageOpensTheForm(t *testing.T) {
	eachDesk(t, asItIs, func(d *desk, wire *page) {
		on := d.visit(d.site.at("/streams"))
		d.cold()
		d.menu(on, "#more", 2)
		form := d.existing("popup.html?")
		form.holds("@URL", d.site.at("/streams"))
		form.holds("@Title", "Streams of data")
		form.focused("@Tags")
		form.write("menus")
		form.press("Enter")
		d.gone()
		require.Equal(d.t, []string{"menus"}, wire.stored(d.site.at("/streams")).Tags)
	})
}

func TestTheMenuOfALinkOpensTheFormForWhereItLeads(t *testing.T) {
	eachDesk(t, asItIs, func(d *desk, wire *page) {
		on := d.visit(d.site.at("/streams"))
		eval[any](on, `() => {
			const link = document.createElement("a");
			Object.assign(link, {id: "link", href: "https://elsewhere.example/?a=1&b=%22#c", textContent: "Elsewhere & beyond"});
			document.body.append(link);
		}`)
		d.menu(on, "#link", 1)
		form := d.existing("popup.html?")
		form.holds("@URL", "https://elsewhere.example/?a=1&b=%22#c")
		if d.b.Name() == "firefox" { // Chromium does not say what a link is called
			form.holds("@Title", "Elsewhere & beyond")
		}
	})
}

func TestTheMenuOfASelectionQuotesItWhole(t *testing.T) {
	eachDesk(t, asItIs, func(d *desk, wire *page) {
		on := d.visit(d.site.at("/streams"))
		want := eval[string](on, `() => {
			const paragraphs = Array.from({length: 30}, (_, i) => ("Paragraph " + i + " of a long passage. ").repeat(8).trim());
			document.body.replaceChildren(...paragraphs.map((text) => Object.assign(document.createElement("p"), {textContent: text})));
			getSelection().selectAllChildren(document.body);
			return paragraphs.map((text) => "> " + text).join("\n>\n");
		}`)
		d.menu(on, "p", 1)
		form := d.existing("popup.html?")
		form.holds("@URL", d.site.at("/streams"))
		form.holds("@Description", want)
	})
}
