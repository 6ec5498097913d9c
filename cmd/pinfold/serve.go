package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Bounds of one connection of the server, and how long requests in flight may
// take when it ends.
const (
	headerTime  = 10 * time.Second
	readTime    = 5 * time.Minute  // a file to import over a slow line
	writeTime   = 10 * time.Minute // posts/all of a large account over a slow line
	idleTime    = 2 * time.Minute
	headerBytes = 256 << 10 // an address of 64 KB, percent-encoded
	endTime     = 10 * time.Second
)

// serve answers requests until ctx ends, then lets those in flight finish.
func serve(ctx context.Context, args []string, out, errs io.Writer) error {
	f, data := dataFlags("serve")
	listen := f.String("listen", "127.0.0.1:8080", "where to listen")
	if rest, err := parse(f, args); err != nil || len(rest) > 0 {
		return errUsage
	}
	handler, store, err := openServer(ctx, *data, errs)
	if err != nil {
		return err
	}
	defer store.Close()
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return refuse("Pinfold cannot listen at " + *listen + " (" + err.Error() + "). Give another address with --listen.")
	}
	fmt.Fprintf(out, "Pinfold serves http://%s/ (Pinboard's API at /v1/). Ctrl+C ends it.\n", listener.Addr())
	web := bounded(handler)
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	return web.Shutdown(last)
}

// bounded lets no connection stay longer or send more than it may.
func bounded(handler http.Handler) *http.Server {
	return &http.Server{Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: readTime,
		WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: headerBytes}
}
