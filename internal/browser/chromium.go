package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Chromium starts a Chromium or Chrome. The profile keeps the extension's
// data between starts, since the manifest's key fixes its id.
func Chromium(ctx context.Context, o Options) (Browser, error) {
	path := o.Path
	if path == "" {
		var err error
		if path, _, err = Find("chromium"); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(o.Profile, 0o755); err != nil {
		return nil, err
	}
	c := &chromium{profile: o.Profile, private: o.Private}
	if err := c.start(path, o); err != nil {
		return nil, err
	}
	if err := c.load(ctx, o); err != nil {
		c.Kill()
		return nil, fmt.Errorf("start %s: %w\n%s", path, err, tail(logOf(o.Profile)))
	}
	return c, nil
}

// chromium is a Browser over DevTools.
type chromium struct {
	process *process
	tools   *devtools
	profile string
	private bool // extensions may be in private windows
	id      string
	pipe    *os.File
	seen    reports
	cut     []string // sessions that hold a page offline

	mu       sync.Mutex
	attached map[string]string // session of the page in a tab, by the tab's session
}

// without are features that would fetch something, and those that begin processes
// nobody has asked for: one for the next page, and one for the list under the
// address bar, which took a quarter of what an empty test does.
var without = []string{
	"Translate", "MediaRouter", "OptimizationHints",
	"SpareRendererForSitePerProcess", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
}

// chromiumArgs are quiet: nothing is fetched, asked or reported by the browser.
func chromiumArgs(o Options) []string {
	args := []string{
		"--remote-debugging-pipe", "--enable-unsafe-extension-debugging", "--user-data-dir=" + o.Profile,
		"--no-first-run", "--no-default-browser-check", "--disable-search-engine-choice-screen",
		"--password-store=basic", "--use-mock-keychain",
	}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox", "--test-type")
	}
	if !o.Window {
		args = append(args, "--headless=new", "--hide-scrollbars", "--mute-audio", "--disable-gpu",
			"--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--disable-features="+strings.Join(without, ","), "--window-size=1280,900", "--screen-info={1280x900}")
	}
	if o.Proxy != "" {
		args = append(args, "--proxy-server="+o.Proxy, "--proxy-bypass-list=<-loopback>")
	}
	return append(args, o.Args...)
}

func (c *chromium) start(path string, o Options) error {
	theirIn, ourOut, err := os.Pipe()
	if err != nil {
		return err
	}
	ourIn, theirOut, err := os.Pipe()
	if err != nil {
		return err
	}
	c.process, err = start(path, append(chromiumArgs(o), "about:blank"), o.Env, logOf(o.Profile), theirIn, theirOut)
	theirIn.Close()
	theirOut.Close()
	if err != nil {
		return err
	}
	c.pipe, c.attached = ourOut, map[string]string{}
	c.tools = newDevtools(ourIn, ourOut, c.event)
	return nil
}

// load puts the extension in.
func (c *chromium) load(ctx context.Context, o Options) (err error) {
	c.id, err = c.install(ctx, o.Extension)
	if err != nil || o.Downloads == "" {
		return err
	}
	return c.tools.call(ctx, "", "Browser.setDownloadBehavior", map[string]any{"behavior": "allow", "downloadPath": o.Downloads}, nil)
}

// install loads an unpacked extension and answers its id.
func (c *chromium) install(ctx context.Context, dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	var loaded struct{ ID string }
	err = c.tools.call(ctx, "", "Extensions.loadUnpacked", map[string]any{"path": dir, "enableInIncognito": c.private}, &loaded)
	return loaded.ID, err
}

func (c *chromium) Install(ctx context.Context, dir string) (string, error) {
	id, err := c.install(ctx, dir)
	return "chrome-extension://" + id + "/", err
}

func (c *chromium) Name() string     { return "chromium" }
func (c *chromium) Address() string  { return "chrome-extension://" + c.id + "/" }
func (c *chromium) Errors() []string { return c.seen.all() }
func (c *chromium) Wait()            { <-c.process.done }

func (c *chromium) Renew(context.Context, Options) error { return ErrUnsupported }

func (c *chromium) Kill() {
	c.process.kill()
	c.pipe.Close()
	c.tidy()
}

// tidy removes the folder of its lock, which a killed Chromium leaves beside
// the profile, in the system's folder for temporary files.
func (c *chromium) tidy() {
	socket, err := os.Readlink(filepath.Join(c.profile, "SingletonSocket"))
	if dir := filepath.Dir(socket); err == nil && strings.HasPrefix(dir, os.TempDir()) {
		os.RemoveAll(dir)
	}
}

func (c *chromium) Slow(factor float64) (end func()) { return c.process.slow(factor) }

func (c *chromium) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	c.tools.call(ctx, "", "Browser.close", nil, nil)
	select {
	case <-c.process.done:
	case <-ctx.Done():
	}
	c.Kill()
}

