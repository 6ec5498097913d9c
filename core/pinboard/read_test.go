package pinboard_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/pinboard"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// read returns what stands before the first error, and that.
func read(text string) (list []core.Entry, failed error) {
	for e, err := range pinboard.Read(strings.NewReader(text), now) {
		if err != nil {
			return list, err
		}
		list = append(list, e)
	}
	return list, nil
}

func TestListsOfOtherServicesAreRefusedAsAWhole(t *testing.T) {
	for _, text := range []string{
		`[{"title":"Delicious","tags":["a"],"url":"https://example.org/","description":"","created":"1204607167"}]`,
		`[{"id":"x","title":"Omnivore","description":"","url":"https://example.org/","labels":[]}]`,
		`[{"is_archived":0,"tags":[],"title":"Wallabag","url":"https://example.org/"}]`,
	} {
		list, err := read(text)
		require.Empty(t, list)
		require.Equal(t, core.Invalid, core.CodeOf(err))
		require.Contains(t, err.Error(), "none of Pinboard’s fields")
	}
}

func TestABrokenFileIsBrokenAtItsLine(t *testing.T) {
	const first = "[\n{\"href\":\"https://a.example/\"}"
	for text, want := range map[string]string{
		first + ",\n{\"href\":\n\"https://b.exam":                "at line 4 it ends in the middle of an entry",
		first + ",\n{\"href\":\"https://b.example/\",\n\"x\":}]": "at line 4 it is not whole JSON",
		first + "\n{\"href\":\"https://b.example/\"}]":           "it is not whole JSON",
		first + ",\n{\"href\":\"https://b.example/\"}\n":         "it is not whole JSON",
	} {
		_, err := read(text)
		require.ErrorContains(t, err, want, text)
	}
}

func TestAnEntryKeepsItsSource(t *testing.T) {
	const record = `{"href":"place:sort=8", "mood": 3}`
	list, err := read("[" + record + "]")
	require.NoError(t, err)
	require.Equal(t, record, string(list[0].Source))
}

func TestFieldsOfOddTypesAreReadAsWhatTheyMean(t *testing.T) {
	list, err := read(`[
		{"href":"https://example.org/1","description":"T","extended":"line\nline","tags":" a  b ","time":"2016-01-02T03:04:05Z","shared":"no","toread":"yes","meta":"x","hash":"y"},
		{"href":"https://example.org/2","description":false,"extended":null,"tags":["a","two words",3,null],"time":1500000000,"shared":true,"toread":0},
		{"href":null},
		{"extended":"\ud83d \u0000","href":["x"],"shared":"perhaps"}]`)
	require.NoError(t, err)
	require.Len(t, list, 4)
	first := list[0]
	require.Equal(t, []string{"a", "b"}, first.Tags)
	require.Equal(t, "line\nline", first.Description)
	require.Equal(t, [2]any{core.Yes, true}, [2]any{first.Private, first.Unread})
	require.Equal(t, time.Date(2016, 1, 2, 3, 4, 5, 0, time.UTC), first.Created.UTC())
	require.Equal(t, [2]int{1, 2}, [2]int{first.Number, first.Line})
	second := list[1]
	require.Equal(t, [3]any{"", "", core.No}, [3]any{second.Title, second.Description, second.Private})
	require.Equal(t, []string{"a", "two words", "3"}, second.Tags)
	require.Equal(t, int64(1500000000), second.Created.Unix())
	require.Empty(t, list[2].URL)
	require.Equal(t, core.Unset, list[3].Private)
	require.True(t, utf8.ValidString(list[3].Description))
}

func TestABrokenFileNamesTheLine(t *testing.T) {
	for text, line := range map[string]string{
		"":                                    "line 1 ",
		"{}":                                  "line 1 ",
		"[\n{\"href\":\"x\"},\n3]":            "line 3 ",
		"[\n{\"href\":\"x\"},\n\n{\"href\":":  "line 4 ",
		"[\n{\"href\":\"x\"}\n] tail":         "line 3 ",
		"[{\"href\":\"x\"}":                   "line 1 ",
		"[{\"href\":\"x\"} {\"href\":\"y\"}]": "line 1 ",
		strings.Repeat("[", 100_000):          "line 1 ",
	} {
		_, err := read(text)
		require.Equal(t, core.Invalid, core.CodeOf(err), "%.40q", text)
		require.Contains(t, err.Error(), line, "%.40q", text)
		require.Contains(t, err.Error(), "Nothing was changed", "%.40q", text)
	}
}

func FuzzRoundTrip(f *testing.F) {
	f.Add("https://example.org/", "T \"\\ <b>", "a\n\u2028\t", "tag", true, false)
	f.Add("\x7f", "\u0001", "\ufffd", "c#", false, true)
	f.Fuzz(func(t *testing.T, url, title, notes, tag string, private, unread bool) {
		for _, s := range []string{url, title, notes, tag} {
			if !utf8.ValidString(s) {
				return // core makes text valid before it is stored
			}
		}
		b := core.Bookmark{URL: url, Title: title, Description: notes, Private: private, Unread: unread, Created: now.Add(-time.Hour)}
		if tag = core.CleanTag(tag); tag != "" {
			b.Tags = []string{tag, "second"}
		}
		var file bytes.Buffer
		require.NoError(t, pinboard.Write(&file, func(yield func(core.Bookmark, error) bool) { yield(b, nil) }))
		list, err := read(file.String())
		require.NoError(t, err, file.String())
		require.Len(t, list, 1)
		e := list[0]
		require.Equal(t, [3]string{url, title, notes}, [3]string{e.URL, e.Title, e.Description})
		require.Equal(t, b.Tags, append([]string(nil), e.Tags...))
		require.Equal(t, [2]bool{private, unread}, [2]bool{e.Private == core.Yes, e.Unread})
		require.True(t, b.Created.Equal(e.Created))
		var posts []map[string]string
		require.NoError(t, json.Unmarshal(file.Bytes(), &posts), "nine fields, all strings")
		require.Len(t, posts[0], 9)
	})
}
