package servertest

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func apart(t *testing.T, h Home) {
	ann, bob := h.person(t, "ann-apart"), h.person(t, "bob-apart")
	ann.add("url", "https://example.com/", "description", "Ann's")
	require.Empty(t, bob.all())
	require.Equal(t, "item not found", bob.code("posts/delete", "url", "https://example.com/"))
	bob.add("url", "https://example.com/", "description", "Bob's")
	require.Equal(t, "Ann's", titles(ann.all()))
	id := read[map[string]string](ann, "notes/add", "title", "x")["result"]
	status, _ := bob.get("notes/" + id)
	require.Equal(t, http.StatusNotFound, status)
	_, secret, _ := strings.Cut(ann.token, ":")
	for _, token := range []string{"", ann.name, ann.name + ":", bob.name + ":" + secret, "nobody:" + secret, ann.name + ":" + secret[1:],
		"' OR 1=1 --:" + secret, strings.ToUpper(ann.name) + ":" + secret} {
		status, body := fetch(t, h.URL+"/v1/posts/all?auth_token="+url.QueryEscape(token), nil)
		require.Equal(t, http.StatusUnauthorized, status, token)
		require.NotContains(t, body, "Ann")
	}
}

// basic is how Pinboard's older clients show whose they are.
func basic(t *testing.T, h Home) {
	ann := h.person(t, "ann-basic")
	with := func(pairs ...string) http.Header {
		header := http.Header{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte(ann.token))}}
		for i := 0; i < len(pairs); i += 2 {
			header.Set(pairs[i], pairs[i+1])
		}
		return header
	}
	const add = "/v1/posts/add?url=https://example.com/&description=forged"
	for _, browser := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "none"}, {"Sec-Fetch-Site", "same-origin"},
		{"Origin", "https://evil.example"}, {"Origin", "null"}, {"User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"}} {
		status, _ := fetch(t, h.URL+add, with(browser...))
		require.Equal(t, http.StatusUnauthorized, status, "a page could have asked a browser for it: %v", browser)
		status, _ = fetch(t, h.URL+"/v1/posts/all", with(browser...))
		require.Equal(t, http.StatusOK, status, "which may read")
	}
	require.Empty(t, ann.all())
	status, _ := fetch(t, h.URL+"/v1/posts/add?url=https://example.com/&description=saved", with("User-Agent", "Pinner/5"))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "saved", titles(ann.all()))
	status, _ = fetch(t, h.URL+"/v1/posts/delete?url=https://example.com/", http.Header{"Authorization": {"Bearer " + ann.token}, "Origin": {"https://evil.example"}})
	require.Equal(t, http.StatusOK, status, "a browser adds no token by itself")
	require.Empty(t, ann.all())
}

func notes(t *testing.T, h Home) {
	ann := h.person(t, "ann-notes")
	id := read[map[string]string](ann, "notes/add", "title", "A note", "text", "Grüße\nzwei")["result"]
	require.Regexp(t, `^[0-9a-f]{20}$`, id)
	require.Regexp(t, `^\{"count":1,"notes":\[\{"id":"`+id+`","hash":"[0-9a-f]{20}","title":"A note","length":"10",`+
		`"created_at":"20..-..-.. ..:..:..","updated_at":"20..-..-.. ..:..:.."\}\]\}$`, ann.text("notes/list", "format", "json"))
	got := read[map[string]any](ann, "notes/"+id)
	require.Equal(t, "Grüße\nzwei", got["text"])
	require.EqualValues(t, 10, got["length"])
	require.Contains(t, ann.text("notes/"+id), "<text>Grüße&#xA;zwei</text>")
	status, _ := ann.get("notes/nonsense")
	require.Equal(t, http.StatusNotFound, status)
}

// strangers lets an extension call with its token, and no page of the web.
func strangers(t *testing.T, h Home) {
	ann := h.person(t, "ann-extension")
	for from, allowed := range map[string]string{
		"chrome-extension://abc": "chrome-extension://abc", "moz-extension://def": "moz-extension://def",
		"https://evil.example": "", "null": "", "": "",
	} {
		for _, method := range []string{"GET", "OPTIONS"} {
			r := request(t, h.URL+"/v1/posts/all?auth_token="+ann.token)
			r.Method = method
			r.Header.Set("Origin", from)
			answer, err := http.DefaultTransport.RoundTrip(r)
			require.NoError(t, err)
			require.NoError(t, answer.Body.Close())
			require.Equal(t, allowed, answer.Header.Get("Access-Control-Allow-Origin"), from)
			require.Empty(t, answer.Header.Get("Access-Control-Allow-Credentials"))
		}
	}
}
