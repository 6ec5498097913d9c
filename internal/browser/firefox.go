package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// uuid is the host of the extension's address in Firefox unless the options
// have another; Firefox would draw a new one for every profile.
const uuid = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"

// Firefox starts a Firefox. The profile keeps the extension's data between
// starts.
func Firefox(ctx context.Context, o Options) (Browser, error) {
	path := o.Path
	if path == "" {
		var err error
		if path, _, err = Find("firefox"); err != nil {
			return nil, err
		}
	}
	id, err := geckoID(o.Extension)
	if err != nil {
		return nil, err
	}
	if err := prepare(o, id); err != nil {
		return nil, err
	}
	args := append([]string{"--marionette", "--remote-allow-system-access", "--no-remote", "--profile", o.Profile}, o.Args...)
	if !o.Window {
		args = append(args, "--headless", "--width", "1280", "--height", "900")
	}
	f := &firefox{id: id, host: host(o)}
	err = f.launch(ctx, path, args, o)
	if errors.Is(err, errEnded) { // on a screen it crashes now and then before it has done anything
		err = f.launch(ctx, path, args, o)
	}
	if err != nil {
		return nil, fmt.Errorf("start %s: %w\n%s", path, err, tail(logOf(o.Profile)))
	}
	return f, nil
}

// errEnded is of a Firefox that ended before it listened.
var errEnded = errors.New("it ended by itself")

// launch starts the program and connects to it.
func (f *firefox) launch(ctx context.Context, path string, args []string, o Options) (err error) {
	if f.process, err = start(path, args, o.Env, logOf(o.Profile)); err != nil {
		return err
	}
	if err := f.load(ctx, o); err != nil {
		f.Kill()
		return err
	}
	return nil
}

// firefox is a Browser over Marionette.
type firefox struct {
	process *process
	tools   *marionette
	id      string // of the extension
	host    string // of the extension's address
}

func host(o Options) string {
	if o.Host == "" {
		return uuid
	}
	return o.Host
}

// hosts is the preference that fixes the extension's address.
func hosts(id, host string) (name, value string) {
	text, _ := json.Marshal(map[string]string{id: host}) // of strings, which does not fail
	return "extensions.webextensions.uuids", string(text)
}

func geckoID(extension string) (string, error) {
	text, err := os.ReadFile(filepath.Join(extension, "manifest.json"))
	if err != nil {
		return "", err
	}
	var manifest struct {
		Settings struct{ Gecko struct{ ID string } } `json:"browser_specific_settings"`
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return "", fmt.Errorf("read manifest.json: %w", err)
	}
	return manifest.Settings.Gecko.ID, nil
}

// prepare writes the preferences of a profile.
func prepare(o Options, id string) error {
	profile := o.Profile
	if err := os.MkdirAll(profile, 0o755); err != nil {
		return err
	}
	if err := warm(o); err != nil {
		return err
	}
	// A port of the last run would be taken for this one's.
	if err := os.RemoveAll(filepath.Join(o.Profile, "MarionetteActivePort")); err != nil {
		return err
	}
	name, value := hosts(id, host(o))
	all := prefs + pref(name, value)
	if o.Downloads != "" {
		all += pref("browser.download.folderList", 2) + pref("browser.download.dir", o.Downloads)
	}
	if o.Forgetful {
		all += pref("browser.privatebrowsing.autostart", true)
	}
	if o.Bookmarks != "" {
		all += pref("browser.places.importBookmarksHTML", true) + pref("browser.bookmarks.file", o.Bookmarks)
	}
	if host, port, ok := strings.Cut(o.Proxy, ":"); ok {
		all += fmt.Sprintf("user_pref(\"network.proxy.type\", 1);\nuser_pref(\"network.proxy.allow_hijacking_localhost\", true);\n"+
			"user_pref(\"network.proxy.http\", %[1]q);\nuser_pref(\"network.proxy.http_port\", %[2]s);\n"+
			"user_pref(\"network.proxy.ssl\", %[1]q);\nuser_pref(\"network.proxy.ssl_port\", %[2]s);\n", host, port)
	}
	return os.WriteFile(filepath.Join(o.Profile, "user.js"), []byte(all), 0o644)
}

// warm gives a new profile the start-up cache.
func warm(o Options) error {
	if o.Cache == "" {
		return nil
	}
	if _, err := os.Stat(filepath.Join(o.Profile, cacheDir)); err == nil {
		return nil
	}
	return takeCache(o.Cache, o.Profile)
}

// pref is one line of a profile's preferences.
func pref(name string, value any) string {
	text, _ := json.Marshal(value) // of a string or a number, which does not fail
	return fmt.Sprintf("user_pref(%q, %s);\n", name, text)
}

// load connects and puts the extension in.
func (f *firefox) load(ctx context.Context, o Options) error {
	port, err := f.port(ctx, o.Profile)
	if err != nil {
		return err
	}
	if f.tools, err = dial(ctx, port); err != nil {
		return err
	}
	return f.furnish(ctx, o)
}

// furnish puts the extension in, with its button in the toolbar.
func (f *firefox) furnish(ctx context.Context, o Options) error {
	if o.Private || o.Forgetful {
		if err := f.tools.chrome(ctx, `await admit(ARGS[0])`, nil, f.id); err != nil {
			return err
		}
	}
	if err := f.install(ctx, o.Extension); err != nil {
		return err
	}
	return f.tools.chrome(ctx, `pin(ARGS[0])`, nil, f.id)
}

