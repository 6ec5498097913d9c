package e2e

import (
	"context"
	"encoding/json"
	"flag"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
	"pinfold/internal/dist"
	"pinfold/internal/drive"
)

// watchdog ends a test in which something never happens. It is several times what
// the slowest one takes on a slow machine that has other tests to run too: two
// minutes alone. While a test is written, less will do.
var watchdog = flag.Duration("watchdog", 10*time.Minute, "end a test that takes longer")

// built is where TestMain has built the extension, once for all tests.
var built string

// cache is where TestMain has put what lets a Firefox start sooner.
var cache string

// only picks one browser while a test is written.
var only = flag.String("browser", "", "run in this browser only: chromium or firefox")

// A session is one browser with the extension and one site to visit.
type session struct {
	t       *testing.T
	ctx     context.Context
	b       browser.Browser
	options browser.Options
	site    *site
	loud    string // why errors are reported in this test; else none may be
	broken  string // why the library is not whole at its end, or cannot be asked; else it is checked
}

// eachKind runs a test for both browsers, or for the one picked.
func eachKind(t *testing.T, test func(t *testing.T, kind string)) {
	for _, kind := range []string{"chromium", "firefox"} {
		if *only == "" || *only == kind {
			t.Run(kind, func(t *testing.T) { test(t, kind) })
		}
	}
}

// each runs a test in both browsers, as if newly installed in each.
func each(t *testing.T, test func(s *session)) { eachWith(t, browser.Options{}, test) }

// eachWith does so with options, beside other tests, as many at once as there
// are processors.
func eachWith(t *testing.T, o browser.Options, test func(s *session)) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		test(begin(t, kind, o))
	})
}

// eachAlone does so for tests that end the browser: with a profile that no
// other has used, since a Firefox that was killed takes out at its next start,
// at some moment, what tests before had put in.
func eachAlone(t *testing.T, test func(s *session)) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		test(begin(t, kind, browser.Options{Profile: t.TempDir()}))
	})
}

// begin starts a browser, or borrows one, which the test's end ends or gives
// back.
func begin(t *testing.T, kind string, o browser.Options) *session {
	ctx, cancel := context.WithTimeout(context.Background(), *watchdog)
	t.Cleanup(cancel)
	target := dist.Chrome
	if kind == "firefox" {
		target = dist.Firefox
	}
	if o.Extension == "" {
		o.Extension = filepath.Join(built, string(target))
	}
	o.Downloads = t.TempDir()
	s := &session{t: t, ctx: ctx, options: o, site: newSite(t)}
	if kind == "firefox" && plain(o) {
		s.borrow()
	} else {
		s.alone(kind)
	}
	if !o.Forgetful && !slices.Contains(o.Args, forcedFirstRun) { // there the first page does not open, or not always
		s.welcomed()
	}
	t.Cleanup(s.leaves)
	return s
}

// alone starts a browser for this test only.
func (s *session) alone(kind string) {
	s.t.Helper()
	if s.options.Profile == "" {
		s.options.Profile = s.t.TempDir()
	}
	s.options.Cache = cache
	s.start(kind)
	s.t.Cleanup(func() {
		defer s.explain()
		s.b.Kill()
		s.fileless()
	})
}

// leaves ends a test that has not failed: the library it leaves is whole, and no
// error was reported.
func (s *session) leaves() {
	if s.t.Failed() {
		return
	}
	if s.broken == "" {
		s.open("options.html").whole()
	}
	if s.loud == "" {
		s.quiet()
	}
}

// explain logs what the browser of a failed test wrote.
func (s *session) explain() {
	if s.t.Failed() {
		s.t.Log("the browser wrote:\n" + browser.LogTail(s.options.Profile))
	}
}

// welcomed returns when the page that a new installation opens is there, so
// that it does not come to the front later.
func (s *session) welcomed() {
	s.t.Helper()
	require.True(s.t, s.starts(), "a Chromium that starts the background")
}

