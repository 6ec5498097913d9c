package server_test

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/server"
)

// A visitor is one browser at a server.
type visitor struct {
	t    testing.TB
	base string
	http *http.Client
}

func (w *world) visitor(base string) *visitor {
	jar, err := cookiejar.New(nil)
	require.NoError(w.t, err)
	return &visitor{w.t, base, &http.Client{Jar: jar, Transport: &http.Transport{}}}
}

// open follows a link; where is the address it led to.
func (v *visitor) open(path string) (status int, where, html string) {
	v.t.Helper()
	answer, err := v.http.Get(v.base + path)
	require.NoError(v.t, err)
	return v.read(answer)
}

func (v *visitor) read(answer *http.Response) (int, string, string) {
	v.t.Helper()
	body, err := io.ReadAll(answer.Body)
	require.NoError(v.t, err)
	require.NoError(v.t, answer.Body.Close())
	return answer.StatusCode, strings.TrimPrefix(answer.Request.URL.String(), v.base), string(body)
}

// send sends a form; header are pairs.
func (v *visitor) send(path string, values url.Values, header ...string) (int, string, string) {
	v.t.Helper()
	r, err := http.NewRequest("POST", v.base+path, strings.NewReader(values.Encode()))
	require.NoError(v.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := v.http.Do(r)
	require.NoError(v.t, err)
	return v.read(answer)
}

// logIn logs in and returns what forms must carry.
func (v *visitor) logIn(pair string) string {
	v.t.Helper()
	name, token, _ := strings.Cut(pair, ":")
	status, where, html := v.send("/login/", url.Values{"name": {name}, "token": {token}, "to": {"/you/settings/"}})
	require.Equal(v.t, http.StatusOK, status)
	require.Equal(v.t, "/you/settings/", where)
	return formOf(v.t, html)
}

func formOf(t testing.TB, html string) string {
	t.Helper()
	found := regexp.MustCompile(`name="form" value="([0-9a-f]{32})"`).FindStringSubmatch(html)
	require.NotNil(t, found, html)
	return found[1]
}

func TestAPersonLogsInAddsEditsAndDeletesWithoutAScript(t *testing.T) {
	w := newWorld(t, server.Limits{})
	token := w.user("ann")
	v := w.visitor(w.serve())
	_, where, html := v.open("/add?url=https://example.com/&title=A+%26+B&tags=c%2B%2B")
	require.Equal(t, "/login/?to=%2Fadd%3Furl%3Dhttps%3A%2F%2Fexample.com%2F%26title%3DA%2B%2526%2BB%26tags%3Dc%252B%252B", where)
	require.Contains(t, html, "<h1>Log in</h1>")
	status, _, html := v.send("/login/", url.Values{"name": {"ann"}, "token": {"wrong"}})
	require.Equal(t, http.StatusForbidden, status)
	require.Contains(t, html, "do not belong together")

	_, where, html = v.send("/login/", url.Values{"name": {"ann"}, "token": {token}, "to": {"/add?url=https://example.com/&title=A+%26+B&tags=c%2B%2B"}})
	require.Equal(t, "/add?url=https://example.com/&title=A+%26+B&tags=c%2B%2B", where, "on to where one wanted to go")
	require.Contains(t, html, `name="title" value="A &amp; B"`)
	require.Contains(t, html, `name="tags" value="c&#43;&#43;"`)
	require.Contains(t, html, `name="private" checked`, "private unless one says otherwise")
	_, body := w.call(token, "posts/all")
	require.Equal(t, "[]\n", body, "a link alone saves nothing")

	form := formOf(t, html)
	_, _, html = v.send("/add", url.Values{"form": {form}, "url": {"https://example.com/"}, "title": {"A & B"}, "tags": {"c++ go"}, "description": {"x\r\ny"}})
	require.Contains(t, html, "public")
	_, body = w.call(token, "posts/all")
	require.Contains(t, body, `"extended":"x\ny"`)
	require.Contains(t, body, `"shared":"yes"`)
	require.Contains(t, body, `"tags":"c++ go"`)

	_, _, html = v.open("/add?url=https://EXAMPLE.com/&title=Other")
	require.Contains(t, html, `value="A &amp; B"`, "what is saved comes first")
	require.Contains(t, html, "<h1>Edit a bookmark</h1>")
	status, _, html = v.send("/add", url.Values{"form": {form}, "url": {"javascript:alert(1)"}, "title": {"typed"}})
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, html, "are not saved")
	require.Contains(t, html, `value="typed"`, "what was typed stays")
	_, where, _ = v.send("/add", url.Values{"form": {form}, "url": {"https://example.com/"}, "delete": {"sure"}})
	require.Equal(t, "/you/", where)
	_, body = w.call(token, "posts/all")
	require.Equal(t, "[]\n", body)

	_, where, _ = v.send("/logout/", url.Values{"form": {form}})
	require.Equal(t, "/recent/", where)
	_, where, _ = v.open("/you/")
	require.Equal(t, "/login/?to=%2Fyou%2F", where)
}

