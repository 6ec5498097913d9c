package server_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/server"
	"pinfold/server/servertest"
	"pinfold/server/sqlite"
)

// A world is a server over a real file.
type world struct {
	t       testing.TB
	path    string
	store   *sqlite.Store
	handler *server.Server
}

func newWorld(t testing.TB, limits server.Limits) *world {
	path := filepath.Join(t.TempDir(), "server #1?.sqlite")
	store, err := sqlite.Open(t.Context(), path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	handler, err := server.New(server.Options{
		Store: store, Now: time.Now, Random: func(p []byte) { rand.Read(p) }, Limits: limits,
		Failed: func(err error) { t.Errorf("the server failed: %v", err) },
	})
	require.NoError(t, err)
	return &world{t: t, path: path, store: store, handler: handler}
}

// user makes an account and returns its token.
func (w *world) user(name string) string {
	token, err := w.handler.AddUser(w.t.Context(), name)
	require.NoError(w.t, err)
	return token
}

// call makes one call of the API.
func (w *world) call(token, method string, pairs ...string) (int, string) {
	values := url.Values{"auth_token": {token}, "format": {"json"}}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return w.get("/v1/" + method + "?" + values.Encode())
}

func (w *world) get(path string) (int, string) {
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
	return answer.Code, answer.Body.String()
}

// serve puts the world behind a real socket.
func (w *world) serve() string {
	s := httptest.NewServer(w.handler)
	w.t.Cleanup(s.Close)
	return s.URL
}

func TestTheNativeHomeDoesWhatEveryHomeMust(t *testing.T) {
	w := newWorld(t, server.Limits{})
	servertest.Run(t, servertest.Home{URL: w.serve(), Token: func(_ *testing.T, name string) string { return w.user(name) }})
}

func TestWhoeverCallsTooOftenIsToldToWait(t *testing.T) {
	slow := server.Limit{Every: time.Hour, Burst: 2}
	w := newWorld(t, server.Limits{Calls: slow, All: server.Limit{Every: time.Hour, Burst: 1}, Wrong: slow})
	ann, bob := w.user("ann"), w.user("bob")
	statuses := func(token, method string) (list []int) {
		for range 3 {
			status, _ := w.call(token, method)
			list = append(list, status)
		}
		return list
	}
	require.Equal(t, []int{200, 200, 429}, statuses(ann, "posts/update"))
	require.Equal(t, []int{200, 429, 429}, statuses(ann, "posts/all"), "counted apart")
	require.Equal(t, []int{200, 200, 200}, statuses(ann, "posts/recent"), "no limit")
	require.Equal(t, []int{200, 200, 429}, statuses(bob, "posts/update"), "each person apart")
	require.Equal(t, []int{401, 401, 429}, statuses("ann:guess", "posts/update"))
}

func TestTheFileHoldsNoTokenAndANewOneEndsTheOld(t *testing.T) {
	w := newWorld(t, server.Limits{})
	old := w.user("ann")
	renewed, err := w.handler.NewToken(t.Context(), "ann")
	require.NoError(t, err)
	for _, name := range []string{w.path, w.path + "-wal"} {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, pair := range []string{old, renewed} {
			_, secret, _ := strings.Cut(pair, ":")
			require.NotContains(t, string(text), secret)
		}
	}
	status, _ := w.call(old, "posts/update")
	require.Equal(t, http.StatusUnauthorized, status)
	status, _ = w.call(renewed, "posts/update")
	require.Equal(t, http.StatusOK, status)
	_, err = w.handler.NewToken(t.Context(), "bob")
	require.ErrorIs(t, err, server.ErrNoOne)
	_, err = w.handler.AddUser(t.Context(), "ann")
	require.ErrorIs(t, err, server.ErrTaken)
	for _, name := range []string{"", "Ann", "a/b", "a:b", "..", strings.Repeat("a", 33)} {
		_, err = w.handler.AddUser(t.Context(), name)
		require.ErrorIs(t, err, server.ErrName, name)
	}
}

func TestAllGoesOverItsPagesWithoutLossWhenTimesAreEqual(t *testing.T) {
	w := newWorld(t, server.Limits{})
	ann := w.user("ann")
	const n = 2001
	_, err := w.handler.Import(t.Context(), "ann", many(n), false)
	require.NoError(t, err)
	status, body := w.call(ann, "posts/all")
	require.Equal(t, http.StatusOK, status)
	for i := range n {
		require.Equal(t, 1, strings.Count(body, fmt.Sprintf(`"https://example.com/%d"`, i)))
	}
	_, body = w.call(ann, "posts/all", "start", "10", "results", "1500", "tag", "even")
	require.Equal(t, n/2+1-10, strings.Count(body, `"href"`))
	_, body = w.call(ann, "posts/recent", "count", "1000")
	require.Equal(t, 100, strings.Count(body, `"href"`))
}

func TestChangesAtOnceLeaveNothingHalfDone(t *testing.T) {
	w := newWorld(t, server.Limits{})
	ann := w.user("ann")
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			for range 15 {
				tag := fmt.Sprintf("tag%d", i)
				w.call(ann, "posts/add", "url", "https://example.com/", "description", tag, "tags", tag+" both")
				w.call(ann, "posts/delete", "url", "https://example.com/")
				w.call(ann, "tags/rename", "old", "both", "new", "two")
				w.call(ann, "posts/add", "url", "https://example.com/", "description", tag, "tags", tag+" two", "replace", "no")
			}
		})
	}
	all.Wait()
	_, body := w.call(ann, "posts/all")
	require.Regexp(t, `"description":"(tag\d)".*"tags":"(tag\d) (two|both)"`, body)
	require.Equal(t, strings.Split(body, `"description":"`)[1][:4], strings.Split(body, `"tags":"`)[1][:4], "title and tags are of one call")
	_, body = w.call(ann, "tags/get")
	require.Equal(t, 2, strings.Count(body, `"1"`), "no tag without its bookmark: "+body)
}

