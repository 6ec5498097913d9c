package netscape

import (
	"bufio"
	"io"
	"iter"
	"strconv"
	"strings"

	"pinfold/core"
)

const header = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Pinfold Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
`

// Write writes bookmarks in Pinboard's dialect with LAST_MODIFIED, in the order
// in which they come.
func Write(w io.Writer, bookmarks iter.Seq2[core.Bookmark, error]) error {
	out := bufio.NewWriterSize(w, 64<<10)
	if _, err := out.WriteString(header); err != nil {
		return err
	}
	for b, err := range bookmarks {
		if err != nil {
			return err
		}
		if err := writeLink(out, &b); err != nil {
			return err
		}
	}
	if _, err := out.WriteString("</DL><p>\n"); err != nil {
		return err
	}
	return out.Flush()
}

func writeLink(out *bufio.Writer, b *core.Bookmark) error {
	tags := strings.Join(b.Tags, ",")
	if b.Unread {
		tags = strings.TrimPrefix(tags+",toread", ",")
	}
	for _, s := range [...]string{
		`<DT><A HREF="`, escape(b.URL), `" ADD_DATE="`, strconv.FormatInt(b.Created.Unix(), 10),
		`" LAST_MODIFIED="`, strconv.FormatInt(b.Updated.Unix(), 10), `" PRIVATE="`, digit(b.Private), `" TOREAD="`, digit(b.Unread),
		`" TAGS="`, escape(tags), `">`, escape(b.Title), "</A>\n",
	} {
		if _, err := out.WriteString(s); err != nil {
			return err
		}
	}
	if b.Description == "" {
		return nil
	}
	_, err := out.WriteString("<DD>" + edges(escape(b.Description)) + "\n")
	return err
}

// edges writes white space at either end as entities, since readers trim it.
func edges(s string) string {
	inner := strings.Trim(s, htmlSpace)
	at := strings.Index(s, inner)
	return entities(s[:at]) + inner + entities(s[at+len(inner):])
}

func entities(space string) string {
	var b strings.Builder
	for _, r := range space {
		b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
	}
	return b.String()
}

// source returns a link as a line of a file, its attributes as they were.
func source(attrs string, e *core.Entry) []byte {
	s := "<DT><A" + attrs + ">" + escape(e.Title) + "</A>\n"
	if e.Description != "" {
		s += "<DD>" + edges(escape(e.Description)) + "\n"
	}
	return []byte(s)
}

// WriteSources writes a file of records as Read gave them in Source.
func WriteSources(w io.Writer, records iter.Seq[[]byte]) error {
	out := bufio.NewWriterSize(w, 64<<10)
	out.WriteString(header)
	for r := range records {
		out.Write(r)
	}
	out.WriteString("</DL><p>\n")
	return out.Flush() // a failed write shows here
}

func digit(v bool) string {
	if v {
		return "1"
	}
	return "0"
}

func escape(s string) string {
	if !strings.ContainsAny(s, `&<>"`) {
		return s
	}
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}
