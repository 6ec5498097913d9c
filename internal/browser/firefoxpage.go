package browser

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// firefoxPage is a Page over Marionette: a tab, or the popup when tab is
// empty.
type firefoxPage struct {
	browser *firefox
	tab     string
}

// chrome runs a script in which PAGE is this page's <browser> element and
// ARGS[2] and on are args.
func (p *firefoxPage) chrome(ctx context.Context, body string, out any, args ...any) error {
	all := append([]any{p.browser.id, p.tab}, args...)
	err := p.browser.tools.chrome(ctx, `const PAGE = page(ARGS[0], ARGS[1]);`+body, out, all...)
	if err != nil && strings.Contains(err.Error(), closedText) {
		return errClosed
	}
	return err
}

// closedText is in what the prelude throws for a page that is gone.
const closedText = "this page has closed"

// evaluate calls script in the context that the chrome expression where gives.
func (f *firefox) evaluate(ctx context.Context, where, tab, script string, args []any) (json.RawMessage, error) {
	expression, err := call(script, args)
	if err != nil {
		return nil, err
	}
	var got struct {
		V json.RawMessage
		E *string
	}
	err = f.tools.chrome(ctx, `return evaluate(await `+where+`, ARGS[2])`, &got, f.id, tab, expression)
	if err != nil && strings.Contains(err.Error(), closedText) {
		return nil, errClosed
	}
	if err != nil {
		return nil, err
	}
	if got.E != nil {
		return nil, errors.New(*got.E)
	}
	return got.V, nil
}

func (p *firefoxPage) Eval(ctx context.Context, script string, args ...any) (json.RawMessage, error) {
	return p.browser.evaluate(ctx, `page(ARGS[0], ARGS[1])`, p.tab, script, args)
}

func (p *firefoxPage) Press(ctx context.Context, keys ...string) error {
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

func (p *firefoxPage) Type(ctx context.Context, text string) error {
	for _, r := range text {
		if err := p.press(ctx, key{}.character(r)); err != nil {
			return err
		}
	}
	return nil
}

func (p *firefoxPage) press(ctx context.Context, k key) error {
	err := p.chrome(ctx, `await press(PAGE, ARGS[2])`, nil, map[string]any{
		"key": k.Key, "code": k.Code, "location": 0, "printable": len([]rune(k.Key)) == 1,
		"altKey": k.Alt, "ctrlKey": k.Control, "metaKey": k.Meta, "shiftKey": k.Shift,
	})
	if err != nil && !errors.Is(err, errClosed) {
		return fmt.Errorf("press %q: %w", k.Key, err)
	}
	return nil // a page closed by this very key is as good
}

func (p *firefoxPage) Click(ctx context.Context, selector string) error {
	return click(ctx, p, selector, func(x, y float64) error {
		return p.chrome(ctx, `await click(PAGE, ARGS[2], ARGS[3])`, nil, x, y)
	})
}

func (p *firefoxPage) Screenshot(ctx context.Context) ([]byte, error) {
	var data string
	if err := p.chrome(ctx, `return picture(PAGE)`, &data); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(strings.TrimPrefix(data, "data:image/png;base64,"))
}

func (p *firefoxPage) Viewport(ctx context.Context, width, height int) error {
	if err := p.chrome(ctx, `resize(PAGE, ARGS[2], ARGS[3])`, nil, width, height); err != nil {
		return err
	}
	return Until(ctx, "the page's new size", func() (bool, error) {
		return Truth(ctx, p, `(width, height) => innerWidth === width && innerHeight === height`, width, height)
	})
}

func (p *firefoxPage) Media(ctx context.Context, m Media) error {
	return p.chrome(ctx, `media(PAGE, ARGS[2])`, nil, map[string]any{
		"dark": m.Dark, "forcedColors": m.ForcedColors, "lessMotion": m.LessMotion, "touch": m.Touch,
	})
}

func (p *firefoxPage) Throttle(context.Context, float64) error { return ErrUnsupported }

func (p *firefoxPage) Freeze(context.Context, bool) error { return ErrUnsupported }

func (p *firefoxPage) Navigate(ctx context.Context, address string) error {
	return p.chrome(ctx, `await navigate(PAGE, ARGS[2])`, nil, address)
}

func (p *firefoxPage) Front(ctx context.Context) error {
	return p.chrome(ctx, `front(PAGE)`, nil)
}

func (p *firefoxPage) Close(ctx context.Context) error {
	err := p.chrome(ctx, `close(PAGE)`, nil)
	if errors.Is(err, errClosed) {
		return nil
	}
	return err
}
