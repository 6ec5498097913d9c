package core_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/memstore"
)

// TestEveryScriptIsFound searches titles, each by several spellings.
func TestEveryScriptIsFound(t *testing.T) {
	l, _, _ := newLibrary(t)
	for title, queries := range map[string][]string{
		"日本語の検索エンジン":                       {"日本", "本語", "検", "の", "日本語の検索エンジン", "ン", "検索*", `"語の検索"`},
		"C言語入門":                            {"c言語", "言", "門"},
		"전문 검색 엔진":                         {"검색", "검", "엔진"},
		"ค้นหาข้อความ":                     {"ค้นหา", "ข้อความ"},
		"Party 🎉 for Gophers":              {"🎉", `"party 🎉 for"`, "🎉 gophers"},
		"I ❤️ maps":                        {"❤", "❤️", "i ❤️ maps"},
		"Straße nach Süden":                {"strasse", "STRAẞE", "suden", "Süden"},
		"DİYARBAKIR ve ılık":               {"diyarbakır", "DIYARBAKIR", "ilik"},
		"Ο Σίσυφος":                        {"σισυφοσ", "ΣΊΣΥΦΟΣ", "σίσυφος"},
		"Йод и ёлка":                       {"йод", "ЁЛКА", "елка"},
		"שָׁלוֹם עולם":                     {"שלום"},
		"Cafe\u0301 naïve ﬁn":              {"café", "CAFE", "naive", "fin"},
		"Ｆｕｌｌ ｗｉｄｔｈ":                       {"full", "ｗｉｄｔｈ"},
		"Don’t use C++, C# .NET":           {"don't", "dont", "c++", "c#", ".net", "net"},
		strings.Repeat("a", 300) + " long": {strings.Repeat("a", 300), strings.Repeat("a", 40) + "*"},
		"nul\x00l and \ud7ff":              {"nul"},
		"bad \xed\xa0\x80 utf8":            {"bad", "utf8"},
	} {
		r := save(t, l, fmt.Sprintf("https://example.org/%x", title), title)
		for _, q := range queries {
			require.Contains(t, titles(t, l, q), r.Bookmark.Title, "%q", q)
		}
	}
	require.NoError(t, l.Flush(ctx(), 0))
	require.Len(t, titles(t, l, "検"), 1, "one character is the beginning of a pair, also in a segment")
	require.Len(t, titles(t, l, "🎉"), 1)
	require.NotContains(t, titles(t, l, "йод"), "Иод")
}

// TestNothingToSearchForIsLeftOut looks at what has neither letter nor digit.
func TestNothingToSearchForIsLeftOut(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, url(1), "Salt & pepper")
	save(t, l, url(2), "Sugar")
	require.Equal(t, []string{"Salt & pepper"}, titles(t, l, "salt & pepper"))
	require.Equal(t, []string{"Sugar"}, titles(t, l, "sugar OR ???"))
	require.Equal(t, []string{"Sugar"}, titles(t, l, `sugar -"!!!"`))
	require.Empty(t, titles(t, l, "???"))
	require.Empty(t, titles(t, l, "NOT ???"))
	_, err := l.Delete(ctx(), core.Selection{Query: "&"}, core.OpID{})
	require.NoError(t, err)
	require.Len(t, titles(t, l, ""), 2, "nothing to search for is not everything")
}

