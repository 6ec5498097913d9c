package services_test

import (
	"io"
	"iter"
	"testing"
	"time"

	"pinfold/core"
	"pinfold/core/services"
	"pinfold/internal/readertest"
)

func FuzzAnyBytes(f *testing.F) {
	readertest.Fuzz(f, func(r io.Reader, now time.Time) iter.Seq2[core.Entry, error] { return services.Read(r, "", now) },
		"linkding/*.json", "karakeep/*", "omnivore/*", "wallabag/*", "wrong/*.json")
}
