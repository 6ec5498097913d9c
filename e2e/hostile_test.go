package e2e

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/internal/browser"
	"pinfold/internal/injection"
)

// hostileSeed is what the hostile texts are spliced from; 0 takes those of the
// list. A soak takes others.
var hostileSeed = flag.Uint64("hostile-seed", 0, "what hostile texts are spliced from; 0: those of the list")

func hostileTexts() []string {
	if *hostileSeed == 0 {
		return injection.Texts()
	}
	return injection.Mutated(*hostileSeed)
}

// everyFourth are those that are typed too, which takes its time.
func everyFourth(texts []string) []string {
	var list []string
	for i := 0; i < len(texts); i += 4 {
		list = append(list, texts[i])
	}
	return list
}

// TestHostileTextIsTextInEveryFieldAndView shows harmless texts in every view,
// then hostile ones in the same: no script runs, the pages consist of nothing
// more than before, and nobody is asked over the network.
func TestHostileTextIsTextInEveryFieldAndView(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		site, h := newSite(t), newHome(t)
		g := newGate(t, site, h.URL)
		s := begin(t, kind, browser.Options{Proxy: strings.TrimPrefix(g.URL, "http://")})
		s.broken = "its last view is that of a lost library"
		before, after := shape{}, shape{}
		plain := harmless()
		tour{s, h, "plain", plain, plain[:8], late, before}.everywhere()
		evil := hostileTexts()
		tour{s, h, "evil", evil, everyFourth(evil), nil, after}.everywhere()
		require.Empty(t, beyond(after, before), "text has become more than text")
		for _, asked := range g.requests(strings.TrimPrefix(h.URL, "http://")) {
			require.NotContains(t, asked, injection.Host, "somebody was asked")
		}
		raw, err := s.b.Background(s.ctx, `(canary) => canary in self || ({}).pwned !== undefined`, injection.Canary)
		require.NoError(t, err)
		require.Equal(t, "false", string(raw), "a script has run in the background")
		s.quiet()
	})
}

// A tour brings texts in by every way and looks at them in every view. All of
// them are saved, those of asked are searched for and typed too.
type tour struct {
	*session
	h            *home
	name         string
	texts, asked []string
	late         map[string]string // searches, and what the popup says of them when typing rests
	all          shape             // what the pages consist of
}

func (s tour) everywhere() {
	s.t.Helper()
	o := s.open("options.html").watch()
	s.options(o)
	s.library()
	s.popup()
	s.server()
	s.trash()
	s.lost(o)
}

// options imports a file of texts whose name is texts too, and gives texts to
// every other field of the options page.
func (s tour) options(p *page) {
	s.t.Helper()
	texts := s.texts
	p.choose(strings.Join(texts, " ")+".html", everyField(texts, s.name))
	p.until("the plan", `() => document.querySelector("#import-start").checkVisibility()`)
	p.click("#import-start")
	p.until("the report", `() => document.querySelector("#import-report").checkVisibility()`)
	eval[any](p, `() => { for (const e of document.querySelectorAll("details")) e.open = true; }`)
	require.GreaterOrEqual(s.t, eval[int](p, `() => document.querySelectorAll("#import-report .report li").length`), len(texts), "each that is refused is named")
	p.click("#import-again")
	p.choose(strings.Join(texts, " "), strings.Join(texts, "\n"))
	p.until("a refusal", `() => /^NOT IMPORTED/.test(document.querySelector("#import-problem").textContent) || document.querySelector("#import-plan").checkVisibility()`)
	p.each(`for (const form of ["publish", "import"]) {
		document.getElementById(form + "-address").value = "[" + text; // no browser takes that for a host
		document.getElementById(form + "-token").value = text || "x";
		await settles("#" + form + "-problem", () => document.getElementById(form === "import" ? "import-account" : "publish-form").dispatchEvent(new SubmitEvent("submit", {cancelable: true})));
		if (!document.getElementById(form + "-problem").textContent) throw new Error("not refused in " + form + ": " + text);
	}`, s.asked)
	eval[any](p, `(name, text) => {
		const field = document.querySelector("#backup-file");
		const files = new DataTransfer();
		files.items.add(new File([text], name));
		field.files = files.files;
		field.dispatchEvent(new Event("change", {bubbles: true}));
	}`, strings.Join(texts, " ")+".jsonl", strings.Join(texts, "\n"))
	p.until("what is wrong with it", `() => document.querySelector("#backup-problem").checkVisibility()`)
	set := map[string]string{"name": strings.Join(texts[:20], " ")}
	for i, text := range texts {
		one, err := json.Marshal(map[string]string{"name": text, "query": text})
		require.NoError(s.t, err)
		set[fmt.Sprintf("search:%s%d", s.name, i)] = string(one)
	}
	ask[any](p, "settings", map[string]any{"set": set})
	p.whole()
	p.click("#snapshot-now")
	p.until("a snapshot", `() => document.querySelector("#snapshot-list button")`)
	p.shaped("options", s.all)
}

