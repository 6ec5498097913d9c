package servertest

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// page is a page that is there.
func page(t *testing.T, address string) string {
	t.Helper()
	status, body := fetch(t, address, nil)
	require.Equal(t, http.StatusOK, status, address)
	return body
}

var tagOfMarkUp = regexp.MustCompile(`<[^>]*>`)

// read is what a person reads in some mark-up.
func seen(html string) string {
	text := tagOfMarkUp.ReplaceAllString(html, " ")
	for from, to := range map[string]string{"&#39;": "'", "&#34;": `"`, "&lt;": "<", "&gt;": ">", "&#43;": "+", "&amp;": "&"} {
		text = strings.ReplaceAll(text, from, to)
	}
	return strings.Join(strings.Fields(text), " ")
}

func tagPage(t *testing.T, h Home) {
	jm := h.person(t, "jm-page")
	jm.add("url", "https://one.example/", "description", "The first", "tags", "pagetag science c++", "dt", "2016-11-20T12:00:00Z",
		"extended", "My own words.\n<blockquote>Quoted once.\n\nAnd twice.</blockquote>\nSee https://two.example/x.")
	jm.add("url", "https://two.example/", "description", "The second", "tags", "pagetag databases", "dt", "2016-11-15T12:00:00Z", "extended", "> a line\nand mine")
	jm.add("url", "https://three.example/", "description", "The third", "tags", "pagetag databases science", "dt", "2015-10-15T12:00:00Z")
	jm.add("url", "https://four.example/", "description", "Another tag", "tags", "elsewhere")

	html := page(t, h.URL+"/u:jm-page/t:pagetag/")
	require.Contains(t, html, "<title>jm-page &#43; pagetag · Pinfold</title>")
	require.Contains(t, seen(html), "jm-page + pagetag 3 tags november 2016 The first My own words. Quoted once. And twice. See https://two.example/x . "+
		"pagetag science c++ 20 november 2016 by jm-page · copy The second a line and mine pagetag databases 15 november 2016 by jm-page · copy "+
		"october 2015 The third pagetag databases science 15 october 2015 by jm-page · copy")
	require.Contains(t, html, `<blockquote><p dir="auto">Quoted once.</p><p dir="auto">And twice.</p></blockquote>`)
	require.Contains(t, html, `<blockquote><p dir="auto">a line</p></blockquote><p dir="auto">and mine</p>`)
	require.Contains(t, html, `<a href="https://two.example/x" rel="nofollow ugc">`)
	require.Contains(t, html, `<a class="u-bookmark-of p-name" href="https://one.example/" rel="nofollow ugc">`)
	require.Contains(t, html, `href="/u:jm-page/t:c%2B%2B/"`)
	require.Contains(t, seen(html[strings.Index(html, "<aside"):]), "tags databases 2 science 2 c++ 1 all tags")
	require.Contains(t, html, `href="/u:jm-page/t:pagetag/t:databases/"`, "one press narrows")

	narrow := seen(page(t, h.URL+"/u:jm-page/t:PageTag/t:databases/"))
	require.Contains(t, narrow, "jm-page + PageTag + databases 2")
	require.NotContains(t, narrow, "The first")
	require.Contains(t, seen(page(t, h.URL+"/u:jm-page/")), "jm-page 4")
	require.Contains(t, seen(page(t, h.URL+"/t:pagetag/t:science/")), "pagetag + science 2")
	require.Contains(t, seen(page(t, h.URL+"/u:jm-page/t:pagetag/?q=twice+first")), "1 tags november 2016 The first")
	require.Contains(t, seen(page(t, h.URL+"/u:jm-page/?q=%25")), "Nothing public has all these words.", "no character is a pattern")
	require.Contains(t, seen(page(t, h.URL+"/u:jm-page/t:none/")), "No public bookmark has this tag.")
	require.Contains(t, seen(page(t, h.URL+"/u:jm-page/tags/")), "c++ 1 databases 2 elsewhere 1 pagetag 3 science 2")
}

