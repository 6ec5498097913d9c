package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// described is a function that shows how a description is drawn: quotations in
// «», paragraphs in ‹›, links in [].
const described = `async (text) => {
	const { describe } = await import("./description.js");
	const read = (node) => node.nodeType === Node.TEXT_NODE ? node.data
		: { P: ["‹", "›"], BLOCKQUOTE: ["«", "»"], A: ["[", "]"] }[node.tagName].join([...node.childNodes].map(read).join(""));
	return describe(text).map(read).join("");
}`

func TestADescriptionIsReadAsItWasWritten(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("library.html")
		for text, want := range map[string]string{
			"":                                "",
			"One.\nStill one.\n\nTwo.":        "‹One.\nStill one.›‹Two.›",
			"Mine.\n> theirs\n> more\n\nMine": "‹Mine.›«‹theirs\nmore›»‹Mine›",
			"> a\n>\n> b":                     "«‹a›‹b›»",
			"> outer\n> > inner":              "«‹outer›«‹inner›»»",
			">no space":                       "‹>no space›",
			"a > b":                           "‹a > b›",
			"<blockquote>q</blockquote> mine": "«‹q›»‹ mine›",
			"<BLOCKQUOTE>q\n\nr</BLOCKQUOTE>": "«‹q›‹r›»",
			"a <blockquote>b":                 "‹a <blockquote>b›",
			"a</blockquote> b":                "‹a</blockquote> b›",
			"<blockquote>a<blockquote>b</blockquote>c</blockquote>": "«‹a›«‹b›»‹c›»",
			"<blockquote>a <blockquote>b</blockquote>":              "‹<blockquote>a›«‹b›»",
			"<blockquote cite=x>a</blockquote>":                     "‹<blockquote cite=x>a</blockquote>›",
			"<b>bold</b> &amp;":                                     "‹<b>bold</b> &amp;›",
			"See https://a.example/x.":                              "‹See [https://a.example/x].›",
			"(http://a.example/(y))":                                "‹([http://a.example/(y))]›",
			"<https://a.example/>, then":                            "‹<[https://a.example/]>, then›",
			"“https://a.example/?a=b&c”":                            "‹“[https://a.example/?a=b&c]”›",
			"javascript:alert(1) ftp://a.example":                   "‹javascript:alert(1) ftp://a.example›",
			"xhttps://a.example/":                                   "‹xhttps://a.example/›",
		} {
			require.Equal(s.t, want, eval[string](p, described, text), "%q", text)
		}
		deep := strings.Repeat("> ", 3000) + "x"
		require.Contains(s.t, eval[string](p, described, deep), "x")
		for _, flood := range []string{"<blockquote>", "</blockquote>", "<blockquote></blockquote>", ">\n", "http://)))", " ", "\n ", "https://a.example/ "} {
			eval[any](p, described, strings.Repeat(flood, 200_000/len(flood)))
		}
	})
}

func TestWhatTurnsOrHidesLettersIsVisibleInAnAddress(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("library.html")
		for _, hidden := range []rune{0x00, 0x1f, 0x7f, 0x85, 0x9f, 0x61c, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xfeff} {
			require.Equal(s.t, fmt.Sprintf(`a\u%04xb`, hidden), eval[string](p, `async (url) => (await import("./dom.js")).visibleUrl(url)`, "a"+string(hidden)+"b"))
		}
		require.Equal(s.t, "https://münchen.example/日本", eval[string](p, `async () => (await import("./dom.js")).visibleUrl("https://münchen.example/日本")`))
	})
}

func TestAHostInLettersThatMisleadIsShownInPlainOnes(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("library.html")
		for address, want := range map[string]string{
			"https://bücher.example/ä":         "bücher.example",
			"https://пример.рф/":               "пример.рф",
			"https://пример.example/":          "пример.example",
			"https://日本語とabc.example/":         "日本語とabc.example",
			"https://한국abc.example/":           "한국abc.example",
			"https://ελλάδα.example/":          "ελλάδα.example",
			"https://аррӏе.com/":               "xn--80ak6aa92e.com", // Cyrillic throughout
			"https://аррӏе.рф/":                "аррӏе.рф",           // where all read Cyrillic
			"https://pаypal.com/":              "xn--pypal-4ve.com",  // one Cyrillic letter
			"https://www.gοοgle.com/":          "xn--ggle-0nda.com",  // two Greek ones
			"http://me@pаypal.com:8080/x":      "me@xn--pypal-4ve.com:8080",
			"https://аррӏе\u200b.com/":         "xn--80ak6aa92e.com",
			"https://plain.example/pаypal.com": "plain.example",
			"https://a\u200bb.example/":        `a\u200bb.example`,
			"https://bu\u0308cher.example/":    "bu\u0308cher.example",
			"https://аррӏе。com/":               "xn--80ak6aa92e.com",
			"https://قناة٢.example/":           "قناة٢.example",
			"https://カ・タ.example/":             "カ・タ.example",

			"http://x@google.com:y@pаypal.com/": "x@google.com:y@xn--pypal-4ve.com",
		} {
			require.Equal(s.t, want, eval[string](p, `async (url) => (await import("./dom.js")).hostOf(url)`, address), address)
		}
		require.Equal(s.t, "https://xn--pypal-4ve.com/а?аa#а", eval[string](p, `async (url) => (await import("./dom.js")).visibleUrl(url)`, "https://pаypal.com/а?аa#а"))
	})
}

