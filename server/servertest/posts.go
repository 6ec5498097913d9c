package servertest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func replaced(t *testing.T, h Home) {
	ann := h.person(t, "ann-replaces")
	ann.add("url", "https://Example.com/a", "description", "Títle", "extended", "why\n\n> quoted", "tags", "Go web,go",
		"shared", "no", "toread", "yes", "dt", "2020-01-02T03:04:05Z")
	got := ann.all("tag", "GO")
	require.Len(t, got, 1)
	meta := got[0]["meta"]
	require.Len(t, meta, 32)
	delete(got[0], "meta")
	require.Equal(t, post{"href": "https://Example.com/a", "description": "Títle", "extended": "why\n\n> quoted", "tags": "Go web",
		"shared": "no", "toread": "yes", "time": "2020-01-02T03:04:05Z", "hash": "fcdc87d718a04f385517ce8f5f96604c"}, got[0])

	ann.add("url", "https://example.com/a", "description", "New")
	got = ann.all()
	require.Len(t, got, 1, "one address, however its host is written")
	require.Equal(t, post{"href": "https://example.com/a", "description": "New", "extended": "", "tags": "", "shared": "yes",
		"toread": "no", "time": "2020-01-02T03:04:05Z", "hash": "cd69b81ea00cc2798797293cbc92d643", "meta": got[0]["meta"]}, got[0])
	require.NotEqual(t, meta, got[0]["meta"])
	require.Empty(t, ann.all("tag", "go"))
	require.Equal(t, "done", ann.code("posts/delete", "url", "https://EXAMPLE.com/a"))
	require.Equal(t, "item not found", ann.code("posts/delete", "url", "https://example.com/a"))
	require.Empty(t, ann.all())
	require.Equal(t, "{}", ann.text("tags/get", "format", "json"))
}

func kept(t *testing.T, h Home) {
	ann := h.person(t, "ann-keeps")
	ann.add("url", "https://example.com/", "description", "First", "tags", "one two", "replace", "no")
	before := ann.text("posts/all", "format", "json") + ann.text("posts/update")
	require.Equal(t, "item already exists", ann.code("posts/add", "url", "https://example.com/", "description", "Second", "tags", "three", "replace", "no"))
	require.Equal(t, before, ann.text("posts/all", "format", "json")+ann.text("posts/update"))
}

