package server_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/server"
	"pinfold/server/sqlite"
)

// ask answers one request; header are pairs.
func (w *world) ask(method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	return answer
}

func TestAClientThatWaitsToBeAskedForItsTokenIsNotShutOut(t *testing.T) {
	w := newWorld(t, server.Limits{Wrong: server.Limit{Every: time.Hour, Burst: 2}})
	name, token, _ := strings.Cut(w.user("ann"), ":")
	for range 5 { // as Basic is meant: first without, then with
		require.Equal(t, http.StatusUnauthorized, w.ask("GET", "/v1/posts/update", "").Code)
		r := httptest.NewRequest("GET", "/v1/posts/update", nil)
		r.SetBasicAuth(name, token)
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, r)
		require.Equal(t, http.StatusOK, answer.Code)
	}
}

func TestNobodyIsCountedAsAnotherByAHeaderOfTheirOwn(t *testing.T) {
	w := newWorld(t, server.Limits{Wrong: server.Limit{Every: time.Hour, Burst: 2}})
	ann := w.user("ann")
	guess := func(token, claimed, seen string) int {
		r := httptest.NewRequest("GET", "/v1/posts/update?auth_token="+token, nil)
		r.RemoteAddr = "127.0.0.1:1234"
		r.Header.Add("X-Forwarded-For", claimed) // the client's
		r.Header.Add("X-Forwarded-For", seen)    // of a proxy that adds a line
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, r)
		return answer.Code
	}
	for i, want := range []int{401, 401, 429} {
		require.Equal(t, want, guess("ann:guess", "192.0.2."+string(rune('1'+i)), "198.51.100.7"), "a new claim does not help")
	}
	require.Equal(t, http.StatusOK, guess(ann, "198.51.100.7", "203.0.113.9"), "nor harms anybody else")
}

func TestAMethodThatNothingHereTakesChangesNothing(t *testing.T) {
	w := newWorld(t, server.Limits{})
	token := w.user("ann")
	for _, method := range []string{"PUT", "DELETE", "PATCH", "HEAD"} {
		answer := w.ask(method, "/v1/posts/add?"+url.Values{"auth_token": {token}, "url": {"https://example.com/"}, "description": {"x"}}.Encode(), "")
		require.Equal(t, http.StatusMethodNotAllowed, answer.Code, method)
		require.Equal(t, "GET, POST", answer.Header().Get("Allow"))
	}
	_, all := w.call(token, "posts/all")
	require.Equal(t, "[]\n", all)
	require.Equal(t, http.StatusOK, w.ask("HEAD", "/v1/posts/update?auth_token="+token, "").Code, "what only reads may be asked for its head")
	for path, allow := range map[string]string{"/style.css": "GET, HEAD", "/icon.png": "GET, HEAD", "/robots.txt": "GET, HEAD", "/recent/": "GET, HEAD",
		"/search?query=x": "GET, HEAD", "/add": "GET, HEAD, POST", "/you/": "GET, HEAD, POST", "/login/": "GET, HEAD, POST"} {
		answer := w.ask("PUT", path, "")
		require.Equal(t, http.StatusMethodNotAllowed, answer.Code, path)
		require.Equal(t, allow, answer.Header().Get("Allow"), path)
	}
}

func TestOnlyASearchIsASearch(t *testing.T) {
	w := newWorld(t, server.Limits{})
	w.user("ann")
	for path, want := range map[string]int{"/search?query=x": 303, "/search/?query=x": 303, "/search/u:ann?query=x": 303, "/search/u:ann/?query=x": 303,
		"/searching/": 404, "/search.php": 404} {
		require.Equal(t, want, w.ask("GET", path, "").Code, path)
	}
}

func TestASearchOfWhatIsPopularIsNotOffered(t *testing.T) {
	w := newWorld(t, server.Limits{})
	for _, name := range []string{"ann", "bob"} {
		w.call(w.user(name), "posts/add", "url", "https://example.com/", "description", "Both have it")
	}
	_, html := w.get("/popular/")
	require.Contains(t, html, "Both have it")
	require.NotContains(t, html, `role="search"`, "it would find nothing less")
}

