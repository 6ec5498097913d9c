package servertest

import (
	"bytes"
	"compress/gzip"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const browserFile = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<DL><p>
<DT><H3>Cooking books</H3>
<DL><p>
<DT><A HREF="https://browser.example/b" ADD_DATE="1478000000">Second &amp; older</A>
<DT><A HREF="https://browser.example/a" ADD_DATE="1479000000" TAGS="stripe">First</A>
<DT><A HREF="https://BROWSER.example/a" ADD_DATE="1470000000" TAGS="again">First once more</A>
<DT><A HREF="javascript:alert(1)">A <b>script</b></A>
</DL><p>
</DL><p>
`

func fileByPage(t *testing.T, h Home) {
	ann := h.person(t, "ann-file")
	ann.code("posts/add", "url", "https://browser.example/b", "description", "Mine", "shared", "yes")
	b := &browsing{t: t, home: h.URL}
	b.logIn(ann.token)

	status, page := b.send("broken <i>.json", `[{"href":`)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "Nothing was imported")
	require.Contains(t, page, "broken &lt;i&gt;.json")
	require.Len(t, ann.all(), 1)

	status, page = b.send("bookmarks.html", browserFile)
	require.Equal(t, http.StatusOK, status, page)
	require.Contains(t, page, "The file holds 4 entries with 3 tags. 1 bookmark was saved. 1 was here already and stays as it is. 1 entry has the address of an earlier one")
	require.Contains(t, page, "javascript:")
	require.Contains(t, page, "entry 4, line 8")
	require.NotContains(t, page, "<b>script")
	all := ann.all()
	require.Len(t, all, 2)
	first, mine := all[1], all[0]
	if first["href"] != "https://browser.example/a" {
		first, mine = mine, first
	}
	require.Equal(t, "First", first["description"])
	require.Equal(t, "stripe cooking-books again", first["tags"])
	require.Equal(t, "no", first["shared"], "a file that does not say it is not published")
	require.Equal(t, "2016-07-31T21:20:00Z", first["time"])
	require.Equal(t, "Mine", mine["description"], "what was there stays")

	status, page = b.send("bookmarks.html", browserFile)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "0 bookmarks were saved.")
	status, page = b.send("backup.jsonl", `{"format":"pinfold","version":1,"library":"33703b71-58a0-4611-8e93-37376b0e4da8","settings":{}}`+"\n")
	require.Equal(t, http.StatusUnprocessableEntity, status, page)
	require.Contains(t, page, "An account takes files of bookmarks")
	status, page = b.send("bomb.csv.gz", packed(t, "url,title\n"+strings.Repeat("https://a.example/,"+strings.Repeat("a", 100)+"\n", 1<<20)))
	require.Equal(t, http.StatusUnprocessableEntity, status, page)
	require.Contains(t, page, "grows beyond")
	status, page = b.send("none.html", "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n</DL><p>\n")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "Nothing new was imported")
	require.Len(t, ann.all(), 2)

	status, page = b.send("large.json", strings.Repeat("x", 65<<20))
	require.NotEqual(t, http.StatusOK, status)
	if page != "" { // it may be cut off
		require.Contains(t, page, "larger than")
	}
	require.Len(t, ann.all(), 2)
}

// packed is a text packed by gzip.
func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := io.WriteString(z, text)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

// browsing is a browser in which somebody has logged in.
type browsing struct {
	t      *testing.T
	home   string
	client http.Client
	form   string // what every form of theirs carries
}

func (b *browsing) logIn(token string) {
	b.t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(b.t, err)
	b.client.Jar = jar
	name, _, _ := strings.Cut(token, ":")
	answer, err := b.client.PostForm(b.home+"/login/", url.Values{"name": {name}, "token": {token}})
	require.NoError(b.t, err)
	require.NoError(b.t, answer.Body.Close())
	answer, err = b.client.Get(b.home + "/you/settings/")
	require.NoError(b.t, err)
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	require.NoError(b.t, err)
	found := regexp.MustCompile(`name="form" value="([0-9a-f]+)"`).FindSubmatch(page)
	require.NotNil(b.t, found, string(page))
	b.form = string(found[1])
}

func (b *browsing) send(name, text string) (status int, page string) {
	b.t.Helper()
	return SendFile(b.t, &b.client, b.home+"/you/import", b.form, name, text)
}

// SendFile sends a file as a form does, whose hidden field is form; the status
// is 0 if the connection was cut off.
func SendFile(t *testing.T, browser *http.Client, to, form, name, text string) (status int, page string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	require.NoError(t, w.WriteField("form", form))
	file, err := w.CreateFormFile("file", name)
	require.NoError(t, err)
	_, err = io.WriteString(file, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	answer, err := browser.Post(to, w.FormDataContentType(), &body)
	if err != nil {
		return 0, ""
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(read)
}
