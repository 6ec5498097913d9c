package linklist_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/linklist"
)

func read(t *testing.T, text string) []core.Entry {
	t.Helper()
	var list []core.Entry
	for e, err := range linklist.Read(strings.NewReader(text)) {
		require.NoError(t, err)
		e.Source = nil
		list = append(list, e)
	}
	return list
}

func TestEachKindOfLine(t *testing.T) {
	for line, want := range map[string]core.Entry{
		"https://a.example/":                                          {URL: "https://a.example/"},
		"https://a.example/ | A title | of tabs":                      {URL: "https://a.example/", Title: "A title | of tabs"},
		"https://a.example/ with words #go":                           {URL: "https://a.example/", Description: "with words", Tags: []string{"go"}},
		"- [A \\[bold\\] title](https://a.example/(x)) – said #b #c,": {URL: "https://a.example/(x)", Title: "A [bold] title", Description: "said", Tags: []string{"b", "c"}},
		`* [T](<https://a.example/a b> "hover")`:                      {URL: "https://a.example/a b", Title: "T"},
		"- [T](<https://a.example/a)b>) #go":                          {URL: "https://a.example/a)b", Title: "T", Tags: []string{"go"}},
		"- [T](<https://a.example/A_(b>) #go":                         {URL: "https://a.example/A_(b", Title: "T", Tags: []string{"go"}},
		"12. [x] <https://a.example/>":                                {URL: "https://a.example/"},
		"- [[https://a.example/][An Org title]] words :one:two:":      {URL: "https://a.example/", Title: "An Org title", Description: "words", Tags: []string{"one", "two"}},
		"** [[https://a.example/]]":                                   {URL: "https://a.example/"},
		"[[a wiki page]]":                                             {},
		"[no address](page.html)":                                     {},
		"words and https://a.example/":                                {},
		"javascript:alert(1)":                                         {},
	} {
		got := read(t, line+"\n")
		if want.URL == "" {
			require.Empty(t, got, line)
			continue
		}
		want.Number, want.Line = 1, 1
		require.Equal(t, []core.Entry{want}, got, line)
	}
}

func TestIndentedLinesDescribeTheLinkAbove(t *testing.T) {
	got := read(t, "# A heading\r\n\n- [One](https://a.example/1)\n  first line\n  second line\n\nnot indented\n- [Two](https://a.example/2)\n")
	require.Len(t, got, 2)
	require.Equal(t, "first line\nsecond line", got[0].Description)
	require.Empty(t, got[1].Description)
	require.Equal(t, 8, got[1].Line)
}

func TestATextIsNoList(t *testing.T) {
	require.True(t, linklist.Looks("# Links\n\n- [One](https://a.example/)\n- https://b.example/\n"))
	require.False(t, linklist.Looks("Some words.\nMore of them.\nhttps://a.example/\n"))
	require.False(t, linklist.Looks(""))
	require.False(t, linklist.Looks("# Only\n# headings\n"))
}

func TestALongLineIsCutAndNotTheList(t *testing.T) {
	got := read(t, "https://a.example/ | "+strings.Repeat("x", 5<<20)+"\nhttps://b.example/\n")
	require.Len(t, got, 2)
	require.Less(t, len(got[0].Title), 2<<20)
}
