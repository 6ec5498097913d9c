package server

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// drawn is parts in one line: quotations in brackets, links in angles.
func drawn(parts []part) string {
	var out []string
	for _, p := range parts {
		if p.Quote != nil {
			out = append(out, "["+drawn(p.Quote)+"]")
			continue
		}
		line := ""
		for _, s := range p.Spans {
			if s.URL != "" {
				s.Text = "<" + s.URL + ">"
			}
			line += s.Text
		}
		out = append(out, fmt.Sprintf("%q", line))
	}
	return strings.Join(out, " ")
}

func TestADescriptionIsDrawnAsTheExtensionDrawsIt(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    ``,
		"one\ntwo\n\nthree":                   `"one\ntwo" "three"`,
		"> a\n> b\n\nmine\n>c":                `["a\nb"] "mine\n>c"`,
		"<blockquote>a\n\nb</blockquote>mine": `["a" "b"] "mine"`,
		"<BlockQuote>a<blockquote>b</blockquote></blockquote>":  `["a" ["b"]]`,
		"</blockquote>a<blockquote>":                            `"</blockquote>a<blockquote>"`,
		"<blockquote>a</blockquote><blockquote>b":               `["a"] "<blockquote>b"`,
		"<b>bold</b> <blockquote class=x>":                      `"<b>bold</b> <blockquote class=x>"`,
		"See https://a.example/x_(y). And (http://b.example/)!": `"See <https://a.example/x_(y)>. And (<http://b.example/>)!"`,
		"“https://a.example/” javascript:x https://":            `"“<https://a.example/>” javascript:x https://"`,
		strings.Repeat("> ", 9) + "deep":                        `[[[[["> > > > deep"]]]]]`,
	} {
		require.Equal(t, want, drawn(describe(text)), text)
	}
	long := strings.Repeat("<blockquote>", 20_000) + strings.Repeat("</blockquote>", 20_000) + strings.Repeat("https://", 20_000)
	require.NotEmpty(t, describe(long))
}

func FuzzADescriptionLosesNoWords(f *testing.F) {
	f.Add("> a\n<blockquote>b</blockquote> https://c.example/.")
	f.Fuzz(func(t *testing.T, text string) {
		got := drawn(describe(text))
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r < 'a' || r > 'z' }) {
			if !strings.Contains("blockquote", word) {
				require.Contains(t, got, word)
			}
		}
	})
}

func TestAPlaceIsWrittenAsItIsRead(t *testing.T) {
	for _, path := range []string{"/recent/", "/popular/", "/u:jm/", "/u:jm/t:stripe/t:c%2B%2B/", "/t:a%2Fb/", "/url:" + strings.Repeat("0a", 16) + "/",
		"/rss/u:jm/t:stripe/", "/json/secret:key/u:jm/t:a/toread/", "/rss/secret:key/u:jm/private/", "/u:jm/tags/"} {
		p, ok := placeOf(path)
		require.True(t, ok, path)
		require.Equal(t, path, p.path())
	}
}

func FuzzEveryPlaceReadsBack(f *testing.F) {
	f.Add("/u:jm/t:c++/")
	f.Add("/json/v1/secret:k/u:jm/t:%2525/private")
	f.Fuzz(func(t *testing.T, path string) {
		p, ok := placeOf(path)
		if !ok || p.feed != "" {
			return
		}
		again, ok := placeOf(p.path())
		require.True(t, ok, p.path())
		require.Equal(t, p, again)
	})
}