// event keeps what pages report, and which page belongs to which tab.
func (c *chromium) event(session, method string, params json.RawMessage) {
	switch method {
	case "Target.attachedToTarget":
		var p struct{ SessionID string }
		if json.Unmarshal(params, &p) == nil && session != "" {
			c.mu.Lock()
			c.attached[session] = p.SessionID
			c.mu.Unlock()
		}
	case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded":
		if text := complaint(method, params); text != "" {
			c.seen.add(text)
		}
	}
}

// target is one thing that DevTools can attach to.
type target struct {
	TargetID string `json:"targetId"`
	Type     string `json:"type"`
	URL      string `json:"url"`
}

// targets are all of the given kinds.
func (c *chromium) targets(ctx context.Context, kinds ...string) ([]target, error) {
	var filter []any
	for _, kind := range kinds {
		filter = append(filter, map[string]any{"type": kind})
	}
	filter = append(filter, map[string]any{"exclude": true})
	var found struct{ TargetInfos []target }
	err := c.tools.call(ctx, "", "Target.getTargets", map[string]any{"filter": filter}, &found)
	return found.TargetInfos, err
}

func (c *chromium) attach(ctx context.Context, targetID string) (string, error) {
	var got struct{ SessionID string }
	err := c.tools.call(ctx, "", "Target.attachToTarget", map[string]any{"targetId": targetID, "flatten": true}, &got)
	return got.SessionID, err
}

func (c *chromium) Pages(ctx context.Context) ([]string, error) {
	found, err := c.targets(ctx, "page")
	var list []string
	for _, t := range found {
		list = append(list, t.URL)
	}
	return list, err
}

func (c *chromium) Open(ctx context.Context, address string) (Page, error) {
	return c.open(ctx, map[string]any{}, address)
}

// OpenPrivately opens address in a context of its own, which is as private as a
// window of that name.
func (c *chromium) OpenPrivately(ctx context.Context, address string) (Page, error) {
	var made struct{ BrowserContextID string }
	if err := c.tools.call(ctx, "", "Target.createBrowserContext", nil, &made); err != nil {
		return nil, err
	}
	return c.open(ctx, map[string]any{"browserContextId": made.BrowserContextID, "newWindow": true}, address)
}

// open opens address in a new tab, where says in which window. One of the
// extension's own is opened at once, which spares a process for a blank page.
func (c *chromium) open(ctx context.Context, where map[string]any, address string) (Page, error) {
	p := &chromiumPage{browser: c}
	var made struct{ TargetID string }
	own := strings.HasPrefix(address, c.Address())
	where["url"], where["forTab"] = "about:blank", true
	if own {
		where["url"] = address
	}
	if err := c.tools.call(ctx, "", "Target.createTarget", where, &made); err != nil {
		return nil, err
	}
	p.tab = made.TargetID
	if err := c.enter(ctx, p); err != nil {
		return nil, err
	}
	if !own {
		return p, p.Navigate(ctx, address)
	}
	if err := p.loaded(ctx, address); err != nil {
		return nil, err
	}
	return p, p.inside(ctx, address)
}

// enter attaches to the page in p's tab.
func (c *chromium) enter(ctx context.Context, p *chromiumPage) error {
	tab, err := c.attach(ctx, p.tab)
	if err != nil {
		return err
	}
	if err := c.tools.call(ctx, tab, "Target.setAutoAttach", map[string]any{"autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true}, nil); err != nil {
		return err
	}
	err = Until(ctx, "the tab's page", func() (bool, error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		p.session = c.attached[tab]
		return p.session != "", nil
	})
	if err != nil {
		return err
	}
	return p.listen(ctx)
}

func (c *chromium) Popup(ctx context.Context, on Page) (Page, error) {
	under, ok := on.(*chromiumPage)
	if !ok || under.tab == "" {
		return nil, fmt.Errorf("a popup opens on a tab")
	}
	if err := under.Front(ctx); err != nil {
		return nil, err
	}
	before, err := c.targets(ctx, "page")
	if err != nil {
		return nil, err
	}
	if err := c.tools.call(ctx, "", "Extensions.triggerAction", map[string]any{"id": c.id, "targetId": under.tab}, nil); err != nil {
		return nil, err
	}
	return c.join(ctx, "the popup", func(t target) bool {
		return !has(before, t.TargetID) && strings.HasPrefix(t.URL, c.Address()+"popup")
	})
}

func (c *chromium) Existing(ctx context.Context, beginning string) (Page, error) {
	return c.join(ctx, beginning, func(t target) bool { return strings.HasPrefix(t.URL, beginning) })
}

// join attaches to a page that the browser opens.
func (c *chromium) join(ctx context.Context, what string, meant func(target) bool) (Page, error) {
	p := &chromiumPage{browser: c}
	err := Until(ctx, what, func() (bool, error) {
		now, err := c.targets(ctx, "page")
		for _, t := range now {
			if meant(t) {
				p.target = t.TargetID
			}
		}
		return p.target != "", err
	})
	if err != nil {
		return nil, err
	}
	if p.session, err = c.attach(ctx, p.target); err != nil {
		return nil, err
	}
	return p, p.listen(ctx)
}

func has(list []target, id string) bool {
	for _, t := range list {
		if t.TargetID == id {
			return true
		}
	}
	return false
}
