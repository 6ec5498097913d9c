// Package drive does with Pinfold's pages what a person does: it imports a
// file, presses buttons by the names that a screen reader says, and looks for
// bookmarks. The launcher and the tests share it.
package drive

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"pinfold/internal/browser"
)

// ask sends one call over a port, as the pages' client does, and answers with
// {result} or {error}.
const ask = `(method, params) => new Promise((answer) => {
	const port = (globalThis.browser ?? chrome).runtime.connect({name: "page"});
	port.onMessage.addListener((m) => {
		if (m.id !== 1 || m.event !== undefined) return;
		port.disconnect();
		answer(m.error ? {error: m.error} : {result: JSON.parse(m.result ?? "null")});
	});
	port.onDisconnect.addListener(() => answer({error: {code: "closed", message: "the background went away"}}));
	port.postMessage({id: 1, method, params});
})`

// A Refusal is the engine's error, in its words.
type Refusal struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	ID      string `json:"id"`
}

func (r *Refusal) Error() string { return r.Code + ": " + r.Message }

// Ask calls a method of the engine from page, which must be an extension page,
// and decodes the result into out unless that is nil.
func Ask(ctx context.Context, page browser.Page, method string, params, out any) error {
	if params == nil {
		params = map[string]any{}
	}
	raw, err := page.Eval(ctx, ask, method, params)
	if err != nil {
		return err
	}
	var answer struct {
		Result json.RawMessage `json:"result"`
		Error  *Refusal        `json:"error"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return fmt.Errorf("%s answered %s: %w", method, raw, err)
	}
	if answer.Error != nil {
		return answer.Error
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer.Result, out)
}

// choose puts a file into the page's file field, as a person's choice does.
const choose = `(name, base64) => {
	const field = document.querySelector('input[type="file"]');
	if (!field) return false;
	const files = new DataTransfer();
	const text = atob(base64), bytes = new Uint8Array(text.length);
	for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
	files.items.add(new File([bytes], name));
	field.files = files.files;
	field.dispatchEvent(new Event("input", {bubbles: true}));
	field.dispatchEvent(new Event("change", {bubbles: true}));
	return true;
}`

// start presses the button that begins the import, once the page has seen what
// the file holds and shows the button. It is asked again when its answer is late,
// and presses once.
const start = `() => {
	const {dataset} = document.documentElement;
	if (dataset.begun) return true;
	const begin = [...document.querySelectorAll("button")].find((b) =>
		!b.disabled && b.checkVisibility() && /^import \d/i.test(b.textContent.trim()));
	if (!begin) return false;
	dataset.begun = "yes";
	begin.click();
	return true;
}`

// Import imports a file on the options page and answers how many bookmarks
// the library has when it is done. An import is one Commit, so the first
// change of the number is the whole of it.
func Import(ctx context.Context, b browser.Browser, name string, text []byte) (int, error) {
	page, err := b.Open(ctx, b.Address()+"options.html")
	if err != nil {
		return 0, err
	}
	defer page.Close(ctx)
	before, err := Count(ctx, page)
	if err != nil {
		return 0, err
	}
	err = browser.Until(ctx, "the file field of the options page", func() (bool, error) {
		return browser.Truth(ctx, page, choose, name, text) // in base64: it may be no text
	})
	if err != nil {
		return 0, err
	}
	err = browser.Until(ctx, "the button that imports", func() (bool, error) {
		return browser.Truth(ctx, page, start)
	})
	if err != nil {
		return 0, err
	}
	now := before
	err = browser.Until(ctx, "the import", func() (bool, error) {
		var err error
		now, err = Count(ctx, page)
		return now != before, err
	})
	return now, err
}

// Count is how many bookmarks the library has.
func Count(ctx context.Context, page browser.Page) (int, error) {
	var stats struct{ Bookmarks int }
	err := Ask(ctx, page, "stats", nil, &stats)
	return stats.Bookmarks, err
}

// LibraryAt is the library page's name with a query in it. There a plus is a
// plus, and a space is %20.
func LibraryAt(query string) string {
	return "library.html#q=" + strings.ReplaceAll(url.QueryEscape(query), "+", "%20")
}
