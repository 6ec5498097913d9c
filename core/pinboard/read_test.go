package pinboard_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/pinboard"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// read returns what stands before the first error, and that.
func read(text string) (list []core.Entry, failed error) {
	for e, err := range pinboard.Read(strings.NewReader(text), now) {
		if err != nil {
			return list, err
		}
		list = append(list, e)
	}
	return list, nil
}

func TestListsOfOtherServicesAreRefusedAsAWhole(t *testing.T) {
	for _, text := range []string{
		`[{"title":"Delicious","tags":["a"],"url":"https://example.org/","description":"","created":"1204607167"}]`,
		`[{"id":"x","title":"Omnivore","description":"","url":"https://example.org/","labels":[]}]`,
		`[{"is_archived":0,"tags":[],"title":"Wallabag","url":"https://example.org/"}]`,
	} {
		list, err := read(text)
		require.Empty(t, list)
		require.Equal(t, core.Invalid, core.CodeOf(err))
		require.Contains(t, err.Error(), "none of Pinboard’s fields")
	}
}

func TestABrokenFileIsBrokenAtItsLine(t *testing.T) {
	const first = "[\n{\"href\":\"https://a.example/\"}"
	for text, want := range map[string]string{
		first + ",\n{\"href\":\n\"https://b.exam":                "at line 4 it ends in the middle of an entry",
		first + ",\n{\"href\":\"https://b.example/\",\n\"x\":}]": "at line 4 it is not whole JSON",
		first + "\n{\"href\":\"https://b.example/\"}]":           "it is not whole JSON",
		first + ",\n{\"href\":\"https://b.example/\"}\n":         "it is not whole JSON",
	} {
		_, err := read(text)
		require.ErrorContains(t, err, want, text)
	}
}

func TestAnEntryKeepsItsSource(t *testing.T) {
	const record = `{"href":"place:sort=8", "mood": 3}`
	list, err := read("[" + record + "]")
	require.NoError(t, err)
	require.Equal(t, record, string(list[0].Source))
}
