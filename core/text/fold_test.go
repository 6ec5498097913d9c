package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func TestFoldMakesEqualWhatReadsEqual(t *testing.T) {
	for in, want := range map[string]string{
		"":             "",
		"plain":        "plain",
		"PLAIN":        "plain",
		"Café":         "cafe",
		"CAFE\u0301":   "cafe",
		"Ångström":     "angstrom",
		"naïve":        "naive",
		"Straße":       "strasse",
		"STRASSE":      "strasse",
		"ẞ":            "ss",
		"ﬁle":          "file",
		"ＦＵＬＬ":         "full",
		"Œuvre":        "oeuvre",
		"Ærø":          "aero",
		"Łódź":         "lodz",
		"Đà Nẵng":      "da nang",
		"þing":         "thing",
		"İstanbul":     "istanbul",
		"ılık":         "ilik",
		"ΟΔΥΣΣΕΎΣ":     "οδυσσευσ",
		"Ὀδυσσεύς":     "οδυσσευσ",
		"Ёлка":         "елка",
		"йод":          "йод",
		"Йод":          "йод",
		"שָׁלוֹם":      "שלום",
		"مُحَمَّد":     "محمد",
		"ｶﾞ":           "ガ",
		"が":            "が",
		"か\u3099":      "が",
		"한국":           "한국",
		"①":            "1",
		"x²":           "x2",
		"🐝":            "🐝",
		"a\xffb":       "a\ufffdb",
		"\xed\xa0\x80": "\ufffd",
	} {
		require.Equal(t, want, Fold(in), "%q", in)
	}
}

func TestFoldTellsApartWhatIsDifferent(t *testing.T) {
	for _, pair := range [][2]string{{"йод", "иод"}, {"が", "か"}, {"パ", "ハ"}, {"go", "goo"}, {"한", "하"}} {
		require.NotEqual(t, Fold(pair[0]), Fold(pair[1]))
	}
}

func TestTagKeyKeepsDiacriticsAndDropsCase(t *testing.T) {
	require.Equal(t, TagKey("Go"), TagKey("GO"))
	require.Equal(t, TagKey("Café"), TagKey("CAFE\u0301"))
	require.NotEqual(t, TagKey("café"), TagKey("cafe"))
	require.Equal(t, TagKey("Straße"), TagKey("STRASSE"))
	require.Equal(t, TagKey("ΟΔΟΣ"), TagKey("οδος"))
	require.NotEqual(t, TagKey("①"), TagKey("1"), "a tag is not changed more than its case")
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Café", "\u0345", "ﬀ", "ǰ", "Σς", "İ", "\u1E9E", "か\u3099", "\u0130\u0307", "\xff\xfe", "\u1fb3", "q\u0307\u0323"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		require.True(t, utf8.ValidString(folded))
		require.Equal(t, folded, Fold(folded), "%q", s)
		require.Equal(t, folded, Fold(norm.NFD.String(strings.ToValidUTF8(s, "\ufffd"))), "the form in which a text came does not matter: %q", s)
		key := TagKey(s)
		require.True(t, utf8.ValidString(key))
		require.Equal(t, key, TagKey(key), "%q", s)
		require.True(t, norm.NFC.IsNormalString(key), "%q", s)
		require.Equal(t, Fold(s), Fold(key), "equal tags are equal words: %q", s)
	})
}

func TestEveryCharacterIsFoldedForGood(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		s := string(r)
		folded, key := Fold(s), TagKey(s)
		if Fold(folded) != folded || TagKey(key) != key || Fold(key) != folded {
			require.Equal(t, folded, Fold(folded), "U+%04X", r)
			require.Equal(t, key, TagKey(key), "U+%04X", r)
			require.Equal(t, folded, Fold(key), "U+%04X", r)
		}
	}
}