// others are queries that bring up what a library page says of queries.
func others() []string {
	return []string{"rm -rf now", "plian", "wrods", "#plian", "(a OR b) c", "sort:size x", "is:unread", "2014", "site:link.example", "https://new.example/", `"two words"`, "-words", "a* b", "title:x zzzz", ""}
}

// library reads the list, its tags, its history and its saved searches, and
// searches for each text.
func (s tour) library() {
	s.t.Helper()
	p := s.session.library("#all" + s.name).watch()
	p.reads(len(s.texts))
	eval[any](p, `() => scrollTo(0, 0)`)
	p.until("a row", `() => document.querySelector("#rows article")`)
	p.click("@full text")
	p.until("all tags beside", `() => { const more = [...document.querySelectorAll("#facets .plain")].at(-1); more?.click(); return !more; }`)
	p.click("#search")
	p.press("ArrowDown") // a press on the title would leave the page
	p.until("a row to have the focus", `() => document.activeElement.closest("#rows article")`)
	p.press("e")
	p.until("the form", `() => document.querySelector("form.editor")`)
	p.press("Escape")
	p.click("#saved")
	p.until("the saved searches", `(n) => document.querySelectorAll("#saved-list li").length >= n`, len(s.texts))
	p.click("#saved-list li:last-child button:nth-child(2)")
	p.until("a name to change", `() => document.querySelector("#saved-list input")`)
	p.press("Escape", "Escape")
	p.each(`await settles("#found", () => { location.hash = "#q=" + encodeURIComponent(text.toWellFormed()); });`, append(others(), s.asked...))
	p.each(`await settles("#found", () => types("#search", text));`, s.asked[:8])
	p.until("a row", `async () => { location.hash = "#q=words"; return document.querySelector("#rows article, #empty"); }`)
	eval[any](p, `() => { location.hash = "#tags"; }`)
	p.until("the tags", `() => document.querySelector("#tag-rows li")`)
	p.each(`await settles("#tags-more", () => types("#tag-prefix", text.slice(0, 2)));`, s.asked[:8])
	eval[any](p, `() => { location.hash = "#history"; }`)
	p.until("the history", `() => document.querySelector("#change-rows .plain")`)
	p.click("#change-rows .plain")
	p.until("what changed", `() => document.querySelector("#change-rows h3")`)
	p.shaped("library", s.all)
	require.NoError(s.t, p.Close(s.ctx))
}

// late is what the popup says of harmless texts when typing rests, by a search for
// which it does: the others follow each other too soon for it, on most machines.
var late = map[string]string{"wrods ": "#results .near-line", "rm -rf now": "#hint em", "words ": "#found-by b"}

// popup opens the form on each address, searches for each text, completes
// tags, and lists what a page shows.
func (s tour) popup() {
	s.t.Helper()
	p := s.open("popup.html?" + url.Values{"url": {"https://" + s.name + "0.example/"}, "title": {s.texts[0]}, "selection": {strings.Join(s.texts, "\n")}}.Encode()).watch()
	p.until("chips", `() => document.querySelector(".chip")`)
	addresses := ask[found](p, "search", map[string]any{"query": "#all" + s.name, "limit": 500})
	require.Len(s.t, addresses.Bookmarks, len(s.texts))
	var list []string
	for i, b := range addresses.Bookmarks[:len(s.asked)] {
		list = append(list, b.URL)
		if i%10 == 0 {
			list = append(list, b.URL+"?utm_source=x")
		}
	}
	p.each(`await settles("form", () => { const url = document.querySelector("#url"); url.value = text; url.dispatchEvent(new Event("change")); });`, list)
	p.each(`await settles(".tagfield", () => types("#tags", text));`, s.asked)
	p.each(`await settles("#finder", () => types("#search", text));`, append(others(), s.asked...))
	for text, part := range s.late {
		eval[any](p, `(text) => { `+settles+` types("#search", text); }`, text)
		p.until(part, `(part) => document.querySelector(part)`, part)
	}
	p.shaped("popup", s.all)
	require.NoError(s.t, p.Close(s.ctx))
}

