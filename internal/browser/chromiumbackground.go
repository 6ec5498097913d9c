package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// serviceWorker is what DevTools calls the background; an offscreen document is
// a background page to it.
const serviceWorker = "service_worker"

// workers are the extension's service worker and its offscreen document.
func (c *chromium) workers(ctx context.Context) ([]target, error) {
	return c.hidden(ctx, serviceWorker, "background_page")
}

// hidden are those of the extension's pages without a window that are of the
// kinds given.
func (c *chromium) hidden(ctx context.Context, kinds ...string) ([]target, error) {
	found, err := c.targets(ctx, kinds...)
	var own []target
	for _, t := range found {
		if strings.HasPrefix(t.URL, c.Address()) {
			own = append(own, t)
		}
	}
	return own, err
}

func (c *chromium) BackgroundRuns(ctx context.Context) (bool, error) {
	own, err := c.hidden(ctx, serviceWorker)
	return len(own) > 0, err
}

// StopBackground ends those that run now. A page that waits for an answer may
// have started the next one by the time it returns.
func (c *chromium) StopBackground(ctx context.Context) error {
	running, err := c.workers(ctx)
	if err != nil {
		return err
	}
	pause, next := interval, time.Now()
	return Until(ctx, "the background to stop", func() (bool, error) {
		left, err := c.still(ctx, running)
		if err != nil || len(left) == 0 {
			return err == nil, err
		}
		if time.Now().Before(next) {
			return false, fmt.Errorf("%v still run", left)
		}
		// One that is only starting may not hear it, and is told again. It is told
		// ever less often: one with a debugger, as offline, keeps its name when a
		// question starts it again, and would be ended before it can answer.
		for _, t := range left {
			c.tools.call(ctx, "", "Target.closeTarget", map[string]any{"targetId": t.TargetID}, nil)
		}
		pause *= 2
		next = time.Now().Add(pause)
		return false, fmt.Errorf("%v still run", left)
	})
}

// still are those of the workers that run still.
func (c *chromium) still(ctx context.Context, workers []target) (left []target, err error) {
	now, err := c.workers(ctx)
	for _, t := range workers {
		if has(now, t.TargetID) {
			left = append(left, t)
		}
	}
	return left, err
}

// wake starts the service worker, which DevTools does for an extension only
// by talking to it from one of its pages.
func (c *chromium) wake(ctx context.Context) error {
	runs, err := c.BackgroundRuns(ctx)
	if err != nil || runs {
		return err
	}
	p, err := c.Open(ctx, c.Address()+"manifest.json")
	if err != nil {
		return err
	}
	defer p.Close(ctx)
	_, err = p.Eval(ctx, `() => { chrome.runtime.connect({name: "page"}) }`)
	return err
}

// Background attaches for one call only: an attached debugger keeps a service
// worker alive.
func (c *chromium) Background(ctx context.Context, script string, args ...any) (json.RawMessage, error) {
	if err := c.wake(ctx); err != nil {
		return nil, err
	}
	var own []target
	err := Until(ctx, "a background", func() (bool, error) {
		var err error
		own, err = c.hidden(ctx, serviceWorker)
		return len(own) > 0, err
	})
	if err != nil {
		return nil, err
	}
	session, err := c.attach(ctx, own[0].TargetID)
	if err != nil {
		return nil, err
	}
	defer c.tools.call(ctx, "", "Target.detachFromTarget", map[string]any{"sessionId": session}, nil)
	err = Until(ctx, "the background to have its interfaces", func() (bool, error) {
		raw, err := c.evaluate(ctx, session, awake, nil)
		return string(raw) == "true", err
	})
	if err != nil {
		return nil, err
	}
	return c.evaluate(ctx, session, script, args)
}

// awake says that a worker which has just been started has the extension's
// interfaces: it can be spoken to before.
const awake = `() => typeof chrome !== "undefined" && chrome.runtime?.id !== undefined`

// AddressBar wakes a background first, as the browser does.
func (c *chromium) AddressBar(ctx context.Context, _, text string) ([]string, error) {
	raw, err := c.Background(ctx, `async (text) => {
		const typed = chrome.omnibox.onInputChanged;
		while (!typed.hasListeners()) await new Promise((go) => setTimeout(go, 10));
		return new Promise((answer) => typed.dispatch(text, (list) => answer(list.map((s) => s.description))));
	}`, text)
	if err != nil {
		return nil, err
	}
	var list []string
	return list, json.Unmarshal(raw, &list)
}

// Answer cannot reach the browser's own window.
func (c *chromium) Answer(context.Context, bool) error { return ErrUnsupported }

// Offline holds for the tabs and the service worker that are open now. What a
// session has cut stays cut until that session ends.
func (c *chromium) Offline(ctx context.Context, off bool) error {
	if !off {
		for _, session := range c.cut {
			// A page that has been closed meanwhile is as good.
			c.tools.call(ctx, "", "Target.detachFromTarget", map[string]any{"sessionId": session}, nil)
		}
		c.cut = nil
		return nil
	}
	found, err := c.targets(ctx, "page", "service_worker")
	if err != nil {
		return err
	}
	for _, t := range found {
		session, err := c.attach(ctx, t.TargetID)
		if err != nil {
			return err
		}
		c.cut = append(c.cut, session)
		if err := c.tools.call(ctx, session, "Network.enable", nil, nil); err != nil {
			return err
		}
		limits := map[string]any{"offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
		if err := c.tools.call(ctx, session, "Network.emulateNetworkConditions", limits, nil); err != nil {
			return err
		}
	}
	return nil
}
