package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pinfold/core/text"
	"pinfold/internal/browser"
)

// Pages is what was measured in a browser over one corpus.
type Pages struct {
	Corpus string
	Size   int
	Load   string // of the machine, as it began

	Import float64 // ms until all is durable and found
	Memory float64 // bytes of the engine, after opening and one search
	Day    float64 // the same after a day's use
	Rested float64 // and when nobody has asked for anything for a while
	Bytes  float64 // of all that was stored
	Disk   float64 // bytes of the profile's databases, browser closed
	Files  float64 // bytes of files of our own: snapshots, scratch
	Merge  float64 // ms of tidying after many saves

	Log       float64 // ms until the databases have a new log
	Meanwhile float64 // ms until the first results, asked for as that began

	Empty      Figure // an empty page: loaded and painted
	Popup      Figure // the form painted and focused, host killed
	Completion Figure // the first tag completion, host killed
	Killed     Figure // a page's first results, host killed
	Alive      Figure // the same, host alive
	Library    Figure // the library page with its first rows drawn, host killed
	Letters    Figure // the first letters typed into it a second later, until their rows are drawn
	Steps      []Step // of a start with the host killed

	Keys  map[string]Keystrokes // by kind
	Saves Figure                // a save answered and found
	Edits Figure                // a bookmark that is there, changed

	Together Together // while as many again are imported
	Merging  Together // while all of those, put into the trash, are merged
}

// Keystrokes are questions as they are typed, until their results are there:
// each question's best lap, since other programs share the machine, and all.
type Keystrokes struct{ Best, All Figure }

// A Step is one part of a cold start.
type Step struct {
	Name string
	Took Figure
}

// patience is how long anything in a browser may take.
const patience = 10 * time.Minute

// A bencher drives one browser.
type bencher struct {
	b      browser.Browser
	rounds int
	corpus Corpus
	say    func(string, ...any)
	out    Pages
}

func measurePages(ctx context.Context, o Options, extension string, c Corpus) (Pages, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	profile, err := os.MkdirTemp("", "pinfold-bench-")
	if err != nil {
		return Pages{}, err
	}
	defer os.RemoveAll(profile)
	b, err := browser.Chromium(ctx, browser.Options{Extension: extension, Profile: profile})
	if err != nil {
		return Pages{}, err
	}
	defer b.Close()
	if err := closeWelcome(ctx, b); err != nil {
		return Pages{}, err
	}
	m := &bencher{b: b, rounds: o.Rounds, corpus: c, say: o.Say, out: Pages{Corpus: c.Name, Size: len(c.Docs), Load: load(), Keys: map[string]Keystrokes{}}}
	parts := []func(context.Context) error{m.fill, m.memory, m.starts, m.log, m.keys, m.saves, m.merge}
	if o.Together {
		parts = append(parts, m.together, m.merging)
	}
	for _, part := range parts {
		if err := part(ctx); err != nil {
			return m.out, err
		}
	}
	if errs := b.Errors(); len(errs) > 0 {
		return m.out, fmt.Errorf("the pages reported errors: %q", errs)
	}
	b.Close()
	m.out.Disk, m.out.Files, err = diskOf(profile)
	o.Say("%s: disk %s for %s that were stored, and files of our own %s", c.Name, megabytes(m.out.Disk), megabytes(m.out.Bytes), megabytes(m.out.Files))
	return m.out, err
}

// closeWelcome closes the page that a new installation opens. It would ask for
// the library whenever it is in front again, so that no background stayed killed.
func closeWelcome(ctx context.Context, b browser.Browser) error {
	welcome, err := b.Existing(ctx, b.Address()+"library.html")
	if err != nil {
		return err
	}
	return welcome.Close(ctx)
}

// open opens a page of the benchmark.
func (m *bencher) open(ctx context.Context, page string) (browser.Page, error) {
	return m.b.Open(ctx, m.b.Address()+page)
}

// get evaluates script in p.
func get[T any](ctx context.Context, p browser.Page, script string, args ...any) (value T, err error) {
	raw, err := p.Eval(ctx, script, args...)
	if err != nil {
		return value, err
	}
	return value, json.Unmarshal(raw, &value)
}

// fill imports the corpus, which the page fetches from this program.
func (m *bencher) fill(ctx context.Context) error {
	url, stop, err := m.serve(m.corpus.Docs)
	if err != nil {
		return err
	}
	defer stop()
	p, err := m.open(ctx, "bench.html")
	if err != nil {
		return err
	}
	defer p.Close(ctx)
	m.out.Import, err = get[float64](ctx, p, `async (url) => {
		const began = performance.now();
		await peer.take(url);
		return performance.now() - began;
	}`, url)
	if err != nil {
		return err
	}
	m.say("%s: import %s", m.corpus.Name, number(m.out.Import))
	return browser.Until(ctx, "the table of tags to be written", func() (bool, error) {
		return browser.Truth(ctx, p, `async () => (await chrome.storage.local.get("hints")).hints?.rows.length`)
	})
}

// serve offers documents as a file.
func (m *bencher) serve(docs []Doc) (url string, stop func(), err error) {
	text, err := json.Marshal(docs)
	if err != nil {
		return "", nil, err
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(text) }))
	return server.URL, server.Close, nil
}

// kill ends the background; its process ends with the last page before it.
func (m *bencher) kill(ctx context.Context) error { return m.b.StopBackground(ctx) }

// memory asks for the engine's memory after opening and one search.
func (m *bencher) memory(ctx context.Context) error {
	if err := m.kill(ctx); err != nil {
		return err
	}
	p, err := m.open(ctx, "bench.html?q="+url.QueryEscape(m.words(0)))
	if err != nil {
		return err
	}
	defer p.Close(ctx)
	m.out.Memory, err = get[float64](ctx, p, `async () => {
		while (!probe.answered) await new Promise((go) => setTimeout(go, 5));
		return peer.mem();
	}`)
	return err
}

// words are two words of some document's title.
func (m *bencher) words(i int) string {
	for ; ; i++ {
		d := m.corpus.Docs[i*7919%len(m.corpus.Docs)]
		if words := plainWords(d.Description); len(words) >= 2 {
			return strings.Join(words[:2], " ")
		}
	}
}

// plainWords are the words of s of four letters or more, of ASCII letters only.
func plainWords(s string) (words []string) {
	for _, t := range text.Tokens(s) {
		if len(t.Text) >= 4 && strings.IndexFunc(t.Text, func(r rune) bool { return r < 'a' || r > 'z' }) < 0 {
			words = append(words, t.Text)
		}
	}
	return words
}

// resultsDir is where a run keeps what it makes beside the sources.
func resultsDir(out string) string { return filepath.Join(out, "peers") }
