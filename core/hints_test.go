package core_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

func TestHintsAreTheTagsMostUsedFirst(t *testing.T) {
	l, _, _ := newLibrary(t)
	save(t, l, "https://example.org/1", "1", "Café", "go")
	save(t, l, "https://example.org/2", "2", "Café", "web")
	save(t, l, "https://example.org/3", "3", "Café", "go")
	trashed := save(t, l, "https://example.org/4", "4", "gone", "go")
	_, err := l.Delete(ctx(), ids(trashed.Bookmark.ID), core.OpID{})
	require.NoError(t, err)
	list, err := l.Hints(ctx(), 10)
	require.NoError(t, err)
	require.Equal(t, []core.Hint{{Folded: "cafe", Tag: "Café", Count: 3}, {Folded: "go", Tag: "go", Count: 2}, {Folded: "web", Tag: "web", Count: 1}}, list,
		"folded as the fragment is; what is in the trash does not count")
	list, err = l.Hints(ctx(), 1)
	require.NoError(t, err)
	require.Len(t, list, 1)
}
