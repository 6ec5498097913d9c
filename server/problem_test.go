package server_test

import (
	"net/url"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/server"
)

func TestWhatWentWrongIsSaidWhereTheFocusIs(t *testing.T) {
	w := newWorld(t, server.Limits{})
	token := w.user("ann")
	v := w.visitor(w.serve())
	focused := regexp.MustCompile(`<input[^>]* autofocus aria-describedby="problem"|<input[^>]* aria-describedby="problem" autofocus`)
	_, _, html := v.send("/login/", url.Values{"name": {"ann"}, "token": {"wrong"}})
	require.Regexp(t, focused, html)
	form := v.logIn(token)
	_, _, html = v.send("/add", url.Values{"form": {form}, "url": {"javascript:alert(1)"}})
	require.Regexp(t, focused, html)
}

func TestDeletingAsksOnce(t *testing.T) {
	w := newWorld(t, server.Limits{})
	token := w.user("ann")
	w.call(token, "posts/add", "url", "https://example.com/", "description", "Mine")
	v := w.visitor(w.serve())
	form := v.logIn(token)
	_, _, html := v.open("/add?url=https://example.com/")
	require.Contains(t, html, `name="delete" value="yes"`)
	_, _, html = v.send("/add", url.Values{"form": {form}, "url": {"https://example.com/"}, "title": {"typed"}, "delete": {"yes"}})
	require.Contains(t, html, `name="delete" value="sure"`)
	require.Contains(t, html, "Nothing is deleted yet.")
	require.Contains(t, html, `value="typed"`, "what was typed stays")
	_, body := w.call(token, "posts/all")
	require.Contains(t, body, "https://example.com/")
}

func TestDeletingWhatIsGoneAsksNothing(t *testing.T) {
	w := newWorld(t, server.Limits{})
	v := w.visitor(w.serve())
	form := v.logIn(w.user("ann"))
	_, where, html := v.send("/add", url.Values{"form": {form}, "url": {"https://example.com/"}, "delete": {"yes"}})
	require.Equal(t, "/you/", where)
	require.NotContains(t, html, "press Delete once more")
}
