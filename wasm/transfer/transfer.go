// Package transfer is import, export, publishing, check and repair of a library as methods:
// JSON in, JSON out, a file as a reader, an export as chunks. It is plain Go, so
// that it is tested natively, and it is kept out of the engine, which needs no
// file formats.
package transfer

import (
	"context"
	"time"

	"pinfold/core"
	"pinfold/core/publish"
	"pinfold/wasm/jsontext"
)

// A Job runs one method over a library.
type Job struct {
	Library *core.Library
	Now     func() time.Time
	Source  Source                   // for import
	Chunk   func(bytes []byte) error // of an export, or of the file of what an import refused
	Event   func(json string)

	Published core.Store     // for publish: what servers have acknowledged
	Send      publish.Sender // likewise: the only way to a server

	told time.Time // the last event
}

// Call runs "import", "export", "check", "repair" or "publish".
func (j *Job) Call(ctx context.Context, method, params string) (string, error) {
	p, err := jsontext.Parse(params)
	if err != nil {
		return "", err
	}
	var w jsontext.Writer
	switch method {
	case "import":
		err = j.importFile(ctx, p, &w)
	case "export":
		err = j.export(ctx, p, &w)
	case "check":
		err = j.check(ctx, &w)
	case "repair":
		err = j.repair(ctx, &w)
	case "publish":
		err = j.publish(ctx, p, &w)
	default:
		err = &core.Error{Code: core.Invalid, Message: "Pinfold does not know “" + method + "”. Reload the page."}
	}
	if err != nil {
		return "", err
	}
	return string(w.B), nil
}

// tellEvery is the least time between two progress messages.
const tellEvery = 100 * time.Millisecond

// tellStep is after how many records the clock is looked at: in wasm it is
// not free.
const tellStep = 64

// tell sends a progress message, unless the last one was just now.
func (j *Job) tell(write func(w *jsontext.Writer)) {
	now := j.Now()
	if j.Event == nil || now.Sub(j.told) < tellEvery {
		return
	}
	j.told = now
	var w jsontext.Writer
	w.Open('{')
	write(&w)
	w.Close('}')
	j.Event(string(w.B))
}

// A number is a member of an object.
type number struct {
	key string
	n   int
}

func writeNumbers(w *jsontext.Writer, list ...number) {
	for _, f := range list {
		w.Key(f.key)
		w.Int(int64(f.n))
	}
}

// A chunker is a writer of chunks.
type chunker func([]byte) error

// Write implements io.Writer.
func (c chunker) Write(p []byte) (int, error) {
	if err := c(p); err != nil {
		return 0, err
	}
	return len(p), nil
}
