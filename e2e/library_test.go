package e2e

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/drive"
)

// pin is a bookmark in Pinboard's words.
func pin(time, url, title, text, tags string) map[string]any {
	return map[string]any{
		"href": url, "description": title, "extended": text, "tags": tags, "time": time, "shared": "yes", "toread": "no",
	}
}

// sixPins is a library in the shape of the page that Pinfold began with: six
// bookmarks of one tag over six months, and two others.
func sixPins() []map[string]any {
	return []map[string]any{
		pin("2016-11-20T12:00:00Z", "https://a.example/ledgers", "Ledgers that add up",
			"Mine: worth a try.\n<blockquote>Every entry has its counter entry.\n\nNothing is ever deleted.</blockquote>", "stripe coding data notebooks"),
		pin("2016-11-05T12:00:00Z", "https://a.example/names", "Finding services by name",
			"> Names are looked up once.\n\nSee https://b.example/notes (long).", "stripe dns api"),
		pin("2015-10-15T12:00:00Z", "https://a.example/outage", "What went wrong on Thursday", "", "stripe outages ops"),
		pin("2014-12-15T12:00:00Z", "https://a.example/mail", "Mail that all may read", "A rule of thumb.", "stripe culture email"),
		pin("2014-10-15T12:00:00Z", "https://a.example/drill", "Drills for the day it breaks", "", "stripe outages ops testing"),
		pin("2014-02-15T12:00:00Z", "https://a.example/pipes", "Pipes for large and small data", "", "stripe data hadoop"),
		pin("2013-01-15T12:00:00Z", "https://c.example/bread", "Bread at home", "", "cooking"),
		pin("2012-01-15T12:00:00Z", "https://c.example/café", "Crème brûlée without tears", "", ""),
	}
}

// library opens the library page on a query.
func (s *session) library(query string) *page {
	s.t.Helper()
	p := s.open(drive.LibraryAt(query))
	require.NoError(s.t, p.Viewport(s.ctx, 1280, 800))
	return p
}

const titlesInList = `() => [...document.querySelectorAll("#rows .title bdi")].map((e) => e.textContent)`

// listing waits for the list to be exactly these titles.
func (p *page) listing(titles ...string) {
	p.s.t.Helper()
	p.until("the list", `(want) => JSON.stringify((`+titlesInList+`)()) === JSON.stringify(want)`, titles)
}

// counts waits for the number beside the heading.
func (p *page) counts(n string) {
	p.s.t.Helper()
	p.until("the count "+n, `(n) => document.getElementById("count").firstChild?.textContent === n`, n)
}

// asks waits for the query to be in the box and in the address.
func (p *page) asks(query string) {
	p.s.t.Helper()
	p.until("the query "+query, `(q) => document.getElementById("search").value === q && decodeURIComponent(location.hash.replace(/^#q=/, "")) === q`, query)
}

// onRow waits for the focus to be on the row of that title.
func (p *page) onRow(title string) {
	p.s.t.Helper()
	p.until("the focus on "+title, `(title) => document.activeElement?.tagName === "ARTICLE" && document.activeElement.querySelector(".title bdi").textContent === title`, title)
}

func TestATagPageReadsLikeItsPageOnTheWeb(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.listing("Ledgers that add up", "Finding services by name", "What went wrong on Thursday", "Mail that all may read",
			"Drills for the day it breaks", "Pipes for large and small data")
		p.counts("6")
		require.Equal(s.t, "stripe", eval[string](p, `() => document.querySelector("h1 bdi").textContent`))
		require.Equal(s.t, []string{"november 2016", "", "october 2015", "december 2014", "october 2014", "february 2014"},
			eval[[]string](p, `() => [...document.querySelectorAll("#rows .month")].map((e) => e.hidden ? "" : e.textContent)`))
		require.Equal(s.t, "stripe · Pinfold", eval[string](p, `() => document.title`))
		require.Equal(s.t, []string{"Every entry has its counter entry.", "Nothing is ever deleted."},
			eval[[]string](p, `() => [...document.querySelectorAll("#rows blockquote")[0].querySelectorAll("p")].map((e) => e.textContent)`))
		require.Equal(s.t, "https://b.example/notes", eval[string](p, `() => document.querySelector("#rows .description a").href`))
		p.until("related tags", `() => [...document.querySelectorAll("#facets li")].map((e) => e.innerText.replace(/\s+/g, " ").trim()).join() .startsWith("data 2 −,ops 2 −,outages 2 −,")`)
		p.onRow("Ledgers that add up")
	})
}