func paging(t *testing.T, h Home) {
	ann := h.person(t, "ann-paging")
	for i := range 101 {
		ann.add("url", fmt.Sprintf("https://example.com/%d", i), "description", fmt.Sprintf("page-%d.", i), "tags", "p", "dt", "2020-01-01T00:00:00Z")
	}
	next := regexp.MustCompile(`<a rel="next" href="([^"]*)"`)
	for _, from := range []string{"/u:ann-paging/", "/u:ann-paging/t:p/", "/u:ann-paging/?q=page"} {
		all, pages := "", 0
		for path := from; path != ""; pages++ {
			html := page(t, h.URL+strings.ReplaceAll(path, "&amp;", "&"))
			all += html
			path = ""
			if found := next.FindStringSubmatch(html); found != nil {
				path = found[1]
			}
		}
		require.Equal(t, 3, pages)
		for i := range 101 {
			require.Equal(t, 1, strings.Count(all, fmt.Sprintf(">page-%d.<", i)), "%s %d", from, i)
		}
	}
}

func grammar(t *testing.T, h Home) {
	ann := h.person(t, "ann-grammar")
	ann.add("url", "https://example.com/", "description", "x", "tags", "c++ a/b git workflow .. ü? x%41")
	for path, heading := range map[string]string{
		"t:git+workflow/":   "git + workflow 1",
		"t:c++/":            "c++ 1",
		"t:c%2B%2B/t:git/":  "c++ + git 1",
		"t:c+++git/":        "c++ + git 1",
		"t:git/t:GIT/":      "git 1",
		"t:a%2Fb/":          "a/b 1",
		"t:%C3%BC%3F/":      "ü? 1",
		"t:x%2541/":         "x%41 1",
		"t:%2E%2E/":         ".. 0",
		"t:%27+OR+1=1--/":   "' + OR + 1=1-- 0",
		"t:%22%3E%3Cscript": "",
	} {
		status, body := fetch(t, h.URL+"/u:ann-grammar/"+path, nil)
		if heading == "" {
			require.Equal(t, http.StatusMovedPermanently, status)
			continue
		}
		require.Equal(t, http.StatusOK, status, path)
		require.Contains(t, seen(body), "ann-grammar + "+heading, path)
	}
	for _, path := range []string{"/u:nobody/", "/u:/", "/u:..%2F/", "/u:ANN-GRAMMAR/", "/t:/", "/nonsense/", "/url:12/",
		"/url:00000000000000000000000000000000/", "/u:ann-grammar/private/", "/u:ann-grammar/toread/", "/rss/u:nobody/", "/rss/secret:x/",
		"/u:ann-grammar/t:a/b/", "/recent/x/"} {
		status, _ := fetch(t, h.URL+path, nil)
		require.Contains(t, []int{http.StatusNotFound, http.StatusBadRequest}, status, path)
	}
	for _, prefix := range []string{"", "/rss"} {
		status, body := fetch(t, h.URL+prefix+"/u:ann-grammar/t:1+2+3+4+5+6/t:7+8+9+10+11/", nil)
		require.Equal(t, http.StatusNotFound, status)
		require.Contains(t, seen(body), "An address may name ten tags, and this one names more. Leave some of them out. Show what has the first ten")
		require.Contains(t, body, `href="/u:ann-grammar/t:1/t:2/t:3/t:4/t:5/t:6/t:7/t:8/t:9/t:10/"`)
	}
	for from, to := range map[string]string{
		"/u:ann-grammar":                     "/u:ann-grammar/",
		"/u:ann-grammar/t:c++?q=a%20b":       "/u:ann-grammar/t:c%2B%2B/?q=a%20b",
		"/search/u:ann-grammar?query=a+b":    "/u:ann-grammar/?q=a+b",
		"/search/?query=x":                   "/recent/?q=x",
		"/search/u:https:%2F%2Fevil?query=x": "/recent/?q=x",
	} {
		r, err := http.DefaultTransport.RoundTrip(request(t, h.URL+from))
		require.NoError(t, err)
		require.NoError(t, r.Body.Close())
		require.Equal(t, to, r.Header.Get("Location"))
	}
}