// port waits for the one that Firefox listens at.
func (f *firefox) port(ctx context.Context, profile string) (port string, err error) {
	waiting, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-f.process.done:
			stop()
		case <-waiting.Done():
		}
	}()
	err = Until(waiting, "Firefox to listen", func() (bool, error) {
		text, err := os.ReadFile(filepath.Join(profile, "MarionetteActivePort"))
		port = strings.TrimSpace(string(text))
		return port != "", err
	})
	if err != nil && ctx.Err() == nil {
		return "", errEnded
	}
	return port, err
}

// install loads an unpacked extension until Firefox ends.
func (f *firefox) install(ctx context.Context, dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	return f.tools.call(ctx, "Addon:Install", map[string]any{"path": dir, "temporary": true}, nil)
}

func (f *firefox) Install(ctx context.Context, dir string) (address string, err error) {
	id, err := geckoID(dir)
	if err != nil {
		return "", err
	}
	if err := f.install(ctx, dir); err != nil {
		return "", err
	}
	err = f.tools.chrome(ctx, `return WebExtensionPolicy.getByID(ARGS[0]).getURL("")`, &address, id)
	return address, err
}

func (f *firefox) Renew(ctx context.Context, o Options) error {
	id, err := geckoID(o.Extension)
	if err != nil {
		return err
	}
	f.id, f.host = id, host(o)
	name, value := hosts(id, f.host)
	if err := f.tools.chrome(ctx, `await empty(); set(ARGS[0])`, nil, map[string]any{name: value, "browser.download.dir": o.Downloads}); err != nil {
		return err
	}
	return f.furnish(ctx, o)
}

func (f *firefox) Name() string    { return "firefox" }
func (f *firefox) Address() string { return "moz-extension://" + f.host + "/" }
func (f *firefox) Wait()           { <-f.process.done }
func (f *firefox) Kill()           { f.process.kill() }

func (f *firefox) Slow(factor float64) (end func()) { return f.process.slow(factor) }

func (f *firefox) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	f.tools.call(ctx, "Marionette:Quit", map[string]any{"flags": []string{"eForceQuit"}}, nil)
	select {
	case <-f.process.done:
	case <-ctx.Done():
	}
	f.Kill()
}

func (f *firefox) Errors() []string {
	ctx, cancel := context.WithTimeout(context.Background(), answering)
	defer cancel()
	var list []string
	if err := f.tools.chrome(ctx, `return complaints()`, &list); err != nil {
		return []string{err.Error()}
	}
	return list
}

func (f *firefox) Pages(ctx context.Context) ([]string, error) {
	var list []string
	err := f.tools.chrome(ctx, `return pages(ARGS[0])`, &list, f.id)
	return list, err
}

func (f *firefox) Open(ctx context.Context, address string) (Page, error) {
	return f.open(ctx, `return open(ARGS[0])`, address)
}

func (f *firefox) OpenPrivately(ctx context.Context, address string) (Page, error) {
	return f.open(ctx, `return openPrivately(ARGS[0])`, address)
}

func (f *firefox) open(ctx context.Context, script, address string) (Page, error) {
	p := &firefoxPage{browser: f}
	if err := f.tools.chrome(ctx, script, &p.tab, address); err != nil {
		return nil, fmt.Errorf("open %s: %w", address, err)
	}
	return p, nil
}

func (f *firefox) Existing(ctx context.Context, beginning string) (Page, error) {
	p := &firefoxPage{browser: f}
	return p, f.tools.chrome(ctx, `return existing(ARGS[0])`, &p.tab, beginning)
}

func (f *firefox) Popup(ctx context.Context, on Page) (Page, error) {
	under, ok := on.(*firefoxPage)
	if !ok || under.tab == "" {
		return nil, fmt.Errorf("a popup opens on a tab")
	}
	if err := under.Front(ctx); err != nil {
		return nil, err
	}
	if err := f.tools.chrome(ctx, `await popup(ARGS[0], ARGS[1])`, nil, f.id, under.tab); err != nil {
		return nil, fmt.Errorf("open the popup: %w", err)
	}
	return &firefoxPage{browser: f}, nil
}

func (f *firefox) BackgroundRuns(ctx context.Context) (bool, error) {
	var state string
	err := f.tools.chrome(ctx, `return extension(ARGS[0]).backgroundState`, &state, f.id)
	return state != "stopped", err
}

func (f *firefox) StopBackground(ctx context.Context) error {
	return f.tools.chrome(ctx, `await extension(ARGS[0]).terminateBackground({ignoreDevToolsAttached: true})`, nil, f.id)
}

func (f *firefox) Background(ctx context.Context, script string, args ...any) (json.RawMessage, error) {
	return f.evaluate(ctx, `background(ARGS[0])`, "", script, args)
}

func (f *firefox) AddressBar(ctx context.Context, keyword, text string) ([]string, error) {
	var list []string
	err := f.tools.chrome(ctx, `return suggestions(ARGS[0] + " " + ARGS[1], ARGS[2])`, &list, keyword, text, f.id)
	return list, err
}

func (f *firefox) Answer(ctx context.Context, yes bool) error {
	return f.tools.chrome(ctx, `await answer(ARGS[0])`, nil, yes)
}

func (f *firefox) Offline(ctx context.Context, off bool) error {
	return f.tools.chrome(ctx, `offline(ARGS[0], ARGS[1])`, nil, f.id, off)
}
