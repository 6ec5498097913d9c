package weburl

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestWhatIsStoredIsWhatWasGiven(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/":                                           "https://example.org/",
		"HTTPS://Example.ORG/Path?Q=1#Frag":                              "HTTPS://Example.ORG/Path?Q=1#Frag",
		"https://example.org":                                            "https://example.org",
		"https://example.org:443/":                                       "https://example.org:443/",
		"ftp://ftp.example.org/pub":                                      "ftp://ftp.example.org/pub",
		"  https://example.org/a b \n":                                   "https://example.org/a b",
		"\ufeffhttps://example.org/\u200b":                               "https://example.org/",
		"https://exa\tmple.org/\r\nx":                                    "https://example.org/x",
		"https://example.org/\x00\u0085x":                                "https://example.org/x",
		"https://[::1]:8080/":                                            "https://[::1]:8080/",
		"https://münchen.example/ü":                                      "https://münchen.example/ü",
		"http://localhost:3000":                                          "http://localhost:3000",
		"https://example.org/?utm_source=x&a=1":                          "https://example.org/?utm_source=x&a=1",
		"https://example.org/\xff":                                       "https://example.org/\ufffd",
		"https://example.org/@user":                                      "https://example.org/@user",
		"https://example.org?to=a@b":                                     "https://example.org?to=a@b",
		"view-source:https://example.org/":                               "https://example.org/",
		"VIEW-SOURCE:view-source:https://example.org":                    "https://example.org",
		"about:reader?url=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1":         "https://example.org/a?b=1",
		"about://reader?url=https%3A%2F%2Fexample.org%2F&columns=2":      "https://example.org/",
		"view-source:about:reader?url=https%3A%2F%2Fexample.org%2F%2523": "https://example.org/%23",
	} {
		c, err := Clean(in)
		require.NoError(t, err, in)
		require.Equal(t, want, c.URL, in)
		require.False(t, c.StrippedUser, in)
	}
}

func TestUserAndPasswordAreTakenOut(t *testing.T) {
	for in, want := range map[string]string{
		"https://user@example.org/":              "https://example.org/",
		"https://user:secret@example.org:8/a@b":  "https://example.org:8/a@b",
		"https://a@b@example.org/":               "https://example.org/",
		"ftp://anonymous:me%40x@ftp.example.org": "ftp://ftp.example.org",
		"https://:@example.org?x":                "https://example.org?x",
		"view-source:https://u:p@example.org/":   "https://example.org/",
	} {
		c, err := Clean(in)
		require.NoError(t, err, in)
		require.Equal(t, want, c.URL)
		require.True(t, c.StrippedUser, in)
	}
}

func TestEverythingElseIsRefusedWithASentence(t *testing.T) {
	for _, in := range []string{
		"", " ", "example.org", "/path", "//example.org/", "https:", "https:example.org", "https:/example.org", "https://", "https:///path",
		"https://?q", "https://#f", "https://user@/", "https://:80/", "https://a::/", "https://[::1/", "https://[::1]x/", "https://a:b/", "https://a[1]/", "https://a b/", "https://<script>/", `https://"/`,
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\tscript:alert(1)", "data:text/html,x", "mailto:a@example.org", "file:///etc/passwd",
		"place:sort=8", "chrome://settings", "about:blank", "about:reader", "about:reader?url=javascript:alert(1)", "view-source:", "view-source:data:,x",
		"moz-extension://x/y", "tel:1", "blob:https://example.org/1", "urn:isbn:1", "1https://example.org/", "ht tp://example.org/",
		"https://" + strings.Repeat("a", MaxBytes) + ".example/",
	} {
		_, err := Clean(in)
		var refused *RefusedError
		require.ErrorAs(t, err, &refused, in)
		require.Regexp(t, `^[A-Z].*\.$`, refused.Reason, in)
		require.LessOrEqual(t, len(refused.Reason), 300, "a hostile scheme does not fill the screen: %.40s", in)
	}
}

func TestAHostileSchemeIsNotShownInFull(t *testing.T) {
	_, err := Clean(strings.Repeat("a", 10_000) + ":x")
	require.Error(t, err)
	require.Less(t, len(err.Error()), 300)
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"https://u:p@example.org:80/a?b#c", "about:reader?url=view-source:https%3A//x", "http://[::1", "ftp:\\\\x", "https://a\u200b/", "view-source:\ufeff http://x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := Clean(s)
		if err != nil {
			return
		}
		require.True(t, utf8.ValidString(c.URL))
		require.LessOrEqual(t, len(c.URL), MaxBytes+8)
		require.Equal(t, -1, strings.IndexFunc(c.URL, unicode.IsControl))
		lower := strings.ToLower(c.URL)
		require.True(t, strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "ftp://"), c.URL)
		again, err := Clean(c.URL)
		require.NoError(t, err, "what is stored can be stored: %q", c.URL)
		require.Equal(t, Cleaned{URL: c.URL}, again)
		require.NotEmpty(t, Host(c.URL))
		require.Equal(t, Same(c.URL), Same(Same(c.URL)))
		require.Equal(t, Variant(c.URL), Variant(Same(c.URL)))
		params, clean := Tracking(c.URL)
		if len(params) > 0 {
			require.Equal(t, Variant(c.URL), Variant(clean))
			left, _ := Tracking(clean)
			require.Empty(t, left)
		} else {
			require.Equal(t, c.URL, clean)
		}
	})
}
