package netscape_test

import (
	"testing"

	"pinfold/core/netscape"
	"pinfold/internal/readertest"
)

func FuzzAnyBytes(f *testing.F) {
	readertest.Fuzz(f, netscape.Read, "netscape/*", "delicious/*.html", "linkding/*.html", "pinboard/*.html", "raindrop/*.html", "safari/*", "shaarli/*", "wrong/*.html")
}

func FuzzAnyBytesOfSections(f *testing.F) {
	readertest.Fuzz(f, netscape.ReadSections, "pocket/*.html", "instapaper/*.html", "wrong/*.html")
}
