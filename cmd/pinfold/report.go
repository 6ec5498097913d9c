package main

import (
	"encoding/json"
	"fmt"
	"io"

	"pinfold/core"
	"pinfold/core/format"
)

// A report is what the import of one file prints with --json.
type report struct {
	File     string      `json:"file"`
	Format   format.Name `json:"format"`
	Entries  int         `json:"entries"`
	Stored   int         `json:"stored"`
	Merged   int         `json:"merged"`
	Skipped  []refusal   `json:"skipped"`
	Warnings []warning   `json:"warnings"`
	Tags     int         `json:"tags"`
}

type refusal struct {
	Entry  int    `json:"entry"`
	Line   int    `json:"line"`
	URL    string `json:"url"`
	Title  string `json:"title"`
	Reason string `json:"reason"`
}

type warning struct {
	Entry int    `json:"entry"`
	Line  int    `json:"line"`
	Text  string `json:"text"`
}

func newReport(path string, name format.Name, r *core.Report) report {
	out := report{
		File: path, Format: name, Entries: r.Entries, Stored: r.Stored, Merged: r.Merged, Tags: r.Tags,
		Skipped: make([]refusal, len(r.Skipped)), Warnings: make([]warning, len(r.Warnings)),
	}
	for i, s := range r.Skipped {
		out.Skipped[i] = refusal{Entry: s.Entry, Line: s.Line, URL: s.URL, Title: s.Title, Reason: s.Reason}
	}
	for i, w := range r.Warnings {
		out.Warnings[i] = warning(w)
	}
	return out
}

// printReports prints one object, or an array for several files.
func printReports(out io.Writer, reports []report) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	if len(reports) == 1 {
		return e.Encode(reports[0])
	}
	return e.Encode(reports)
}

// maxLines bounds what is printed for a person of one kind.
const maxLines = 20

// describe prints the reports for a person.
func describe(out io.Writer, reports []report) error {
	w := &lines{w: out}
	for _, r := range reports {
		w.printf("%s (%s): %s, %d added, %d merged, %d refused, %s\n", r.File, r.Format,
			count(r.Entries, "entry", "entries"), r.Stored, r.Merged, len(r.Skipped), count(r.Tags, "tag", "tags"))
		for _, s := range r.Skipped[:min(maxLines, len(r.Skipped))] {
			w.printf("  refused: %s%s: %s\n", place(s.Entry, s.Line), visible(s.Title, s.URL), s.Reason)
		}
		w.more(len(r.Skipped))
		for _, x := range r.Warnings[:min(maxLines, len(r.Warnings))] {
			w.printf("  %s: %s\n", place(x.Entry, x.Line), x.Text)
		}
		w.more(len(r.Warnings))
	}
	return w.err
}

// more says how many lines were left out.
func (w *lines) more(n int) {
	if n > maxLines {
		w.printf("  … and %d more; --json names them all\n", n-maxLines)
	}
}

func place(entry, line int) string {
	if line == 0 {
		return fmt.Sprintf("entry %d", entry)
	}
	return fmt.Sprintf("entry %d, line %d", entry, line)
}
