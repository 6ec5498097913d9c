package server_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/server"
)

// A meter is a Store that knows how much text its largest answer had, and
// that fails from some query on, if it is told so.
type meter struct {
	server.Store
	most     int
	failFrom int // the first that fails; 0: none does
	queries  int
}

var errGone = errors.New("the disk is gone")

// Query is server.Store's.
func (m *meter) Query(ctx context.Context, s server.Statement, each func(scan func(...any) error) error) error {
	if m.queries++; m.queries == m.failFrom {
		return errGone
	}
	sum := 0
	err := m.Store.Query(ctx, s, func(scan func(...any) error) error {
		return each(func(to ...any) error {
			err := scan(to...)
			for _, v := range to {
				if text, ok := v.(*string); ok {
					sum += len(*text)
				}
			}
			return err
		})
	})
	m.most = max(m.most, sum)
	return err
}

func TestALongAccountIsSentWithoutBeingHeld(t *testing.T) {
	w := newWorld(t, server.Limits{})
	ann := w.user("ann")
	const n, size = 150, 150 << 10
	_, err := w.handler.Import(t.Context(), "ann", func(yield func(core.Bookmark, error) bool) {
		for i := range n {
			b := core.Bookmark{URL: fmt.Sprintf("https://example.com/%d", i), Title: "long", Description: strings.Repeat("x", size), Created: time.Unix(int64(i), 0)}
			if !yield(b, nil) {
				return
			}
		}
	}, false)
	require.NoError(t, err)
	m := &meter{Store: w.store}
	handler, err := server.New(server.Options{Store: m, Now: time.Now, Random: func(p []byte) { rand.Read(p) }})
	require.NoError(t, err)
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest("GET", "/v1/posts/all?format=json&auth_token="+ann, nil))
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, n, strings.Count(string(body), `"href"`))
	require.Greater(t, len(body), n*size)
	require.Less(t, m.most, 5<<20, "of %d MB", len(body)>>20)
}

func TestAnAnswerThatBreaksOffIsNotTakenForWhole(t *testing.T) {
	w := newWorld(t, server.Limits{})
	ann := w.user("ann")
	_, err := w.handler.Import(t.Context(), "ann", many(2000), false)
	require.NoError(t, err)
	for _, from := range []int{2, 3, 4} {
		var failed error
		m := &meter{Store: w.store, failFrom: from}
		handler, err := server.New(server.Options{Store: m, Now: time.Now, Random: func(p []byte) { rand.Read(p) }, Failed: func(err error) { failed = err }})
		require.NoError(t, err)
		web := httptest.NewServer(handler)
		answer, err := http.Get(web.URL + "/v1/posts/all?format=json&auth_token=" + ann)
		if err == nil && answer.StatusCode == http.StatusOK {
			_, err = io.ReadAll(answer.Body)
			require.Error(t, err, "the connection is cut")
		} else if err == nil {
			require.Equal(t, http.StatusInternalServerError, answer.StatusCode, "nothing has gone out yet")
		}
		require.ErrorIs(t, failed, errGone)
		if answer != nil {
			answer.Body.Close()
		}
		web.Close()
	}
}
