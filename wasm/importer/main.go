//go:build js && wasm

// Command importer is import.wasm: import, export and publishing in a Worker of
// the page that asked, with a library of its own over the same database. The page ends
// it with the job. It wires things up and does nothing else.
package main

import (
	"context"
	"runtime/debug"
	"time"

	"github.com/hack-pad/safejs"

	"pinfold/core"
	"pinfold/wasm/api"
	"pinfold/wasm/boot"
	"pinfold/wasm/bridge"
	"pinfold/wasm/idb"
	"pinfold/wasm/transfer"
)

func main() {
	// A large file fills the memory with what it says, not with garbage: collecting
	// sooner costs little time and keeps 250,000 bookmarks below 256 MB.
	debug.SetGCPercent(20)
	if err := run(context.Background()); err != nil {
		boot.Fail(err)
		return
	}
	select {} // until the page ends the Worker
}

func run(ctx context.Context) error {
	open, _, err := boot.Opener() // the Worker ends with the job
	if err != nil {
		return err
	}
	return bridge.Expose(ctx, func(ctx context.Context, method, params string, event func(string)) (string, error) {
		var change func(*core.Options, *idb.Store)
		switch method {
		case "check", "repair":
			change = func(o *core.Options, store *idb.Store) { o.Salvage, o.Scratch = store.SalvageHead, scratch }
		case "import":
			change = func(o *core.Options, _ *idb.Store) { o.Scratch = scratch }
		}
		library, err := open(ctx, change)
		if err != nil {
			return "", err
		}
		defer library.Close()
		job := transfer.Job{Library: library, Now: time.Now, Chunk: chunk, Event: event}
		if method == "import" {
			file, err := safejs.Global().Get("pinfoldFile")
			if err != nil {
				return "", err
			}
			if job.Source, err = bridge.NewBlob(ctx, file); err != nil {
				return "", err
			}
		}
		if method == "publish" {
			published, err := idb.Open(ctx, "pinfold-published")
			if err != nil {
				return "", err
			}
			defer published.Close()
			job.Published, job.Send = published, send
		}
		return job.Call(ctx, method, params)
	}, func(err error) (code, message, id string) {
		return string(core.CodeOf(err)), api.ErrorMessage(err), api.ErrorID(err)
	})
}

// scratch has the Worker open a file of the browser's own; a private window has
// none.
func scratch(ctx context.Context) (core.Scratch, error) {
	promise, err := safejs.Global().Call("pinfoldScratch")
	if err != nil {
		return nil, err
	}
	file, err := bridge.Await(ctx, promise)
	if err != nil {
		return nil, err
	}
	return idb.NewScratch(file), nil
}

// chunk hands a piece of an export to the page.
func chunk(b []byte) error {
	array, err := bridge.ToJS(b)
	if err != nil {
		return err
	}
	_, err = safejs.Global().Call("pinfoldChunk", array)
	return err
}

// send has the Worker post one request to the server that the page has named,
// and waits for its answer.
func send(ctx context.Context, body []byte) (status int, answer []byte, err error) {
	array, err := bridge.ToJS(body)
	if err != nil {
		return 0, nil, err
	}
	promise, err := safejs.Global().Call("pinfoldSend", array)
	if err != nil {
		return 0, nil, err
	}
	reply, err := bridge.Await(ctx, promise)
	if err != nil {
		return 0, nil, err
	}
	code, err := reply.Get("status")
	if err != nil {
		return 0, nil, err
	}
	if status, err = code.Int(); err != nil {
		return 0, nil, err
	}
	content, err := reply.Get("body")
	if err != nil {
		return 0, nil, err
	}
	answer, err = bridge.ToGo(content)
	return status, answer, err
}
