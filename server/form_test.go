package server_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/server"
)

// TestWhatWasTypedAsPrivateStaysSoBesideAPublicOne: joined with what is public it
// would be read by everybody at the next press.
func TestWhatWasTypedAsPrivateStaysSoBesideAPublicOne(t *testing.T) {
	w := newWorld(t, server.Limits{})
	token := w.user("ann")
	w.call(token, "posts/add", "url", "https://example.com/", "description", "Mine")
	v := w.visitor(w.serve())
	form := v.logIn(token)
	status, _, html := v.send("/add", url.Values{"form": {form}, "new": {"yes"}, "url": {"https://example.com/"}, "description": {"for me alone"}, "private": {"on"}})
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, html, "for me alone")
	require.Contains(t, html, `name="private" checked`)
}
