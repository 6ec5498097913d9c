package server_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/server"
)

// clocked is a world whose clock shows what at holds.
func clocked(t *testing.T, at *time.Time) *world {
	w := newWorld(t, server.Limits{})
	handler, err := server.New(server.Options{Store: w.store, Now: func() time.Time { return *at }, Random: func(p []byte) { rand.Read(p) }})
	require.NoError(t, err)
	w.handler = handler
	return w
}

// TestTheTimeOfTheLastChangeOnlyGoesForward: by it a client sees that it is behind.
func TestTheTimeOfTheLastChangeOnlyGoesForward(t *testing.T) {
	at := time.Date(2026, 11, 30, 12, 0, 5, 0, time.UTC)
	w := clocked(t, &at)
	token := w.user("ann")
	w.call(token, "posts/add", "url", "https://example.com/1", "description", "x", "tags", "a")
	_, last := w.call(token, "posts/update")
	at = at.Add(-5 * time.Second) // a change that waited longer for its turn
	for _, change := range [][]string{{"posts/add", "url", "https://example.com/2", "description", "x"}, {"tags/rename", "old", "a", "new", "b"}, {"posts/delete", "url", "https://example.com/1"}} {
		w.call(token, change[0], change[1:]...)
		_, now := w.call(token, "posts/update")
		require.Greater(t, now, last, change[0]) // of one shape, so that text compares as time
		last = now
	}
}
