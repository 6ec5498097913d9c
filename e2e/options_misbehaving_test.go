package e2e

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// A trickster stands before a home and answers one method in a way of its own.
type trickster struct {
	*home
	trick atomic.Pointer[trick] // nil: the home answers
	calls atomic.Int64          // answered by the trick
	led   atomic.Int64          // requests that arrived where it led them
}

// A trick is how one method is answered.
type trick struct {
	path   string
	answer http.HandlerFunc
}

// begin puts the trickster where the home was.
func (k *trickster) begin(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { k.led.Add(1) }))
	t.Cleanup(elsewhere.Close)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		trick := k.trick.Load()
		switch {
		case strings.HasSuffix(r.URL.Path, "/elsewhere"):
			http.Redirect(w, r, elsewhere.URL+"/v1/posts/all", http.StatusTemporaryRedirect)
		case trick == nil || r.URL.Path != trick.path:
			k.note(w, r)
		default:
			k.calls.Add(1)
			trick.answer(w, r)
		}
	}))
	t.Cleanup(web.Close)
	k.URL = web.URL
}

// plays makes a method answer so from now on.
func (k *trickster) plays(method string, answer http.HandlerFunc) {
	k.calls.Store(0)
	k.trick.Store(&trick{"/v1/" + method, answer})
}

func says(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}
}

// endless says more and more until nobody listens.
func endless(w http.ResponseWriter, _ *http.Request) {
	for text := []byte(strings.Repeat(`{"result_code":"done",`, 4096)); ; {
		if _, err := w.Write(text); err != nil {
			return
		}
	}
}

// mute says nothing until nobody listens.
func mute(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// elsewhere leads to another server, with whatever was sent.
func elsewhere(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
}

func tooOften(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Retry-After", "-5")
	w.WriteHeader(http.StatusTooManyRequests)
}

// cut says the beginning of an answer, and hangs up.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte(`{"update_time":"`))
}

// hurried makes waits of some lengths, in ms, a thousand times as short, and
// leaves the others as they are: an answer needs its time. In Firefox a test has
// a clock of its own.
const hurried = `(from, to) => {
	const real = (globalThis.unhurried ??= globalThis.setTimeout);
	globalThis.setTimeout = (act, ms, ...rest) => real(act, ms >= from && ms < to ? ms / 1000 : ms, ...rest);
}`

// markup is what a server may say in place of a code.
const markup = "<video src=x onerror='window.__pwn=1'>"

func TestAServerThatMisbehavesIsSaidToAndLearnsNoMore(t *testing.T) {
	eachReaching(t, func(s *session, h *home, allow func()) {
		k := &trickster{home: h}
		k.begin(s.t)
		s.have(sixPins()...)
		p := s.open("options.html#publish")
		p.names(k.home, k.token)
		p.click("#publish-look")
		allow()
		p.shows("8 public bookmarks in all: 8 new.")
		look := func(answer http.HandlerFunc, sentence string) {
			s.t.Helper()
			k.plays("posts/update", answer)
			p.click("#publish-look")
			p.shows(sentence)
		}
		look(says(200, "<!doctype html><title>Hello</title>"), "At this address no Pinfold server answers (200).")
		if s.b.Name() == "chromium" {
			eval[any](p, hurried, 1000, 100_000)
			look(tooOften, "The server asks to be called less often.")
			require.EqualValues(s.t, 6, k.calls.Load(), "it is not called for ever")
			eval[any](p, hurried, 120_000, 120_001)
			look(mute, "The server has been silent for two minutes.")
			eval[any](p, hurried, 0, 0)
		}
		look(says(404, "null"), "At this address no Pinfold server answers (404).")
		look(endless, "The server says far more than an answer has.")
		look(elsewhere, "The server could not be reached, or did not answer to the end.")
		look(cut, "The server could not be reached, or did not answer to the end.")
		look(says(200, "null"), "At this address no Pinfold server answers (200).")

		publish := func(answer http.HandlerFunc, sentence string) {
			s.t.Helper()
			k.plays("posts/batch", answer)
			p.click("#publish-look")
			p.click("@Publish 8 bookmarks")
			p.shows(sentence)
		}
		publish(endless, "The server could not be reached, or did not answer to the end.")
		publish(says(200, "<!doctype html>"), "it answered something else")
		publish(elsewhere, "The server could not be reached, or did not answer to the end.")
		publish(says(200, `{"result_code":"done","written":0}`), "The server says that it took 0 of 8 bookmarks")
		p.watch()
		publish(says(200, `{"result_code":"`+markup+`"}`), "did not take what was published ("+markup+")")
		_, secret, _ := strings.Cut(k.token, ":")
		p.hides(secret)
		require.Zero(s.t, k.led.Load(), "nothing goes to another server")
		k.trick.Store(nil)
		if s.b.Name() == "chromium" { // whose tests share the page's own world
			eval[any](p, `() => { navigator.locks.request("publish", () => new Promise((go) => { globalThis.letGo = go; })); }`)
			p.click("#publish-look")
			p.click("@Publish 8 bookmarks")
			p.shows("Another window is publishing.")
			p.click("#publish-cancel")
			p.shows("Canceled.")
			p.focused("#publish-look")
			eval[any](p, `() => letGo()`)
		}
		p.click("#publish-look")
		p.click("@Publish 8 bookmarks")
		p.shows("8 bookmarks published.")
		b := p.stored("https://c.example/bread")
		ask[any](p, "update", map[string]any{"ids": []string{b.ID}, "change": map[string]any{"title": "Bread for all"}, "op": "6f1a1d1e-0001-4000-8000-000000000007"})
		k.plays("posts/batch", says(200, `{"result_code":"done","written":0,"refused":[{"href":"https://c.example/bread","result_code":"`+markup+`"}]}`))
		p.click("#publish-look")
		p.click("@Publish 1 bookmark")
		p.shows(markup)
		seen := shape{}
		p.shaped("options", seen)
		require.True(s.t, seen["extension: button"])
		require.False(s.t, seen["extension: video"], "what a server says is text")
	}, "net::ERR_FAILED", "net::ERR_INCOMPLETE_CHUNKED_ENCODING", "net::ERR_CONTENT_LENGTH_MISMATCH")
}