// plain is a text of a page as a browser sends it back.
func plain(escaped string) string { return html.UnescapeString(escaped) }

// typed is what somebody has typed into the form of a bookmark.
func typed(form string) url.Values {
	return url.Values{"form": {form}, "url": {"https://example.com/a b"}, "title": {"Long <thought> about"}, "tags": {"c++ .mine"},
		"description": {"\nTwo\nlines & \"more\""}, "unread": {"on"}}
}

// holdsTyped checks that a page is the form of a bookmark with all of it.
func holdsTyped(t *testing.T, html string) {
	t.Helper()
	require.Contains(t, html, `value="https://example.com/a b"`)
	require.Contains(t, html, `name="title" value="Long &lt;thought&gt; about"`)
	require.Contains(t, html, `name="tags" value="c&#43;&#43; .mine"`)
	require.Contains(t, html, ">\n\nTwo\nlines &amp; &#34;more&#34;</textarea>", "with the empty line that it began with")
	require.Contains(t, html, `name="unread" checked`)
	require.Contains(t, html, `name="private">`, "it was to be public")
}

func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	w := newWorld(t, server.Limits{})
	token := w.user("ann")
	v := w.visitor(w.serve())
	sent := typed(v.logIn(token))
	_, err := w.handler.NewToken(t.Context(), "ann") // which ends all sessions
	require.NoError(t, err)
	token, err = w.handler.NewToken(t.Context(), "ann")
	require.NoError(t, err)

	status, _, html := v.send("/add", sent)
	require.Equal(t, http.StatusForbidden, status)
	require.Contains(t, html, "<h1>Log in</h1>")
	require.Contains(t, html, "nothing has been saved")
	login := url.Values{}
	for _, field := range regexp.MustCompile(`<input type="hidden" name="([a-z.]+)" value="([^"]*)">`).FindAllStringSubmatch(html, -1) {
		login.Set(field[1], plain(field[2]))
	}
	login.Set("name", "ann")
	login.Set("token", "wrong")
	status, _, html = v.send("/login/", login)
	require.Equal(t, http.StatusForbidden, status)
	require.Contains(t, html, `value="Long &lt;thought&gt; about"`, "a slip of the hand loses nothing either")

	login.Set("token", token)
	status, _, html = v.send("/login/", login)
	require.Equal(t, http.StatusOK, status)
	holdsTyped(t, html)
	_, body := w.call(token, "posts/all")
	require.Equal(t, "[]\n", body, "nothing is saved but by a press")
	status, _, html = v.send("/add", typed(formOf(t, html)))
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, html, "<h1>Saved</h1>")
}

