package linklist

import (
	"bufio"
	"io"
	"iter"
	"strings"

	"pinfold/core"
	"pinfold/core/internal/stream"
)

// WriteMarkdown writes a list in Markdown: link, tags, and the description
// indented below. It cannot hold dates, flags and the trash.
func WriteMarkdown(w io.Writer, bookmarks iter.Seq2[core.Bookmark, error]) error {
	return stream.Write(w, bookmarks, "", func(out *bufio.Writer, b *core.Bookmark) {
		item(out, "["+escaped(b.Title, "\\[]`*_<>")+"]("+target(b.URL)+")", b)
	}, "")
}

// WriteOrg writes a list in Org's mark-up; what Markdown's cannot hold, it
// cannot either, nor brackets in a title.
func WriteOrg(w io.Writer, bookmarks iter.Seq2[core.Bookmark, error]) error {
	round := strings.NewReplacer("[", "(", "]", ")")
	square := strings.NewReplacer("[", "%5B", "]", "%5D")
	return stream.Write(w, bookmarks, "", func(out *bufio.Writer, b *core.Bookmark) {
		item(out, "[["+square.Replace(b.URL)+"]["+round.Replace(b.Title)+"]]", b)
	}, "")
}

func item(out *bufio.Writer, link string, b *core.Bookmark) {
	out.WriteString("- " + link)
	for _, tag := range b.Tags {
		out.WriteString(" #" + tag)
	}
	out.WriteByte('\n')
	for line := range strings.Lines(b.Description) {
		if line = strings.TrimRight(line, " \t\r\n"); line != "" {
			out.WriteString("  " + line + "\n")
		}
	}
}

// escaped puts a backslash before each of the special characters.
func escaped(s, special string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// target is an address as Markdown takes it, whatever brackets are in it.
func target(url string) string {
	if !strings.ContainsAny(url, "()<> \t") {
		return url
	}
	return "<" + strings.NewReplacer("<", "%3C", ">", "%3E").Replace(url) + ">"
}
