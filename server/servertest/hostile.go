package servertest

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func searches(t *testing.T, h Home) {
	ann := h.person(t, "ann-search")
	long := strings.Repeat("ü", 60) + strings.Repeat("%", 40)
	ann.add("url", "https://example.com/", "description", "Half of it", "extended", long+" 100% a_b", "tags", "tagged .hidden")
	ann.add("url", "https://other.example/", "description", "Other", "tags", "tagged")
	for query, want := range map[string]int{long: 1, strings.Repeat("%", 90): 1, "100%": 1, "a_b": 1, "a.b": 0, "half OF": 1, "TAGGED": 2, ".hidden": 0,
		"other.example": 1, `\`: 0, strings.Repeat("half ", 100): 1, "it' OR '1'='1": 0} {
		html := page(t, h.URL+"/u:ann-search/?q="+url.QueryEscape(query))
		require.Equal(t, want, strings.Count(html, "h-entry"), query)
	}
	ann.add("url", "https://third.example/", "description", "Москва, Über alles", "tags", "Ёлка")
	for _, query := range []string{"москва", "МОСКВА", "Москва", "über", "ÜBER", "ёлка"} {
		html := page(t, h.URL+"/u:ann-search/?q="+url.QueryEscape(query))
		require.Equal(t, 1, strings.Count(html, "h-entry"), query)
	}
}

// everyField puts each hostile text into each field, by each way in, and reads
// each page and feed.
func everyField(t *testing.T, h Home) {
	ann := h.person(t, "ann-every")
	for _, evil := range []string{`<script>x</script>`, `"onmouseover="x`, `'onmouseover='x`, `]]></item><item>`, "{{.Secret}}", `</title><img src=x>`, "\u202egnp.exe",
		`<!--`, `javascript:alert(1)`, "&#x3c;script&#x3e;", `</blockquote></article>`, `"}],"x":[{`} {
		ann.add("url", "https://example.com/"+url.PathEscape(evil)+"?q="+evil+"#"+evil, "description", evil, "extended", evil+" https://example.com/"+evil, "tags", "evil "+evil)
		ann.text("notes/add", "title", evil, "text", evil, "format", "json")
		requireCalm(t, ann, evil)
	}
	require.Len(t, ann.all(), 12)
	inXML(t, ann.text("posts/all"))
	requireXML(t, ann.text("tags/get"))
	requireXML(t, ann.text("notes/list"))
}

func requireCalm(t *testing.T, ann *client, evil string) {
	t.Helper()
	hash := ann.all()[0]["hash"]
	segment := url.PathEscape(strings.ReplaceAll(evil, "+", "%2B"))
	for _, path := range []string{"u:ann-every/", "u:ann-every/t:evil/", "t:evil/", "url:" + hash + "/", "u:ann-every/t:" + segment + "/"} {
		_, html := fetch(t, ann.url+"/"+path, nil)
		for _, markUp := range []string{"<script", "<img", `"onmouseover`, `'onmouseover`, `href="javascript`, "<!--"} {
			require.NotContains(t, html, markUp, path)
		}
		require.Equal(t, strings.Count(html, "<article"), strings.Count(html, "</article"), path)
		if status, rss := fetch(t, ann.url+"/rss/"+path, nil); status == http.StatusOK {
			requireXML(t, rss)
			require.Equal(t, strings.Count(rss, "<item "), strings.Count(rss, "</item>"), path)
		}
		if status, feed := fetch(t, ann.url+"/json/"+path, nil); status == http.StatusOK {
			require.True(t, json.Valid([]byte(feed)), feed)
		}
	}
	require.NotContains(t, page(t, ann.url+"/u:ann-every/tags/"), "<script")
}

// requireXML reads the text to its end.
func requireXML(t *testing.T, text string) {
	t.Helper()
	in := xml.NewDecoder(strings.NewReader(text))
	for {
		_, err := in.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err, text)
	}
}

// paths asks for what is not there by every trick of an address; nothing but
// the pages of the grammar answers, and no place but this server is led to.
func paths(t *testing.T, h Home) {
	h.person(t, "ann-paths")
	for _, person := range []string{"..", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "ann-paths%00", "ann-paths%2f..", "ann-paths%20", "ANN-PATHS", "%", "%zz",
		"ann-paths'--", "ann-paths%0d%0aX-Evil:1", "ann_paths%%", "*", "ann-paths;x", "\\", "a:b"} {
		for _, prefix := range []string{"/", "/rss/", "/json/", "//", "/./"} {
			status, body, where := walk(t, h.URL+prefix+"u:"+person+"/t:x/")
			require.Contains(t, []int{0, http.StatusBadRequest, http.StatusNotFound, http.StatusMovedPermanently, http.StatusTemporaryRedirect}, status, prefix+person)
			require.NotContains(t, body, "root:")
			require.True(t, where == "" || strings.HasPrefix(where, "/") && !strings.HasPrefix(where, "//") || strings.HasPrefix(where, h.URL+"/"), where)
		}
	}
	for _, tag := range []string{"..", "%2e%2e%2f", "%2F%2Fevil.example", "%0d%0aSet-Cookie:x=1", "%00", "%5c%5cevil", "evil%2F..%2F..%2F", "%ff%fe"} {
		_, _, where := walk(t, h.URL+"/u:ann-paths/t:"+tag)
		require.True(t, where == "" || strings.HasPrefix(where, "/u:ann-paths") || strings.HasPrefix(where, h.URL+"/u:ann-paths"), where)
	}
	for _, hash := range []string{strings.Repeat("a", 31) + "%0a", "a%0d%0aX-Evil:%20" + strings.Repeat("a", 21), strings.Repeat("a", 31) + "%00", strings.Repeat("g", 32)} {
		status, _, where := walk(t, h.URL+"/url:"+hash) // what a header cannot hold would end a Worker
		require.Equal(t, http.StatusNotFound, status, hash)
		require.Empty(t, where)
	}
}

// walk asks for an address as it is written; status 0 says that it cannot be.
func walk(t *testing.T, address string) (status int, body, where string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
	if err != nil {
		return 0, "", ""
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err, address)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Empty(t, answer.Header.Get("X-Evil"))
	require.Empty(t, answer.Header.Get("Set-Cookie"))
	return answer.StatusCode, string(text), answer.Header.Get("Location")
}

func tooLarge(t *testing.T, h Home) {
	ann := h.person(t, "ann-large")
	for _, body := range []string{
		url.Values{"auth_token": {ann.token}, "url": {"https://example.com/"}, "description": {"x"}, "extended": {strings.Repeat("x", 2<<20)}}.Encode(),
		strings.Repeat("a=b&", 1<<19),
	} {
		answer, err := http.Post(h.URL+"/v1/posts/add", "application/x-www-form-urlencoded", strings.NewReader(body))
		if err != nil {
			continue // it was cut off
		}
		require.NoError(t, answer.Body.Close())
		require.Contains(t, []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge}, answer.StatusCode)
	}
	require.Equal(t, "something went wrong", ann.code("posts/add", "url", "https://example.com/", "description", strings.Repeat("x", 5000)))
	require.Equal(t, "something went wrong", ann.code("posts/add", "url", "https://example.com/", "description", "x", "tags", manyTags(300)))
	require.Empty(t, ann.all())
}

// manyTags are n different tags.
func manyTags(n int) string {
	var all []string
	for i := range n {
		all = append(all, string(rune('a'+i%26))+strings.Repeat("x", i/26))
	}
	return strings.Join(all, " ")
}
