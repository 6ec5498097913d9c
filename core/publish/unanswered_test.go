package publish_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core/publish"
)

// deaf publishes what the server takes, and nobody hears of it.
func (w *world) deaf() {
	w.t.Helper()
	_, err := w.stepBy("", func(ctx context.Context, body []byte) (int, []byte, error) {
		_, _, err := w.send(ctx, body)
		require.NoError(w.t, err)
		return 0, nil, errors.New("the line is cut")
	})
	require.ErrorContains(w.t, err, "could not be reached")
}

func TestWhatWentOutUnansweredIsTakenBackAndSentAgain(t *testing.T) {
	w := newWorld(t)
	page := bookmark("https://a.example/Page?b=1", "One", "go")
	w.save(page)
	w.deaf()
	require.Len(t, w.there(), 1)
	require.Equal(t, 1, w.look("").New, "it is sent again")
	page.Private = true
	w.save(page)
	report, err := w.step("")
	require.NoError(t, err)
	require.Equal(t, publish.Report{Deleted: 1}, report)
	require.Empty(t, w.there(), "what is private here is not there")

	page.Private = false // an edit that arrived unheard, and is taken back
	w.save(page)
	_, err = w.step("")
	require.NoError(t, err)
	page.Title = "Two"
	w.save(page)
	w.deaf()
	page.Title = "One"
	w.save(page)
	_, err = w.step("")
	require.NoError(t, err)
	require.Equal(t, "One", w.there()[page.URL]["description"])

	page.Private = true // a deletion that arrived unheard, and is taken back
	w.save(page)
	w.deaf()
	require.Empty(t, w.there())
	page.Private = false
	w.save(page)
	_, err = w.step("")
	require.NoError(t, err)
	require.Len(t, w.there(), 1)

	w.save(bookmark("https://b.example/", "Never sent", "go"))
	w.deaf()
	l := w.ledger()
	report, err = publish.Withdraw(t.Context(), l, w.send, func(int, int) {})
	require.NoError(t, err)
	require.Equal(t, 2, report.Deleted, "all that may be there")
	require.Empty(t, w.there())
}

// TestAChangeThatWentOutUnansweredIsNotNew has so many changed that as many new ones
// would wait for a person.
func TestAChangeThatWentOutUnansweredIsNotNew(t *testing.T) {
	w := newWorld(t)
	const n = 101
	all := func(title string) {
		for i := range n {
			w.save(bookmark(fmt.Sprintf("https://a.example/%d", i), title, "go"))
		}
	}
	all("One")
	_, err := w.step("")
	require.NoError(t, err)
	all("Two")
	w.deaf()
	p := w.look("")
	require.Equal(t, []int{0, n}, []int{p.New, p.Changed})
	require.False(t, p.Large)
}

// TestWhatAServerDidNotTakeIsNotBelievedToBeThere has one that knows no token any
// more: what it never had is not deleted there, be it there by other means.
func TestWhatAServerDidNotTakeIsNotBelievedToBeThere(t *testing.T) {
	w := newWorld(t)
	page := bookmark("https://a.example/", "One", "go")
	w.save(page)
	_, err := w.stepBy("", func(context.Context, []byte) (int, []byte, error) { return 401, nil, nil })
	require.ErrorContains(t, err, "does not know this token")
	page.Private = true
	w.save(page)
	require.Zero(t, w.look("").Gone)
}
