package server

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAHostInLettersThatMisleadIsShownInPlainOnes has the cases of the test of
// the extension, which shows the same.
func TestAHostInLettersThatMisleadIsShownInPlainOnes(t *testing.T) {
	for address, want := range map[string]string{
		"https://bücher.example/ä":         "https://bücher.example/ä",
		"https://пример.рф/":               "https://пример.рф/",
		"https://пример.example/":          "https://пример.example/",
		"https://日本語とabc.example/":         "https://日本語とabc.example/",
		"https://サーバー.example/":            "https://サーバー.example/",
		"https://한국abc.example/":           "https://한국abc.example/",
		"https://ελλάδα.example/":          "https://ελλάδα.example/",
		"https://аррӏе.com/":               "https://xn--80ak6aa92e.com/", // Cyrillic throughout
		"https://аррӏе.рф/":                "https://аррӏе.рф/",           // where all read Cyrillic
		"https://pаypal.com/":              "https://xn--pypal-4ve.com/",  // one Cyrillic letter
		"https://www.gοοgle.com/":          "https://www.xn--ggle-0nda.com/",
		"http://me@pаypal.com:8080/x":      "http://me@xn--pypal-4ve.com:8080/x",
		"https://аррӏе\u200b.com/":         "https://xn--80ak6aa92e.com/",
		"https://plain.example/pаypal.com": "https://plain.example/pаypal.com",
		"https://a\u200bb.example/":        `https://a\u200bb.example/`,
		"https://pаypal.com/а?аa#а":        "https://xn--pypal-4ve.com/а?аa#а",
		"https://bu\u0308cher.example/":    "https://bu\u0308cher.example/", // the same to a browser
		"https://аррӏе。com/":               "https://xn--80ak6aa92e.com/",   // which is a full stop too
		"https://аррӏе．com/":               "https://xn--80ak6aa92e.com/",
		"https://قناة٢.example/":           "https://قناة٢.example/",
		"https://カ・タ.example/":             "https://カ・タ.example/",

		"http://x@google.com:y@pаypal.com/": "http://x@google.com:y@xn--pypal-4ve.com/", // the last @ counts
	} {
		require.Equal(t, want, visibleURL(address))
	}
}

// TestAHostThatNoNetworkHasIsNotMadeANameOfIt would take seconds else, on a page
// that anybody may ask for.
func TestAHostThatNoNetworkHasIsNotMadeANameOfIt(t *testing.T) {
	long := make([]rune, 0, 20_000)
	for r := rune(0x4e00); len(long) < cap(long)-1; r++ {
		long = append(long, r)
	}
	shown := visibleURL("https://" + string(append(long, 'а')) + ".example/")
	require.True(t, strings.HasPrefix(shown, `https://\u4e00\u4e01`))
	require.True(t, strings.HasSuffix(shown, `\u0430.example/`))
}