func TestAFormFromBeforeTheLastLoginComesBackWithWhatWasTyped(t *testing.T) {
	w := newWorld(t, server.Limits{})
	token := w.user("ann")
	w.call(token, "posts/add", "url", "https://example.com/a b", "description", "As it is saved")
	v := w.visitor(w.serve())
	sent := typed(v.logIn(token))
	v.logIn(token) // in another window
	status, _, html := v.send("/add", sent)
	require.Equal(t, http.StatusForbidden, status)
	require.Contains(t, html, "Nothing was changed")
	require.Contains(t, html, `name="title" value="Long &lt;thought&gt; about"`, "what was typed comes before what is saved")
	require.Contains(t, html, "<h1>Edit a bookmark</h1>")
	status, _, _ = v.send("/add", typed(formOf(t, html)))
	require.Equal(t, http.StatusOK, status)
	_, body := w.call(token, "posts/all")
	require.Contains(t, body, "thought")
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}} {
		_, _, html = v.send("/add", sent, header...)
		require.NotContains(t, html, "thought", "nothing of another site's is shown")
	}
}

func TestWhoeverWasLoggedOutIsToldThatNothingWasChanged(t *testing.T) {
	w := newWorld(t, server.Limits{})
	v := w.visitor(w.serve())
	for _, path := range []string{"/add", "/you/import", "/logout/"} {
		status, _, html := v.send(path, url.Values{"form": {"x"}})
		require.Equal(t, http.StatusForbidden, status)
		require.Contains(t, html, "<h1>Log in</h1>")
		require.Contains(t, html, "logged out", path)
		require.Contains(t, html, `name="to" value="`+path+`"`)
	}
}

func TestNoOtherSiteCanSendAForm(t *testing.T) {
	w := newWorld(t, server.Limits{})
	ann, bob := w.user("ann"), w.user("bob")
	base := w.serve()
	v, other := w.visitor(base), w.visitor(base)
	form, others := v.logIn(ann), other.logIn(bob)
	forged := url.Values{"url": {"https://example.com/"}, "title": {"forged"}}
	for _, attempt := range []struct {
		form   string
		header []string
	}{
		{"", nil}, {others, nil}, {strings.Repeat("0", 32), nil},
		{form, []string{"Sec-Fetch-Site", "cross-site"}}, {form, []string{"Sec-Fetch-Site", "same-site"}}, {form, []string{"Origin", "https://evil.example"}},
	} {
		forged.Set("form", attempt.form)
		status, _, html := v.send("/add", forged, attempt.header...)
		require.Equal(t, http.StatusForbidden, status)
		require.Contains(t, html, "Nothing was changed")
	}
	status, _, _ := v.send("/login/", url.Values{"name": {"bob"}, "token": {bob}}, "Sec-Fetch-Site", "cross-site")
	require.Equal(t, http.StatusForbidden, status, "nor log somebody in as another")
	_, body := w.call(ann, "posts/all")
	require.Equal(t, "[]\n", body)
	for _, to := range []string{"https://evil.example/", "//evil.example/", `/\evil.example/`, "javascript:alert(1)", "/\t/evil.example", "/\x00"} {
		_, where, _ := v.send("/login/", url.Values{"name": {"ann"}, "token": {ann}, "to": {to}})
		require.Equal(t, "/you/", where, to)
	}
}

func TestTheCookieIsGuardedAndEndsWithTheToken(t *testing.T) {
	w := newWorld(t, server.Limits{Wrong: server.Limit{Every: time.Hour, Burst: 2}})
	token := w.user("ann")
	base := w.serve()
	v := w.visitor(base)
	answer, err := (&http.Transport{}).RoundTrip(loginRequest(t, base, token))
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	cookie := answer.Cookies()[0]
	require.True(t, cookie.HttpOnly)
	require.True(t, cookie.Secure)
	require.Equal(t, http.SameSiteLaxMode, cookie.SameSite)

	v.logIn(token)
	_, err = w.handler.NewToken(t.Context(), "ann")
	require.NoError(t, err)
	_, where, _ := v.open("/you/")
	require.Equal(t, "/login/?to=%2Fyou%2F", where)
	for _, want := range []int{403, 403, 429} {
		status, _, _ := v.send("/login/", url.Values{"name": {"ann"}, "token": {token}})
		require.Equal(t, want, status, "guessing takes long")
	}
}

