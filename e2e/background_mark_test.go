package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

func TestTheButtonMarksASavedPage(t *testing.T) {
	eachWire(t, seeing, func(s *session, wire *page) {
		address := s.site.at("/streams")
		s.visit(address)
		// Saved in another spelling of the same address.
		b := wire.kept(strings.Replace(address, "http://", "HTTP://", 1), "Mine")
		wire.badge("•")
		wire.says("Saved in Pinfold: open to edit")
		s.visit(s.site.at("/plain"))
		wire.badge("")
		wire.says("Save this page")
		s.cold()
		p := s.visit(address)
		wire.badge("•")
		eval[any](wire, `(id) => wire.api.remove({ids: [id]}).then(() => 1)`, b.ID)
		wire.badge("")
		require.NoError(s.t, p.Close(s.ctx))
	})
}

func TestBrowsingNeverStartsTheEngine(t *testing.T) {
	eachWire(t, seeing, func(s *session, wire *page) {
		wire.kept(s.site.at("/streams"), "Mine")
		wire.until("the table of addresses", `async () => {
			const { tables, marks } = await wire.browser.storage.local.get();
			return marks && tables.generation === (await wire.api.generation()).generation; // it has the save
		}`)
		tab := s.visit(s.site.at("/plain"))
		// The page that greets after the installation asks the engine by itself,
		// and one that comes into view, as ours would without the tab above.
		require.NoError(s.t, s.existing("library.html").Close(s.ctx))
		s.cold()
		// From here on every start of a program is counted.
		s.until("a background that counts", `() => {
			const Real = self.Go;
			if (!Real) return false; // its scripts have not run yet
			self.starts = 0;
			self.Go = function () { self.starts++; return new Real(); };
			return true;
		}`)
		for i := range 50 {
			path, text := "/plain", ""
			if i%5 == 4 {
				path, text = "/streams", "•"
			}
			require.NoError(s.t, tab.Navigate(s.ctx, s.site.at(fmt.Sprintf("%s?%d", path, i))))
			if i%5 == 4 {
				require.NoError(s.t, tab.Navigate(s.ctx, s.site.at(path)))
				wire.badge(text)
			}
		}
		raw, err := s.b.Background(s.ctx, `() => self.starts`)
		require.NoError(s.t, err)
		require.Equal(s.t, "0", string(raw), "the background has lived through it and started no engine")
	})
}

func TestWithoutThePermissionNothingIsMarked(t *testing.T) {
	eachWire(t, asItIs, func(s *session, wire *page) {
		wire.kept(s.site.at("/streams"), "Mine")
		wire.until("the table of tags", `async () => (await wire.browser.storage.local.get("tables")).tables`)
		s.visit(s.site.at("/streams"))
		wire.badge("")
		require.False(s.t, eval[bool](wire, `async () => "marks" in (await wire.browser.storage.local.get())`))
	})
}

func TestWithoutThePermissionBrowsingWakesNoBackground(t *testing.T) {
	if *only == "firefox" { // which wakes it for listeners that were removed: its bug 1899767
		return
	}
	t.Parallel()
	s := begin(t, "chromium", browser.Options{Extension: variant(t, "chromium", asItIs)})
	s.shown()
	wire := s.wire()
	wire.kept(s.site.at("/streams"), "Mine")
	tab := s.visit(s.site.at("/plain"))
	require.NoError(s.t, s.existing("library.html").Close(s.ctx)) // it asks by itself
	s.cold()
	for i := range 5 {
		require.NoError(s.t, tab.Navigate(s.ctx, s.site.at(fmt.Sprintf("/plain?%d", i))))
		other := s.visit(s.site.at("/streams"))
		other.until("the page", `() => document.readyState === "complete"`)
		require.NoError(s.t, tab.Front(s.ctx)) // one of ours that came into view would ask
		require.NoError(s.t, other.Close(s.ctx))
	}
	runs, err := s.b.BackgroundRuns(s.ctx)
	require.NoError(s.t, err)
	require.False(s.t, runs, "somebody has woken it")
	s.quiet()
}

