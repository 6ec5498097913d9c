package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

func TestWhatThePersonChoseStaysChosenWhenThePlanIsMadeAgain(t *testing.T) {
	each(t, func(s *session) {
		s.have(map[string]any{"href": "https://a.example/one", "description": "Mine", "time": "2016-11-01T00:00:00Z"})
		p := s.open("options.html")
		p.choose("mine.json", mixed)
		p.shows("1 does not say whether it is private")
		p.click("@keep these private")
		eval[any](p, `() => {
			const select = document.getElementById("import-existing");
			select.value = "keep";
			select.dispatchEvent(new Event("change", {bubbles: true}));
		}`)
		p.until("the plan again", `() => document.activeElement === document.getElementById("import-existing")`)
		p.click("#import-start")
		p.shows("added.")
		require.True(s.t, p.stored("https://c.example/three").Private)
		p.click("@Import another file")
		p.choose("more.json", mixed)
		p.until("what the format has as a rule, for another file", `() => document.querySelector("[name=flag][value=public]").checked`)
	})
}

func TestNothingElseIsImportedWhileAnImportIsTakenBack(t *testing.T) {
	each(t, func(s *session) {
		p := s.open("options.html")
		p.choose("mine.json", mixed)
		p.click("@Import 4 bookmarks")
		p.shows("3 bookmarks added.")
		require.True(s.t, eval[bool](p, `() => {
			document.getElementById("import-undo").click();
			const dropped = new DataTransfer();
			dropped.items.add(new File(["[]"], "other.json"));
			dispatchEvent(new DragEvent("drop", {dataTransfer: dropped, cancelable: true}));
			return document.getElementById("import-again").disabled && document.getElementById("import-work").hidden;
		}`))
		p.shows("The import was taken back")
		p.click("@Import another file")
		p.shows("Nothing changes before you have seen what it would do.")
	})
}

// TestTheOptionsShowWhatABackupHasSet restores a backup that brings settings, in
// one window while another is open.
func TestTheOptionsShowWhatABackupHasSet(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		from := begin(t, kind, browser.Options{})
		from.have(sixPins()...)
		f := from.open("options.html")
		_ = ask[any](f, "settings", map[string]any{"set": map[string]any{"private": false}})
		backup := f.exports("pinfold", "jsonl")

		to := begin(t, kind, browser.Options{})
		other := to.open("options.html")
		o := to.open("options.html")
		o.until("the settings", `() => document.querySelector("#set-private").checked && !document.querySelector("#set-private").disabled`)
		o.choose("mine.jsonl", backup)
		o.click("#import-start")
		o.shows("8 bookmarks added.")
		for _, p := range []*page{o, other} {
			p.until("what the backup has set", `() => !document.querySelector("#set-private").checked`)
		}
	})
}
