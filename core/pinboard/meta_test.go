package pinboard_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/pinboard"
)

func TestMetaChangesWithEachFieldThatCanBeEdited(t *testing.T) {
	b := core.Bookmark{URL: "https://example.com/", Title: "T", Description: "D", Tags: []string{"a", "b"}, Created: time.Unix(1e9, 0)}
	seen := map[string]bool{pinboard.Meta(&b): true}
	for _, edit := range []func(*core.Bookmark){
		func(b *core.Bookmark) { b.Title = "D" }, func(b *core.Bookmark) { b.Description = "T" }, func(b *core.Bookmark) { b.Tags = []string{"b", "a"} },
		func(b *core.Bookmark) { b.Private = true }, func(b *core.Bookmark) { b.Unread = true }, func(b *core.Bookmark) { b.Created = time.Unix(1e9+1, 0) },
	} {
		edited := b
		edit(&edited)
		require.False(t, seen[pinboard.Meta(&edited)])
		seen[pinboard.Meta(&edited)] = true
	}
}
