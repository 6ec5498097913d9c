package pinboard_test

import (
	"testing"

	"pinfold/core/pinboard"
	"pinfold/internal/readertest"
)

func FuzzAnyBytes(f *testing.F) {
	readertest.Fuzz(f, pinboard.Read, "pinboard/*.json", "delicious/*.json", "wrong/*.json")
}
