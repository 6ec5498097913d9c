package e2e

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

func TestABackupRestoredInAnotherBrowserIsTheSameWithItsHistory(t *testing.T) {
	eachKind(t, func(t *testing.T, kind string) {
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
