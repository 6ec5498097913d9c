// Package outline writes bookmarks as OPML and as RSS, for readers of feeds and
// outlines. It reads neither: what comes back is a feed, not a library.
package outline

import (
	"bufio"
	"encoding/xml"
	"io"
	"iter"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/core/internal/stream"
)

// WriteOPML writes an outline of links (OPML 2.0): the description as _note,
// the tags as categories. It cannot hold flags and the trash.
func WriteOPML(w io.Writer, bookmarks iter.Seq2[core.Bookmark, error]) error {
	head := xml.Header + `<opml version="2.0"><head><title>Bookmarks</title></head><body>` + "\n"
	return stream.Write(w, bookmarks, head, func(out *bufio.Writer, b *core.Bookmark) {
		out.WriteString(`<outline type="link" text="` + stream.XML(b.Title) + `" url="` + stream.XML(b.URL) +
			`" created="` + b.Created.UTC().Format(time.RFC1123) + `"`)
		if len(b.Tags) > 0 {
			out.WriteString(` category="` + stream.XML(strings.Join(b.Tags, ",")) + `"`)
		}
		if b.Description != "" {
			out.WriteString(` _note="` + stream.XML(b.Description) + `"`)
		}
		out.WriteString("/>\n")
	}, "</body></opml>\n")
}

// WriteRSS writes a feed (RSS 2.0). It cannot hold flags and the trash, and
// says of a private bookmark what it says of any: publish it with care.
func WriteRSS(w io.Writer, bookmarks iter.Seq2[core.Bookmark, error]) error {
	head := xml.Header + `<rss version="2.0"><channel><title>Bookmarks</title><link>about:blank</link><description>Exported by Pinfold</description>` + "\n"
	return stream.Write(w, bookmarks, head, func(out *bufio.Writer, b *core.Bookmark) {
		out.WriteString("<item><title>" + stream.XML(b.Title) + "</title><link>" + stream.XML(b.URL) + "</link>" +
			`<guid isPermaLink="false">` + b.ID.String() + "</guid><pubDate>" + b.Created.UTC().Format(time.RFC1123Z) + "</pubDate>")
		for _, tag := range b.Tags {
			out.WriteString("<category>" + stream.XML(tag) + "</category>")
		}
		if b.Description != "" {
			out.WriteString("<description>" + stream.XML(stream.XML(b.Description)) + "</description>")
		}
		out.WriteString("</item>\n")
	}, "</channel></rss>\n")
}
