package core

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCleanTag(t *testing.T) {
	for in, want := range map[string]string{
		" go ": "go", "web dev": "web-dev", "a, b": "a--b", "a\tb": "a-b", "x\x00y": "x-y", "": "", "  ": "",
		"Cafe\u0301": "Caf\u00e9", ".private": ".private", "c++": "c++", "via:nils": "via:nils", "日本\u3000語": "日本-語",
		"bad\xff": "bad\ufffd",
	} {
		require.Equal(t, want, CleanTag(in), "%q", in)
	}
	require.Len(t, []rune(CleanTag(strings.Repeat("é", 300))), MaxTagRunes)
}

func TestFolderTag(t *testing.T) {
	require.Equal(t, "garden-&-kitchen", FolderTag("Garden & Kitchen"))
	require.Equal(t, "soups-stews", FolderTag("Soups, Stews"))
	require.Equal(t, "", FolderTag(" , "))
}

func TestTagsKeepTheOrderTypedAndStandOnce(t *testing.T) {
	require.Equal(t, []string{"Bees", "honey", "straße"}, CleanTags([]string{"Bees", "honey", "bees", "straße", "STRASSE", ""}))
	require.Equal(t, []string{"a", "b", "C"}, JoinTags([]string{"a", "b"}, []string{"B", "C", "c"}))
	require.Equal(t, []string{"b"}, DropTags([]string{"A", "b", "c"}, []string{"a", "C"}))
}

// TestManyTagsAreJoinedOnceEach has more than are looked through one by one.
func TestManyTagsAreJoinedOnceEach(t *testing.T) {
	for _, n := range []int{manyKeys - 1, manyKeys, manyKeys + 1, 300_000} {
		tags := make([]string, n)
		for i := range tags {
			tags[i] = "T" + strconv.Itoa(i)
		}
		require.Equal(t, tags, JoinTags(tags, []string{"t0", "T" + strconv.Itoa(n-1), "t1"}))
	}
}
