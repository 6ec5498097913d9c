package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// full is what a person reads on a full disk.
const full = "The disk is full. Make room, then try again: nothing was changed."

// bulk puts a text into the description that no spare page of a database
// takes: 100 KB that cannot be packed.
const bulk = `(of) => {
	const e = document.querySelector(of);
	const bytes = crypto.getRandomValues(new Uint8Array(50000));
	e.value = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
	e.dispatchEvent(new Event("input", {bubbles: true}));
	e.focus();
}`

// outlives starts the browser anew, twice: to what was cut off when there was no
// room Chromium appends, and at the start after that it cannot be read.
func (s *session) outlives(p *page) {
	s.t.Helper()
	p.beginsALog()
	for range 2 {
		s.b.Close()
		s.restart()
		s.open("options.html").whole()
	}
}

func TestASaveOnAFullDiskSaysSoAndIsSavedOnceThereIsRoom(t *testing.T) {
	eachDisk(t, func(s *session, d *disk) {
		asker := s.keeps(usual()...)
		p := s.popupOn("/plain")
		p.read()
		p.until("the engine", `() => document.querySelector(".chip")`)
		eval[any](p, bulk, "#description")
		want := p.value("@Description")
		p.focused("@Description")
		d.fill()
		p.press("Control+Enter")
		p.shows("NOT SAVED. " + full)
		p.shows("Your text is ")
		require.True(s.t, want == p.value("@Description"), "the text is kept")
		require.False(s.t, eval[bool](p, `() => document.documentElement.scrollHeight > innerHeight`))
		if s.b.Name() == "firefox" { // Chromium may take the focus, which closes the popup
			p.click("@Try again")
			p.shows("NOT SAVED. " + full)
		}
		d.free()
		p.click("@Try again")
		require.True(s.t, want == s.saved(asker, "/plain").Description, "the text is saved")
		require.Equal(s.t, 1, saves(asker, "A plain page"))
		s.draftless(asker)
		s.sendless(asker)
		asker.whole()
		s.outlives(asker)
		require.True(s.t, want == s.saved(s.open("options.html"), "/plain").Description, "the text is still there")
	})
}

func TestAnImportOntoAFullDiskChangesNothing(t *testing.T) {
	eachDisk(t, func(s *session, d *disk) {
		p := s.keeps(usual()...)
		eval[any](p, growFile, 5000)
		p.until("the plan", `() => document.querySelector("#import-start").checkVisibility()`)
		d.fill()
		p.click("@Import 5,000 bookmarks")
		p.shows("No snapshot of the library could be written first; perhaps the disk is full.")
		p.click("@Import 5,000 bookmarks")
		p.shows("NOT IMPORTED. " + full)
		d.free()
		require.Equal(s.t, 3, p.bookmarks())
		p.click("@Import 5,000 bookmarks")
		p.shows("5,000 bookmarks added.")
		require.Equal(s.t, 5003, p.bookmarks())
		p.whole()
		s.outlives(p)
		require.Equal(s.t, 5003, s.open("options.html").bookmarks())
	})
}

// TestAnExportFromAFullDiskGoesToAnother begins with room for a part of it, and
// with none.
func TestAnExportFromAFullDiskGoesToAnother(t *testing.T) {
	eachDisk(t, func(s *session, d *disk) {
		s.unasked()
		p := s.open("options.html")
		eval[any](p, growFile, 10000)
		p.click("@Import 10,000 bookmarks")
		p.shows("10,000 bookmarks added.")
		want := p.exports("csv", "csv")
		require.Equal(s.t, []string{"export-" + itoa(len(want))}, eval[[]string](p, scratchFiles))
		takes := func(room string, fill func()) {
			eval[any](p, `async () => {
				const root = await navigator.storage.getDirectory();
				for await (const name of root.keys()) await root.removeEntry(name);
			}`)
			fill()
			require.True(s.t, want == p.exports("csv", "csv"), room)
			p.shows("The browser’s disk is full: look whether the file is there and whole")
			p.click("@Back up now")
			p.shows("NOT BACKED UP. The browser’s disk is full")
			p.shows("There is no backup yet.")
			d.free()
			require.Empty(s.t, eval[[]string](p, exported), "what was begun is gone")
		}
		takes("half of it has room", func() { d.leaveRoom(int64(len(want)) / 2) })
		takes("nothing has room", d.fill)
	})
}

func TestEditingInPlaceOnAFullDiskKeepsTheTextUntilThereIsRoom(t *testing.T) {
	eachDisk(t, func(s *session, d *disk) {
		s.have(sixPins()...)
		p := s.library("#outages")
		p.onRow("What went wrong on Thursday")
		before := p.stored(outage).Description
		p.press("e")
		p.focused("@Title")
		eval[any](p, bulk, "form.editor textarea")
		want := p.value("@Description")
		d.fill()
		p.press("Control+Enter")
		p.shows("NOT SAVED. " + full)
		require.True(s.t, want == p.value("@Description"), "the text is kept")
		d.free()
		require.Equal(s.t, before, p.stored(outage).Description)
		p.press("Control+Enter")
		p.until("the form to close", `() => !document.querySelector("form.editor")`)
		require.True(s.t, want == p.stored(outage).Description, "the text is saved")
		s.outlives(p)
		require.True(s.t, want == s.open("options.html").stored(outage).Description, "the text is still there")
	})
}
