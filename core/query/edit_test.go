package query

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNarrowingPrintsAsAPersonWouldType(t *testing.T) {
	require.Equal(t, "#stripe", Parse("").With(Tag{Text: "stripe"}).String())
	require.Equal(t, "#stripe #ops", Parse("#stripe").With(Tag{Text: "ops"}).String())
	require.Equal(t, "#stripe", Parse("#stripe").With(Tag{Text: "stripe"}).String())
	require.Equal(t, "(a OR b) #go", Parse("a OR b").With(Tag{Text: "go"}).String())
	require.Equal(t, "a -#go sort:old", Parse("a sort:old").With(Negated(Tag{Text: "go"})).String())
	require.Equal(t, "a", Parse("a is:unread").Toggle(State{Name: "unread"}).String())
	require.Equal(t, "a is:unread", Parse("a").Toggle(State{Name: "unread"}).String())
	require.Equal(t, "", Parse("#go").Drop(Tag{Text: "go"}).String())
	require.Equal(t, "a sort:title", Parse("a sort:new").Sorted("title").String())
}

func TestTermsSayWhatTheQueryIsWithoutEach(t *testing.T) {
	require.Empty(t, Parse("").Terms())
	require.Equal(t, []Term{
		{Text: "#stripe", Kind: "tag", Without: "outage is:unread", Tag: "stripe"},
		{Text: "outage", Kind: "word", Without: "#stripe is:unread"},
		{Text: "is:unread", Kind: "filter", Without: "#stripe outage"},
	}, Parse("#stripe outage is:unread").Terms())
}
