package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
	"pinfold/internal/drive"
)

// saveStreams saves the site's page by the button, tagged by completion, and
// with the words selected on it.
func saveStreams(s *session) {
	s.t.Helper()
	site := s.visit(s.site.at("/streams"))
	eval[any](site, selectWords, "words")
	p := s.popup(site)
	p.write("str")
	p.press("Tab")
	p.write("data-stores")
	p.read() // Enter waits for the page's words for a second
	p.press("Enter")
	s.gone()
}

// findInPopup looks for words in the popup of another page.
func findInPopup(s *session, words, title string) {
	s.t.Helper()
	p := s.popup(s.visit(s.site.at("/plain")))
	p.press("Control+f")
	p.focused("@Search")
	p.write(words)
	p.shows(title)
	p.press("Escape", "Escape", "Escape")
	s.gone()
}

// findInLibrary opens the library, types words, and opens what is first.
func findInLibrary(s *session, words, title string) *page {
	s.t.Helper()
	p := s.open("library.html")
	p.focused("@Search")
	p.write(words)
	p.shows(title)
	return p
}

func findInAddressBar(s *session, words, title string) {
	s.t.Helper()
	list, err := s.b.AddressBar(s.ctx, "pf", words)
	require.NoError(s.t, err)
	require.Contains(s.t, fmt.Sprint(list), title)
}

// journey is the main job: save, tag, find. Before each step it calls between.
func journey(s *session, between func()) {
	s.t.Helper()
	s.have(map[string]any{
		"href": "https://rivers.example/", "description": "Where rivers begin", "extended": "", "tags": "streams water",
		"time": "2016-11-05T12:00:00Z", "shared": "no", "toread": "no",
	})
	s.tabled(s.existing("library.html"), 1) // else the popup waits for the engine for five seconds, and Tab goes on
	between()
	saveStreams(s)
	require.NoError(s.t, s.b.Offline(s.ctx, true))
	const title = "Streams of data"
	between()
	p := findInLibrary(s, "streams data-stores", title)
	got := p.stored(s.site.at("/streams"))
	require.NotNil(s.t, got)
	require.Equal(s.t, []string{"streams", "data-stores"}, got.Tags)
	require.Equal(s.t, "> A passage worth keeping, of some length.", got.Description)
	require.True(s.t, got.Private)
	between()
	findInAddressBar(s, "passage", title)
	require.NoError(s.t, s.b.Offline(s.ctx, false))
	between()
	findInPopup(s, "passage keeping", title)
	s.quiet()
}

func TestSaveTagFind(t *testing.T) {
	each(t, func(s *session) { journey(s, func() {}) })
}

func TestSaveTagFindWithTheBackgroundStoppedBeforeEachStep(t *testing.T) {
	each(t, func(s *session) { journey(s, s.cold) })
}

func TestSaveTagFindOnAMachineTwentyTimesSlower(t *testing.T) {
	each(t, func(s *session) {
		defer s.b.Slow(20)()
		journey(s, func() {})
	})
}

func TestDatesAreThePersonsOwnInFourZones(t *testing.T) {
	zones := []struct{ zone, evening, night, own, other, form string }{ // evening is 19:00 by UTC, night 23:30
		{"America/St_Johns", "october 2016", "october 2016", "2016-10", "2016-11", "november"},
		{"Europe/Berlin", "october 2016", "november 2016", "2016-11", "2016-10", "december"},
		{"Asia/Kolkata", "november 2016", "november 2016", "2016-11", "2016-10", "december"},
		{"Pacific/Kiritimati", "november 2016", "november 2016", "2016-11", "2016-10", "december"},
	}
	for _, z := range zones {
		t.Run(z.zone, func(t *testing.T) {
			eachWith(t, browser.Options{Env: []string{"TZ=" + z.zone}}, func(s *session) {
				s.have(
					pin("2016-10-31T19:00:00Z", "https://evening.example/", "In the evening", "", "evening"),
					pin("2016-10-31T23:30:00Z", "https://edge.example/", "On the edge of a month", "", "edge streams"),
					pin("2016-11-30T23:30:00Z", s.site.at("/plain"), "A plain page", "", "plain"),
				)
				s.tabled(s.existing("library.html"), 3)
				p := s.library("#edge")
				p.listing("On the edge of a month")
				require.Equal(s.t, z.night, eval[string](p, headed))
				p = s.library("#evening")
				p.listing("In the evening")
				require.Equal(s.t, z.evening, eval[string](p, headed))
				s.open(drive.LibraryAt("#edge on:" + z.other)).shows("Nothing")
				p = s.library("#edge on:" + z.own)
				p.listing("On the edge of a month")
				p = s.popupOn("/plain")
				p.shows("saved " + z.form + " 2016")
				p.press("Escape")
				s.gone()
				journeyInZone(s)
			})
		})
	}
}

// headed is the month that the first rows stand under.
const headed = `() => document.querySelector("#rows .month").textContent`

// journeyInZone saves a page now and finds it among today's.
func journeyInZone(s *session) {
	s.t.Helper()
	saveStreams(s)
	p := s.open("library.html")
	today := eval[string](p, `() => {
		const d = new Date();
		return d.getFullYear() + "-" + String(d.getMonth() + 1).padStart(2, "0") + "-" + String(d.getDate()).padStart(2, "0");
	}`)
	p.write("on:" + today)
	p.shows("Streams of data")
	s.quiet()
}
