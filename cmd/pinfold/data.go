package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"pinfold/server"
	"pinfold/server/sqlite"
)

// dataFlags returns a flag set with --data.
func dataFlags(name string) (*flag.FlagSet, *string) {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	return f, f.String("data", "pinfold-data", "the folder of the server's data")
}

// openServer opens the data of a server, which the first call makes for its
// owner alone.
func openServer(ctx context.Context, data string, errs io.Writer) (*server.Server, *sqlite.Store, error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, nil, err
	}
	path, err := filepath.Abs(filepath.Join(data, "server.sqlite"))
	if err != nil {
		return nil, nil, err
	}
	if err := beginFile(path); err != nil {
		return nil, nil, err
	}
	store, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, nil, err
	}
	random := func(p []byte) { rand.Read(p) } // never fails: it ends the program instead
	failed := func(err error) { fmt.Fprintln(errs, "pinfold: a request failed:", err) }
	s, err := server.New(server.Options{Store: store, Now: time.Now, Random: random, Limits: generous(), Failed: failed})
	if err != nil {
		return nil, nil, errors.Join(err, store.Close())
	}
	return s, store, nil
}

// beginFile makes the file of a database for its owner alone, unless it is there:
// SQLite would make it readable for all, and so what it puts beside it.
func beginFile(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// generous limits stop what runs wild and nobody else: it is one's own server.
func generous() server.Limits {
	calls := server.Limit{Every: 50 * time.Millisecond, Burst: 400}
	return server.Limits{
		Calls: calls, Recent: calls,
		All:   server.Limit{Every: 5 * time.Second, Burst: 20},
		Wrong: server.Limit{Every: 10 * time.Second, Burst: 30},
		// A search for a rare word reads all there is.
		Search: server.Limit{Every: time.Second, Burst: 60},
	}
}
