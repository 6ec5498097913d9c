package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/wasm/api"
)

// kept saves a bookmark by the client that our pages use.
func (p *page) kept(address, title string, tags ...string) bookmark {
	p.s.t.Helper()
	return eval[bookmark](p, `(url, title, tags) => wire.api.save({url, title, tags: tags ?? []}, ["title", "tags"])`, address, title, tags)
}

// told waits until the page has been told of more changes than n, and answers
// of how many.
func (p *page) told(n int) int {
	p.s.t.Helper()
	p.until("word of a change", `(n) => wire.changes.length > n`, n)
	return eval[int](p, `() => wire.changes.length`)
}

// importHere imports as the options page does, in a Worker of the page.
const importHere = `(text) => wire.importFile(new File([text], "mine.json")).then(() => 1)`

func TestEveryPageHearsOfAChange(t *testing.T) {
	eachWire(t, asItIs, func(s *session, first *page) {
		second := s.wire()
		first.kept("https://a.example/", "A", "apples")
		n := second.told(0)
		first.told(0)
		eval[any](first, importHere, `[{"href": "https://b.example/", "description": "B", "tags": "bananas", "time": "2016-11-01T00:00:00Z"}]`)
		n = second.told(n)
		require.Equal(s.t, 2, second.find("").Total, "what the import's own engine wrote is found at once")
		second.kept("https://c.example/", "C", "cherries")
		second.told(n)
		second.until("the table of tags", `async () => (await wire.hints.readHints()).rows.length === 3`)
	})
}

func TestReadingTheSettingsIsNoChange(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		eval[any](p, `() => wire.api.settings().then(() => wire.api.stats()).then(() => 1)`)
		require.Empty(s.t, eval[[]int](p, `() => wire.changes`))
		eval[any](p, `() => wire.api.settings({private: false}).then(() => 1)`)
		p.told(0)
	})
}

func TestAPageThatComesBackIntoViewLearnsWhatItMissed(t *testing.T) {
	eachWire(t, asItIs, func(s *session, first *page) {
		first.kept("https://a.example/", "A")
		n := first.told(0)
		second := s.wire()
		s.cold() // and with it the first page's port
		second.kept("https://b.example/", "B")
		second.told(0)
		require.Equal(s.t, n, eval[int](first, `() => wire.changes.length`))
		require.NoError(s.t, first.Front(s.ctx))
		first.told(n)
	})
}

func TestACallThatIsCanceledEnds(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		p.kept("https://a.example/", "A")
		s.cold()
		// The host itself is asked: the client answers a canceled call at once.
		// Cold, the host has the cancel before the engine has the call.
		require.Equal(s.t, "canceled", eval[string](p, `() => new Promise((answer) => {
			const port = wire.browser.runtime.connect({name: "page"});
			port.onMessage.addListener((m) => m.id === 1 && answer(m.error?.code ?? "found " + m.result));
			port.postMessage({id: 1, method: "search", params: {query: "a"}});
			port.postMessage({id: 1, cancel: true});
		})`))
		require.Equal(s.t, "canceled", eval[string](p, `() => {
			const stop = new AbortController();
			const call = wire.api.search({query: "a"}, {signal: stop.signal});
			stop.abort();
			return call.then(() => "found", (e) => e.code);
		}`))
		require.Equal(s.t, 1, p.find("a").Total, "the next call is answered")
	})
}

func TestAWriteCannotBeCanceledOnceItIsSent(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		require.Equal(s.t, "https://a.example/", eval[string](p, `() => {
			const stop = new AbortController();
			const call = wire.call("save", {bookmark: {url: "https://a.example/"}, touched: [], op: crypto.randomUUID()}, {signal: stop.signal});
			stop.abort();
			return call.then((b) => b.url, (e) => e.message);
		}`), "nobody is told that nothing was changed when it was")
	})
}

// stranger is the page of another extension, which has Pinfold's messages sent
// to it.
const stranger = `(id) => new Promise((answer) => {
	const browser = globalThis.browser ?? chrome;
	const said = [];
	const port = browser.runtime.connect(id, {name: "page"});
	port.onMessage.addListener((m) => said.push(m));
	port.onDisconnect.addListener(() => { void browser.runtime.lastError; answer(said); });
	port.postMessage({id: 1, method: "stats", params: {}});
})`