// TestAPastedAddressIsFirstOnWhateverPage pages through what an address finds.
func TestAPastedAddressIsFirstOnWhateverPage(t *testing.T) {
	l, _, w := newLibrary(t)
	exact := save(t, l, "https://example.org/a", "Exact")
	variant := save(t, l, "http://www.example.org/a/#part", "Variant")
	for n := range 30 {
		save(t, l, fmt.Sprintf("https://example.org/a/%d", n), "example org a a example org")
	}
	w.now = w.now.Add(time.Hour)
	for _, q := range []string{"https://example.org/a?utm_source=x", "example.org/a", "https://EXAMPLE.org:443/a"} {
		var all []string
		for offset := 0; ; offset += 7 {
			p, err := l.Search(ctx(), core.Search{Query: q, Offset: offset, Limit: 7, Total: true, Tags: 5})
			require.NoError(t, err)
			if len(p.Bookmarks) == 0 {
				require.Equal(t, len(all), p.Total, q)
				break
			}
			for _, b := range p.Bookmarks {
				all = append(all, b.URL)
			}
		}
		require.Equal(t, []string{exact.Bookmark.URL, variant.Bookmark.URL}[:1], all[:1], q)
		require.Contains(t, all[:2], variant.Bookmark.URL, q)
		seen := make(map[string]bool)
		for _, u := range all {
			require.False(t, seen[u], "%s is on two pages", u)
			seen[u] = true
		}
	}
	p, err := l.Search(ctx(), core.Search{Query: "https://example.org/nowhere", Limit: 5})
	require.NoError(t, err)
	require.Equal(t, "https://example.org/nowhere", p.Save)
	r, err := l.Update(ctx(), core.Selection{Query: "https://example.org/a?utm_source=x"}, core.Edit{AddTags: []string{"hit"}}, core.OpID{})
	require.NoError(t, err)
	require.Equal(t, 2, r.Count, "a bulk edit is about what was shown")
}

// TestOnlyTheWordBeingTypedIsAPrefix types the last word.
func TestOnlyTheWordBeingTypedIsAPrefix(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, "https://example.org/databases/index", "Databases")
	save(t, l, url(2), "Dat")
	typed := func(q string) (n int) {
		p, err := l.Search(ctx(), core.Search{Query: q, Limit: 10, Total: true, Typing: true})
		require.NoError(t, err)
		require.Len(t, p.Bookmarks, p.Total)
		return p.Total
	}
	for q, want := range map[string]int{
		"dat": 2, "dat ": 1, `"dat`: 1, "dat*": 2, "dat sort:new": 1, "title:dat": 2, "dat -zebra": 1, "-dat": 1,
		"example.org/datab": 1, "https://example.org/databases/ind": 1, "is:private dat": 2, "dat is:private": 1,
	} {
		require.Equal(t, want, typed(q), "%q", q)
	}
	require.Len(t, titles(t, l, "dat"), 1)
	p, err := l.Search(ctx(), core.Search{Query: "databa", Limit: 10})
	require.NoError(t, err)
	require.Equal(t, "databa*", p.HintQuery)
}

// TestNearWordsStandBelowAndAreNotCounted misspells.
func TestNearWordsStandBelowAndAreNotCounted(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, url(1), "Kubernetes")
	for n := range 4 {
		save(t, l, url(10+n), "Kubernets")
	}
	p, err := l.Search(ctx(), core.Search{Query: "kubernets", Limit: 10, Total: true, Near: true})
	require.NoError(t, err)
	require.Equal(t, 4, p.Total)
	require.Len(t, p.Near, 1)
	p, err = l.Search(ctx(), core.Search{Query: "kubernets", Limit: 2, Total: true, Near: true})
	require.NoError(t, err)
	require.Empty(t, p.Near, "what is on the next page is not near")
	require.Len(t, titles(t, l, "kubernets"), 4)
	require.Len(t, titles(t, l, "kubernets~"), 5)
}

