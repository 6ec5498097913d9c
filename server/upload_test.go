package server_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/server"
	"pinfold/server/servertest"
)

// An unread answer waits, before its first byte, for somebody to read it.
type unread struct {
	http.ResponseWriter
	begun sync.Once
	ready chan<- struct{} // closed when there is something to read
	read  <-chan struct{}
}

func (u *unread) Write(p []byte) (int, error) {
	u.begun.Do(func() { close(u.ready) })
	<-u.read
	return u.ResponseWriter.Write(p)
}

// TestWhoReadsAnAnswerSlowlyLeavesTheTurnToImport holds that others import
// meanwhile.
func TestWhoReadsAnAnswerSlowlyLeavesTheTurnToImport(t *testing.T) {
	w := newWorld(t, server.Limits{})
	ready, read := make(chan struct{}), make(chan struct{})
	give := sync.OnceFunc(func() { close(read) })
	slow := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/you/import" {
			answer = &unread{ResponseWriter: answer, ready: ready, read: read}
		}
		w.handler.ServeHTTP(answer, r)
	}))
	t.Cleanup(slow.Close)
	t.Cleanup(give) // or it would wait for an answer that nobody reads
	ann, bob := w.visitor(slow.URL), w.visitor(w.serve())
	anns, bobs := ann.logIn(w.user("ann")), bob.logIn(w.user("bob"))
	const file = "https://example.com/a\n"
	status := make(chan int, 1)
	go func() {
		got, _ := servertest.SendFile(t, ann.http, ann.base+"/you/import", anns, "links.txt", file)
		status <- got
	}()
	<-ready
	got, page := servertest.SendFile(t, bob.http, bob.base+"/you/import", bobs, "links.txt", file)
	give()
	require.Equal(t, http.StatusOK, <-status)
	require.Equal(t, http.StatusOK, got, page)
}
