package servertest

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rdf is RSS 1.0 as a reader reads it.
type rdf struct {
	Channel struct {
		Title string `xml:"title"`
		Link  string `xml:"link"`
		Items []struct {
			Resource string `xml:"http://www.w3.org/1999/02/22-rdf-syntax-ns# resource,attr"`
		} `xml:"items>Seq>li"`
	} `xml:"http://purl.org/rss/1.0/ channel"`
	Items []struct {
		About   string `xml:"http://www.w3.org/1999/02/22-rdf-syntax-ns# about,attr"`
		Title   string `xml:"http://purl.org/rss/1.0/ title"`
		Link    string `xml:"http://purl.org/rss/1.0/ link"`
		Text    string `xml:"http://purl.org/rss/1.0/ description"`
		Creator string `xml:"http://purl.org/dc/elements/1.1/ creator"`
		Date    string `xml:"http://purl.org/dc/elements/1.1/ date"`
		Tags    string `xml:"http://purl.org/dc/elements/1.1/ subject"`
	} `xml:"http://purl.org/rss/1.0/ item"`
}

func feeds(t *testing.T, h Home) {
	ann := h.person(t, "ann-feeds")
	ann.add("url", "https://example.com/?a=1&b=2", "description", "A & B", "extended", "mine\n> theirs", "tags", "feedtag c++", "dt", "2016-11-20T12:00:00Z")
	ann.add("url", "https://example.com/2", "description", "Two", "tags", "other", "dt", "2016-11-21T12:00:00Z", "toread", "yes")

	var feed rdf
	require.NoError(t, xml.Unmarshal([]byte(page(t, h.URL+"/rss/u:ann-feeds/t:feedtag/")), &feed))
	require.Equal(t, "ann-feeds + feedtag", feed.Channel.Title)
	require.Equal(t, h.URL+"/u:ann-feeds/t:feedtag/", feed.Channel.Link)
	require.Len(t, feed.Items, 1)
	require.Len(t, feed.Channel.Items, 1)
	item := feed.Items[0]
	require.Equal(t, "https://example.com/?a=1&b=2", item.Link)
	require.Equal(t, item.Link, item.About)
	require.Equal(t, item.Link, feed.Channel.Items[0].Resource)
	require.Equal(t, []string{"A & B", "ann-feeds", "2016-11-20T12:00:00Z", "feedtag c++"}, []string{item.Title, item.Creator, item.Date, item.Tags})
	require.Equal(t, `<p dir="auto">mine</p><blockquote><p dir="auto">theirs</p></blockquote>`, item.Text)

	require.Equal(t, `[{"u":"https://example.com/?a=1\u0026b=2","d":"A \u0026 B","n":"mine\n\u003e theirs","dt":"2016-11-20T12:00:00Z","a":"ann-feeds","t":["feedtag","c++"]}]`,
		page(t, h.URL+"/json/v1/u:ann-feeds/t:c%252B%252B/"), "some clients encode twice")
	var list []map[string]any
	require.NoError(t, json.Unmarshal([]byte(page(t, h.URL+"/json/u:ann-feeds?count=1")), &list))
	require.Len(t, list, 1)
	require.Equal(t, "[]", page(t, h.URL+"/json/u:ann-feeds/t:none/"))
	key := read[map[string]string](ann, "user/secret")["result"]
	require.Contains(t, page(t, h.URL+"/json/secret:"+key+"/u:ann-feeds/toread/"), `"d":"Two"`)
	require.NotContains(t, page(t, h.URL+"/json/secret:"+key+"/u:ann-feeds/toread/"), `A \u0026 B`)

	html := page(t, h.URL+"/u:ann-feeds/t:feedtag/")
	require.Contains(t, html, `<link rel="alternate" type="application/rss+xml" title="ann-feeds &#43; feedtag (RSS)" href="/rss/u:ann-feeds/t:feedtag/">`)
	for _, path := range []string{"/u:ann-feeds/", "/rss/u:ann-feeds/", "/json/u:ann-feeds/", "/style.css"} {
		r, err := http.DefaultTransport.RoundTrip(request(t, h.URL+path))
		require.NoError(t, err)
		require.NoError(t, r.Body.Close())
		again := request(t, h.URL+path)
		again.Header.Set("If-None-Match", r.Header.Get("ETag"))
		r, err = http.DefaultTransport.RoundTrip(again)
		require.NoError(t, err)
		require.NoError(t, r.Body.Close())
		require.Equal(t, http.StatusNotModified, r.StatusCode, "what has not changed is not sent again")
	}
	require.True(t, strings.HasPrefix(page(t, h.URL+"/icon.png"), "\x89PNG"))
}

// phone is what a phone wants to know before it shows a site on its screen and
// among what one can share a page with.
func phone(t *testing.T, h Home) {
	require.Contains(t, page(t, h.URL+"/recent/"), `<link rel="manifest" href="/app.webmanifest">`)
	var app struct {
		Start  string `json:"start_url"`
		Icons  []struct{ Src, Sizes, Type string }
		Target struct {
			Action, Method string
			Params         map[string]string
		} `json:"share_target"`
	}
	require.NoError(t, json.Unmarshal([]byte(page(t, h.URL+"/app.webmanifest")), &app))
	require.Len(t, app.Icons, 2)
	for i, edge := range []int{192, 512} { // the least that Chromium on Android takes
		require.Equal(t, "image/png", app.Icons[i].Type)
		drawn, err := png.DecodeConfig(strings.NewReader(page(t, h.URL+app.Icons[i].Src)))
		require.NoError(t, err)
		require.Equal(t, []int{edge, edge}, []int{drawn.Width, drawn.Height})
		require.Equal(t, fmt.Sprintf("%dx%d", edge, edge), app.Icons[i].Sizes)
	}
	require.Equal(t, "/you/", app.Start)
	require.Equal(t, map[string]string{"title": "title", "text": "description", "url": "url"}, app.Target.Params, "what the form of %s reads", app.Target.Action)
	require.Equal(t, []string{"/add", "GET"}, []string{app.Target.Action, app.Target.Method})
}