// crowded follows the tags beside a list as long as they lead on.
func crowded(t *testing.T, h Home) {
	ann := h.person(t, "ann-crowded")
	ann.add("url", "https://example.com/", "description", "x", "tags", "a b c d e f g h i j k l")
	link := regexp.MustCompile(`<li><a href="([^"]*)"`)
	at, narrowed := "/u:ann-crowded/", 0
	for {
		html := page(t, h.URL+at)
		require.Contains(t, seen(html), "1 tags", at)
		found := link.FindStringSubmatch(html)
		if found == nil {
			require.Contains(t, seen(html[strings.Index(html, "<aside"):]), "tags k 1 l 1", "they are still to be read")
			break
		}
		at, narrowed = found[1], narrowed+1
	}
	require.Equal(t, 10, narrowed)
}

func request(t *testing.T, address string) *http.Request {
	r, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
	require.NoError(t, err)
	return r
}

func several(t *testing.T, h Home) {
	ann, bob, eve := h.person(t, "ann-several"), h.person(t, "bob-several"), h.person(t, "eve-several")
	const address = "https://several.example/"
	ann.add("url", address, "description", "Ann's", "tags", "several")
	bob.add("url", "HTTPS://Several.example/", "description", "Bob's")
	eve.add("url", address, "description", "Eve's", "shared", "no")
	html := page(t, h.URL+"/u:ann-several/")
	require.Contains(t, seen(html), "by ann-several and 1 other")
	require.Contains(t, html, ` and <a href="/url:`+ann.all()[0]["hash"]+`/">1 other</a>`)
	both := seen(page(t, h.URL+"/url:"+ann.all()[0]["hash"]+"/"))
	require.Contains(t, both, "Bob's 2 HTTPS://Several.example/")
	require.Contains(t, both, "by ann-several")
	require.NotContains(t, both, "eve-several")
	require.Contains(t, seen(page(t, h.URL+"/popular/")), "Bob's")
	require.Contains(t, seen(page(t, h.URL+"/recent/")), "Bob's")
	require.Contains(t, seen(page(t, h.URL+"/")), "Ann's")
	status, _ := fetch(t, h.URL+"/url:"+hashOfPrivate(eve)+"/", nil)
	require.Equal(t, http.StatusNotFound, status)
}

// hashOfPrivate saves something private and returns its hash.
func hashOfPrivate(c *client) string {
	c.add("url", "https://private.example/", "description", "x", "shared", "no")
	return c.all("todt", "2999-01-01T00:00:00Z")[0]["hash"]
}

