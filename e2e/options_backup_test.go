package e2e

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

var (
	restored     = flag.Int("restored", 3000, "how many bookmarks a backup has that is restored in another browser")
	restoredSeed = flag.Uint64("restored-seed", 1, "what they are drawn from")
)

// drawn is an export of n bookmarks of every kind, drawn from a seed.
func drawn(t *testing.T, n int, seed uint64) string {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	words := func(most int) string {
		list := make([]string, r.IntN(most))
		for i := range list {
			list[i] = fmt.Sprintf("wörd%d", r.IntN(5000))
		}
		return strings.Join(list, " ")
	}
	tags := func() string {
		list := make([]string, r.IntN(5))
		for i := range list {
			list[i] = []string{"t", "t", "t", ".t"}[r.IntN(4)] + itoa(r.IntN(300))
		}
		return strings.Join(list, " ")
	}
	rows := make([]map[string]any, n)
	for i := range rows {
		at := time.Unix(1_200_000_000+r.Int64N(400_000_000), 0).UTC()
		rows[i] = pin(at.Format(time.RFC3339), fmt.Sprintf("https://s%d.example/%d", r.IntN(500), i), words(9), words(40), tags())
		rows[i]["shared"] = []string{"yes", "no"}[r.IntN(2)]
		rows[i]["toread"] = []string{"yes", "no"}[r.IntN(2)]
	}
	text, err := json.Marshal(rows)
	require.NoError(t, err)
	return string(text)
}

func TestABackupRestoredInAnotherBrowserIsTheSameWithItsHistory(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		from := begin(t, kind, browser.Options{})
		from.have(sixPins()...)
		p := from.library("#ops")
		p.onRow("What went wrong on Thursday")
		p.press("r", "d")
		p.shows("Deleted “What went wrong on Thursday”")
		first := from.open("options.html").exports("pinfold", "jsonl")
		require.Contains(t, first, `"kind":"delete"`)
		from.quiet()

		to := begin(t, kind, browser.Options{})
		o := to.open("options.html")
		o.choose("mine.jsonl", first)
		o.click("#import-start")
		o.shows("8 bookmarks added.")
		rest := func(file string) string { return file[strings.Index(file, "\n"):] }
		require.Equal(t, rest(first), rest(o.exports("pinfold", "jsonl")))

		// What was done in the other browser is taken back in this one.
		h := to.open("library.html#history")
		h.changesAre("Began with 8 bookmarks from “mine.jsonl”", "Deleted “What went wrong on Thursday”", "Edited “What went wrong on Thursday”", "Imported 8 bookmarks from “mine.json”")
		h.click(`[data-change="3"] .back`)
		h.shows("Taken back.")
		require.NotNil(t, h.stored(outage))
		to.quiet()
	})
}

// TestALargeBackupRestoredInAnotherBrowserIsTheSame says how long the other
// browser took.
func TestALargeBackupRestoredInAnotherBrowserIsTheSame(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		from := begin(t, kind, browser.Options{})
		p := from.open("options.html")
		p.choose("drawn.json", drawn(t, *restored, *restoredSeed))
		p.click("#import-start")
		p.shows("bookmarks added.")
		ask[any](p, "delete", map[string]any{"query": "#t7", "op": "6f1a1d1e-0001-4000-8000-000000000008"})
		left := p.bookmarks()
		require.Less(t, left, *restored)
		first := p.exports("pinfold", "jsonl")
		require.Greater(t, strings.Count(first, "\n"), *restored)
		from.quiet()

		to := begin(t, kind, browser.Options{})
		o := to.open("options.html")
		o.choose("mine.jsonl", first)
		began := time.Now()
		o.click("#import-start")
		o.shows("bookmarks added.")
		t.Logf("%d bookmarks were restored in %s", *restored, time.Since(began).Round(100*time.Millisecond))
		require.Equal(t, left, o.bookmarks())
		o.whole()
		sameLines(t, first, o.exports("pinfold", "jsonl"))
		to.quiet()
	})
}

// sameLines demands the same lines but for the first, which says when it was
// written, and tells the first that differs rather than both texts.
func sameLines(t *testing.T, a, b string) {
	t.Helper()
	left, right := strings.Split(a, "\n"), strings.Split(b, "\n")
	require.Equal(t, len(left), len(right), "how many lines they have")
	for i := 1; i < len(left); i++ {
		if left[i] != right[i] {
			require.Equal(t, left[i], right[i], "line %d", i+1)
		}
	}
}
