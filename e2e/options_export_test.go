package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// scratchFiles are those of the browser's own that exports and imports have written.
const scratchFiles = `async () => {
	const names = [];
	for await (const [name, handle] of (await navigator.storage.getDirectory()).entries()) names.push(name.slice(0, 7) + (await handle.getFile()).size);
	return names;
}`

// exported are the files of exports alone.
const exported = `async () => (await Array.fromAsync((await navigator.storage.getDirectory()).keys())).filter((name) => name.startsWith("export-"))`

func TestAnExportIsWrittenToTheDiskAndSweptLater(t *testing.T) {
	each(t, func(s *session) {
		s.unasked()
		s.have(sixPins()...)
		p := s.open("options.html")
		text := p.exports("csv", "csv")
		require.Equal(s.t, []string{"export-" + itoa(len(text))}, eval[[]string](p, scratchFiles), "no page has held it")

		eval[any](p, `async () => { for (const kind of ["export", "import"]) await (await navigator.storage.getDirectory()).getFileHandle(kind + "-1000-of-long-ago", {create: true}); }`)
		again := s.open("library.html")
		again.until("the old ones to be swept", `async () => (await (`+scratchFiles+`)()).length === 1`)
	})
}

func TestAnExportThatIsCanceledLeavesNothing(t *testing.T) {
	eachWaiting(t, `method === "export" && event.done > 10000`, func(s *session) {
		s.unasked()
		p := s.open("options.html")
		eval[any](p, growFile, 20000)
		p.click("@Import 20,000 bookmarks")
		p.shows("20,000 bookmarks added.")
		eval[any](p, `() => {
			const state = document.getElementById("export-state");
			new MutationObserver(() => { if (state.textContent) document.getElementById("export-cancel").click(); }).observe(state, {childList: true});
		}`)
		p.click("@Export")
		p.shows("Canceled: no file was written.")
		p.focused("#export-start")
		require.Empty(s.t, eval[[]string](p, scratchFiles))
	})
}
