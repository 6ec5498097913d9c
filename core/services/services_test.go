package services_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/services"

	"time"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func read(text string) (list []core.Entry, failed error) {
	for e, err := range services.Read(strings.NewReader(text), "", now) {
		if err != nil {
			return list, err
		}
		e.Source = nil
		list = append(list, e)
	}
	return list, nil
}

func TestLinkwardensCollectionsAreFolders(t *testing.T) {
	list, err := read(`{"id":1,"collections":[{"name":"Craft","links":[{"name":"Folding","url":"https://a.example/","description":"d","tags":[{"name":"paper"}],"createdAt":"2024-05-06T07:08:09.000Z"}]},{"name":"Unorganized","links":[{"name":"","url":"https://b.example/"}]}]}`)
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, []string{"Craft"}, list[0].Folders)
	require.Equal(t, []string{"paper"}, list[0].Tags)
	require.Equal(t, time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC), list[0].Created)
	require.Empty(t, list[1].Folders)
	require.Equal(t, 2, list[1].Number)
}

func TestAnyListOfObjectsWithAddressesIsRead(t *testing.T) {
	for _, text := range []string{
		`[{"link":"https://a.example/","title":"T","tags":"x, two words","created":"2024-05-06T07:08:09Z"}]`,
		`{"items":[{"link":"https://a.example/","title":"T","tags":["x","two words"],"created":"2024-05-06T07:08:09Z"}]}`,
		`{"results":[{"source_url":"https://a.example/","title":"T","tags":["x","two words"],"saved_at":"2024-05-06T07:08:09Z"}]}`,
	} {
		list, err := read(text)
		require.NoError(t, err, text)
		require.Len(t, list, 1, text)
		require.Equal(t, "https://a.example/", list[0].URL)
		require.Equal(t, []string{"x", "two-words"}, core.CleanTags(list[0].Tags))
		require.Equal(t, 2024, list[0].Created.Year())
	}
}

func TestWhatIsNoListIsRefusedAtItsPlace(t *testing.T) {
	for text, want := range map[string]string{
		`{"name":"package","repository":{"url":"https://a.example/"}}`:          "it ends without a list of bookmarks",
		`[{"name":"no address"}]`:                                               "the first entry has no address",
		"{\"results\":[{\"url\":\"https://a.example/\"},\n{\"url\":\"https://b": "at line 2 it ends in the middle of an entry",
		`{"results":{"url":"https://a.example/"}}`:                              "“results” is not a list",
	} {
		_, err := read(text)
		require.Equal(t, core.Invalid, core.CodeOf(err), text)
		require.ErrorContains(t, err, want)
	}
}

func TestUnreadIsReadAsEachServiceSaysIt(t *testing.T) {
	for record, want := range map[string]bool{
		`"state":"Active"`: true, `"state":"Archived"`: false, `"location":"later"`: true, `"location":"archive"`: false,
		`"hashed_url":"x","is_archived":0`: true, `"hashed_url":"x","is_archived":1`: false, `"unread":true`: true, `"toread":"no"`: false, `"x":1`: false,
	} {
		list, err := read(`[{"url":"https://a.example/",` + record + `}]`)
		require.NoError(t, err)
		require.Equal(t, want, list[0].Unread, record)
	}
}
