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
	require.Equal(t, "a on:2016", Parse("a").InYear(2016).String())
	require.Equal(t, "a on:2016", Parse("on:2015-02 a").InYear(2016).String(), "one year takes the place of another")
	require.Equal(t, "a", Parse("a on:2016").InYear(2016).String())
	require.Equal(t, "a", Parse("a").InYear(20160).String(), "no year at all")
	require.Equal(t, "a sort:title", Parse("a sort:new").Sorted("title").String())
}

func TestTermsSayWhatTheQueryIsWithoutEach(t *testing.T) {
	require.Empty(t, Parse("").Terms())
	require.Equal(t, []Term{
		{Text: "#stripe", Kind: "tag", Without: "outage is:unread", Tag: "stripe"},
		{Text: "outage", Kind: "word", Without: "#stripe is:unread"},
		{Text: "is:unread", Kind: "filter", Without: "#stripe outage"},
	}, Parse("#stripe outage is:unread").Terms())
	for _, s := range []string{"a", "a b", "a b sort:old", "#a (b OR c) -d sort:new", "#a b c", `x "y z" (b OR c)`, "(b OR c) d e sort:title"} {
		q := Parse(s)
		for i, term := range q.Terms() {
			require.Equal(t, q.without(i).String(), term.Without, "%q", s)
		}
	}
}