func spelt(t *testing.T, h Home) {
	ann := h.person(t, "ann-spells")
	ann.add("url", "https://example.com/1", "description", "1", "tags", "c++ c# .net Ünïcode a&b <i>")
	ann.add("url", "https://example.com/2", "description", "2", "tags", "C++,c,ünïcode")
	require.Equal(t, "c++ c Ünïcode", ann.all("tag", "c")[0]["tags"], "one spelling, the first")
	require.Equal(t, "2 1", titles(ann.all("tag", "c++")))
	require.Equal(t, "1", titles(ann.all("tag", "c++ c# .NET")))
	require.Equal(t, map[string]string{"c++": "2", "c#": "1", ".net": "1", "Ünïcode": "2", "a&b": "1", "<i>": "1", "c": "1"},
		read[map[string]string](ann, "tags/get"))
	status, body := fetch(t, h.URL+"/v1/posts/add?auth_token="+ann.token+"&format=json&url=https://example.com/3&description=3&tags=a+b", nil)
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"result_code":"done"}`, body)
	require.Equal(t, "3", titles(ann.all("tag", "a b")))
	ann.add("url", "https://example.com/4", "description", "4", "tags", "日本\u3000語 no\u00a0break", "shared", "No")
	require.Equal(t, "日本 語 no break", ann.all("tag", "日本\u3000語")[0]["tags"], "as an import and the extension part them")
	require.Equal(t, "no", ann.all("tag", "日本\u3000語")[0]["shared"], "who says no in any letters means it")
}

func days(t *testing.T, h Home) {
	ann := h.person(t, "ann-days")
	for i, at := range []string{"2020-01-01T23:59:59Z", "2020-01-02T00:00:00Z", "2020-01-02T23:59:59Z", "2020-01-03T00:00:00Z"} {
		ann.add("url", fmt.Sprintf("https://example.com/%d", i), "description", fmt.Sprint(i), "dt", at, "tags", fmt.Sprintf("t%d", i%2))
	}
	type answer struct {
		Date, User string
		Posts      []post
	}
	got := func(pairs ...string) string {
		a := read[answer](ann, "posts/get", pairs...)
		require.Equal(t, "ann-days", a.User)
		require.NotNil(t, a.Posts)
		return titles(a.Posts)
	}
	require.Equal(t, "2 1", got("dt", "2020-01-02"))
	require.Equal(t, "2", got("dt", "2020-01-02", "tag", "t0"))
	require.Equal(t, "2 1", got("dt", "2020-01-02T15:00:00Z"))
	require.Equal(t, "3", got(), "of the newest's day")
	require.Equal(t, "2", got("tag", "t0"))
	require.Equal(t, "0", got("url", "https://EXAMPLE.com/0"))
	require.Equal(t, "", got("url", "https://example.com/none"))
	require.Equal(t, "3 2 1 0", titles(read[answer](ann, "posts/recent").Posts))
	require.Equal(t, "3 2", titles(read[answer](ann, "posts/recent", "count", "2").Posts))
	require.Equal(t, `{"user":"ann-days","tag":"","dates":{"2020-01-03":1,"2020-01-02":2,"2020-01-01":1}}`, ann.text("posts/dates", "format", "json"))
	require.Equal(t, `{"user":"ann-days","tag":"t1","dates":{"2020-01-03":1,"2020-01-02":1}}`, ann.text("posts/dates", "format", "json", "tag", "t1"))
}

func bounds(t *testing.T, h Home) {
	ann := h.person(t, "ann-bounds")
	for i := range 5 {
		ann.add("url", fmt.Sprintf("https://example.com/%d", i), "description", fmt.Sprint(i), "dt", fmt.Sprintf("2020-01-0%dT00:00:00Z", i+1),
			"toread", map[bool]string{true: "yes", false: "no"}[i == 3])
	}
	require.Equal(t, "4 3 2 1 0", titles(ann.all()))
	require.Equal(t, "3 2", titles(ann.all("start", "1", "results", "2")))
	require.Equal(t, "", titles(ann.all("start", "9")))
	require.Equal(t, "4 3", titles(ann.all("fromdt", "2020-01-03T00:00:00Z")), "after is not at")
	require.Equal(t, "1 0", titles(ann.all("todt", "2020-01-03T00:00:00Z")))
	require.Equal(t, "3", titles(ann.all("toread", "yes")))
	require.Equal(t, "4 3 2 1 0", titles(ann.all("start", "-1", "results", "nonsense", "fromdt", "yesterday")))
}

func hostile(t *testing.T, h Home) {
	ann := h.person(t, "ann-hostile")
	for _, bad := range []string{"", "javascript:alert(1)", " JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "nonsense", "https://"} {
		require.Equal(t, "missing url", ann.code("posts/add", "url", bad, "description", "x"), bad)
	}
	evil := `'); DROP TABLE bookmarks; -- <script>"]]>&\` + "\u202e"
	ann.add("url", "https://example.com/?q="+evil, "description", evil, "extended", evil, "tags", strings.ReplaceAll(evil, " ", ""))
	got := ann.all()
	require.Len(t, got, 1)
	require.Equal(t, evil, got[0]["description"])
	require.Equal(t, evil, got[0]["extended"])
	require.Equal(t, evil, inXML(t, ann.text("posts/all")).Posts[0].Title)
	ann.add("url", "https://user:secret@example.com/x", "description", "a\x00b\x08c")
	require.NotContains(t, ann.text("posts/all"), "secret")
	require.Equal(t, "a b c", inXML(t, ann.text("posts/recent", "count", "1")).Posts[0].Title)
	require.Len(t, inXML(t, ann.text("posts/get", "url", "https://user:secret@example.com/x")).Posts, 1, "it is found as it was saved")
	require.Equal(t, "done", ann.code("posts/delete", "url", " https://user:secret@example.com/x\n"))
	require.Len(t, ann.all(), 1)
}