// starts waits for that page and reports whether it comes: not if Chromium writes
// that it has not found the worker.
func (s *session) starts() (found bool) {
	s.t.Helper()
	err := browser.Until(s.ctx, "the first page", func() (bool, error) {
		list, err := s.b.Pages(s.ctx)
		found = slices.ContainsFunc(list, func(address string) bool { return strings.HasPrefix(address, s.b.Address()+"library.html") })
		return found || strings.Contains(browser.LogTail(s.options.Profile), workerNotFound), err
	})
	require.NoError(s.t, err)
	return found
}

// workerNotFound is what a Chromium writes that has lost the files of the worker,
// as one may that was killed while it wrote them. It tells the person nothing,
// and starts the worker when it is started again.
const workerNotFound = "DidStartWorkerFail"

func (s *session) start(kind string) {
	s.t.Helper()
	require.NoError(s.t, s.launch(kind))
}

func (s *session) launch(kind string) error {
	launch := browser.Chromium
	if kind == "firefox" {
		launch = browser.Firefox
	}
	b, err := launch(s.ctx, s.options)
	if err == nil {
		s.b = b
	}
	return err
}

// again ends the browser as a power cut would and starts it on the same
// profile, which must be this test's own.
func (s *session) again() {
	s.t.Helper()
	require.Empty(s.t, s.options.Host, "a borrowed browser is not for ending")
	s.b.Kill()
	s.restart()
}

// restart starts a browser that has ended on the same profile.
func (s *session) restart() {
	s.t.Helper()
	s.start(s.b.Name())
	s.awaits()
}

// awaits waits for a browser that was started again to have the extension up.
func (s *session) awaits() {
	s.t.Helper()
	if s.b.Name() == "chromium" { // to which an unpacked extension is new each time
		if !s.starts() { // the pages say that it is to be started again
			s.t.Log("chromium has not found the worker")
			s.b.Kill()
			s.start("chromium")
			s.welcomed()
		}
	}
	s.until("the background", `() => true`) // else a page may ask one that is being put in
}

// cold stops the background, so that the next step finds it dead.
func (s *session) cold() {
	s.t.Helper()
	require.NoError(s.t, s.b.StopBackground(s.ctx))
}

// quiet fails if a page or the background has reported an error.
func (s *session) quiet() {
	s.t.Helper()
	require.Empty(s.t, s.b.Errors())
}

// open opens one of the extension's pages.
func (s *session) open(name string) *page {
	s.t.Helper()
	return s.visit(s.b.Address() + name)
}

// visit opens any address.
func (s *session) visit(address string) *page {
	s.t.Helper()
	p, err := s.b.Open(s.ctx, address)
	require.NoError(s.t, err)
	return &page{s, p}
}

// popup presses the toolbar's button on a page and returns when the popup has
// the focus where a person would type.
func (s *session) popup(on *page) *page {
	s.t.Helper()
	raw, err := s.b.Popup(s.ctx, on.Page)
	require.NoError(s.t, err)
	p := &page{s, raw}
	p.until("the popup's focus", `() => document.hasFocus() && document.activeElement?.matches("input, textarea") &&
		document.getElementById("tags")?.role === "combobox"`) // by then its modules have run
	return p
}

// gone returns when the popup has closed.
func (s *session) gone() {
	s.t.Helper()
	err := browser.Until(s.ctx, "the popup to close", func() (bool, error) {
		list, err := s.b.Pages(s.ctx)
		for _, address := range list {
			if len(address) > len(s.b.Address()) && address[:len(s.b.Address())+5] == s.b.Address()+"popup" {
				return false, nil
			}
		}
		return err == nil, err
	})
	require.NoError(s.t, err)
}

// have imports bookmarks, in Pinboard's words, by the options page.
func (s *session) have(records ...map[string]any) {
	s.t.Helper()
	text, err := json.Marshal(records)
	require.NoError(s.t, err)
	n, err := drive.Import(s.ctx, s.b, "mine.json", text)
	require.NoError(s.t, err)
	require.Equal(s.t, len(records), n)
}

