package format_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
	"pinfold/core/backup"
	"pinfold/core/format"
)

var update = flag.Bool("update", false, "write the results into the pages of docs/formats")

const pages = "../../docs/formats"

// The pages of docs/formats have examples: behind the line "A file" one that is
// read, behind "is read as" what comes of it, behind "A bookmark is written as"
// what becomes of this one.
func example() core.Bookmark {
	return core.Bookmark{
		ID: core.ID{0x33, 0x70, 0x3b, 0x71, 0x58, 0xa0, 0x46, 0x11, 0x8e, 0x93, 0x37, 0x37, 0x6b, 0x0e, 0x4d, 0xa8}, URL: "https://a.example/bread?a=1&b=2", Title: "Bread at home",
		Description: "Start the evening before.\n> Flour, water, salt.", Tags: []string{"baking", "slow"}, Private: true, Unread: true,
		Created: time.Date(2015, 11, 16, 9, 0, 0, 0, time.UTC), Updated: time.Date(2016, 2, 1, 8, 30, 0, 0, time.UTC),
	}
}

// A page is a text whose examples can be replaced.
type page struct{ lines []string }

// block returns where the indented block behind a line stands.
func (p *page) block(t *testing.T, head string) (from, to int) {
	t.Helper()
	for i, line := range p.lines {
		if line != head {
			continue
		}
		from = i + 2
		for to = from; to < len(p.lines) && (strings.HasPrefix(p.lines[to], "    ") || (p.lines[to] == "" && to+1 < len(p.lines) && strings.HasPrefix(p.lines[to+1], "    "))); to++ {
		}
		return from, to
	}
	return 0, 0
}

func (p *page) text(from, to int) string {
	var b strings.Builder
	for _, line := range p.lines[from:to] {
		b.WriteString(strings.TrimPrefix(line, "    ") + "\n")
	}
	return b.String()
}

func (p *page) replace(from, to int, text string) {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimRight("    "+strings.TrimSuffix(line, "\n"), " "))
	}
	p.lines = append(append(append([]string{}, p.lines[:from]...), lines...), p.lines[to:]...)
}

// readAs is what comes of a file, an entry a line.
func readAs(t *testing.T, name, file string) string {
	t.Helper()
	got, entries, err := format.Read(strings.NewReader(file), format.Options{Now: importTime, Name: name})
	require.NoError(t, err)
	require.Equal(t, name, string(got))
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	for entry, err := range entries {
		require.NoError(t, err)
		if entry.Settings == nil && entry.History == nil {
			require.NoError(t, e.Encode(told(&entry)))
		}
	}
	return out.String()
}

// told is what the pages tell of an entry.
func told(e *core.Entry) any {
	instant := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	return struct {
		URL         string   `json:"url"`
		Title       string   `json:"title,omitempty"`
		Description string   `json:"description,omitempty"`
		Tags        []string `json:"tags,omitempty"`
		Folders     []string `json:"folders,omitempty"`
		Private     string   `json:"private,omitempty"`
		Unread      bool     `json:"unread,omitempty"`
		Created     string   `json:"created,omitempty"`
		Updated     string   `json:"updated,omitempty"`
		Deleted     string   `json:"deleted,omitempty"`
		Refused     string   `json:"refused,omitempty"`
	}{e.URL, e.Title, e.Description, e.Tags, e.Folders, [...]string{"", "no", "yes"}[e.Private], e.Unread, instant(e.Created), instant(e.Updated), instant(e.Deleted), e.Refused}
}

// writtenAs is what becomes of the example.
func writtenAs(t *testing.T, name string) string {
	t.Helper()
	one := func(yield func(core.Bookmark, error) bool) { yield(example(), nil) }
	var out bytes.Buffer
	w, err := format.WriterOf(name)
	require.NoError(t, err)
	if w.Name == format.Backup {
		require.NoError(t, backup.Write(&out, backup.Content{Library: example().ID, Bookmarks: one}))
	} else {
		require.NoError(t, w.Write(&out, one))
	}
	return out.String()
}

func TestTheExamplesOfThePagesAreTrue(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(pages, "*.md"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		p := &page{strings.Split(string(raw), "\n")}
		name := strings.TrimSuffix(filepath.Base(file), ".md")
		check := func(head, got string) {
			from, to := p.block(t, head)
			if *update {
				p.replace(from, to, got)
				return
			}
			require.Equal(t, strings.TrimRight(got, "\n"), strings.TrimRight(p.text(from, to), "\n"), "%s, %s", file, head)
		}
		if from, to := p.block(t, "A file"); from > 0 {
			check("is read as", readAs(t, name, p.text(from, to)))
		}
		if from, _ := p.block(t, "A bookmark is written as"); from > 0 {
			check("A bookmark is written as", blankless(writtenAs(t, name)))
		}
		if *update {
			require.NoError(t, os.WriteFile(file, []byte(strings.Join(p.lines, "\n")), 0o644))
		}
	}
}

// blankless leaves out the style sheet of the page to read, which says nothing of the format.
func blankless(s string) string {
	before, rest, ok := strings.Cut(s, "<style>")
	_, after, ended := strings.Cut(rest, "</style>")
	if !ok || !ended {
		return s
	}
	return before + "<style>…</style>" + after
}

func TestEveryFormatHasAPageThatSaysWhatCannotBeKept(t *testing.T) {
	var names []string
	for _, w := range format.Writers() {
		names = append(names, string(w.Name))
	}
	for _, n := range []format.Name{format.Backup, format.PinboardJSON, format.PinboardXML, format.Netscape, format.Sections, format.BrowserTree, format.ServiceJSON, format.CSV, format.Links} {
		names = append(names, string(n))
	}
	index, err := os.ReadFile("../../docs/FORMATS.md")
	require.NoError(t, err)
	for _, name := range names {
		raw, err := os.ReadFile(filepath.Join(pages, name+".md"))
		require.NoError(t, err, name)
		require.Contains(t, string(raw), "\n## What cannot be kept\n", name)
		require.Contains(t, string(index), "(formats/"+name+".md)", name)
	}
}
