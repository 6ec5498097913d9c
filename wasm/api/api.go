// Package api is the list of methods that a page may call: JSON in, JSON out.
// It translates between the wire's words and core's, and holds no rules of its
// own. It is plain Go, so that it is tested natively; it must never know
// JavaScript, IndexedDB or a file format.
package api

import (
	"context"
	"errors"

	"pinfold/core"
	"pinfold/wasm/jsontext"
)

// An Event takes the JSON of a progress message to the caller.
type Event func(json string)

// An Engine answers the calls of pages. It opens its library at the first one.
type Engine struct {
	open    func(context.Context) (*core.Library, error)
	library *core.Library
	opening chan struct{} // holds one token: who has it may open
	methods map[string]method
}

// A method reads its parameters, asks the library and writes its result.
type method func(ctx context.Context, l *core.Library, p jsontext.Value, w *jsontext.Writer, event Event) error

// New returns an Engine over the library that open opens.
func New(open func(context.Context) (*core.Library, error)) *Engine {
	return &Engine{open: open, opening: make(chan struct{}, 1), methods: methods()}
}

// methods returns every method under its name on the wire.
func methods() map[string]method {
	return map[string]method{
		"save": save, "get": get, "chosen": chosen, "byUrl": byURL, "update": update, "delete": remove, "restore": restore,
		"purge": purge, "undo": undo, "history": history, "differences": differences, "search": search, "parse": parse, "narrow": narrow,
		"complete": complete, "suggest": suggest, "near": near, "tags": tags, "renameTag": renameTag,
		"deleteTag": deleteTag, "stats": stats, "settings": settings, "hints": hints, "explain": explain,
		"marks": marks, "tidy": tidy, "generation": generation,
	}
}

// Methods returns the names of the methods, in no order.
func Methods() []string {
	var names []string
	for name := range methods() {
		names = append(names, name)
	}
	return names
}

// Call runs a method on params, which is JSON text, and returns the JSON of
// its result. Its errors are for core.CodeOf and ErrorMessage.
func (e *Engine) Call(ctx context.Context, name, params string, event Event) (string, error) {
	m, ok := e.methods[name]
	if !ok {
		return "", invalid("Pinfold does not know “" + name + "”. Reload the page: it may be older than the extension.")
	}
	p, err := jsontext.Parse(params)
	if err != nil {
		return "", &core.Error{Code: core.Invalid, Message: "The page sent something that Pinfold cannot read. Reload the page, then try again.", Err: err}
	}
	l, err := e.lib(ctx)
	if err != nil {
		return "", err
	}
	var w jsontext.Writer
	if err := m(ctx, l, p, &w, event); err != nil {
		return "", err
	}
	return string(w.B), nil
}

// lib returns the library, opening it if need be; one caller at a time opens.
func (e *Engine) lib(ctx context.Context) (*core.Library, error) {
	select {
	case e.opening <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-e.opening }()
	if e.library != nil {
		return e.library, nil
	}
	l, err := e.open(ctx)
	if err != nil {
		return nil, err
	}
	e.library = l
	return l, nil
}

// Close closes the library, if it was opened. Nobody may be calling.
func (e *Engine) Close() error {
	if e.library == nil {
		return nil
	}
	return e.library.Close()
}

// ErrorMessage returns the sentence for the screen.
func ErrorMessage(err error) string {
	switch core.CodeOf(err) {
	case core.Internal:
		return "Something went wrong inside Pinfold (" + err.Error() + "). Try again; if it goes on, restart the browser."
	case core.Canceled:
		return "This was canceled; nothing was changed."
	}
	if e, ok := errors.AsType[*core.Error](err); ok {
		return e.Message
	}
	return err.Error()
}

func invalid(message string) error { return &core.Error{Code: core.Invalid, Message: message} }

// ErrorID returns the id of the bookmark that an error is about, or "".
func ErrorID(err error) string {
	e, ok := errors.AsType[*core.Error](err)
	if !ok || e.ID.IsZero() {
		return ""
	}
	return e.ID.String()
}
