// Package posts reads and writes the XML of Delicious and of Pinboard's
// posts/all: a <posts> with a <post> for each bookmark, all in attributes. It
// must never judge an address, and expands no entities but XML's own five.
//
// What it cannot hold: the id, the time of the last edit, milliseconds, the
// trash.
package posts

import (
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/core/filetime"
)

// Read yields the posts of a file whose text is UTF-8, whatever it declares.
func Read(r io.Reader, now time.Time) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		d := xml.NewDecoder(newLegal(r))
		d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
		for n := 1; ; {
			t, err := d.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(core.Entry{}, broken(d, err))
				return
			}
			start, ok := t.(xml.StartElement)
			if !ok || start.Name.Local != "post" {
				continue
			}
			e := entry(start.Attr, now)
			e.Number = n
			e.Line, _ = d.InputPos()
			n++
			if !yield(e, nil) {
				return
			}
		}
	}
}

func broken(d *xml.Decoder, err error) error {
	line, _ := d.InputPos()
	return &core.Error{Code: core.Invalid, Message: "This XML file is broken at line " + strconv.Itoa(line) + ". Nothing was changed. Export it again, then try that file.", Err: err}
}

func entry(attrs []xml.Attr, now time.Time) core.Entry {
	a := make(map[string]string, len(attrs))
	for _, x := range attrs {
		a[x.Name.Local] = x.Value
	}
	e := core.Entry{
		URL:         a["href"],
		Title:       a["description"],
		Description: a["extended"],
		Private:     private(a),
		Unread:      a["toread"] == "yes",
		Source:      source(attrs),
	}
	for _, tag := range strings.Fields(firstOf(a["tag"], a["tags"])) {
		if tag != "system:unfiled" { // Delicious' way to say that there is none
			e.Tags = append(e.Tags, tag)
		}
	}
	if t, ok := filetime.Parse(a["time"], now); ok {
		e.Created = t
	}
	return e
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// private reads shared, or Delicious' private. Both leave out what is usual.
func private(a map[string]string) core.Tristate {
	switch {
	case a["shared"] == "no", a["private"] == "yes":
		return core.Yes
	case a["shared"] == "yes", a["private"] == "no":
		return core.No
	}
	return core.Unset
}

// source is a post as it stands in a file.
func source(attrs []xml.Attr) []byte {
	var b strings.Builder
	b.WriteString("<post")
	for _, x := range attrs {
		b.WriteString(" " + x.Name.Local + `="`)
		xml.EscapeText(&b, []byte(x.Value))
		b.WriteString(`"`)
	}
	b.WriteString("/>")
	return []byte(b.String())
}

// WriteSources writes posts as Read gave them in Source.
func WriteSources(w io.Writer, records iter.Seq[[]byte]) error {
	if _, err := io.WriteString(w, xml.Header+"<posts>\n"); err != nil {
		return err
	}
	for raw := range records {
		if _, err := w.Write(append(raw[:len(raw):len(raw)], '\n')); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "</posts>\n")
	return err
}
