package text

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func words(tokens []Token) (out []string) {
	for _, t := range tokens {
		out = append(out, t.Text)
	}
	return out
}

func TestTokensOfADocument(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "",
		" — … !":                  "",
		"Local-first software":    "local first software",
		"Don't panic, it’s fine":  "dont don panic its fine",
		"'quoted' rock'n'roll":    "quoted rocknroll rock roll",
		"Google’s O'Reilly":       "googles google oreilly reilly",
		"L'été d'École":           "lete ete decole ecole",
		"C++ and C# and F#":       "c c++ and c c# and f f#",
		"c++, c++. (c#)":          "c c++ c c++ c c#",
		"foo#bar a+b x++y":        "foo bar a b x y",
		"node.js 2015-10-08 .net": "node js 2015 10 08 net",
		"snake_case camelCase":    "snake case camelcase",
		"Größe naïve":             "grosse naive",
		"日本語":                     "日本 本語 語",
		"日":                       "日",
		"Go言語入門2":                 "go 言語 語入 入門 門 2",
		"サーバー":                    "サー ーバ バー ー",
		"ｻｰﾊﾞｰ":                   "サー ーバ バー ー",
		"한국어 책":                   "한국 국어 어 책",
		"สวัสดี":                  "สวั วัส สดี ดี",
		"हिन्दी":                  "हिन्दी",
		"🐝bee🐝":                   "🐝 bee 🐝",
		"a\x00b\u202Ec":           "a b c",
		"\xff\xfeab":              "ab",
		"x'":                      "x",
	} {
		require.Equal(t, strings.Fields(want), append([]string{}, words(Tokens(in))...), "%q", in)
	}
}

func TestTokensOfAQueryAreFoundInTheDocument(t *testing.T) {
	for in, want := range map[string]string{
		"c++": "c++", "日本": "日本", "日本語": "日本 本語", "語": "語", "don't": "dont", "C# in depth": "c# in depth",
	} {
		require.Equal(t, strings.Fields(want), words(QueryTokens(in)), "%q", in)
	}
}

// TestKoreanInLettersIsKoreanInSyllables takes each syllable apart, as some
// systems write it: whole, and with its last letter alone left apart.
func TestKoreanInLettersIsKoreanInSyllables(t *testing.T) {
	for r := rune(0xAC00); r <= 0xD7A3; r++ {
		s := "한국어 " + string(r) + "이 값"
		want := words(Tokens(s))
		require.Equal(t, want, words(Tokens(norm.NFD.String(s))), "%q", s)
		if letters := []rune(norm.NFD.String(string(r))); len(letters) == 3 {
			require.Equal(t, want, words(Tokens("한국어 "+norm.NFC.String(string(letters[:2]))+string(letters[2])+"이 값")), "%q", s)
		}
	}
	require.Equal(t, words(QueryTokens("값")), words(QueryTokens(norm.NFD.String("값"))))
	require.True(t, HalfPair(QueryTokens(norm.NFD.String("값"))[0].Text))
	require.Equal(t, "ᄀᄀ ᄀ", strings.Join(words(Tokens("\u1100\u1100")), " "), "a letter that begins no syllable stands for itself")
	for _, token := range Tokens(norm.NFD.String("책 값")) {
		require.NotEqual(t, token.Start, token.End)
	}
}

func TestAnyTwoCharactersOfARunAreFound(t *testing.T) {
	run := []rune("吾輩は猫である名前はまだ無いタイ語ภาษาไทย")
	have := make(map[string]bool)
	for _, w := range words(Tokens(string(run))) {
		have[w] = true
	}
	for i := 0; i+1 < len(run); i++ {
		for _, q := range QueryTokens(string(run[i : i+2])) {
			require.True(t, have[q.Text], "%q", q.Text)
		}
	}
}

func TestPlacesAreThoseOfTheText(t *testing.T) {
	s := "Ünder C++ don’t 日本語"
	for _, tok := range Tokens(s) {
		require.Equal(t, tok.Text, strings.ReplaceAll(Fold(s[tok.Start:tok.End]), "’", ""))
	}
}

