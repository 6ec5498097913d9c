package publish_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/publish"
)

// A server may say anything; what it says is believed only where it can be so.
func TestAServerThatLiesIsNotBelieved(t *testing.T) {
	w := newWorld(t)
	for i := range 3 {
		w.save(bookmark(fmt.Sprintf("https://a.example/%d", i), fmt.Sprintf("Page %d", i), "go"))
	}
	l := w.ledger()
	p, err := publish.Look(t.Context(), w.all(""), l)
	require.NoError(t, err)
	for answer, says := range map[string]string{
		``:                                      "answered something else",
		`null`:                                  "answered something else",
		`[]`:                                    "answered something else",
		`{"result_code":`:                       "answered something else",
		`{"result_code":"done"} x`:              "answered something else",
		`{"result_code":["done"]}`:              "answered something else",
		"\xff\xfe\x00":                          "answered something else",
		`{"result_code":"done"}`:                "took 0 of 3",
		`{"result_code":"done","written":0}`:    "took 0 of 3",
		`{"result_code":"done","written":-1}`:   "took -1 of 3",
		`{"result_code":"done","written":4}`:    "took 4 of 3",
		`{"result_code":"done","written":1e99}`: "answered something else",
		`{"result_code":"done","written":3,"refused":[{"href":"https://a.example/1"}]}`: "took 3 of 2",
		`{"result_code":"done","written":3,"refused":"all"}`:                            "answered something else",
		`{"result_code":"` + strings.Repeat("w", 1<<20) + `"}`:                          "www). Whether any of this part is there is not known",
	} {
		send := func(context.Context, []byte) (int, []byte, error) { return 200, []byte(answer), nil }
		_, err := publish.Step(t.Context(), w.all(""), l, p, send, func(int, int) {})
		require.ErrorContains(t, err, says, "%.80s", answer)
		require.Less(t, len(err.Error()), 300)
		require.Zero(t, w.ledger().Acknowledged(), "%.80s", answer)
	}
	for _, status := range []int{0, 100, 204, 206, 301, 307, 418, 503, 599, -1} {
		send := func(context.Context, []byte) (int, []byte, error) {
			return status, []byte(`{"result_code":"done","written":3}`), nil
		}
		_, err := publish.Step(t.Context(), w.all(""), l, p, send, func(int, int) {})
		require.ErrorContains(t, err, "The server failed", status)
		require.Zero(t, w.ledger().Acknowledged(), status)
	}

	none := func() iter.Seq2[core.Bookmark, error] { return func(func(core.Bookmark, error) bool) {} }
	gone, err := publish.Look(t.Context(), none, w.ledger())
	require.NoError(t, err)
	require.Equal(t, 3, gone.Gone, "whoever lies may have them")

	// It may refuse what it was never sent, and with no reason or a long one.
	refusing := func(context.Context, []byte) (int, []byte, error) {
		return 200, []byte(`{"result_code":"done","written":1,"refused":[{"href":"https://a.example/0"},{"href":"https://never.example/"},{"href":""},
			{"href":"https://a.example/1","result_code":"` + strings.Repeat("w", 1<<20) + `"},{"href":"https://a.example/1","result_code":"twice"}]}`), nil
	}
	last := 0
	report, err := publish.Step(t.Context(), w.all(""), l, p, refusing, func(done, total int) { last = done; require.Equal(t, 3, total) })
	require.NoError(t, err)
	require.Equal(t, 1, report.Sent)
	require.Equal(t, 3, last)
	require.ElementsMatch(t, []publish.Refusal{{URL: "https://a.example/0", Reason: "no reason given"}, {URL: "https://a.example/1", Reason: "twice"}}, report.Refused)
	require.Equal(t, 1, w.ledger().Acknowledged())
}