// TestDatesAreTheLocalOnes asks around midnights and changes of the clock.
func TestDatesAreTheLocalOnes(t *testing.T) {
	for _, place := range []string{"America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Kiritimati", "America/Santiago"} {
		loc, err := time.LoadLocation(place)
		require.NoError(t, err)
		w := newWorld()
		o := w.options()
		last := int32(-1 << 30)
		for at := time.Date(2015, 12, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2018; at = at.Add(30 * time.Minute) {
			if _, off := at.In(loc).Zone(); int32(off) != last {
				last = int32(off)
				o.Zone = append(o.Zone, core.ZoneSpan{From: at.UnixMilli(), Offset: last})
			}
		}
		l, err := core.Open(ctx(), memstore.New().Open(), o)
		require.NoError(t, err)
		n := 0
		_, err = l.Import(ctx(), func(yield func(core.Entry, error) bool) {
			for at := time.Date(2015, 12, 29, 0, 0, 0, 0, time.UTC); at.Year() < 2017; at = at.Add(9*time.Hour + 31*time.Minute) {
				n++
				if !yield(core.Entry{URL: url(n), Title: at.In(loc).Format("2006-01-02"), Created: at}, nil) {
					return
				}
			}
		}, core.ImportOptions{}, nil)
		require.NoError(t, err)
		all := titles(t, l, "sort:old")
		for day := time.Date(2015, 12, 30, 0, 0, 0, 0, time.UTC); day.Year() < 2017; day = day.AddDate(0, 0, 1) {
			d := day.Format("2006-01-02")
			var want []string
			for _, title := range all {
				if title == d {
					want = append(want, title)
				}
			}
			got := titles(t, l, "on:"+d)
			require.ElementsMatch(t, want, got, "%s %s", place, d)
		}
		in2016 := len(titles(t, l, "on:2016"))
		require.Equal(t, in2016, len(titles(t, l, "after:2016 before:2017")))
		require.Equal(t, len(all), in2016+len(titles(t, l, "before:2016"))+len(titles(t, l, "after:2017")))
	}
}

// TestALargeDescriptionIsSearchedOrRefused tries 190 KB and a megabyte.
func TestALargeDescriptionIsSearchedOrRefused(t *testing.T) {
	l, _, _ := newLibrary(t)
	long := strings.Repeat("word after word ", 12_000) + "needle"
	_, err := l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(1), Title: "T", Description: long}, Touched: core.AllFields})
	require.NoError(t, err)
	require.Equal(t, []string{"T"}, titles(t, l, "needle"))
	_, err = l.Save(ctx(), core.Save{Bookmark: core.Bookmark{URL: url(2), Title: "U", Description: strings.Repeat("m", 1<<20)}, Touched: core.AllFields})
	require.Equal(t, core.Invalid, core.CodeOf(err))
	r, err := l.Import(ctx(), func(yield func(core.Entry, error) bool) {
		yield(core.Entry{URL: url(3), Title: "V", Description: strings.Repeat("é", 1<<19)}, nil)
	}, core.ImportOptions{}, nil)
	require.NoError(t, err)
	require.Equal(t, 1, r.Stored)
	require.NotEmpty(t, r.Warnings)
}

