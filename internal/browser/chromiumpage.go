package browser

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
)

// chromiumPage is a Page over a DevTools session. A tab is known by the tab's
// target, a popup by the page's.
type chromiumPage struct {
	browser              *chromium
	session, tab, target string
}

// call sends a command to the page.
func (p *chromiumPage) call(ctx context.Context, method string, params map[string]any, out any) error {
	return p.browser.tools.call(ctx, p.session, method, params, out)
}

// listen asks the page to report its errors, from now on and those before.
func (p *chromiumPage) listen(ctx context.Context) error {
	for _, domain := range []string{"Page.enable", "Runtime.enable", "Log.enable"} {
		if err := p.call(ctx, domain, nil, nil); err != nil {
			return err
		}
	}
	return nil
}

func (p *chromiumPage) Navigate(ctx context.Context, address string) error {
	var gone struct{ ErrorText string }
	if err := p.call(ctx, "Page.navigate", map[string]any{"url": address}, &gone); err != nil {
		return err
	}
	if gone.ErrorText != "" {
		return fmt.Errorf("open %s: %s", address, gone.ErrorText)
	}
	return p.loaded(ctx, address)
}

// loaded returns when address is there.
func (p *chromiumPage) loaded(ctx context.Context, address string) error {
	return Until(ctx, address+" to load", func() (bool, error) {
		return Truth(ctx, p, `() => document.readyState === "complete" && location.href !== "about:blank"`)
	})
}

// inside fails if what has loaded is the browser's own page of an error.
func (p *chromiumPage) inside(ctx context.Context, address string) error {
	broken, err := Truth(ctx, p, `() => location.protocol === "chrome-error:"`)
	if err == nil && broken {
		return fmt.Errorf("open %s: there is no such page", address)
	}
	return err
}

func (p *chromiumPage) Eval(ctx context.Context, script string, args ...any) (json.RawMessage, error) {
	return p.browser.evaluate(ctx, p.session, script, args)
}

// evaluate runs script in a session of any kind.
func (c *chromium) evaluate(ctx context.Context, session, script string, args []any) (json.RawMessage, error) {
	expression, err := call(script, args)
	if err != nil {
		return nil, err
	}
	var got struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *exception
	}
	err = c.tools.call(ctx, session, "Runtime.evaluate", map[string]any{
		"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true,
	}, &got)
	if err != nil {
		return nil, err
	}
	if got.ExceptionDetails != nil {
		return nil, errors.New(got.ExceptionDetails.String())
	}
	return got.Result.Value, nil
}

func (p *chromiumPage) Press(ctx context.Context, keys ...string) error {
	for _, name := range keys {
		k, err := parseKey(name)
		if err != nil {
			return err
		}
		if err := p.press(ctx, k); err != nil {
			return err
		}
	}
	return nil
}

func (p *chromiumPage) Type(ctx context.Context, text string) error {
	for _, r := range text {
		if err := p.press(ctx, key{}.character(r)); err != nil {
			return err
		}
	}
	return nil
}

func (p *chromiumPage) press(ctx context.Context, k key) error {
	down := map[string]any{
		"type": "rawKeyDown", "key": k.Key, "code": k.Code, "modifiers": k.modifiers(), "windowsVirtualKeyCode": k.KeyCode,
	}
	if k.Text != "" {
		down["type"], down["text"] = "keyDown", k.Text
	}
	up := map[string]any{
		"type": "keyUp", "key": k.Key, "code": k.Code, "modifiers": k.modifiers(), "windowsVirtualKeyCode": k.KeyCode,
	}
	for _, event := range []map[string]any{down, up} {
		err := p.call(ctx, "Input.dispatchKeyEvent", event, nil)
		if errors.Is(err, errClosed) {
			return nil // by this very key: Enter in a popup does
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *chromiumPage) Click(ctx context.Context, selector string) error {
	return click(ctx, p, selector, func(x, y float64) error {
		for _, kind := range []string{"mouseMoved", "mousePressed", "mouseReleased"} {
			what := map[string]any{"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
			if err := p.call(ctx, "Input.dispatchMouseEvent", what, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *chromiumPage) Screenshot(ctx context.Context) ([]byte, error) {
	var got struct{ Data string }
	if err := p.call(ctx, "Page.captureScreenshot", map[string]any{"format": "png"}, &got); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(got.Data)
}

func (p *chromiumPage) Viewport(ctx context.Context, width, height int) error {
	return p.call(ctx, "Emulation.setDeviceMetricsOverride", map[string]any{
		"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
	}, nil)
}

func (p *chromiumPage) Media(ctx context.Context, m Media) error {
	feature := func(name string, on bool, is, isNot string) any {
		if on {
			return map[string]any{"name": name, "value": is}
		}
		return map[string]any{"name": name, "value": isNot}
	}
	if err := p.call(ctx, "Emulation.setTouchEmulationEnabled", map[string]any{"enabled": m.Touch}, nil); err != nil {
		return err
	}
	return p.call(ctx, "Emulation.setEmulatedMedia", map[string]any{"features": []any{
		feature("prefers-color-scheme", m.Dark, "dark", "light"),
		feature("forced-colors", m.ForcedColors, "active", "none"),
		feature("prefers-reduced-motion", m.LessMotion, "reduce", "no-preference"),
	}}, nil)
}

func (p *chromiumPage) Throttle(ctx context.Context, factor float64) error {
	return p.call(ctx, "Emulation.setCPUThrottlingRate", map[string]any{"rate": factor}, nil)
}

func (p *chromiumPage) Freeze(ctx context.Context, on bool) error {
	state := "active"
	if on {
		state = "frozen"
	}
	return p.call(ctx, "Page.setWebLifecycleState", map[string]any{"state": state}, nil)
}

func (p *chromiumPage) Front(ctx context.Context) error {
	return p.call(ctx, "Page.bringToFront", nil, nil)
}

func (p *chromiumPage) Close(ctx context.Context) error {
	id := p.target
	if id == "" {
		id = p.tab
	}
	return p.browser.tools.call(ctx, "", "Target.closeTarget", map[string]any{"targetId": id}, nil)
}