func TestAVeryLongWordIsCutBetweenCharacters(t *testing.T) {
	long := strings.Repeat("é", 10) + strings.Repeat("ж", 100)
	tokens := Tokens(long)
	require.Len(t, tokens, 1)
	require.LessOrEqual(t, len(tokens[0].Text), MaxToken)
	require.True(t, utf8.ValidString(tokens[0].Text))
	require.Equal(t, tokens[0].Text, QueryTokens(long)[0].Text, "and is found by itself")
}

func TestTokensOfAnAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://www.example.org/blog/Service-Discovery?q=caf%C3%A9&id=7#dns": "example org blog service discovery q cafe id 7 dns",
		"HTTPS://WWW.Example.org":                          "example org",
		"https://ja.wikipedia.org/wiki/%E7%8C%AB%E5%8F%8B": "ja wikipedia org wiki 猫友 友",
		"https://example.org/100%/%zz/%ff":                 "example org 100 zz ff",
		"example.org/no-scheme":                            "example org no scheme",
	} {
		require.Equal(t, strings.Fields(want), words(URLTokens(in)), in)
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"Don't C++ 日本語", "a'b'c''d", "ｶﾞｶﾞ", "c+++#", "\u0e01\u0e31", "e\u0301\u0301", "\xe3\x81x", "'’'", strings.Repeat("İ", 40)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		require.Equal(t, byRunes(nil, s, true), Tokens(s), "%q", s)
		require.Equal(t, byRunes(nil, s, false), QueryTokens(s), "%q", s)
		last := 0
		for _, tok := range Tokens(s) {
			require.True(t, 0 <= tok.Start && tok.Start < tok.End && tok.End <= len(s), "%q", s)
			require.GreaterOrEqual(t, tok.Start, last, "%q", s)
			last = tok.Start
			require.True(t, utf8.ValidString(tok.Text))
			require.LessOrEqual(t, len(tok.Text), MaxToken+utf8.UTFMax)
		}
		have := make(map[string]bool)
		for _, tok := range Tokens(s) {
			have[tok.Text] = true
		}
		for _, tok := range QueryTokens(s) {
			require.True(t, have[tok.Text], "a text is found by its own words: %q in %q", tok.Text, s)
		}
		for _, tok := range URLTokens(s) {
			require.True(t, utf8.ValidString(tok.Text))
		}
	})
}

// byRunes is tokenize without the short way for plain words.
func byRunes(dst []Token, s string, document bool) []Token {
	for i := 0; i < len(s); {
		dst, i = appendAt(dst, s, i, document)
	}
	return dst
}

func TestPlainWordsAreTokenizedAsAllAre(t *testing.T) {
	long := strings.Repeat("Ab9", MaxToken)
	r := rand.New(rand.NewPCG(1, 1))
	pieces := []string{"a", "Word", "x9", " ", ".", "'", "’", "+", "#", "é", "e\u0301", "日本", "🐝", "\xff", "-", "_", "\x00", long}
	for range 20_000 {
		var s string
		for range 1 + r.IntN(7) {
			s += pieces[r.IntN(len(pieces))]
		}
		require.Equal(t, byRunes(nil, s, true), Tokens(s), "%q", s)
		require.Equal(t, byRunes(nil, s, false), QueryTokens(s), "%q", s)
	}
}

// BenchmarkTokens splits a title, beside doing so by runes.
func BenchmarkTokens(b *testing.B) {
	const title = "Local-first software: you own your data, in spite of the cloud | Ink & Switch"
	b.Run("plain", func(b *testing.B) {
		var tokens []Token
		for b.Loop() {
			tokens = AppendTokens(tokens[:0], title)
		}
	})
	b.Run("by runes", func(b *testing.B) {
		var tokens []Token
		for b.Loop() {
			tokens = byRunes(tokens[:0], title, true)
		}
	})
}