// TestWhatFoundNothingIsNamedWithWhatIsNear asks for what is not there.
func TestWhatFoundNothingIsNamedWithWhatIsNear(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, url(1), "Outage at Stripe", "postgres", "ops")
	save(t, l, url(2), "Knots", "rope")
	save(t, l, url(3), "東京と京都")
	for q, want := range map[string][2]string{
		"#postgrs":                   {"No bookmark has the tag “postgrs”. Did you mean “postgres”?", "#postgres"},
		"outage #postgrs":            {"No bookmark has the tag “postgrs”. Did you mean “postgres”?", "outage #postgres"},
		"#nowhere outage":            {"No bookmark has the tag “nowhere”.", "outage"},
		"outa":                       {"No word is “outa”, but some begin with it.", "outa*"},
		"knots outage":               {"Nothing has all 2 of these together.", "knots"},
		"outage zebra":               {"Nothing is found for “zebra”.", "outage"},
		"outgae":                     {"Nothing is found for “outgae”. Did you mean “outage”?", "outage"},
		"title:strpie rope":          {"Nothing is found for “title:strpie”. Did you mean “stripe”?", "rope title:stripe"},
		`"outgae at strpie" #ops`:    {"Nothing is found for “outgae at strpie”. Did you mean “outage at stripe”?", `#ops "outage at stripe"`},
		"outgae-at-stripe":           {"Nothing is found for “outgae-at-stripe”. Did you mean “outage-at-stripe”?", "outage-at-stripe"},
		`title:"stripe outage"`:      {"Nothing has “title:\"stripe outage\"” in a row, but some have all of these words.", "title:stripe title:outage"},
		`"stripe knots"`:             {"Nothing is found for “stripe knots”.", ""},
		"strpie OR zebra":            {"Nothing is found for “strpie OR zebra”. Did you mean “stripe OR zebra”?", "stripe OR zebra"},
		"(strpie OR \"konts\") rope": {"Nothing is found for “strpie OR \"konts\"”. Did you mean “stripe OR \"knots\"”?", "rope (stripe OR \"knots\")"},
		"(":                          {"Nothing is found for “(”.", ""},
		`"&" zebra`:                  {"Nothing is found for “&”.", "zebra"},
		`"東京都"`:                      {"Nothing is found for “東京都”.", ""},
		"wsa~":                       {"Nothing is found for “wsa~”.", ""},
		"zebra OR #nowhere":          {"Nothing is found for “zebra OR #nowhere”.", ""},
		"is:nonsense outage":         {"“is:nonsense” is not understood, so it is taken as words. Try is:unread, is:private, is:public, is:untagged or is:trashed.", ""},
	} {
		p, err := l.Search(ctx(), core.Search{Query: q, Limit: 5, Total: true})
		require.NoError(t, err)
		require.Equal(t, want, [2]string{p.Hint, p.HintQuery}, q)
	}
	p, err := l.Search(ctx(), core.Search{Query: "outage -stripe rope", Limit: 5})
	require.NoError(t, err)
	require.Len(t, p.Negations, 1)
	require.Equal(t, `outage "-stripe" rope`, p.Negations[0].Literal)
}

// TestTagsInAnotherFormAreTold asks for a tag that is there in other forms too.
func TestTagsInAnotherFormAreTold(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, url(1), "One", "bookmark", "node-js")
	save(t, l, url(2), "Two", "bookmarks", "nodejs", "css")
	save(t, l, url(3), "Three", "Bookmarks", "book-mark", ".css", "cs")
	save(t, l, url(4), "Four", "libraries", "box", "cache", "cars", "plan")
	save(t, l, url(5), "Five", "library", "boxes", "caches", "cares", "planes")
	for q, want := range map[string][2]string{
		"#bookmark":       {"Also tagged “bookmarks” (2), “book-mark” (1).", "#bookmark OR #bookmarks OR #book-mark"},
		"#nodejs two":     {"Also tagged “node-js” (1).", "two (#nodejs OR #node-js)"},
		"#library":        {"Also tagged “libraries” (1).", "#library OR #libraries"},
		"#boxes":          {"Also tagged “box” (1).", "#boxes OR #box"},
		"#cache":          {"Also tagged “caches” (1).", "#cache OR #caches"},
		"#cars":           {"", ""},
		"#plan":           {"", ""},
		"#css":            {"", ""},
		"#bookmark*":      {"", ""},
		"bookmark":        {"", ""},
		"#css #bookmarks": {"", ""},
	} {
		p, err := l.Search(ctx(), core.Search{Query: q, Limit: 5, Total: true})
		require.NoError(t, err)
		require.Equal(t, want, [2]string{p.Hint, p.HintQuery}, q)
		if p.HintQuery == "" {
			continue
		}
		more, err := l.Search(ctx(), core.Search{Query: p.HintQuery, Total: true})
		require.NoError(t, err)
		require.GreaterOrEqual(t, more.Total, p.Total)
	}
}

// TestACharacterWithItsVowelFindsTheWordsItBegins: of what has no spaces pairs
// are found, and a consonant with the vowel over it is one character.
func TestACharacterWithItsVowelFindsTheWordsItBegins(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, url(1), "ดีมาก")
	save(t, l, url(2), "ガイド")
	for q, want := range map[string]string{"ดี": "ดีมาก", "ดีม": "ดีมาก", `"ดี"`: "ดีมาก", "ガ": "ガイド"} {
		require.Equal(t, []string{want}, titles(t, l, q), q)
	}
}