// loginRequest logs in as behind a proxy with HTTPS.
func loginRequest(t *testing.T, base, token string) *http.Request {
	r, err := http.NewRequest("POST", base+"/login/", strings.NewReader(url.Values{"name": {"ann"}, "token": {token}}.Encode()))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-Proto", "https")
	return r
}

func TestAPublicBookmarkIsCopiedWithCreditAndAPrivateOneIsNot(t *testing.T) {
	w := newWorld(t, server.Limits{})
	ann, bob := w.user("ann"), w.user("bob")
	w.call(ann, "posts/add", "url", "https://example.com/", "description", "Ann's find", "extended", "> said so", "tags", "go .secret")
	w.call(ann, "posts/add", "url", "https://hidden.example/", "description", "Ann's secret", "shared", "no")
	v := w.visitor(w.serve())
	v.logIn(bob)
	_, _, html := v.open("/u:ann/")
	link := regexp.MustCompile(`href="(/add\?copy=[^"]*)"`).FindStringSubmatch(html)
	require.NotNil(t, link)
	_, _, html = v.open(link[1])
	require.Contains(t, html, `value="https://example.com/"`)
	require.Contains(t, html, `value="go via:ann"`)
	require.Contains(t, html, "&gt; said so")
	require.NotContains(t, html, "secret")
	for _, path := range []string{"/add?copy=ann:5d1c0a5ee6b8f4a3e1a2b3c4d5e6f708", "/add?copy=nobody:x", "/add?copy=ann:" + hash("https://hidden.example/")} {
		status, _, html := v.open(path)
		require.Equal(t, http.StatusOK, status)
		require.NotContains(t, html, "hidden.example")
		require.NotContains(t, html, "secret")
	}
	_, _, html = v.open("/add?description=" + url.QueryEscape("Look at this https://shared.example/page"))
	require.Contains(t, html, `value="https://shared.example/page"`, "a phone shares an address as text")
	for text, want := range map[string]string{
		"Look (https://shared.example/page).": "https://shared.example/page", "https://shared.example/a_(b)": "https://shared.example/a_(b)",
		"Seen: https://shared.example/page.": "https://shared.example/page", "https://shared.example/page!": "https://shared.example/page",
	} {
		_, _, html = v.open("/add?description=" + url.QueryEscape(text))
		require.Contains(t, html, `name="url" value="`+want+`"`, text)
	}
	_, _, html = v.open("/you/settings/")
	require.Contains(t, html, "/rss/secret:")
	require.Contains(t, html, "javascript:location.href=")
}

