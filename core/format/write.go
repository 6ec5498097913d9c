package format

import (
	"io"
	"iter"

	"pinfold/core"
	"pinfold/core/csvfile"
	"pinfold/core/linklist"
	"pinfold/core/netscape"
	"pinfold/core/outline"
	"pinfold/core/pinboard"
	"pinfold/core/posts"
	"pinfold/core/webpage"
)

// The formats that are only written.
const (
	Markdown Name = "markdown"
	Org      Name = "org"
	OPML     Name = "opml"
	RSS      Name = "rss"
	WebPage  Name = "html"
)

// A Writer writes one format. Pinfold's own backup needs more than bookmarks,
// so its Write is nil: see package backup.
type Writer struct {
	Name   Name
	MIME   string
	Ending string // of a file's name, without the dot
	Write  func(io.Writer, iter.Seq2[core.Bookmark, error]) error
}

// Writers returns all formats that can be written, the most complete first.
func Writers() []Writer {
	return []Writer{
		{Backup, "application/x-ndjson", "jsonl", nil},
		{PinboardJSON, "application/json", "json", pinboard.Write},
		{Netscape, "text/html", "html", netscape.Write},
		{PinboardXML, "application/xml", "xml", posts.Write},
		{CSV, "text/csv", "csv", csvfile.Write},
		{Markdown, "text/markdown", "md", linklist.WriteMarkdown},
		{Org, "text/plain", "org", linklist.WriteOrg},
		{OPML, "text/x-opml", "opml", outline.WriteOPML},
		{RSS, "application/rss+xml", "xml", outline.WriteRSS},
		{WebPage, "text/html", "html", webpage.Write},
	}
}

// WriterOf returns the writer of a format. Its error names all there are.
func WriterOf(name string) (Writer, error) {
	names := ""
	for _, w := range Writers() {
		if string(w.Name) == name {
			return w, nil
		}
		if names != "" {
			names += ", "
		}
		names += string(w.Name)
	}
	return Writer{}, refuse("Pinfold does not write “" + name + "”. Choose one of " + names + ".")
}
