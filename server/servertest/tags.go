package servertest

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func renamed(t *testing.T, h Home) {
	ann, bob := h.person(t, "ann-renames"), h.person(t, "bob-renames")
	for _, c := range []*client{ann, bob} {
		c.add("url", "https://example.com/1", "description", "1", "tags", "x golang Go y", "dt", "2020-01-01T00:00:00Z")
		c.add("url", "https://example.com/2", "description", "2", "tags", "golang z", "dt", "2020-01-02T00:00:00Z")
	}
	require.Equal(t, `{"result":"done"}`, ann.text("tags/rename", "format", "json", "old", "GoLang", "new", "go"))
	require.Equal(t, map[string]string{"go": "2", "x": "1", "y": "1", "z": "1"}, read[map[string]string](ann, "tags/get"))
	require.Equal(t, "x go y", ann.all()[1]["tags"])
	require.Equal(t, "go z", ann.all()[0]["tags"])
	require.Equal(t, "x golang Go y", bob.all()[1]["tags"], "another's tags stay")
	require.Equal(t, `{"result":"done"}`, ann.text("tags/rename", "format", "json", "old", "go", "new", "GO"))
	require.Equal(t, "x GO y", ann.all()[1]["tags"])
	require.Equal(t, `{"result":"done"}`, ann.text("tags/delete", "format", "json", "tag", "gO"))
	require.Equal(t, "x y", ann.all()[1]["tags"])
	require.Equal(t, `{"result":"done"}`, ann.text("tags/rename", "format", "json", "old", "none", "new", "X"))
	require.Equal(t, "x y", ann.all()[1]["tags"], "what is not there changes nothing")
}

func suggested(t *testing.T, h Home) {
	ann, bob := h.person(t, "ann-suggests"), h.person(t, "bob-suggests")
	const url = "https://suggested.example/page"
	bob.add("url", url, "description", "x", "tags", "shared-tag bobs .secret")
	ann.add("url", "https://suggested.example/other", "description", "x", "tags", "mine", "shared", "no")
	ann.add("url", "https://elsewhere.example/", "description", "x", "tags", "Shared-Tag unrelated")
	type answer []map[string][]string
	require.Equal(t, answer{{"popular": {"bobs", "shared-tag"}}, {"recommended": {"mine", "Shared-Tag"}}}, read[answer](ann, "posts/suggest", "url", url))
	require.Equal(t, answer{{"popular": {"bobs", "shared-tag"}}, {"recommended": {"bobs", "shared-tag", ".secret"}}}, read[answer](bob, "posts/suggest", "url", url))
	bob.add("url", url, "description", "x", "tags", "bobs", "shared", "no")
	require.Equal(t, answer{{"popular": {}}, {"recommended": {"mine"}}}, read[answer](ann, "posts/suggest", "url", url))
}
