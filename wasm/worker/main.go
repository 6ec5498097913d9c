//go:build js && wasm

// Command worker is the server as a Cloudflare Worker: it wires the handler to
// D1 and to the Worker's requests. It must never hold rules.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"time"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"

	"pinfold/server"
)

func main() {
	handler, err := open(context.Background())
	if err != nil {
		console("error", err.Error())
		return // the next request tries again
	}
	workers.ServeNonBlock(handler)
	workers.Ready()
	select {} // worker.mjs drops the whole instance
}

// open makes the handler over the database that is bound as DB.
func open(ctx context.Context) (http.Handler, error) {
	db := cloudflare.GetBinding("DB")
	if db.IsUndefined() {
		return nil, errors.New("no D1 database is bound as DB: add one to wrangler.toml")
	}
	store := &database{db}
	if err := server.Migrate(ctx, store); err != nil {
		return nil, err
	}
	s, err := server.New(server.Options{
		Store: store, Now: time.Now, Random: func(p []byte) { rand.Read(p) }, Limits: limits(),
		Failed: func(err error) { console("error", err.Error()) }, MaxFile: maxBody,
	})
	return &home{s, cloudflare.Getenv("SETUP")}, err
}

// limits are counted in each instance alone, so they bound what one instance
// does for somebody, no more.
func limits() server.Limits {
	calls := server.Limit{Every: 50 * time.Millisecond, Burst: 400}
	return server.Limits{
		Calls: calls, Recent: calls,
		All:   server.Limit{Every: 5 * time.Second, Burst: 20},
		Wrong: server.Limit{Every: 10 * time.Second, Burst: 30},
		// A search for a rare word reads all there is.
		Search: server.Limit{Every: time.Second, Burst: 60},
	}
}
