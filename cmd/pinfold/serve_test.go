package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/server/servertest"
)

func TestAServerStartsWithNothingAndEndsInPeace(t *testing.T) {
	data := t.TempDir() + "/a #1?"
	token := strings.TrimSpace(ok(t, "user", "add", "maciej", "--data", data))
	require.Regexp(t, `^maciej:[0-9a-f]{32}$`, token)
	require.Contains(t, refused(t, "user", "add", "maciej", "--data", data), "Choose another name")
	require.Contains(t, ok(t, "user", "import", "maciej", fixtures+"/pinboard/export.json", "--data", data), " saved for maciej\n")
	info, err := os.Stat(data)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())

	base, end := serving(t, data)
	answer, err := http.Get(base + "v1/posts/all?format=json&auth_token=" + token)
	require.NoError(t, err)
	var posts []map[string]string
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&posts))
	require.NoError(t, answer.Body.Close())
	require.NotEmpty(t, posts)

	renewed := strings.TrimSpace(ok(t, "user", "token", "maciej", "--data", data))
	require.NotEqual(t, token, renewed)
	answer, err = http.Get(base + "v1/posts/update?auth_token=" + token)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusUnauthorized, answer.StatusCode, "a token is refused from the moment there is another")
	end()
}

// serving starts a server; end stops it and sees it end well.
func serving(t *testing.T, data string) (base string, end func()) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	read, write := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"serve", "--data", data, "--listen", "127.0.0.1:0"}, write, io.Discard)
	}()
	line, err := bufio.NewReader(read).ReadString('\n')
	require.NoError(t, err)
	return strings.Fields(line[strings.Index(line, "http"):])[0], func() {
		stop()
		require.Equal(t, exitOK, <-code)
	}
}

func TestAnAccountTakesOnlyWhatAWholeFileHas(t *testing.T) {
	data := t.TempDir()
	require.Contains(t, refused(t, "user", "import", "nobody", fixtures+"/pinboard/export.json", "--data", data), "nobody of that name")
	ok(t, "user", "add", "jm", "--data", data)
	broken := write(t, "broken.json", `[{"href":"https://example.com/","description":"x","time":"2020-01-01T00:00:00Z"}, {"href":`)
	require.Contains(t, refused(t, "user", "import", "jm", broken, "--data", data), "broken.json")
	file := write(t, "one.json", `[{"href":"https://example.com/","description":"x","time":"2020-01-01T00:00:00Z","shared":"yes","toread":"no","tags":""}]`)
	require.Contains(t, ok(t, "user", "import", "jm", file, "--data", data), "1 bookmark saved for jm")
	require.Contains(t, ok(t, "user", "import", "jm", file, "--data", data), "1 bookmark saved for jm")
	require.Contains(t, ok(t, "user", "import", "jm", file, "--keep", "--data", data), "0 bookmarks saved for jm")
	require.Contains(t, refused(t, "serve", "--data", data, "--listen", "nowhere:at all"), "--listen")
	require.Contains(t, refused(t, "user", "token", "nobody", "--data", data), "nobody of that name")
}

func TestAnAccountIsDeletedOnlyWhenItIsMeant(t *testing.T) {
	data := t.TempDir()
	token := strings.TrimSpace(ok(t, "user", "add", "jm", "--data", data))
	ok(t, "user", "add", "ann", "--data", data)
	for _, name := range []string{"jm", "ann"} {
		ok(t, "user", "import", name, fixtures+"/pinboard/export.json", "--data", data)
	}
	base, end := serving(t, data)
	before := fetched(t, base+"u:ann/")
	require.Contains(t, refused(t, "user", "delete", "jm", "--data", data), "--for-ever")
	require.Contains(t, ok(t, "user", "delete", "jm", "--for-ever", "--data", data), "bookmarks deleted")
	answer, err := http.Get(base + "v1/posts/all?auth_token=" + token)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusUnauthorized, answer.StatusCode)
	require.NotContains(t, fetched(t, base+"recent/"), "/u:jm/")
	without := regexp.MustCompile(` and <a [^>]*>1 other</a>`).ReplaceAllString(before, "")
	require.Equal(t, without, fetched(t, base+"u:ann/"), "the others keep theirs")
	require.Contains(t, refused(t, "user", "delete", "jm", "--for-ever", "--data", data), "nobody of that name")
	end()
}

func fetched(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	require.NoError(t, err)
	return bodyOf(t, answer)
}

func TestAFileIsSentToTheServerByAForm(t *testing.T) {
	data := t.TempDir()
	_, token, _ := strings.Cut(strings.TrimSpace(ok(t, "user", "add", "jm", "--data", data)), ":")
	base, end := serving(t, data)
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	browser := &http.Client{Jar: jar}
	answer, err := browser.PostForm(base+"login/", url.Values{"name": {"jm"}, "token": {token}, "to": {"/you/settings/"}})
	require.NoError(t, err)
	form := regexp.MustCompile(`name="form" value="([0-9a-f]+)"`).FindStringSubmatch(bodyOf(t, answer))
	require.NotNil(t, form)
	send := func(form, name, text string) (int, string) {
		return servertest.SendFile(t, browser, base+"you/import", form, name, text)
	}
	export, err := os.ReadFile(fixtures + "/pinboard/export.json")
	require.NoError(t, err)
	status, _ := send("forged", "export.json", string(export))
	require.Equal(t, http.StatusForbidden, status)
	status, page := send(form[1], "broken <b>.json", `[{"href":`)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "Nothing was imported")
	require.Contains(t, page, "broken &lt;b&gt;.json")
	require.Contains(t, fetched(t, base+"u:jm/"), "No bookmark is public yet.")
	status, page = send(form[1], "export.json", string(export))
	require.Equal(t, http.StatusOK, status)
	require.Regexp(t, `[1-9]\d* bookmarks were saved\.`, page)
	_, page = send(form[1], "export.json", string(export))
	require.Contains(t, page, "0 bookmarks were saved.", "what is there stays")
	file := write(t, "browser.html", "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF=\"https://browser.example/\">From a browser</A>\n</DL><p>\n")
	ok(t, "user", "import", "jm", file, "--data", data)
	require.NotContains(t, fetched(t, base+"u:jm/?q=browser.example"), "From a browser", "what has no flag is private")
	ok(t, "user", "import", "jm", file, "--public", "--data", data)
	require.Contains(t, fetched(t, base+"u:jm/?q=browser.example"), "From a browser")
	status, _ = send(form[1], "large.json", strings.Repeat("x", 65<<20))
	require.Equal(t, http.StatusForbidden, status)
	end()
}

func bodyOf(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(body)
}

func TestTheDataIsItsOwnersAloneInAFolderThatWasThere(t *testing.T) {
	data := t.TempDir()
	require.NoError(t, os.Chmod(data, 0o755))
	ok(t, "user", "add", "ann", "--data", data)
	info, err := os.Stat(filepath.Join(data, "server.sqlite"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}
