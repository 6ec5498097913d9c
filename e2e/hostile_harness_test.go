package e2e

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
	"pinfold/internal/injection"
)

// watching notes every element that a page has or gets, the names of its
// attributes and the schemes that it leads to, and every violation of the CSP.
const watching = `() => {
	const seen = window.seen = {shape: new Set(), rows: new Set()};
	const note = (e) => {
		seen.shape.add(e.localName);
		if (e.dataset?.id) seen.rows.add(e.dataset.id);
		for (const {name, value} of e.attributes) {
			seen.shape.add(e.localName + " " + name);
			if (["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcdoc"].includes(name)) seen.shape.add(e.localName + " " + name + " " + scheme(value));
		}
	};
	const scheme = (value) => {
		if (/^(https?|ftp):\/\//i.test(value)) return "web"; // be it one that no browser can read
		const {protocol} = URL.parse(value, location.href) ?? {protocol: "none"};
		return ["http:", "https:"].includes(protocol) ? "web" : protocol; // one of the server's own
	};
	const all = (node) => {
		if (node.nodeType !== Node.ELEMENT_NODE) return;
		note(node);
		for (const e of node.querySelectorAll("*")) note(e);
	};
	all(document.documentElement);
	new MutationObserver((records) => {
		for (const {type, target, addedNodes} of records) {
			if (type === "attributes") note(target);
			for (const node of addedNodes) all(node);
		}
	}).observe(document, {subtree: true, childList: true, attributes: true});
	addEventListener("securitypolicyviolation", (event) => seen.shape.add("violation of " + event.violatedDirective + " by " + event.blockedURI));
}`

// A shape is what pages consist of: see watching.
type shape map[string]bool

// watch begins to note what the page consists of.
func (p *page) watch() *page {
	p.s.t.Helper()
	eval[any](p, watching)
	return p
}

// shaped adds what the page has consisted of since watch to all, after a look
// whether a script has run. What comes at its own pace may be seen on one page
// of the extension and not on another: all of them are one.
func (p *page) shaped(name string, all shape) {
	p.s.t.Helper()
	whose := "extension"
	if name == "server" {
		whose = name
	}
	require.False(p.s.t, eval[bool](p, `(canary) => canary in window || canary in (window.opener ?? {})`, injection.Canary), "a script has run in %s", name)
	require.Nil(p.s.t, eval[any](p, `() => new window.Object().pwned`), "every object of %s has a property more", name)
	for _, part := range eval[[]string](p, `() => [...seen.shape]`) {
		all[whose+": "+part] = true
	}
}

// beyond is what hostile pages consist of and harmless ones do not.
func beyond(after, before shape) []string {
	maps.DeleteFunc(after, func(part string, _ bool) bool { return before[part] })
	return slices.Sorted(maps.Keys(after))
}

// harmless are as many texts with everything that text may rightly become:
// links and quotations.
func harmless() []string {
	var list []string
	for i := range injection.Count {
		list = append(list, fmt.Sprintf("plain%d words https://link.example/%d <blockquote>quoted</blockquote>", i, i))
	}
	return list
}

// everyField is a bookmark file with each text in every field of a bookmark,
// in the name of a folder, and in one that is refused.
func everyField(texts []string, turn string) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>\n<DL><p>\n")
	for i, text := range texts {
		safe := html.EscapeString(text)
		fmt.Fprintf(&b, "<DT><H3>%s</H3><DL><p>\n", safe)
		fmt.Fprintf(&b, "<DT><A HREF=\"https://%s%d.example/%s\" ADD_DATE=\"%d\" TAGS=\"all%s,%s\">%s</A>\n", turn, i, safe, 1_400_000_000+i*90_000, turn, safe, safe)
		fmt.Fprintf(&b, "<DD>%s\n&gt; %s\nhttps://note.example/%s\n</DL><p>\n", safe, safe, safe)
		fmt.Fprintf(&b, "<DT><A HREF=\"javascript:%s\">%s</A>\n", safe, safe)
	}
	b.WriteString("</DL><p>\n")
	return b.String()
}

// toEnd scrolls through a list once and tells whether n of its rows have been
// drawn by now. A tab that has gone behind another draws none, and is not waited for.
const toEnd = `async (n) => {
	const frame = () => Promise.race([new Promise((go) => requestAnimationFrame(go)), new Promise((go) => setTimeout(go, 200))]);
	for (let y = 0; y < document.documentElement.scrollHeight && document.visibilityState === "visible"; y += innerHeight) {
		scrollTo(0, y);
		await frame();
		await frame();
	}
	return seen.rows.size >= n;
}`

// reads scrolls through the list until n bookmarks have been drawn, in front of
// whatever tab has come before it meanwhile.
func (p *page) reads(n int) {
	p.s.t.Helper()
	p.until("the list", `() => document.querySelector("#rows article")`)
	err := browser.Until(p.s.ctx, "every row to be drawn", func() (bool, error) {
		if err := p.Front(p.s.ctx); err != nil {
			return false, err
		}
		return browser.Truth(p.s.ctx, p, toEnd, n)
	})
	require.NoError(p.s.t, err)
}

// settles runs f, waits for the element of a selector to change, if it does, and
// then until it has rested.
const settles = `const settles = (selector, f) => new Promise((go) => {
	const box = document.querySelector(selector);
	let timer = setTimeout(done, 150); // nothing may change
	const observer = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(done, 5); });
	function done() { observer.disconnect(); go(); }
	observer.observe(box, {subtree: true, childList: true, characterData: true, attributes: true});
	f();
});
const types = (selector, text) => {
	const box = document.querySelector(selector);
	box.value = text;
	box.dispatchEvent(new Event("input", {bubbles: true}));
};`

// each asks for every text in turn.
func (p *page) each(script string, texts []string) {
	p.s.t.Helper()
	eval[any](p, `async (texts) => { `+settles+` for (const text of texts) { `+script+` } }`, texts)
}