// server reads the server's pages, and what the popup lists of them.
func (s tour) server() {
	s.t.Helper()
	_, err := s.h.Import(s.t.Context(), "jm", func(yield func(core.Bookmark, error) bool) {
		for i, text := range s.texts {
			b := core.Bookmark{URL: fmt.Sprintf("https://%s%d.example/%s", s.name, i, text), Title: core.CleanTitle(text), Description: text + "\n> " + text + "\nhttps://note.example/" + text,
				Tags: []string{"all" + s.name, core.CleanTag(text)}, Created: time.Date(2016, 1, 1, 0, i, 0, 0, time.UTC)}
			if !yield(b, nil) {
				return
			}
		}
	}, false)
	require.NoError(s.t, err)
	p := s.visit(s.h.URL + "/")
	paths := []string{"/u:jm/t:all" + s.name + "/", "/u:jm/tags/", "/recent/", "/popular/", "/add?" + url.Values{"url": {s.texts[0]}, "title": {s.texts[1]}}.Encode()}
	for i := 0; i < len(s.asked); i += 10 {
		paths = append(paths, "/u:jm/?q="+url.QueryEscape(s.texts[i]), "/u:jm/t:"+url.PathEscape(core.CleanTag(s.texts[i]))+"/")
	}
	for _, path := range paths {
		require.NoError(s.t, p.Navigate(s.ctx, s.h.URL+path))
		p.watch().shaped("server", s.all)
	}
	for next := s.h.URL + paths[0]; next != ""; {
		require.NoError(s.t, p.Navigate(s.ctx, next))
		p.watch().shaped("server", s.all)
		next = eval[string](p, `() => document.querySelector("#pager [rel=next]")?.href ?? ""`)
	}
	require.NoError(s.t, p.Navigate(s.ctx, s.h.URL+paths[0]))
	popup := s.session.popup(p).watch()
	popup.click("@copy one")
	popup.until("the entries", `() => document.querySelector("#entry-list li")`)
	popup.shaped("popup on a server's page", s.all)
	require.NoError(s.t, popup.Close(s.ctx))
	require.NoError(s.t, p.Close(s.ctx))
}

// trash deletes what the turn has brought, reads the trash, and restores it.
func (s tour) trash() {
	s.t.Helper()
	p := s.session.library("#all" + s.name).watch()
	p.until("the list", `() => document.querySelector("#rows article")`)
	ask[any](p, "delete", map[string]any{"query": "#all" + s.name})
	eval[any](p, `(query) => { seen.rows.clear(); location.hash = "#q=" + encodeURIComponent(query); }`, "is:trashed #all"+s.name)
	p.reads(injection.Count)
	ask[any](p, "restore", map[string]any{"query": "is:trashed #all" + s.name})
	p.shaped("trash", s.all)
	require.NoError(s.t, p.Close(s.ctx))
}

// lost loses the library and looks at what is offered then.
func (s tour) lost(o *page) {
	s.t.Helper()
	s.loses(o, injection.Count)
	p := s.open("library.html").watch()
	p.shows("The library is not where it was")
	p.until("the snapshots", `() => document.querySelector("#lost-snapshots button")`)
	p.shaped("recovery", s.all)
	p.click("#lost-begin")
	p.click("#asking-yes")
	s.existing("options.html#import")
	require.NoError(s.t, p.Close(s.ctx))
}

func TestKeysThatMeanSomethingToScriptsMeanNothingInAnImport(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.choose("pins.json", `[{"href": "https://a.example/", "description": "One", "tags": "__proto__ constructor",
			"__proto__": {"pwned": 1, "href": "https://other.example/"}, "constructor": {"prototype": {"pwned": 1}}, "toString": 1, "time": "2014-01-01T00:00:00Z"}]`)
		p.click("#import-start")
		p.until("the report", `() => document.querySelector("#import-report").checkVisibility()`)
		p.unbroken()
		got := p.stored("https://a.example/")
		require.Equal(s.t, "One", got.Title)
		require.ElementsMatch(s.t, []string{"__proto__", "constructor"}, got.Tags)
		require.Nil(s.t, p.stored("https://other.example/"))
		l := s.library("#__proto__")
		l.listing("One")
		l.until("the other tag beside it", `() => document.querySelector("#facets bdi")?.textContent === "constructor"`)
		for _, page := range []*page{p, l} {
			require.Nil(s.t, eval[any](page, `() => ({}).pwned`))
		}
	})
}

func TestNoObfuscatedAddressBecomesALink(t *testing.T) {
	each(t, func(s *session) {
		good := []string{"https://a.example/", "HTTP://a.example/", "ftp://a.example/"}
		linked := eval[[]string](s.open("options.html"), `async (list) => {
			const {safeHref} = await import("./dom.js");
			return list.filter((url) => {
				const link = document.createElement("a");
				return safeHref(link, url) || link.hasAttribute("href");
			});
		}`, append(injection.Addresses(), good...))
		require.Equal(s.t, good, linked)
	})
}
