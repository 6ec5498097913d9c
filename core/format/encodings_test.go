package format_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"pinfold/core"
	"pinfold/core/format"
)

// read returns the entries of a file, which is one that is read.
func read(t *testing.T, raw []byte) (list []core.Entry) {
	t.Helper()
	_, entries, err := format.Read(bytes.NewReader(raw), format.Options{Now: importTime})
	require.NoError(t, err)
	for e, err := range entries {
		require.NoError(t, err)
		e.Source = nil // it is in the file's own encoding
		list = append(list, e)
	}
	return list
}

func TestAFileIsTheSameInEveryUnicodeEncoding(t *testing.T) {
	encodings := map[string]encoding.Encoding{}
	for mark, policy := range map[string]unicode.BOMPolicy{" with a mark": unicode.UseBOM, " without one": unicode.IgnoreBOM} {
		encodings["UTF-16, little first"+mark] = unicode.UTF16(unicode.LittleEndian, policy)
		encodings["UTF-16, big first"+mark] = unicode.UTF16(unicode.BigEndian, policy)
	}
	for mark, policy := range map[string]utf32.BOMPolicy{" with a mark": utf32.UseBOM, " without one": utf32.IgnoreBOM} {
		encodings["UTF-32, little first"+mark] = utf32.UTF32(utf32.LittleEndian, policy)
		encodings["UTF-32, big first"+mark] = utf32.UTF32(utf32.BigEndian, policy)
	}
	for name, file := range map[string]string{
		"a bookmark file": "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF=\"https://a.example/\" TAGS=\"ü,日本\">Grüße 𝔘</A>\n<DD>Текст\n</DL>",
		"a list of JSON":  `[{"href":"https://a.example/","description":"Grüße 𝔘","extended":"Текст","tags":"ü 日本","time":"2014-01-01T00:00:00Z"}]`,
		"an object":       `{"roots":{"other":{"children":[{"type":"url","name":"Grüße 𝔘","url":"https://a.example/"}]}}}`,
	} {
		want := read(t, []byte(file))
		require.Len(t, want, 1, name)
		require.Equal(t, "Grüße 𝔘", want[0].Title, name)
		for in, e := range encodings {
			raw, err := e.NewEncoder().Bytes([]byte(file))
			require.NoError(t, err)
			require.Equal(t, want, read(t, raw), "%s in %s", name, in)
		}
	}
}

func TestHalfACharacterIsShownAsSuchAndLosesNothingElse(t *testing.T) {
	for name, file := range map[string]string{
		"an escape of JSON":    `[{"href":"https://a.example/","description":"one \ud800 two","tags":"a"},{"href":"https://b.example/","description":"\udc00","tags":"a"}]`,
		"UTF-16":               utf16le("[{\"href\":\"https://a.example/\",\"description\":\"one ", "\x00\xd8", " two\"},{\"href\":\"https://b.example/\",\"description\":\"", "\x00\xdc", "\"}]"),
		"a reference of HTML":  "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF=\"https://a.example/\">one &#xD800; two</A><DT><A HREF=\"https://b.example/\">&#xDC00;</A></DL>",
		"bytes of a surrogate": "[{\"href\":\"https://a.example/\",\"description\":\"one \xed\xa0\x80 two\"},{\"href\":\"https://b.example/\",\"description\":\"\xed\xb0\x80\"}]",
		"no character at all":  "[{\"href\":\"https://a.example/\",\"description\":\"one \\u0000 two\"},{\"href\":\"https://b.example/\",\"description\":\"\\uffff\"}]",
	} {
		list := read(t, []byte(file))
		require.Len(t, list, 2, name)
		require.Equal(t, "https://a.example/", list[0].URL, name)
		require.Equal(t, "https://b.example/", list[1].URL, name)
		require.True(t, strings.HasPrefix(list[0].Title, "one ") && strings.HasSuffix(list[0].Title, " two"), "%s: %q", name, list[0].Title)
		require.True(t, strings.ToValidUTF8(list[0].Title, "") == list[0].Title, name)
	}
}

func TestACharsetThatABookmarkSpeaksOfIsNotTheFiles(t *testing.T) {
	for name, file := range map[string]string{
		"JSON":    `[{"href":"https://a.example/?charset=iso-8859-1","description":"Grüße","extended":"","tags":""}]`,
		"a table": "url,title,notes\nhttps://a.example/,Grüße,<meta charset=windows-1251>\n",
		"a list":  "<https://a.example/?charset=iso-8859-1>\n[Grüße](https://b.example/)\n",
		"HTML":    "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF=\"https://a.example/?charset=koi8-r\">Grüße</A>\n<DD><meta charset=windows-1251>\n</DL>",
	} {
		list := read(t, []byte(file))
		require.Equal(t, "Grüße", list[len(list)-1].Title, name)
	}
	declared := read(t, []byte(" \n<TITLE>B</TITLE><META NAME=\"x\"><META CONTENT=\"text/html; charset=windows-1251\">\n<DL><DT><A HREF=\"https://a.example/\">\xd2\xe5\xea\xf1\xf2</A></DL>"))
	require.Equal(t, "Текст", declared[0].Title)
}

// utf16le is text in UTF-16 with raw pairs of bytes at every second place.
func utf16le(parts ...string) string {
	out := "\xff\xfe"
	for i, part := range parts {
		if i%2 == 0 {
			raw, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(part) // of plain text, which does not fail
			part = raw
		}
		out += part
	}
	return out
}

func TestAnEncodingThatIsNotReadIsNamedAndNothingGarbled(t *testing.T) {
	page := func(charset, title string) []byte {
		return []byte("<TITLE>B</TITLE><META CONTENT=\"text/html; charset=" + charset + "\">\n<DL><DT><A HREF=\"https://a.example/\">" + title + "</A></DL>")
	}
	require.ErrorContains(t, readAll(bytes.NewReader(page("Shift_JIS", "\x93\xfa\x96\x7b"))), "its encoding is “shift_jis”")
	require.Equal(t, "日本", read(t, page("Shift_JIS", "日本"))[0].Title, "what is UTF-8 is read whatever is declared")
	require.Equal(t, "cœur €", read(t, page("ISO-8859-15", "c\xbdur \xa4"))[0].Title)
}
