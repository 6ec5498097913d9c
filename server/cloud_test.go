package server_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/server"
)

func TestTheCommonTagsOfACloudStandOut(t *testing.T) {
	w := newWorld(t, server.Limits{})
	ann := w.user("ann")
	for i := range 20 {
		tags := "often"
		if i < 2 {
			tags += " sometimes"
		}
		if i == 0 {
			tags += " once"
		}
		w.call(ann, "posts/add", "url", fmt.Sprint("https://example.com/", i), "description", "x", "tags", tags)
	}
	_, html := w.get("/u:ann/tags/")
	require.Contains(t, html, `<li class="most"><a href="/u:ann/t:often/"`)
	require.Contains(t, html, `<li class="more"><a href="/u:ann/t:sometimes/"`)
	require.Contains(t, html, `<li><a href="/u:ann/t:once/"`)
}
