// Package browser starts a real Chromium or Firefox with the extension in it
// and lets a program press its keys. The tests of e2e and `./build.sh run` use
// it. It must never pretend: every answer comes from the browser.
package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Options say how a browser starts.
type Options struct {
	Extension string   // the unpacked extension's folder
	Profile   string   // the profile's folder; made if it does not exist
	Path      string   // the program; empty: the first one found
	Env       []string // added to the environment, such as TZ=Asia/Kolkata
	Args      []string // added to the command line
	Window    bool     // with a window a person can see
	Proxy     string   // host:port that every request goes to, those to this machine too
	Downloads string   // the folder of what is saved; empty: the browser's own
	Cache     string   // Firefox alone: the folder of StartupCache, which a new profile begins with; empty: none
	Private   bool     // the extension may be in private windows
	Bookmarks string   // Firefox alone: a bookmark file that the browser itself reads into its bookmarks; empty: none
	Forgetful bool     // Firefox alone: it remembers nothing when it ends, as if every window were private
	Host      string   // Firefox alone: the UUID in the extension's address; empty: always the same one
}

// A Browser is one running browser with the extension in it.
type Browser interface {
	// Name is "chromium" or "firefox".
	Name() string
	// Address is the extension's root; it ends in a slash.
	Address() string
	// Install puts another extension in, from its folder, and answers its root.
	Install(ctx context.Context, dir string) (string, error)
	// Open opens address in a new tab and returns when it has loaded.
	Open(ctx context.Context, address string) (Page, error)
	// OpenPrivately does so in a private window.
	OpenPrivately(ctx context.Context, address string) (Page, error)
	// Existing waits for a tab or window that somebody else has opened, whose
	// address begins so.
	Existing(ctx context.Context, beginning string) (Page, error)
	// Popup presses the toolbar's button while on is in front and returns the
	// real popup, which has been given on's address and title by activeTab.
	// It does not wait for the popup to load.
	Popup(ctx context.Context, on Page) (Page, error)
	// Pages are the addresses of all open tabs, popups included.
	Pages(ctx context.Context) ([]string, error)
	// StopBackground ends the service worker or event page and returns when
	// it is gone. The next call starts a new one.
	StopBackground(ctx context.Context) error
	// BackgroundRuns tells whether a service worker or event page is alive.
	BackgroundRuns(ctx context.Context) (bool, error)
	// Background evaluates script as Page.Eval does, in the background, which
	// is started for it if need be.
	Background(ctx context.Context, script string, args ...any) (json.RawMessage, error)
	// AddressBar is what the address bar suggests for the extension's keyword
	// and text: descriptions as the extension gives them. Chromium cannot be
	// typed into there without a screen, so its event is sent instead.
	AddressBar(ctx context.Context, keyword, text string) ([]string, error)
	// Answer presses yes or no when the browser asks the person whether the
	// extension may have a permission. Chromium shows that question only on a
	// screen and answers ErrUnsupported.
	Answer(ctx context.Context, yes bool) error
	// Offline cuts the browser off from the network, or joins it again.
	Offline(ctx context.Context, off bool) error
	// Slow makes the whole browser, its background included, run as on a
	// machine that is factor times slower, until end is called.
	Slow(factor float64) (end func())
	// Renew closes all that is open, takes out all extensions and what they and
	// pages have kept, and puts o.Extension in as into a new profile. Of o its
	// Host, which must be another one than before, and Downloads count too.
	// Chromium answers ErrUnsupported.
	Renew(ctx context.Context, o Options) error
	// Errors are what extension pages and the background have reported:
	// uncaught exceptions, console errors, violations of the CSP.
	Errors() []string
	// Wait returns when the browser has ended by itself.
	Wait()
	// Kill ends the browser at once, as a power cut would; the profile stays.
	Kill()
	// Close ends the browser in order; the profile stays.
	Close()
}

// Media are what a page can know of how a person sees and points.
type Media struct {
	Dark         bool // prefers dark colours
	ForcedColors bool // has a few colours of their own
	LessMotion   bool // wants nothing to move that need not
	Touch        bool // points with a finger
}

// A Page is one tab or popup.
type Page interface {
	// Eval calls script, a function in JavaScript's text, with args, and
	// returns its result, awaited.
	Eval(ctx context.Context, script string, args ...any) (json.RawMessage, error)
	// Press presses keys one after another, as a person does: names as in
	// KeyboardEvent.key, with modifiers before them: "Control+Enter".
	Press(ctx context.Context, keys ...string) error
	// Type types text, a key for each character.
	Type(ctx context.Context, text string) error
	// Click presses the pointer in the middle of the element that selector
	// names; see Locate.
	Click(ctx context.Context, selector string) error
	// Screenshot is what the page shows, as a PNG.
	Screenshot(ctx context.Context) ([]byte, error)
	// Viewport sets the page's size in CSS pixels.
	Viewport(ctx context.Context, width, height int) error
	// Media makes the page believe that the person sees and points so. In
	// Firefox all but Dark holds for every page.
	Media(ctx context.Context, m Media) error
	// Throttle slows the page's processor by factor; 1 ends it. Firefox has
	// no such thing and answers ErrUnsupported.
	Throttle(ctx context.Context, factor float64) error
	// Freeze stops all that the page and its Workers do, as the browser does to
	// tabs that nobody looks at, until on is false. Firefox has no such thing and
	// answers ErrUnsupported.
	Freeze(ctx context.Context, on bool) error
	// Navigate goes to address in the same tab.
	Navigate(ctx context.Context, address string) error
	// Front brings the tab to the front.
	Front(ctx context.Context) error
	// Close closes the tab or popup.
	Close(ctx context.Context) error
}

// ErrUnsupported is what a browser answers that has no such thing.
var ErrUnsupported = errors.New("this browser cannot do that")

// interval is how long nothing is asked before a condition is looked at again, at
// the least; see rest.
const interval = 20 * time.Millisecond

// Until calls done until it says true, or ctx ends. An error of done counts as
// not yet, since pages come and go; the last one is named in the end.
func Until(ctx context.Context, what string, done func() (bool, error)) error {
	for {
		asked := time.Now()
		ok, err := done()
		if ok {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waited in vain for %s: %w", what, errors.Join(ctx.Err(), err))
		case <-time.After(rest(time.Since(asked))):
		}
	}
}

// rest is how long there is quiet after a question that took so long: on a busy
// machine the questions would keep what they wait for from happening.
func rest(took time.Duration) time.Duration {
	return max(interval, min(2*took, 10*interval))
}

// answerTime is how long a page may take to answer a question that is asked
// again and again. One that was replaced meanwhile may never do so.
const answerTime = 20 * time.Second

// Truth tells whether script, called with args in p, gives something true.
func Truth(ctx context.Context, p Page, script string, args ...any) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	raw, err := p.Eval(ctx, script, args...)
	if err != nil {
		return false, err
	}
	switch string(raw) {
	case "", "null", "false", "0", `""`:
		return false, nil
	}
	return true, nil
}

// call is script with its arguments as one expression.
func call(script string, args []any) (string, error) {
	if args == nil {
		args = []any{}
	}
	text, err := json.Marshal(args)
	if err != nil {
		return "", err
	}
	return "(" + script + ")(..." + string(text) + ")", nil
}
