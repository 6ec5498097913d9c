package weburl

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// distance says how far apart two addresses are.
func distance(a, b string) string {
	switch {
	case Same(a) == Same(b):
		return "same"
	case Variant(a) == Variant(b):
		return "variant"
	}
	return "unrelated"
}

func TestThreeDistances(t *testing.T) {
	const page = "https://example.org/a/b?x=1&y=2"
	for other, want := range map[string]string{
		page:                                  "same",
		"HTTPS://EXAMPLE.org/a/b?x=1&y=2":     "same",
		"https://example.org:443/a/b?x=1&y=2": "same",
		"https://example.org:/a/b?x=1&y=2":    "same",

		"http://example.org/a/b?x=1&y=2":                   "variant",
		"https://www.example.org/a/b?x=1&y=2":              "variant",
		"https://example.org/a/b/?x=1&y=2":                 "variant",
		"https://example.org/a/b?x=1&y=2#part":             "variant",
		"https://example.org/a/b?utm_source=n&x=1&y=2":     "variant",
		"https://example.org/a/b?x=1&y=2&fbclid=abc":       "variant",
		"https://example.org/a/b?x=1&UTM_Medium=m&y=2":     "variant",
		"http://WWW.example.org:80/a/b/?x=1&gclid=1&y=2#f": "variant",

		"https://example.org/A/b?x=1&y=2":      "unrelated",
		"https://example.org/a/b?y=2&x=1":      "unrelated",
		"https://example.org/a/b?x=1&y=3":      "unrelated",
		"https://example.org/a/b?x=1&y=2&z":    "unrelated",
		"https://example.org/a/b//?x=1&y=2":    "unrelated",
		"https://example.org:8443/a/b?x=1&y=2": "unrelated",
		"https://example.org:80/a/b?x=1&y=2":   "unrelated",
		"https://sub.example.org/a/b?x=1&y=2":  "unrelated",
		"https://example.org/a/%62?x=1&y=2":    "unrelated",
		"ftp://example.org/a/b?x=1&y=2":        "unrelated",
	} {
		require.Equal(t, want, distance(page, other), other)
		require.Equal(t, want, distance(other, page), other)
	}
}

func TestTheRootHasASlashOrNone(t *testing.T) {
	require.Equal(t, "variant", distance("https://example.org", "https://example.org/"))
	require.Equal(t, "variant", distance("https://example.org?q", "https://example.org/?q"))
	require.Equal(t, "same", distance("https://münchen.example/", "https://MüNCHEN.example/"))
}

func TestRefusedAddressesAreTheirOwnKeys(t *testing.T) {
	for _, s := range []string{"", "javascript:alert(1)", "not an address", "mailto:A@example.org"} {
		require.Equal(t, s, Same(s))
		require.Equal(t, s, Variant(s))
	}
}

func TestTrackingIsNamedAndTakenOut(t *testing.T) {
	for in, want := range map[string]struct {
		params []string
		clean  string
	}{
		"https://example.org/":                                      {nil, "https://example.org/"},
		"https://example.org/?id=1":                                 {nil, "https://example.org/?id=1"},
		"https://example.org/?utm_source=a&utm_medium=b":            {[]string{"utm_source", "utm_medium"}, "https://example.org/"},
		"https://example.org/?a=1&utm_source=x&b=2#part":            {[]string{"utm_source"}, "https://example.org/?a=1&b=2#part"},
		"https://example.org/?FBCLID=x&fbclid=y":                    {[]string{"fbclid"}, "https://example.org/"},
		"https://example.org/?q=utm_source":                         {nil, "https://example.org/?q=utm_source"},
		"https://example.org/#?utm_source=x":                        {nil, "https://example.org/#?utm_source=x"},
		"https://example.org/?a=&b&utm_term#f":                      {[]string{"utm_term"}, "https://example.org/?a=&b#f"},
		"https://example.org/?mc_eid=1&igshid=2&gclid=3&msclkid=4#": {[]string{"mc_eid", "igshid", "gclid", "msclkid"}, "https://example.org/#"},
	} {
		params, clean := Tracking(in)
		require.Equal(t, want.params, params, in)
		require.Equal(t, want.clean, clean, in)
	}
}

func TestHostAndSites(t *testing.T) {
	for in, want := range map[string][]string{
		"https://www.Blog.Example.org/": {"blog.example.org", "example.org", "org"},
		"https://example.org:8080/":     {"example.org", "org"},
		"https://user@a.b.example.org":  {"a.b.example.org", "b.example.org", "example.org", "org"},
		"http://localhost/":             {"localhost"},
		"http://127.0.0.1:80/":          {"127.0.0.1"},
		"http://[::1]:80/":              {"[::1]"},
		"https://example.org./":         {"example.org", "org"},
		"mailto:a@example.org":          nil,
		"https://1.2.3.4.5.6.7.8.9.x.y": {"1.2.3.4.5.6.7.8.9.x.y", "4.5.6.7.8.9.x.y", "5.6.7.8.9.x.y", "6.7.8.9.x.y", "7.8.9.x.y", "8.9.x.y", "9.x.y", "x.y", "y"},
	} {
		require.Equal(t, want, Sites(in), in)
	}
}

func TestHashesAreStoredAndNeverChange(t *testing.T) {
	require.Equal(t, uint64(0xefd01f60ba992926), Hash(""))
	seen := make(map[uint64]bool)
	high := make(map[uint64]int)
	for i := range 100_000 {
		h := Hash("https://example.org/" + strconv.Itoa(i))
		require.False(t, seen[h])
		seen[h] = true
		high[h>>60]++
	}
	for top, n := range high {
		require.InDelta(t, 100_000/16, n, 500, "the high bits are even: %x", top)
	}
}
