package browsertree_test

import (
	"testing"

	"pinfold/core/browsertree"
	"pinfold/internal/readertest"
)

func FuzzAnyBytes(f *testing.F) {
	readertest.Fuzz(f, browsertree.Read, "chrome/Bookmarks", "firefox/*.json", "wrong/*.json")
}
