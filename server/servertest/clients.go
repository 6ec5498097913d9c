package servertest

import (
	"embed"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/imwally/pinboard"
	"github.com/stretchr/testify/require"
)

// A detour sends what is meant for Pinboard to a server of ours.
type detour struct {
	t     *testing.T
	to    *url.URL
	usual http.RoundTripper
}

// RoundTrip is http.RoundTripper's.
func (d detour) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == d.to.Host { // a call of the test itself
		return d.usual.RoundTrip(r)
	}
	require.Equal(d.t, "api.pinboard.in", r.URL.Host)
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = d.to.Scheme, d.to.Host, d.to.Host
	return d.usual.RoundTrip(r)
}

func clientInGo(t *testing.T, h Home) {
	ann := h.person(t, "ann-in-go")
	to, err := url.Parse(h.URL)
	require.NoError(t, err)
	usual := http.DefaultTransport
	http.DefaultTransport = detour{t, to, usual} // the client has no other place for it
	t.Cleanup(func() { http.DefaultTransport = usual })

	pinboard.SetToken("ann-in-go:wrong")
	_, err = pinboard.PostsUpdate()
	require.EqualError(t, err, "error: http 401")
	pinboard.SetToken(ann.token)
	at := time.Date(2016, 11, 20, 12, 0, 0, 0, time.UTC)
	for _, shared := range []bool{true, false} {
		require.NoError(t, pinboard.PostsAdd(&pinboard.PostsAddOptions{URL: "https://example.com/?q=a+b&c=d", Description: "Title & more",
			Extended: []byte("A text\nof two lines"), Tags: []string{"c++", "data-science", ".private"}, Dt: at, Shared: shared, Toread: true, Replace: true}))
	}
	require.EqualError(t, pinboard.PostsAdd(&pinboard.PostsAddOptions{URL: "https://example.com/?q=a+b&c=d", Description: "x"}), "item already exists")
	readInGo(t, at)
	tagsInGo(t)
	accountInGo(t, ann)
	require.NoError(t, pinboard.PostsDelete("https://example.com/?q=a+b&c=d"))
	require.EqualError(t, pinboard.PostsDelete("https://example.com/?q=a+b&c=d"), "item not found")
}

// readInGo reads the one bookmark in every way there is.
func readInGo(t *testing.T, at time.Time) {
	updated, err := pinboard.PostsUpdate()
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), updated, time.Minute)

	all, err := pinboard.PostsAll(&pinboard.PostsAllOptions{Tag: []string{"c++", "data-science"}, Fromdt: at.Add(-time.Hour), Todt: at.Add(time.Hour)})
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Equal(t, "https://example.com/?q=a+b&c=d", all[0].Href.String())
	require.Equal(t, "Title & more", all[0].Description)
	require.Equal(t, "A text\nof two lines", string(all[0].Extended))
	require.Equal(t, []string{"c++", "data-science", ".private"}, all[0].Tags)
	require.Equal(t, at, all[0].Time)
	require.False(t, all[0].Shared)
	require.True(t, all[0].Toread)

	onDay, err := pinboard.PostsGet(&pinboard.PostsGetOptions{Dt: at})
	require.NoError(t, err)
	require.Len(t, onDay, 1)
	recent, err := pinboard.PostsRecent(&pinboard.PostsRecentOptions{Count: 5})
	require.NoError(t, err)
	require.Equal(t, all, recent)
	dates, err := pinboard.PostsDates(&pinboard.PostsDatesOptions{})
	require.NoError(t, err)
	require.Equal(t, map[string]int{"2016-11-20": 1}, dates)
}

func tagsInGo(t *testing.T) {
	popular, err := pinboard.PostsSuggestPopular("https://example.com/other")
	require.NoError(t, err)
	require.Empty(t, popular)
	recommended, err := pinboard.PostsSuggestRecommended("https://example.com/other")
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"c++", "data-science", ".private"}, recommended)

	require.NoError(t, pinboard.TagsRename("data-science", "data"))
	require.NoError(t, pinboard.TagsDelete(".private"))
	tags, err := pinboard.TagsGet()
	require.NoError(t, err)
	require.Equal(t, pinboard.Tags{"c++": "1", "data": "1"}, tags)
}

func accountInGo(t *testing.T, ann *client) {
	secret, err := pinboard.UserSecret()
	require.NoError(t, err)
	require.Len(t, secret, 20)
	back, err := pinboard.UserAPIToken()
	require.NoError(t, err)
	require.Equal(t, ann.token, "ann-in-go:"+back)
	list, err := pinboard.NotesList()
	require.NoError(t, err)
	require.Empty(t, list)
	ann.text("notes/add", "title", "A note", "text", "its text")
	list, err = pinboard.NotesList()
	require.NoError(t, err)
	require.Len(t, list, 1)
	note, err := pinboard.NotesID(list[0].ID)
	require.NoError(t, err)
	require.Equal(t, "its text", string(note.Text))
	require.Equal(t, 8, note.Length)
}

//go:embed node-pinboard
var nodePinboard embed.FS

func clientInJavaScript(t *testing.T, h Home) {
	ann := h.person(t, "ann-in-javascript")
	ann.text("notes/add", "title", "A note", "text", "its text")
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, nodePinboard))
	node := exec.CommandContext(t.Context(), "node", filepath.Join(folder, "node-pinboard", "conversation.js"), h.URL, ann.token)
	out, err := node.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, "all calls answered as expected\n", string(out))
}