// spellings are addresses, each with some that a browser or a person might
// write for it, or that look alike and are not.
var spellings = [][]string{
	{"https://example.org/", "HTTPS://EXAMPLE.ORG/", "https://example.org:443/", "https://example.org:/", "http://example.org/", "https://example.org", "https://user:word@example.org/"},
	{"http://example.org:80/a", "http://example.org/a", "http://example.org/A", "http://example.org:8080/a", "http://example.org:080/a"},
	{"ftp://files.example:21/x", "ftp://files.example/x", "ftp://FILES.example/x"},
	{"https://example.org/?q=a%20b#C", "https://example.org/?q=a b#C", "https://example.org/?q=a%20b#c", "https://example.org?q=a%20b#C"},
	{"http://[::1]:80/", "http://[::1]/", "http://[::1]:8/"},
	{"https://ÜBER.example/", "https://über.example/", "https://xn--ber-goa.example/"},
	{"https://İstanbul.example/K", "https://i̇stanbul.example/K", "https://istanbul.example/K"},
	{`https://example.org\path`, "https://example.org/path"},
	{"https://a@b@example.net/", "https://example.net/"},
	{"https://example.com/@me:80", "https://EXAMPLE.com/@me:80"},
	{"https://example.com#x@y", "https://example.com:443#x@y"},
	{"https://emoji.example/😀?é", "https://EMOJI.example/😀?é", "https://emoji.example/😀?é"},
}

func TestTheToolbarAndTheEngineAgreeWhatAnAddressIs(t *testing.T) {
	eachWire(t, asItIs, func(s *session, wire *page) {
		for _, list := range spellings {
			disagreed := eval[[]string](wire, `async ([first, ...others]) => {
				const {id} = await wire.api.save({url: first}, []);
				const {hashes} = await wire.api.marks();
				const saved = new Set(hashes.match(/.{12}/g));
				const wrong = [];
				for (const url of [first, ...others]) {
					const engine = Boolean((await wire.api.byUrl(url)).exact);
					if (engine !== saved.has(wire.hints.addressHash(url))) wrong.push(url + ": the engine says " + engine);
				}
				await wire.api.remove({ids: [id]});
				return wrong;
			}`, list)
			require.Empty(s.t, disagreed)
		}
	})
}

// Firefox' question can be answered here.
func TestTheBrowserAsksBeforePagesAreMarkedAndThePermissionIsGivenBack(t *testing.T) {
	s := begin(t, "firefox", browser.Options{})
	p := s.open("options.html")
	p.pressAndAnswer("@Mark saved pages", false)
	p.shows("Saved pages are not marked: the browser was not allowed to show addresses.")
	p.pressAndAnswer("@Mark saved pages", true)
	p.shows("Saved pages are marked.")
	p.click("@Stop, and give the permission back")
	p.shows("Saved pages are not marked.")
	p.until("the permission to be given back", `async () => !await browser.permissions.contains({permissions: ["tabs"]})`)
	s.quiet()
}

func TestTheMarksGoWithThePermission(t *testing.T) { // Firefox' question can be answered
	if *only == "chromium" {
		return
	}
	t.Parallel()
	s := begin(t, "firefox", browser.Options{Extension: variant(t, "firefox", asItIs)})
	s.shown()
	wire := s.wire()
	wire.kept(s.site.at("/streams"), "Mine")
	p := s.open("options.html")
	p.pressAndAnswer("@Mark saved pages", true)
	p.shows("Saved pages are marked.")
	saved := s.visit(s.site.at("/streams"))
	wire.badge("•")
	require.NoError(t, p.Front(s.ctx))
	p.click("@Stop, and give the permission back")
	p.shows("Saved pages are not marked.")
	require.NoError(t, saved.Front(s.ctx))
	wire.badge("")
	wire.says("Save this page")
}
