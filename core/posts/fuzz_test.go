package posts_test

import (
	"testing"

	"pinfold/core/posts"
	"pinfold/internal/readertest"
)

func FuzzAnyBytes(f *testing.F) {
	readertest.Fuzz(f, posts.Read, "pinboard/*.xml", "delicious/*.xml", "wrong/*.xml")
}
