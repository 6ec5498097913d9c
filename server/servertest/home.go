// Package servertest is what every home of the server must do, asked over
// HTTP as its users do. It must be used in tests only.
package servertest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A Home is a running server.
type Home struct {
	URL   string                                 // without a slash at the end
	Token func(t *testing.T, name string) string // makes an account and returns NAME:TOKEN
}

// Run asks everything of a home.
func Run(t *testing.T, h Home) {
	for name, test := range tests() {
		t.Run(name, func(t *testing.T) { test(t, h) })
	}
}

func tests() map[string]func(*testing.T, Home) {
	return map[string]func(*testing.T, Home){
		"ABookmarkComesBackAndIsReplacedAsAWhole":   replaced,
		"WhatIsKeptStaysWhole":                      kept,
		"TagsKeepTheirNamesAndOneSpelling":          spelt,
		"TheAnswersHavePinboardsShapesInJSON":       shapesInJSON,
		"TheAnswersHavePinboardsShapesInXML":        shapesInXML,
		"GetIsADayOrAnAddress":                      days,
		"AllIsPagedAndBounded":                      bounds,
		"ARenamedTagIsFoldedIn":                     renamed,
		"SuggestionsComeFromThePublicAndTheOwn":     suggested,
		"NotesAreListedWithoutTheirTexts":           notes,
		"NobodySeesOrChangesWhatIsAnothers":         apart,
		"BasicChangesWhatNoPageCouldHaveAskedFor":   basic,
		"HostileTextStaysTextAndAddressesStayOut":   hostile,
		"ATagPageReadsAsItWasWritten":               tagPage,
		"PagesFollowOneAnotherWithoutLoss":          paging,
		"AnAddressOfTheSiteIsReadAsPinboardsIs":     grammar,
		"NoTagBesideAListLeadsNowhere":              crowded,
		"FeedsSayWhatThePageSays":                   feeds,
		"WhatSeveralHaveIsCountedOnce":              several,
		"WhatIsPrivateIsNowhere":                    nowhere,
		"ASearchFindsWordsOfEveryKindAndLength":     searches,
		"HostileTextIsNoMarkUp":                     noMarkUp,
		"APinboardClientInGoWorksUnchanged":         clientInGo,
		"APinboardClientInJavaScriptWorksUnchanged": clientInJavaScript,
		"AnExtensionMayCallAndNoPageMay":            strangers,
		"MuchIsSavedAndDeletedAtOnce":               many,
		"HostileTextIsNoMarkUpInAnyField":           everyField,
		"NoPathLeadsElsewhere":                      paths,
		"AFileIsImportedByAPage":                    fileByPage,
		"WhatIsTooLargeChangesNothing":              tooLarge,
		"WhatIsWrongIsSaidInPinboardsWords":         refusals,
		"EveryAnswerIsTheSameToTheByte":             sameBytes,
		"APhoneMayShareAPageWithIt":                 phone,
	}
}

// A client is one person at a home.
type client struct {
	t     *testing.T
	url   string
	name  string
	token string // NAME:TOKEN
}

// person makes an account of its own for a test.
func (h Home) person(t *testing.T, name string) *client {
	token := h.Token(t, name)
	return &client{t: t, url: h.URL, name: name, token: token}
}

// get makes one call and returns its answer; pairs are keys and values.
func (c *client) get(method string, pairs ...string) (int, string) {
	c.t.Helper()
	values := url.Values{"auth_token": {c.token}}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return fetch(c.t, c.url+"/v1/"+method+"?"+values.Encode(), nil)
}

func fetch(t *testing.T, address string, header http.Header) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
	require.NoError(t, err)
	for name := range header {
		r.Header.Set(name, header.Get(name))
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(body)
}

// text is the answer of a call that succeeds.
func (c *client) text(method string, pairs ...string) string {
	c.t.Helper()
	status, body := c.get(method, pairs...)
	require.Equal(c.t, http.StatusOK, status, body)
	return body
}

// read reads the answer as JSON.
func read[T any](c *client, method string, pairs ...string) T {
	c.t.Helper()
	var v T
	body := c.text(method, append(pairs, "format", "json")...)
	require.NoError(c.t, json.Unmarshal([]byte(body), &v), body)
	return v
}

// code is what posts/add and posts/delete say.
func (c *client) code(method string, pairs ...string) string {
	c.t.Helper()
	return read[map[string]string](c, method, pairs...)["result_code"]
}

// add saves a bookmark.
func (c *client) add(pairs ...string) {
	c.t.Helper()
	require.Equal(c.t, "done", c.code("posts/add", pairs...))
}

// addAll saves many at once.
func (c *client) addAll(list []post) {
	c.t.Helper()
	body, err := json.Marshal(map[string]any{"add": list})
	require.NoError(c.t, err)
	r, err := http.NewRequestWithContext(c.t.Context(), "POST", c.url+"/v1/posts/batch", bytes.NewReader(body))
	require.NoError(c.t, err)
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(c.t, err)
	defer answer.Body.Close()
	var got struct {
		Written int `json:"written"`
	}
	require.NoError(c.t, json.NewDecoder(answer.Body).Decode(&got))
	require.Equal(c.t, len(list), got.Written)
}

type post map[string]string

func (c *client) all(pairs ...string) []post {
	c.t.Helper()
	return read[[]post](c, "posts/all", pairs...)
}

// titles are the titles of posts in one line.
func titles(list []post) string {
	var all []string
	for _, p := range list {
		all = append(all, p["description"])
	}
	return strings.Join(all, " ")
}