func TestAnAddressThatIsAProgramIsShownNowhereAsALink(t *testing.T) {
	w := newWorld(t, server.Limits{})
	token := w.user("ann")
	for i, program := range []string{"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x"} {
		hash := strings.Repeat(string(rune('a'+i)), 32)
		w.call(token, "posts/add", "url", "https://example.com/"+hash, "description", "planted", "tags", "t")
		// Nothing saves it; it is put where a mistake of tomorrow would put it.
		_, err := w.store.Batch(t.Context(), []server.Statement{{SQL: `UPDATE bookmarks SET url = ?, hash = ? WHERE url LIKE ?`, Args: []any{program, hash, "%" + hash}}})
		require.NoError(t, err)
		for _, path := range []string{"/u:ann/", "/u:ann/t:t/", "/t:t/", "/recent/", "/url:" + hash + "/"} {
			_, html := w.get(path)
			require.Contains(t, html, "planted", path)
			require.NotContains(t, strings.ToLower(html), `href="`+strings.ToLower(program)[:5], path)
			for _, feed := range []string{"/rss", "/json"} {
				_, text := w.get(feed + path)
				require.NotContains(t, text, program[:5], feed+path)
			}
		}
	}
}

func TestRobotsAreKeptFromWhatIsNotForThem(t *testing.T) {
	w := newWorld(t, server.Limits{})
	token := w.user("ann")
	w.call(token, "posts/add", "url", "https://example.com/", "description", "x")
	status, text := w.get("/robots.txt")
	require.Equal(t, http.StatusOK, status)
	for _, path := range []string{"/v1/", "/add", "/you/", "/login", "/search", "/*?q=", "/*&q="} {
		require.Contains(t, text, "\nDisallow: "+path+"\n")
	}
	_, said := w.call(token, "user/secret")
	key := strings.Split(said, `"`)[3]
	require.NotContains(t, text, key)
	require.Equal(t, "noindex, nofollow", w.ask("GET", "/rss/secret:"+key+"/u:ann/", "").Header().Get("X-Robots-Tag"))
	require.Empty(t, w.ask("GET", "/rss/u:ann/", "").Header().Get("X-Robots-Tag"))
}

func TestWhatIsTooLargeIsSaidToBe(t *testing.T) {
	w := newWorld(t, server.Limits{})
	token := w.user("ann")
	large := url.Values{"auth_token": {token}, "extended": {strings.Repeat("x", 2<<20)}}.Encode()
	for _, path := range []string{"/v1/posts/add", "/add", "/login/"} {
		answer := w.ask("POST", path, large, "Content-Type", "application/x-www-form-urlencoded")
		require.Equal(t, http.StatusRequestEntityTooLarge, answer.Code, path)
	}
	answer := w.ask("POST", "/v1/posts/add", "a=%zz", "Content-Type", "application/x-www-form-urlencoded")
	require.Equal(t, http.StatusBadRequest, answer.Code, "what is only wrong is not too large")
}

func TestWhoeverSearchesTooOftenIsToldToWait(t *testing.T) {
	slow := server.Limit{Every: time.Hour, Burst: 2}
	w := newWorld(t, server.Limits{Search: slow})
	w.user("ann")
	for _, want := range []int{200, 200, 429} {
		answer := w.ask("GET", "/recent/?q=rare", "")
		require.Equal(t, want, answer.Code, "a search reads everything")
		require.Equal(t, want == 429, answer.Header().Get("Retry-After") != "")
	}
	require.Equal(t, http.StatusTooManyRequests, w.ask("GET", "/u:ann/?q=rare", "").Code)
	require.Equal(t, http.StatusOK, w.ask("GET", "/u:ann/", "").Code, "reading on is free")
}

func TestSeveralMayMakeTheDataAtOnce(t *testing.T) {
	for range 5 {
		path := filepath.Join(t.TempDir(), "server.sqlite")
		var all sync.WaitGroup
		failed := make([]error, 8)
		for i := range failed {
			all.Go(func() {
				store, err := sqlite.Open(t.Context(), path)
				if failed[i] = err; err == nil {
					failed[i] = store.Close()
				}
			})
		}
		all.Wait()
		for _, err := range failed {
			require.NoError(t, err)
		}
	}
}
