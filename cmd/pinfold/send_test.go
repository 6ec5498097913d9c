package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestFilesAreSentToAServerElsewhere(t *testing.T) {
	data := t.TempDir()
	token := strings.TrimSpace(ok(t, "user", "add", "jm", "--data", data))
	base, end := serving(t, data)
	defer end()
	var pins []map[string]string
	for i := range 700 { // more than a call takes
		pins = append(pins, map[string]string{"href": fmt.Sprintf("https://example.com/%d", i), "description": fmt.Sprintf("Page %d, ü", i), "extended": "[x]",
			"tags": "a ]b[ .c", "time": "2016-11-20T12:00:00Z", "shared": map[bool]string{true: "no", false: "yes"}[i == 0], "toread": "yes"})
	}
	text, err := json.Marshal(pins)
	require.NoError(t, err)
	file := write(t, "pins.json", string(text))
	t.Setenv(tokenVariable, "")
	require.Contains(t, refused(t, "send", "--to", base, file), "NAME:TOKEN")
	t.Setenv(tokenVariable, token)
	for range 2 {
		require.Contains(t, ok(t, "send", file, "--to", base+"v1/"), "700 bookmarks saved at "+base+"\n")
	}
	var there []map[string]string
	require.NoError(t, json.Unmarshal([]byte(fetched(t, base+"v1/posts/all?format=json&auth_token="+token)), &there))
	require.Len(t, there, 700)
	private := 0
	for _, p := range there {
		require.Equal(t, []string{"[x]", "a ]b[ .c", "2016-11-20T12:00:00Z", "yes"}, []string{p["extended"], p["tags"], p["time"], p["toread"]})
		if p["shared"] == "no" {
			private++
		}
	}
	require.Equal(t, 1, private)
	t.Setenv(tokenVariable, "jm:WRONG")
	require.Contains(t, refused(t, "send", "--to", base, file), "does not know this token")
}

func TestNoTokenGoesWhereItMayBeReadOrToAnybodyElse(t *testing.T) {
	t.Setenv(tokenVariable, "jm:CANARY")
	file := write(t, "one.json", `[{"href":"https://example.com/","description":"x","time":"2020-01-01T00:00:00Z"}]`)
	for _, address := range []string{"http://pins.example/", "https://jm:x@pins.example/", "ftp://pins.example/", "https://", "https://%zz"} {
		require.NotContains(t, refused(t, "send", "--to", address, file), "CANARY")
	}
	elsewhere := 0
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere++ }))
	defer other.Close()
	for says, answer := range map[string]http.HandlerFunc{
		"did not take it (307)": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
		},
		"did not take it (200)":     func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!doctype html>") },
		"did not take it (500)":     func(w http.ResponseWriter, r *http.Request) { http.Error(w, r.Header.Get("Authorization"), 500) },
		"did not answer to the end": func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) },
	} {
		web := httptest.NewServer(answer)
		said := refused(t, "send", "--to", web.URL, file)
		require.Contains(t, said, says)
		require.NotContains(t, said, "CANARY")
		web.Close()
	}
	require.Zero(t, elsewhere)
}

func TestAServerThatPutsOffIsAskedAgainAndNotForEver(t *testing.T) {
	calls := 0
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls++
		w.Header().Set("Retry-After", "-7")
		http.Error(w, "429", http.StatusTooManyRequests)
	}))
	defer web.Close()
	account, err := newRemote(web.URL, "jm:TOKEN")
	require.NoError(t, err)
	account.pause = time.Millisecond
	_, err = account.post(t.Context(), []byte("{}"))
	require.ErrorContains(t, err, "did not take it (429)")
	require.Equal(t, callTries, calls)
}
