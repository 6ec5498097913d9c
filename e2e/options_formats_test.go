package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const fixtures = "../testdata/fixtures"

// chooseBytes puts a file of any bytes into the page's file field.
const chooseBytes = `(name, base64) => {
	const field = document.getElementById("import-file");
	const files = new DataTransfer();
	files.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
	field.files = files.files;
	field.dispatchEvent(new Event("change", {bubbles: true}));
}`

// outcome is what the page says of the file: the plan's numbers, or a refusal.
const outcome = `() => {
	const visible = (id) => document.getElementById(id).checkVisibility();
	if (visible("import-problem")) return {refused: document.getElementById("import-problem").textContent};
	if (!visible("import-plan")) return null;
	const number = (text, of) => Number((of.exec(text)?.[1] ?? "0").replaceAll(",", ""));
	const heading = document.querySelector("#import-plan h3").textContent;
	const sums = document.querySelector("#import-plan .sum").textContent;
	return {entries: number(heading, /with ([\d,]+) bookmark/), stored: number(sums, /([\d,]+) new/)};
}`

// TestEveryFixtureGivesItsPlanOnThePage puts each file of the fixtures through
// the options page, the wrong ones too.
func TestEveryFixtureGivesItsPlanOnThePage(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(fixtures, "expected.json"))
	require.NoError(t, err)
	var expected struct {
		Files []struct {
			File            string
			Entries, Stored int
		}
	}
	require.NoError(t, json.Unmarshal(raw, &expected))
	each(t, func(s *session) {
		p := s.open("options.html")
		for _, want := range expected.Files {
			content, err := os.ReadFile(filepath.Join(fixtures, want.File))
			require.NoError(s.t, err)
			eval[any](p, chooseBytes, filepath.Base(want.File), content)
			p.until(want.File, `() => (`+outcome+`)() !== null && !document.getElementById("import-work").checkVisibility()`)
			got := eval[struct {
				Refused         string
				Entries, Stored int
			}](p, outcome)
			switch {
			case strings.HasPrefix(want.File, "wrong/"):
				require.Regexp(s.t, `^NOT IMPORTED\. [A-Z].*\.$`, got.Refused, want.File)
			case strings.HasPrefix(want.File, "netscape/truncated"): // 2 or 3, says its README
				require.Positive(s.t, got.Stored, want.File)
			default:
				require.Empty(s.t, got.Refused, want.File)
				require.Equal(s.t, want.Stored, got.Stored, want.File)
				eval[any](p, `() => document.getElementById("import-stop").click()`)
			}
		}
		require.Equal(s.t, 0, ask[struct{ Bookmarks int }](p, "stats", nil).Bookmarks, "a plan changes nothing")
	})
}

func TestThePlanShowsWhatTheSwitchesDo(t *testing.T) {
	each(t, func(s *session) {
		s.have(sixPins()...)
		p := s.open("options.html")
		file := `<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><H3>My Folder</H3><DL><p>` +
			`<DT><A HREF="` + outage + `" ADD_DATE="1400000000" TAGS="later">Other words</A>` +
			`<DT><A HREF="https://new.example/" ADD_DATE="1400000000">New</A></DL></DL>`
		eval[any](p, chooseBytes, "mine.html", []byte(file))
		p.shows("1 new · 1 here already, and changed · 1 with other words than here")
		p.shows("2 new tags: later my-folder")
		p.shows("1 folder as a tag: my-folder")
		p.click("@Folders become tags")
		p.shows("1 folder would be: my-folder")
		p.shows("1 new tag: later")
		eval[any](p, `() => {
			const select = document.getElementById("import-existing");
			select.value = "overwrite";
			select.dispatchEvent(new Event("change", {bubbles: true}));
		}`)
		p.until("the plan again", `() => document.activeElement === document.getElementById("import-existing")`)
		p.click("#import-start")
		p.shows("1 bookmark added.")
		b := p.stored(outage)
		require.Equal(s.t, "Other words", b.Title)
		require.Equal(s.t, []string{"later"}, b.Tags)
		p.click("@Undo this import")
		p.shows("The import was taken back")
		require.Equal(s.t, "What went wrong on Thursday", p.stored(outage).Title)
	})
}