func TestPressingNarrowsAndTheBoxSaysSo(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("#stripe")
		p.click("#facets button.tag")
		p.asks("#stripe #data")
		p.listing("Ledgers that add up", "Pipes for large and small data")
		p.counts("2")
		p.until("the tags of both", `() => document.getElementById("facets-heading").textContent === "with stripe + data"`)
		p.click("@Without hadoop")
		p.asks("#stripe #data -#hadoop")
		p.listing("Ledgers that add up")
		p.click("@data, take out")
		p.asks("#stripe -#hadoop")
		p.counts("5")
		p.click("@oldest")
		p.asks("#stripe -#hadoop sort:old")
		p.until("the oldest first", `() => document.querySelector("#rows .title").textContent.trim() === "Drills for the day it breaks"`)
		p.click("@title")
		p.until("no months by title", `() => [...document.querySelectorAll("#rows .row")].length === 5 && [...document.querySelectorAll("#rows .month")].every((e) => e.hidden)`)
		for range 5 {
			eval[any](p, `() => history.back()`)
		}
		p.asks("#stripe")
		p.counts("6")
		p.click("@untagged 1")
		p.asks("#stripe is:untagged")
		p.counts("0")
		p.shows("Nothing has all 2 of these together.")
		p.click("@try #stripe")
		p.counts("6")
	})
}

// TestTheBoxAddsAStarAndTakesNoWordOut asks for words of which a beginning is found,
// and for one that the hint would leave out.
func TestTheBoxAddsAStarAndTakesNoWordOut(t *testing.T) {
	each(t, func(s *session) {
		s.have(
			pin("2016-03-01T00:00:00Z", "https://a.example/1", "Data barrel", "", ""),
			pin("2016-02-01T00:00:00Z", "https://a.example/2", "Bar", "", ""),
			pin("2016-01-01T00:00:00Z", "https://a.example/3", "Data foo:baz", "", ""),
		)
		p := s.library("dat* bar")
		p.asks("dat* bar*")
		p.counts("1")
		p = s.library("dat* foo:ba")
		p.shows("Nothing is found for “foo:ba”.")
		require.Equal(s.t, 1, eval[int](p, `async () => (await (await import("./api.js")).search({query: "dat* foo:ba", limit: 1, typing: true})).bookmarks.length`))
		p.asks("dat* foo:ba")
	})
}

func TestTypingIsLiveAndEnterMakesTheEntry(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.library("")
		p.focused("@Search")
		p.counts("8")
		before := eval[int](p, `() => history.length`)
		p.write("creme brul")
		p.listing("Crème brûlée without tears")
		p.asks("creme brul")
		p.until("the words marked", `() => [...document.querySelectorAll("#rows mark")].map((e) => e.textContent).join() === "Crème,brûl"`)
		require.Equal(s.t, before, eval[int](p, `() => history.length`))
		p.press("Enter")
		p.asks("creme brul*")
		p.onRow("Crème brûlée without tears")
		require.Equal(s.t, before+1, eval[int](p, `() => history.length`))
		eval[any](p, `() => history.back()`)
		p.asks("")
		p.counts("8")
		p.press("/")
		p.write("a+b 100%")
		p.asks("a+b 100%")
		p.shows("Nothing is found")
		p.press("Escape")
		p.asks("")
		p.press("Escape")
		p.onRow("Ledgers that add up")
		// At once, while the rows are still to come.
		p.press("/")
		p.write("zebra")
		p.press("Escape", "Escape")
		p.onRow("Ledgers that add up")
	})
}

func TestBackBringsTheListThePlaceAndTheRow(t *testing.T) {
	each(t, func(s *session) {
		var many []map[string]any
		for i := range 300 {
			many = append(many, pin("2016-01-01T00:00:00Z", s.site.at("/plain")+"?n="+itoa(i), "Number "+itoa(i), "", "many"))
		}
		s.have(many...)
		p := s.library("#many")
		p.onRow("Number 0")
		for range 60 {
			p.press("j")
		}
		p.onRow("Number 60")
		top := eval[float64](p, `() => document.activeElement.getBoundingClientRect().top`)
		p.press("Enter")
		p.until("the page", `() => document.querySelector("h1")?.textContent === "A plain page"`)
		eval[any](p, `() => setTimeout(() => history.back())`)
		p.onRow("Number 60")
		require.InDelta(s.t, top, eval[float64](p, `() => document.activeElement.getBoundingClientRect().top`), 2)
	})
}

func itoa(n int) string { return strconv.Itoa(n) }
