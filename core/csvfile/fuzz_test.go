package csvfile_test

import (
	"testing"

	"pinfold/core/csvfile"
	"pinfold/internal/readertest"
)

func FuzzAnyBytes(f *testing.F) {
	readertest.Fuzz(f, csvfile.Read, "pocket/*.csv", "instapaper/*.csv", "raindrop/*.csv", "wrong/*.csv")
}
