package e2e

import (
	"testing"

	"pinfold/internal/browser"
)

// TestAFirefoxThatRemembersNothingIsToldAndNothingIsSaidToBeSaved sets Firefox to
// never remember history: it then gives an extension no database.
func TestAFirefoxThatRemembersNothingIsToldAndNothingIsSaidToBeSaved(t *testing.T) {
	const nothing = "The browser lets Pinfold keep nothing, so nothing can be saved. If Firefox is set to never remember history, choose “Remember history” in its settings, under “Privacy & Security”, then restart it."
	if *only == "chromium" { // which has no such setting
		return
	}
	s := begin(t, "firefox", browser.Options{Forgetful: true})
	s.broken = "nothing is kept"
	p := s.open("library.html")
	p.shows(nothing)
	popup := s.popupOn("/plain")
	popup.write("mine")
	popup.press("Enter")
	popup.shows("NOT SAVED. " + nothing)
	popup.shows("Your text is ")
	o := s.open("options.html")
	eval[any](o, chooseBytes, "mine.html", []byte(`<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><A HREF="https://new.example/">New</A></DL>`))
	o.shows("NOT IMPORTED. " + nothing)
}
