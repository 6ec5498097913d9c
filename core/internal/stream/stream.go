// Package stream writes bookmarks one by one between a head and a foot. It must
// never hold more than one of them.
package stream

import (
	"bufio"
	"io"
	"iter"
	"strings"

	"pinfold/core"
)

// Write writes head, each bookmark by one, and foot. one need not look at
// errors: a failed write shows at the end.
func Write(w io.Writer, bookmarks iter.Seq2[core.Bookmark, error], head string, one func(*bufio.Writer, *core.Bookmark), foot string) error {
	out := bufio.NewWriterSize(w, 64<<10)
	out.WriteString(head)
	for b, err := range bookmarks {
		if err != nil {
			return err
		}
		one(out, &b)
		if _, err := out.Write(nil); err != nil { // nobody takes any more
			return err
		}
	}
	out.WriteString(foot)
	return out.Flush()
}

// XML escapes s for the text and the attributes of XML and HTML; line ends and
// tabs stay what they are in attributes too, and what XML cannot hold becomes
// U+FFFD.
func XML(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\n':
			b.WriteString("&#10;")
		case r == '\t':
			b.WriteString("&#9;")
		case r == '\r':
			b.WriteString("&#13;")
		case r < ' ' || r == 0xFFFE || r == 0xFFFF:
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
