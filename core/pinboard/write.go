package pinboard

import (
	"bufio"
	"crypto/md5"
	"encoding/hex"
	"io"
	"iter"
	"strings"
	"time"

	"pinfold/core"
)

// Write writes bookmarks as an export that Read and Pinboard read, in the
// order in which they come: nine fields each, all strings. hash is the MD5 of
// the address; meta one of the fields that can be edited.
func Write(w io.Writer, bookmarks iter.Seq2[core.Bookmark, error]) error {
	out := bufio.NewWriterSize(w, 64<<10)
	separator := "["
	for b, err := range bookmarks {
		if err != nil {
			return err
		}
		if _, err := out.WriteString(separator); err != nil {
			return err
		}
		writePost(out, &b)
		separator = ",\n"
	}
	if separator == "[" {
		out.WriteString("[")
	}
	out.WriteString("]\n")
	return out.Flush()
}

// WriteSources writes an export of records as Read gave them in Source.
func WriteSources(w io.Writer, records iter.Seq[[]byte]) error {
	out := bufio.NewWriterSize(w, 64<<10)
	separator := "["
	for r := range records {
		out.WriteString(separator)
		out.Write(r)
		separator = ",\n"
	}
	if separator == "[" {
		out.WriteString(separator)
	}
	out.WriteString("]\n")
	return out.Flush() // a failed write shows here
}

// writePost writes one object. A failed write shows at Flush.
func writePost(out *bufio.Writer, b *core.Bookmark) {
	fields := [...]struct{ key, value string }{
		{"href", b.URL}, {"description", b.Title}, {"extended", b.Description}, {"meta", Meta(b)}, {"hash", Hash(b.URL)},
		{"time", b.Created.UTC().Format(time.RFC3339)}, {"shared", yesNo(!b.Private)}, {"toread", yesNo(b.Unread)},
		{"tags", strings.Join(b.Tags, " ")},
	}
	for i, f := range fields {
		out.WriteString(map[bool]string{true: `{"`, false: `,"`}[i == 0])
		out.WriteString(f.key)
		out.WriteString(`":"`)
		writeString(out, f.value)
		out.WriteByte('"')
	}
	out.WriteByte('}')
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

// Hash is Pinboard's name of an address: the MD5 of its bytes.
func Hash(url string) string { return digest(url) }

func digest(s string) string {
	sum := md5.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}

// Meta changes whenever a field that can be edited does, its time among them.
// Pinboard's own formula is not known; clients only compare it.
func Meta(b *core.Bookmark) string {
	return digest(strings.Join([]string{b.Title, b.Description, strings.Join(b.Tags, " "), yesNo(!b.Private), yesNo(b.Unread),
		b.Created.UTC().Format(time.RFC3339)}, "\x00"))
}

// writeString escapes what JSON must have escaped, and DEL and the line
// separators, which some readers trip over.
func writeString(out *bufio.Writer, s string) {
	const hexDigits = "0123456789abcdef"
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			out.WriteString(`\u00`)
			out.WriteByte(hexDigits[r>>4])
			out.WriteByte(hexDigits[r&15])
		case r == 0x2028:
			out.WriteString(`\u2028`)
		case r == 0x2029:
			out.WriteString(`\u2029`)
		default:
			out.WriteRune(r)
		}
	}
}