func refusals(t *testing.T, h Home) {
	ann := h.person(t, "ann-refused")
	require.Equal(t, "must provide title", ann.code("posts/add", "url", "https://example.com/"))
	require.Equal(t, "something went wrong", ann.code("posts/add", "url", "https://example.com/", "description", "x", "dt", "tomorrow"))
	require.Equal(t, "something went wrong", ann.code("posts/add", "url", "https://example.com/", "description", strings.Repeat("x", 5000)))
	require.Equal(t, `{"result":"rename to null"}`, ann.text("tags/rename", "format", "json", "old", "a"))
	require.Equal(t, `{"result":"done"}`, ann.text("tags/rename", "format", "json", "new", "a"))
	require.Equal(t, `{"result":"done"}`, ann.text("tags/delete", "format", "json", "tag", "none"))
	status, _ := ann.get("posts/nonsense")
	require.Equal(t, http.StatusInternalServerError, status)
	status, _ = ann.get("posts/add", "url", "https://example.com/"+strings.Repeat("x", 130<<10))
	require.Contains(t, []int{http.StatusRequestURITooLong, http.StatusRequestHeaderFieldsTooLarge}, status)
	require.Empty(t, ann.all())
	ann.add("url", "https://example.com/", "description", "x", "dt", "2999-01-01T00:00:00Z")
	require.NotContains(t, ann.all()[0]["time"], "2999")
}

// many saves and deletes much at once.
func many(t *testing.T, h Home) {
	ann, bob := h.person(t, "ann-batch"), h.person(t, "bob-batch")
	for _, c := range []*client{ann, bob} {
		c.add("url", "https://example.com/old", "description", "old", "tags", "Go")
		c.add("url", "https://example.com/1", "description", "before", "tags", "Go x", "dt", "2020-01-01T00:00:00Z")
	}
	var posts []string
	for i := range 300 {
		posts = append(posts, fmt.Sprintf(`{"href":"https://example.com/%d","description":"page %d","tags":"go c++ t%d","time":"2021-01-01T00:00:00Z","shared":"no"}`, i, i, i%7))
	}
	posts = append(posts, `{"href":"https://EXAMPLE.com/0","description":"the later counts"}`, `{"href":"javascript:x","description":"x"}`, `{"href":"https://example.com/none"}`)
	send := func(body string) map[string]any {
		r, err := http.NewRequestWithContext(t.Context(), "POST", h.URL+"/v1/posts/batch", strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer "+ann.token)
		r.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultTransport.RoundTrip(r)
		require.NoError(t, err)
		defer answer.Body.Close()
		var got map[string]any
		require.NoError(t, json.NewDecoder(answer.Body).Decode(&got))
		return got
	}
	got := send(`{"add":[` + strings.Join(posts, ",") + `],"delete":["https://Example.com/old","https://example.com/never"]}`)
	require.Equal(t, map[string]any{"result_code": "done", "written": 300.0, "deleted": 1.0, "refused": []any{
		map[string]any{"href": "javascript:x", "result_code": "missing url"},
		map[string]any{"href": "https://example.com/none", "result_code": "must provide title"}}}, got)
	all := ann.all()
	require.Len(t, all, 300)
	require.Equal(t, "the later counts", all[0]["description"])
	ones := ann.all("tag", "t1")
	require.Len(t, ones, 43)
	last := ones[42]
	require.Equal(t, []string{"page 1", "Go c++ t1", "2021-01-01T00:00:00Z", "no"}, []string{last["description"], last["tags"], last["time"], last["shared"]})
	require.Equal(t, "299", read[map[string]string](ann, "tags/get")["Go"])
	require.Equal(t, "old before", titles(bob.all("tag", "go")), "another's stay")
	for _, wrong := range []string{"", "[]", "{", `{"add":[` + strings.Repeat(`{},`, 500) + `{}]}`} {
		require.Contains(t, send(wrong)["result_code"], "something went wrong", wrong)
	}
	require.Len(t, ann.all(), 300)
	require.Equal(t, "done", send("{}")["result_code"])
	var dense []string // which a careless JSON makes six times as long, more than D1 takes
	for i := range 4 {
		dense = append(dense, fmt.Sprintf(`{"href":"https://dense.example/%d","description":"dense","extended":"%s"}`, i, strings.Repeat("<&>", 60<<10)))
	}
	require.Equal(t, map[string]any{"result_code": "done", "written": 4.0, "deleted": 0.0}, send(`{"add":[`+strings.Join(dense, ",")+`]}`))
	require.Equal(t, strings.Repeat("<&>", 60<<10), ann.all()[0]["extended"])
}
