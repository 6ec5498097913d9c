package posts

import (
	"bufio"
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"io"
	"iter"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/core/internal/stream"
)

// Write writes bookmarks as Pinboard's posts/all has them, in the order in
// which they come: shared and toread stand only where they are not usual.
func Write(w io.Writer, bookmarks iter.Seq2[core.Bookmark, error]) error {
	return stream.Write(w, bookmarks, xml.Header+"<posts>\n", post, "</posts>\n")
}

func post(out *bufio.Writer, b *core.Bookmark) {
	sum := md5.Sum([]byte(b.URL))
	attrs := [...]string{
		"href", b.URL, "time", b.Created.UTC().Format(time.RFC3339), "description", b.Title, "extended", b.Description,
		"tag", strings.Join(b.Tags, " "), "hash", hex.EncodeToString(sum[:]),
	}
	out.WriteString("<post")
	for i := 0; i < len(attrs); i += 2 {
		out.WriteString(" " + attrs[i] + `="` + stream.XML(attrs[i+1]) + `"`)
	}
	if b.Private {
		out.WriteString(` shared="no"`)
	}
	if b.Unread {
		out.WriteString(` toread="yes"`)
	}
	out.WriteString("/>\n")
}
