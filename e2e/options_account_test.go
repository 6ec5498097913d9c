package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// pinboardLike answers as Pinboard does: the token in the address alone, and
// everything not twice in a row.
func pinboardLike(t *testing.T) *httptest.Server {
	all, err := json.Marshal(sixPins())
	require.NoError(t, err)
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/v1/posts/all" || r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "":
			http.Error(w, "no", http.StatusBadRequest)
		case r.URL.Query().Get("auth_token") != "maciej:C0FFEE":
			http.Error(w, "401 Forbidden", http.StatusUnauthorized)
		default:
			if asked++; asked == 1 {
				w.Header().Set("Retry-After", "1")
				http.Error(w, "429 Too Many Requests", http.StatusTooManyRequests)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(all)
		}
	}))
	t.Cleanup(server.Close)
	return server
}

func TestAnAccountAtPinboardIsBroughtByItsToken(t *testing.T) {
	eachReaching(t, func(s *session, _ *home, allow func()) {
		from := pinboardLike(s.t)
		p := s.open("options.html")
		p.holds("#import-address", "https://api.pinboard.in")
		fetch := func(token string) {
			p.fills("#import-address", from.URL)
			p.fills("#import-token", token)
			p.click("#import-fetch")
			allow()
		}
		fetch("maciej:WRONG")
		p.shows("NOT IMPORTED. The token is not known there.")
		require.Equal(s.t, "maciej:WRONG", p.value("#import-token"), "to be mended")
		fetch("maciej:C0FFEE")
		p.shows("with 8 bookmarks")
		require.Empty(s.t, eval[string](p, `() => document.getElementById("import-token").value`), "it is not kept")
		p.click("#import-start")
		p.shows("8 bookmarks added.")
		require.Equal(s.t, "Bread at home", p.stored("https://c.example/bread").Title)
		p.click("@Undo this import")
		p.shows("The import was taken back")
	})
}

func TestATokenAtPinboardGoesNowhereElse(t *testing.T) {
	eachReaching(t, func(s *session, h *home, allow func()) {
		k := &trickster{home: h}
		k.begin(s.t)
		p := s.open("options.html")
		fetch := func(answer http.HandlerFunc, sentence string) {
			k.plays("posts/all", answer)
			p.fills("#import-address", k.URL)
			p.fills("#import-token", "maciej:C0FFEE")
			p.click("#import-fetch")
			allow()
			p.shows(sentence)
			p.hides("C0FFEE")
		}
		fetch(elsewhere, "The server could not be reached, or did not answer to the end.")
		fetch(cut, "The server could not be reached, or did not answer to the end.")
		fetch(says(http.StatusTeapot, "maciej:C0FFEE is welcome"), "There is no answer to be had there now (418).")
		require.Zero(s.t, k.led.Load())
	}, "net::ERR_FAILED", "net::ERR_CONTENT_LENGTH_MISMATCH")
}
