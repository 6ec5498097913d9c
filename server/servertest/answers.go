package servertest

import (
	_ "embed" // the answers are compared with a file
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// expected are the answers of every home, byte for byte.
//
//go:embed testdata/answers.txt
var expected string

var update = flag.Bool("update-answers", false, "write the answers down as they are now, into testdata/answers.txt")

// sameBytes asks every kind of page, feed and method, and holds the answers, with the
// headers that the server sets, to what the other home says.
func sameBytes(t *testing.T, h Home) {
	jm := h.person(t, "jm-bytes")
	jm.add("url", "https://one.bytes.example/?a=1&b=2", "description", "The “first” <one>", "tags", "bytestag science c++ .own", "dt", "2016-11-20T12:00:00Z",
		"extended", "My own words.\n<blockquote>Quoted once.\n\nAnd twice.</blockquote>\nSee https://two.example/x.")
	jm.add("url", "https://two.bytes.example/", "description", "日本語の検索エンジン入門 🐝", "tags", "bytestag データ", "dt", "2016-11-15T12:00:00Z", "extended", "> a line\nand mine")
	jm.add("url", "https://three.bytes.example/", "description", "Nobody's business", "tags", "bytestag", "dt", "2015-10-15T12:00:00Z", "shared", "no", "toread", "yes")
	var all strings.Builder
	for _, path := range []string{
		"/v1/posts/all", "/v1/posts/all?format=json&meta=yes", "/v1/posts/get?url=https://two.bytes.example/", "/v1/posts/get?dt=2016-11-20&format=json", "/v1/posts/dates",
		"/v1/posts/dates?format=json", "/v1/posts/recent?count=2", "/v1/posts/recent?format=json&tag=science", "/v1/tags/get", "/v1/tags/get?format=json", "/v1/notes/list",
		"/v1/posts/add?url=", "/v1/posts/delete?url=https://nowhere.example/", "/v1/tags/rename?old=", "/v1/user/api_token", "/v1/no/method", "/v1/posts/all?auth_token=wrong",
		"/u:jm-bytes/", "/u:jm-bytes/t:bytestag/", "/u:jm-bytes/t:bytestag+science/", "/u:jm-bytes/t:c%2B%2B/", "/u:jm-bytes/t:none/", "/u:jm-bytes/?q=twice", "/u:jm-bytes/tags/",
		"/rss/u:jm-bytes/t:bytestag/", "/json/u:jm-bytes/t:bytestag/", "/json/u:jm-bytes/", "/u:nobody-at-all/", "/nothing", "/add?url=https://x.example/", "/you/",
	} {
		all.WriteString(h.answer(t, jm, path))
	}
	if *update {
		require.NoError(t, os.WriteFile("servertest/testdata/answers.txt", []byte(all.String()), 0o644))
		return
	}
	want, got := strings.Split(expected, "\n=== "), strings.Split(all.String(), "\n=== ")
	require.Len(t, got, len(want))
	for i := range want {
		require.Equal(t, want[i], got[i])
	}
}

// now is a moment that an answer names because it was asked then.
var now = regexp.MustCompile(`20[2-9]\d-\d\d-\d\dT\d\d:\d\d:\d\dZ`)

// answer is one answer as text, without what differs from home to home.
func (h Home) answer(t *testing.T, jm *client, path string) string {
	t.Helper()
	address := h.URL + path
	if strings.HasPrefix(path, "/v1/") && !strings.Contains(path, "auth_token") {
		address += map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "auth_token=" + jm.token
	}
	r, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
	require.NoError(t, err)
	a, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	require.NoError(t, err)
	var b strings.Builder
	fmt.Fprintf(&b, "\n=== GET %s\n%d\n", path, a.StatusCode)
	for _, name := range []string{"Content-Type", "Cache-Control", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "Location", "WWW-Authenticate", "Access-Control-Allow-Origin"} {
		if v := a.Header.Get(name); v != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, v)
		}
	}
	_, token, _ := strings.Cut(jm.token, ":")
	text := strings.NewReplacer(h.URL, "HOME", token, "TOKEN").Replace(string(body))
	fmt.Fprintf(&b, "\n%s\n", now.ReplaceAllString(text, "NOW"))
	return b.String()
}