// TestWhyABookmarkIsThereIsTold explains what is found by words of several kinds.
func TestWhyABookmarkIsThereIsTold(t *testing.T) {
	l, _, _ := newLibrary(t)
	b := save(t, l, url(1), "Rust for streams", "rust")
	save(t, l, url(2), "Something else")
	reasons := func(s core.Search) []core.Reason {
		found, err := l.Explain(ctx(), s, b.Bookmark.ID)
		require.NoError(t, err)
		return found
	}
	require.Equal(t, []core.Reason{
		{Asked: "rust", Word: "rust", How: "whole", Fields: []string{"title", "tags"}, Share: 68},
		{Asked: "str", Word: "streams", How: "beginning", Fields: []string{"title"}, Share: 32},
	}, reasons(core.Search{Query: "rust str", Typing: true}))
	require.Equal(t, []core.Reason{{Asked: "streems", Word: "streams", How: "near", Fields: []string{"title"}, Share: 100}}, reasons(core.Search{Query: "streems", Near: true}))
	require.Empty(t, reasons(core.Search{Query: "#rust -else is:public"}))
	whole := func(word string) core.Reason {
		return core.Reason{Asked: word, Word: word, How: "whole", Fields: []string{"title"}, Share: 100}
	}
	require.Equal(t, []core.Reason{whole("for")}, reasons(core.Search{Query: `(streams else) OR for`}), "of an alternative that is not there nothing counts")
	require.Equal(t, []core.Reason{whole("streams")}, reasons(core.Search{Query: `"streams for" OR (streams (nothing OR #rust))`}))
	_, err := l.Explain(ctx(), core.Search{Query: "rust"}, core.ID{1})
	require.Equal(t, core.NotFound, core.CodeOf(err))
}

// TestAPastedAddressMissesNothingBehindFiftyMatches pages past the first fifty,
// in the pages that the library draws.
func TestAPastedAddressMissesNothingBehindFiftyMatches(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, "https://example.org/a", "Exact")
	save(t, l, "http://www.example.org/a/#part", "Variant")
	for n := range 1100 {
		save(t, l, fmt.Sprintf("https://example.org/a/%d", n), "example org a")
	}
	for _, q := range []string{"https://example.org/a", "example.org/a sort:old"} {
		seen := make(map[string]bool)
		var total int
		for offset := 0; offset < 1150; offset += 50 {
			p, err := l.Search(ctx(), core.Search{Query: q, Offset: offset, Limit: 50, Total: true})
			require.NoError(t, err)
			for _, b := range p.Bookmarks {
				require.False(t, seen[b.URL], "%s is on two pages", b.URL)
				seen[b.URL] = true
			}
			total = p.Total
		}
		require.Equal(t, 1102, total, q)
		require.Len(t, seen, total, q)
	}
}

func TestWhatIsSaidTwiceIsSearchedForOnce(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, "https://a.example/", "data data data about nothing")
	save(t, l, "https://b.example/", "foo foo foo of data")
	save(t, l, "https://c.example/", "foo and data")
	for twice, once := range map[string]string{"data foo data data": "data foo", "data OR foo OR data": "data OR foo", "data -foo -foo": "data -foo", `"foo and" "foo and" data`: `"foo and" data`, "(data OR foo) -(about nothing) data": "(data OR foo) -(about nothing) data"} {
		want, err := l.Search(ctx(), core.Search{Query: once, Limit: 9, Total: true})
		require.NoError(t, err)
		require.NotEmpty(t, want.Bookmarks)
		page, err := l.Search(ctx(), core.Search{Query: twice, Limit: 9, Total: true})
		require.NoError(t, err)
		require.Equal(t, want.Bookmarks, page.Bookmarks, twice)
		require.Equal(t, want.Total, page.Total, twice)
	}
}