func TestAStoppedServerStopsInTheMiddleOfNothing(t *testing.T) {
	w := newWorld(t, server.Limits{})
	w.user("ann")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := w.handler.Import(ctx, "ann", many(10), false)
	require.ErrorIs(t, err, context.Canceled)
	n, err := w.handler.Import(t.Context(), "ann", many(10), false)
	require.NoError(t, err)
	require.EqualValues(t, 10, n)
	n, err = w.handler.Import(t.Context(), "ann", many(12), true)
	require.NoError(t, err)
	require.EqualValues(t, 2, n, "those that are there are kept")
	_, err = w.handler.Import(t.Context(), "bob", many(1), false)
	require.ErrorIs(t, err, server.ErrNoOne)
}

func TestALaterDatabaseIsNotTouched(t *testing.T) {
	w := newWorld(t, server.Limits{})
	_, err := w.store.Batch(t.Context(), []server.Statement{{SQL: `INSERT INTO versions VALUES (99)`}})
	require.NoError(t, err)
	_, err = sqlite.Open(t.Context(), w.path)
	require.ErrorIs(t, err, server.ErrNewer)
}

func TestAnAddressByPostIsReadFromItsBody(t *testing.T) {
	w := newWorld(t, server.Limits{})
	ann := w.user("ann")
	base := w.serve()
	answer, err := http.PostForm(base+"/v1/posts/add", url.Values{"auth_token": {ann}, "url": {"https://example.com/"}, "description": {"x"},
		"extended": {strings.Repeat("long ", 20_000)}})
	require.NoError(t, err)
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Contains(t, string(body), `code="done"`)
	answer, err = http.PostForm(base+"/v1/posts/add", url.Values{"auth_token": {ann}, "extended": {strings.Repeat("x", 2<<20)}})
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusRequestEntityTooLarge, answer.StatusCode)
}

// The numbers that stand with a person follow every kind of change, also where
// one address comes twice, nothing is written or nothing was there.
func TestTheNumbersOfAPersonAreThoseOfTheBookmarks(t *testing.T) {
	w := newWorld(t, server.Limits{})
	ann, bob := w.user("ann"), w.user("bob")
	r := mathrand.New(mathrand.NewPCG(1, 2))
	address := func() string { return fmt.Sprintf("https://example.com/%d", r.IntN(30)) }
	flag := func() string { return []string{"yes", "no"}[r.IntN(2)] }
	for range 300 {
		token := []string{ann, bob}[r.IntN(2)]
		switch r.IntN(5) {
		case 0:
			w.call(token, "posts/delete", "url", address())
		case 1:
			w.call(token, "posts/batch") // refused
			body := fmt.Sprintf(`{"add":[{"href":%q,"description":"x","shared":%q},{"href":%q,"description":"x","shared":%q}],"delete":[%q,%q]}`,
				address(), flag(), address(), flag(), address(), address())
			require.Contains(t, w.ask("POST", "/v1/posts/batch?auth_token="+token, body, "Content-Type", "application/json").Body.String(), "done")
		case 2:
			_, err := w.handler.Import(t.Context(), "ann", many(r.IntN(20)), r.IntN(2) == 0)
			require.NoError(t, err)
		default:
			w.call(token, "posts/add", "url", address(), "description", "x", "shared", flag(), "replace", flag())
		}
	}
	people := 0
	err := w.store.Query(t.Context(), server.Statement{SQL: `SELECT total, public, (SELECT count(*) FROM bookmarks b WHERE b.user = u.id),
		(SELECT count(*) FROM bookmarks b WHERE b.user = u.id AND b.private = 0) FROM users u`}, func(scan func(...any) error) error {
		var total, public, all, shown int
		err := scan(&total, &public, &all, &shown)
		require.Equal(t, []int{all, shown}, []int{total, public})
		require.Positive(t, shown)
		people++
		return err
	})
	require.NoError(t, err)
	require.Equal(t, 2, people)
}