func TestMatchesAreMarkedAsSearchComparesThem(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("library.html")
		for _, c := range []struct {
			text  string
			terms []string
			want  string
		}{
			{"Data in database", []string{"data"}, "[Data] in database"},
			{"Data in database", []string{"data*"}, "[Data] in [data]base"},
			{"Google go language", []string{"go", "lang*"}, "Google [go] [lang]uage"},
			{"crème BRÛLÉE", []string{"creme", "brulee"}, "[crème] [BRÛLÉE]"},
			{"e\u0301cole école", []string{"ecole"}, "[e\u0301cole] [école]"},
			{"Straße", []string{"strasse"}, "[Straße]"},
			{"日本語の本", []string{"本語"}, "日[本語]の本"},
			{"旅のガイドブック", []string{"ガイ", "イド"}, "旅の[ガイド]ブック"},
			{"ｶﾞｲﾄﾞ", []string{"ガイ"}, "[ｶﾞｲ]ﾄﾞ"},
			{"대한민국 한국", []string{"한국"}, "대한민국 [한국]"},
			{"Йод и йога", []string{"йод"}, "[Йод] и йога"},
			{"हिन्दी में", []string{"हिन्दी"}, "[हिन्दी] में"},
			{"คำว่าสวัสดีครับ", []string{"สวั", "วัส", "สดี"}, "คำว่า[สวัสดี]ครับ"},
			{"I don't, don’t and dont", []string{"dont"}, "I [don't], [don’t] and [dont]"},
			{"l'école", []string{"ecole"}, "l'[école]"},
			{"rock 'n' roll", []string{"roll"}, "rock 'n' [roll]"},
			{"c++ and x", []string{"+"}, "c[++] and x"},
			{"𝔘nicode 💥 data", []string{"data"}, "𝔘nicode 💥 [data]"},
			{"nothing", []string{"", "else"}, "nothing"},
		} {
			require.Equal(s.t, c.want, eval[string](p, `async (text, terms) => {
				const { rangesOf } = await import("./highlight.js");
				let out = "", at = 0;
				for (const [a, b] of rangesOf(text, terms)) { out += text.slice(at, a) + "[" + text.slice(a, b) + "]"; at = b; }
				return out + text.slice(at);
			}`, c.text, c.terms))
		}
	})
}

func TestHostileBookmarksAreText(t *testing.T) {
	each(t, func(s *session) {
		huge := strings.Repeat("<img src=x onerror=alert(1)> ", 6000)
		s.have(
			pin("2016-03-01T00:00:00Z", "https://a.example/\u202egnp.exe", hostile, hostile+"\n> "+hostile, `<img/src=x> "onmouseover=1" bad`),
			pin("2016-02-01T00:00:00Z", "https://a.example/long", strings.Repeat("W", 4000), huge, "bad "+strings.Repeat("t", 250)),
			pin("2016-01-01T00:00:00Z", "https://a.example/nul", "nul\x00 and a lone \ufffd", "", "bad"),
		)
		p := s.library("#bad")
		p.counts("3")
		p.until("three rows", `() => document.querySelectorAll("#rows article").length === 3`)
		require.True(s.t, strings.HasPrefix(eval[string](p, `() => document.querySelector("#rows .title bdi").textContent`), "<img src=x onerror="))
		p.until("the facets", `() => document.querySelectorAll("#facets li").length === 3`)
		require.Equal(s.t, "", eval[string](p, `() => document.body.dataset.broken ?? ""`))
		require.Equal(s.t, 0, eval[int](p, `() => document.querySelectorAll("main img, main script").length`))
		require.LessOrEqual(s.t, eval[int](p, `() => document.documentElement.scrollWidth - document.documentElement.clientWidth`), 0)
		p.click("@full text")
		p.press("*")
		p.click("@Without " + strings.Repeat("t", 250))
		p.counts("2")
		p.click("@tags")
		p.shows("back to the bookmarks")
		require.Equal(s.t, 0, eval[int](p, `() => document.querySelectorAll("main img, main script").length`))
	})
}