// A page is a tab or popup whose failures fail the test.
type page struct {
	s *session
	browser.Page
}

// eval calls a function and decodes what it gives into a value of type T.
func eval[T any](p *page, script string, args ...any) T {
	p.s.t.Helper()
	raw, err := p.Eval(p.s.ctx, script, args...)
	require.NoError(p.s.t, err)
	var v T
	if len(raw) > 0 {
		require.NoError(p.s.t, json.Unmarshal(raw, &v), "%s", raw)
	}
	return v
}

// until waits for a function to give something true.
func (p *page) until(what, script string, args ...any) {
	p.s.t.Helper()
	err := browser.Until(p.s.ctx, what, func() (bool, error) { return browser.Truth(p.s.ctx, p.Page, script, args...) })
	if err != nil {
		require.NoError(p.s.t, err, "the page shows %s", p.text())
	}
}

// text is what the page shows, as far as it still answers.
func (p *page) text() string {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	text, err := p.Eval(ctx, `() => document.body.innerText`)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// shows waits for a text to be in view.
func (p *page) shows(text string) {
	p.s.t.Helper()
	p.until("“"+text+"” to be shown", `(text) => document.body.innerText.includes(text)`, text)
}

// hides waits for a text to be out of view.
func (p *page) hides(text string) {
	p.s.t.Helper()
	p.until("“"+text+"” to be gone", `(text) => !document.body.innerText.includes(text)`, text)
}

// press presses keys.
func (p *page) press(keys ...string) {
	p.s.t.Helper()
	require.NoError(p.s.t, p.Press(p.s.ctx, keys...))
}

// write types text.
func (p *page) write(text string) {
	p.s.t.Helper()
	require.NoError(p.s.t, p.Type(p.s.ctx, text))
}

// still says that an element is in view, can be pressed, and has not moved for a
// moment: a list that is drawn anew would let the press fall on its neighbour.
const still = `async (name) => {
	const find = ` + browser.Locate + `;
	const at = () => JSON.stringify(find(name)?.getBoundingClientRect());
	const e = find(name);
	if (!e || e.disabled || !e.checkVisibility()) return false;
	const before = at();
	await new Promise((go) => setTimeout(go, 50));
	return find(name) === e && at() === before;
}`

// click presses what name says, when it is there; see browser.Locate.
func (p *page) click(name string) {
	p.s.t.Helper()
	p.until(name, still, name)
	require.NoError(p.s.t, p.Click(p.s.ctx, name))
}

// value is what a field holds.
func (p *page) value(name string) string {
	p.s.t.Helper()
	p.until(name, `(name) => `+browser.Locate+`(name)`, name)
	return eval[string](p, `(name) => `+browser.Locate+`(name).value`, name)
}

// holds waits for a field to hold a value.
func (p *page) holds(name, value string) {
	p.s.t.Helper()
	p.until(name+" to hold “"+value+"”", `(name, value) => `+browser.Locate+`(name)?.value === value`, name, value)
}

// focused is the id, or else the words, of what has the focus.
func (p *page) focused(name string) {
	p.s.t.Helper()
	p.until("the focus on "+name, `(name) => { const e = `+browser.Locate+`(name); return Boolean(e) && document.activeElement === e; }`, name)
}

// bookmark is the part of one that the tests look at.
type bookmark struct {
	ID          string   `json:"id"`
	URL         string   `json:"url"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Tags        []string `json:"tags"`
	Private     bool     `json:"private"`
	Unread      bool     `json:"unread"`
	Deleted     string   `json:"deleted"`
}

// ask calls a method of the engine over the wire, from an extension page.
func ask[T any](p *page, method string, params map[string]any) T {
	p.s.t.Helper()
	var v T
	require.NoError(p.s.t, drive.Ask(p.s.ctx, p.Page, method, params, &v))
	return v
}

// stored is what the library has under an address, or nil.
func (p *page) stored(address string) *bookmark {
	p.s.t.Helper()
	return ask[struct{ Exact *bookmark }](p, "byUrl", map[string]any{"url": address}).Exact
}