func TestOnesOwnListHasWhatIsPrivateAndComesOutAsAFile(t *testing.T) {
	w := newWorld(t, server.Limits{})
	ann, bob := w.user("ann"), w.user("bob")
	_, err := w.handler.Import(t.Context(), "ann", many(60), false)
	require.NoError(t, err)
	w.call(ann, "posts/add", "url", "https://private.example/", "description", "Ann's secret", "tags", ".x c++", "shared", "no", "toread", "yes")
	w.call(bob, "posts/add", "url", "https://bob.example/", "description", "Bob's secret", "shared", "no")
	v := w.visitor(w.serve())
	v.logIn(ann)
	_, _, html := v.open("/you/")
	require.Contains(t, html, `<p id="count">61</p>`)
	require.Contains(t, html, "Ann&#39;s secret")
	require.NotContains(t, html, "Bob")
	require.Contains(t, html, `<span class="mark">private</span> · <span class="mark">read later</span> · <a rel="nofollow" href="/add?url=https%3A%2F%2Fprivate.example%2F">edit</a>`)
	next := regexp.MustCompile(`rel="next" href="([^"]*)"`).FindStringSubmatch(html)
	require.NotNil(t, next)
	_, _, rest := v.open(next[1])
	require.Equal(t, 61, strings.Count(html+rest, "<article"))
	for _, path := range []string{"/you/?show=private", "/you/?show=unread", "/you/?t=c%2B%2B", "/you/?t=.x&t=C%2B%2B", "/you/?q=secret"} {
		_, _, html = v.open(path)
		require.Equal(t, 1, strings.Count(html, "<article"), path)
	}
	_, _, html = v.open("/you/?t=c%2B%2B&q=secret")
	require.Contains(t, html, `href="/you/?q=secret&amp;show=private&amp;t=c%2B%2B"`, "what narrows stays")

	_, _, html = v.open("/you/settings/")
	formats := regexp.MustCompile(`/you/export\?format=[a-z-]+`).FindAllString(html, -1)
	require.Greater(t, len(formats), 5)
	for _, path := range formats {
		status, _, file := v.open(path)
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, file, "https://private.example/", path)
		require.Contains(t, file, "https://example.com/59", path)
		require.NotContains(t, file, "bob.example", path)
	}
	status, _, _ := v.open("/you/export?format=pinfold")
	require.Equal(t, http.StatusNotFound, status)
}

func TestAFormThatWasEmptyReplacesNothingThatIsSaved(t *testing.T) {
	w := newWorld(t, server.Limits{})
	token := w.user("ann")
	w.call(token, "posts/add", "url", "https://example.com/", "description", "Mine", "extended", "my words", "tags", "go web")
	v := w.visitor(w.serve())
	v.logIn(token)
	_, _, html := v.open("/add")
	sent := url.Values{"url": {"https://EXAMPLE.com/"}, "title": {""}, "tags": {"more"}, "description": {"quick note"}, "private": {"on"}}
	for _, field := range regexp.MustCompile(`<input type="hidden" name="([a-z.]+)" value="([^"]*)">`).FindAllStringSubmatch(html, -1) {
		sent.Set(field[1], plain(field[2]))
	}
	status, _, html := v.send("/add", sent)
	_, body := w.call(token, "posts/all")
	require.Contains(t, body, `"extended":"my words"`)
	require.Contains(t, body, `"shared":"yes"`)
	require.Contains(t, body, `"tags":"go web"`)
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, html, "<h1>Edit a bookmark</h1>")
	require.Contains(t, html, `name="tags" value="go web more"`)
	require.Contains(t, html, "my words\n\nquick note")
}

func TestAFormThatIsPressedTwiceHasSaved(t *testing.T) {
	w := newWorld(t, server.Limits{})
	v := w.visitor(w.serve())
	v.logIn(w.user("ann"))
	_, _, html := v.open("/add?url=https://example.com/&title=Mine")
	sent := url.Values{"url": {"https://example.com/"}, "title": {"Mine"}, "tags": {"go"}, "private": {"on"}}
	for _, field := range regexp.MustCompile(`<input type="hidden" name="([a-z.]+)" value="([^"]*)">`).FindAllStringSubmatch(html, -1) {
		sent.Set(field[1], plain(field[2]))
	}
	for range 2 {
		status, _, _ := v.send("/add", sent)
		require.Equal(t, http.StatusOK, status)
	}
}

func TestNoPageOfAPersonsOwnIsKept(t *testing.T) {
	w := newWorld(t, server.Limits{})
	v := w.visitor(w.serve())
	v.logIn(w.user("ann"))
	for path, want := range map[string]string{"/you/": "no-store", "/you/settings/": "no-store", "/add": "no-store",
		"/add?url=https://example.com/": "no-store", "/login/": "no-store", "/you/export?format=csv": "no-store", "/u:ann/": "no-cache"} {
		answer, err := v.http.Get(v.base + path)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusOK, answer.StatusCode, path)
		require.Equal(t, want, answer.Header.Get("Cache-Control"), path)
	}
}