// nowhere plants what nobody else may see, and asks every address for it.
func nowhere(t *testing.T, h Home) {
	ann, bob := h.person(t, "ann-canary"), h.person(t, "bob-canary")
	const canary = "canary7d1f"
	var private, tagged []post // a thousand, of both kinds
	for i := range 500 {
		private = append(private, post{"href": fmt.Sprintf("https://%s.example/%d", canary, i), "description": canary, "extended": canary, "tags": canary + " shown", "shared": "no"})
		tagged = append(tagged, post{"href": fmt.Sprintf("https://shown.example/%d", i), "description": "shown", "tags": "shown ." + canary + " .x"})
	}
	ann.addAll(private)
	ann.addAll(tagged)
	bob.add("url", "https://"+canary+".example/0", "description", "Bob's own", "shared", "no")
	ann.code("posts/add", "url", "https://turned.example/", "description", canary, "tags", "turned", "shared", "yes")
	ann.add("url", "https://turned.example/", "description", canary, "tags", "turned", "shared", "no")
	require.Equal(t, "done", read[map[string]string](ann, "tags/rename", "old", "turned", "new", "shown")["result"])
	ann.add("url", "https://renamed.example/", "description", "shown", "tags", canary+"-old shown")
	require.Equal(t, "done", read[map[string]string](ann, "tags/rename", "old", canary+"-old", "new", "."+canary+"-new")["result"])
	hash := ann.all()[0]["hash"]
	places := []string{"recent/", "popular/", "u:ann-canary/", "u:ann-canary/t:shown/", "t:shown/", "u:bob-canary/", "url:" + hash + "/"}
	for _, tag := range []string{canary, "." + canary, ".x", "shown/t:." + canary, "shown+" + canary, "." + canary + "/t:shown", "." + canary + "-new", "turned"} {
		places = append(places, "u:ann-canary/t:"+tag+"/", "t:"+tag+"/")
	}
	for _, p := range append(places, "") {
		for _, prefix := range []string{"/", "/rss/", "/json/", "/json/v1/"} {
			_, body := fetch(t, h.URL+prefix+p, nil)
			requireNoCanary(t, canary, prefix+p, body)
			_, body = fetch(t, h.URL+prefix+p+"?q=canary7d1&count=400", nil)
			requireNoCanary(t, canary, prefix+p+"?q", body)
		}
	}
	requireNoCanary(t, canary, "tags", page(t, h.URL+"/u:ann-canary/tags/"))
	require.Contains(t, seen(page(t, h.URL+"/u:ann-canary/")), "ann-canary 501")
	require.NotContains(t, bob.text("posts/suggest", "url", "https://"+canary+".example/0"), "shown")

	key := read[map[string]string](ann, "user/secret")["result"]
	secret := page(t, h.URL+"/json/secret:"+key+"/u:ann-canary/t:."+canary+"/?count=400")
	require.Equal(t, 400, strings.Count(secret, `"u"`), "her own feed has it")
	require.Equal(t, 400, strings.Count(page(t, h.URL+"/rss/secret:"+key+"/u:ann-canary/private/?count=400"), "<item "))
	require.Len(t, ann.all("tag", canary), 500)
	for _, path := range []string{"secret:" + key + "/u:bob-canary/", "secret:x/u:ann-canary/", "secret:/u:ann-canary/", "secret:" + key + "/recent/", "secret:" + key + "/t:shown/"} {
		status, body := fetch(t, h.URL+"/json/"+path, nil)
		require.Equal(t, http.StatusNotFound, status, path)
		requireNoCanary(t, canary, path, body)
	}
}

// requireNoCanary looks past what the request itself said, which a page may
// repeat: its address, its tags, its words.
func requireNoCanary(t *testing.T, canary, path, body string) {
	t.Helper()
	asked, err := url.PathUnescape(path)
	require.NoError(t, err)
	if strings.Contains(asked, canary) {
		require.NotContains(t, body, `h-entry`, path)
		require.NotContains(t, body, canary+".example", path)
		require.NotContains(t, body, "<item ", path)
		return
	}
	require.NotContains(t, body, canary, path)
}

func noMarkUp(t *testing.T, h Home) {
	ann := h.person(t, "ann-markup")
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`
	ann.add("url", `https://example.com/"><script>alert(2)</script>`, "description", evil, "tags", "evil "+strings.ReplaceAll(evil, " ", "/"),
		"extended", evil+"\n<blockquote onclick=x>no</blockquote>\n</blockquote><blockquote>"+strings.Repeat("<blockquote>deep", 40)+strings.Repeat("</blockquote>", 40))
	for _, path := range []string{"/u:ann-markup/", "/u:ann-markup/t:evil/", "/t:evil/", "/u:ann-markup/tags/", "/u:ann-markup/?q=" + url.QueryEscape(evil),
		"/u:ann-markup/t:" + url.PathEscape(strings.ReplaceAll(evil, " ", "/")) + "/", "/url:" + ann.all()[0]["hash"] + "/", "/rss/u:ann-markup/", "/json/u:ann-markup/"} {
		r, err := http.DefaultTransport.RoundTrip(request(t, h.URL+path))
		require.NoError(t, err)
		require.NoError(t, r.Body.Close())
		require.Equal(t, "nosniff", r.Header.Get("X-Content-Type-Options"))
		require.Contains(t, r.Header.Get("Content-Security-Policy"), "default-src 'none'")
		body := page(t, h.URL+path)
		require.NotContains(t, body, "<script", path)
		require.NotContains(t, body, "<img", path)
		require.NotContains(t, body, `onclick=x>no`, path)
	}
}