func TestNobodyElseIsAnswered(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		if s.b.Name() == "chromium" {
			s.loud = "it reports what it refuses a page"
		}
		p.kept("https://a.example/", "A")
		address, err := s.b.Install(s.ctx, "testdata/stranger")
		require.NoError(s.t, err)
		other := s.visit(address + "page.html")
		id := eval[string](p, `() => wire.browser.runtime.id`)
		require.Empty(s.t, eval[[]any](other, stranger, id))
		web := s.visit(s.site.at("/plain"))
		require.False(s.t, eval[bool](web, `(id) => Boolean(globalThis.chrome?.runtime?.connect ?? globalThis.browser?.runtime)`, id), "a web page cannot even ask")
		// Nor can it open our pages, or read our files.
		require.Equal(s.t, "refused", eval[string](web, `(url) => fetch(url).then(() => "read", () => "refused")`, s.b.Address()+"manifest.json"))
	})
}

// shouting sends 10,000 messages to an extension, over ports and without, each
// a method of the engine's with something of the wrong type or size, and
// answers how many came back.
const shouting = `async (id, methods) => {
	const {runtime} = globalThis.browser ?? chrome;
	const odd = [null, 0, -1, 1e300, "", "x".repeat(1 << 16), [], [[[[]]]], {}, {ids: null}, {query: ""}, {bookmark: {url: "https://evil.example/"}, touched: ["url"], op: crypto.randomUUID()}, true, {set: {private: false}}];
	const message = (n) => n % 7 === 6 ? odd[n % odd.length] : {id: n, method: methods[n % methods.length], params: odd[n % odd.length], cancel: n % 11 === 10};
	let answers = 0;
	for (let turn = 0; turn < 100; turn++) {
		const port = runtime.connect(id, {name: "page"});
		port.onMessage.addListener(() => { answers++; });
		const gone = new Promise((go) => port.onDisconnect.addListener(() => { void runtime.lastError; go(); }));
		for (let n = 0; n < 50; n++) {
			try { port.postMessage(message(turn * 50 + n)); } catch { break; }
		}
		await gone;
		await Promise.all(Array.from({length: 50}, (_, n) => runtime.sendMessage(id, message(turn * 50 + n)).then((a) => { if (a !== undefined) answers++; }, () => {})));
	}
	return answers;
}`

// everything is what the library holds. Its generation is no part of that: it
// rises when the library is tidied, whoever is silent.
const everything = `async () => JSON.stringify([await wire.call("history", {}), await wire.call("settings", {}), (await wire.call("search", {query: ""})).bookmarks])`

func TestTenThousandMessagesOfAnotherExtensionReachNothing(t *testing.T) {
	eachWire(t, asItIs, func(s *session, p *page) {
		p.kept("https://a.example/", "A")
		address, err := s.b.Install(s.ctx, "testdata/stranger")
		require.NoError(s.t, err)
		other := s.visit(address + "page.html")
		before := eval[string](p, everything)
		require.Zero(s.t, eval[int](other, shouting, eval[string](p, `() => wire.browser.runtime.id`), api.Methods()))
		require.Equal(s.t, before, eval[string](p, everything), "nothing was changed")
	})
}

// A script of our own in a web page has our id, and is none of our pages.
func TestTenThousandMessagesOfAScriptInAWebPageReachNothing(t *testing.T) {
	eachWire(t, reaching, func(s *session, p *page) {
		p.kept("https://a.example/", "A")
		s.visit(s.site.at("/plain"))
		before := eval[string](p, everything)
		answers := eval[int](p, `async (address, methods) => {
			const api = wire.browser;
			const tab = (await api.tabs.query({})).find(({url}) => url === address);
			const [{result}] = await api.scripting.executeScript({target: {tabId: tab.id}, func: `+shouting+`, args: [api.runtime.id, methods]});
			return result;
		}`, s.site.at("/plain"), api.Methods())
		require.Zero(s.t, answers)
		require.Equal(s.t, before, eval[string](p, everything), "nothing was changed")
	})
}
