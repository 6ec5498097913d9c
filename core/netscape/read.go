// Package netscape reads and writes the bookmark files that every browser
// exports: lists (DL) of folders (H3) and links (A) with notes (DD). It scans
// for those few tags at their places and parses no HTML. It must never judge an
// address.
//
// What it cannot hold: the id, milliseconds, the trash.
package netscape

import (
	"bufio"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/core/filetime"
)

// htmlSpace is what HTML calls white space.
const htmlSpace = " \t\n\f\r"

// ReadSections yields the links of the pages that Pocket and Instapaper
// export: plain lists, each below a heading that says whether its links were
// read, or names a folder.
func ReadSections(r io.Reader, now time.Time) iter.Seq2[core.Entry, error] {
	return read(r, now, true)
}

// Read yields the links of a file. A file that is cut off gives what came
// before the cut, with a warning on its last link.
func Read(r io.Reader, now time.Time) iter.Seq2[core.Entry, error] { return read(r, now, false) }

func read(r io.Reader, now time.Time, sections bool) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		p := &parser{s: scanner{r: bufio.NewReaderSize(r, 64<<10), line: 1}, now: now, sections: sections, yield: yield}
		if err := p.run(); err != nil && !errors.Is(err, errStopped) {
			yield(core.Entry{}, err)
		}
	}
}

// errStopped says that nobody wants more.
var errStopped = errors.New("netscape: stopped")

type parser struct {
	s       scanner
	now     time.Time
	yield   func(core.Entry, error) bool
	number  int
	entry   *core.Entry // waits for its notes
	attrs   string      // of it, as in the file
	folders []folder
	deeper  int    // lists below maxDepth
	heading folder // of the list that comes next

	sections bool // h1 heads what follows, up to the next
}

// run reads the file tag by tag.
func (p *parser) run() error {
	var between strings.Builder
	for {
		between.Reset()
		err := p.s.text(&between)
		if err == nil {
			err = p.next(&between)
		}
		if err == io.EOF {
			return p.end()
		}
		if err != nil {
			return err
		}
	}
}

// end emits the last link. A file that ends inside a list was cut off.
func (p *parser) end() error {
	if p.entry != nil && (p.s.cut || len(p.folders) > 1 && !p.sections) {
		p.entry.Warnings = append(p.entry.Warnings, "The file ends early; links behind this one may be missing.")
	}
	return p.emit()
}

// next reads what begins at a "<" outside titles and notes.
func (p *parser) next(b *strings.Builder) error {
	name := p.s.peekName()
	if name == "" || name == "/" {
		return p.s.literal(b)
	}
	t, err := p.s.tag(name)
	if err != nil {
		return err
	}
	switch name {
	case "a":
		return p.link(t)
	case "dd":
		return p.notes()
	case "h3":
		return p.folderHeading(t)
	case "dl":
		return p.open()
	case "/dl":
		return p.close()
	case "dt", "hr":
		return p.emit()
	case "h1":
		return p.section()
	}
	return nil
}

// section reads a heading of a page of sections.
func (p *parser) section() error {
	if !p.sections {
		return nil
	}
	if err := p.emit(); err != nil {
		return err
	}
	name, err := p.content("/h1")
	f := newFolder(name, nil, false)
	switch strings.ToLower(f.name) {
	case "unread":
		f = folder{unread: true}
	case "archive", "read archive", "my list":
		f = folder{}
	}
	p.folders = []folder{f}
	return err
}

// emit hands the link that was waiting for its notes on.
func (p *parser) emit() error {
	if p.entry == nil {
		return nil
	}
	e := *p.entry
	p.entry = nil
	e.Source = source(p.attrs, &e)
	if !p.yield(e, nil) {
		return errStopped
	}
	return nil
}

func (p *parser) open() error {
	err := p.emit()
	if len(p.folders) == maxDepth {
		p.deeper++
		return err
	}
	p.heading.named = p.heading.name != "" || p.within()
	p.folders = append(p.folders, p.heading)
	p.heading = folder{}
	return err
}

// within says that a folder with a name is open.
func (p *parser) within() bool {
	n := len(p.folders)
	return n > 0 && p.folders[n-1].named
}

func (p *parser) close() error {
	err := p.emit()
	switch {
	case p.deeper > 0:
		p.deeper--
	case len(p.folders) > 0:
		p.folders = p.folders[:len(p.folders)-1]
	}
	return err
}

func (p *parser) folderHeading(t tag) error {
	if err := p.emit(); err != nil {
		return err
	}
	name, err := p.content("/h3")
	p.heading = newFolder(name, attributes(t.attrs), p.within())
	return err
}

// link reads a link up to the end of its title.
func (p *parser) link(t tag) error {
	if err := p.emit(); err != nil {
		return err
	}
	p.number++
	e := newEntry(attributes(t.attrs), p.now)
	e.Number, e.Line = p.number, t.line
	for _, f := range p.folders {
		if f.name != "" {
			e.Folders = append(e.Folders, f.name)
		}
		e.Unread = e.Unread || f.unread
	}
	p.entry, p.attrs = &e, t.attrs
	title, err := p.content("/a")
	e.Title = title
	if err == io.EOF {
		p.s.cut = true
	}
	return err
}

// content reads the text of an element up to its end tag, or to a tag that
// cannot stand inside it; other tags are left out.
func (p *parser) content(end string) (string, error) {
	var b strings.Builder
	for {
		if err := p.s.text(&b); err != nil {
			return unescape(b.String()), err
		}
		name := p.s.peekName()
		switch name {
		case "dt", "dd", "dl", "/dl", "h3":
			return unescape(b.String()), nil
		case "", "/":
			if err := p.s.literal(&b); err != nil {
				return unescape(b.String()), err
			}
			continue
		}
		if _, err := p.s.tag(name); err != nil || name == end {
			return unescape(b.String()), err
		}
	}
}

// notes reads what stands behind DD up to the next tag of the list. Any other
// mark-up is text. The notes of a folder are passed over.
func (p *parser) notes() error {
	var b strings.Builder
	for {
		err := p.s.text(&b)
		if err == nil {
			switch p.s.peekName() {
			case "dt", "/dt", "dd", "/dd", "dl", "/dl", "h3", "hr":
			default:
				if err = p.s.literal(&b); err == nil {
					continue
				}
			}
		}
		if p.entry != nil && p.entry.Description == "" {
			p.entry.Description = unescape(strings.Trim(b.String(), htmlSpace))
		}
		return err
	}
}

// newEntry reads the attributes of a link.
func newEntry(attrs map[string]string, now time.Time) core.Entry {
	e := core.Entry{URL: attrs["href"], Description: strings.TrimSpace(first(attrs, "description", "note"))}
	e.Unread, _ = truth(attrs["toread"])
	e.Private = private(attrs)
	for _, t := range splitTags(first(attrs, "tags", "labels", "folders")) {
		if t = strings.TrimSpace(t); t != "" {
			e.Tags = append(e.Tags, t)
		}
	}
	if e.Unread {
		e.Tags = withoutFlag(e.Tags)
	}
	if t, ok := filetime.Parse(first(attrs, "add_date", "time_added"), now); ok {
		e.Created = t
	}
	if t, ok := filetime.Parse(attrs["last_modified"], now); ok {
		e.Updated = t
	}
	return e
}

// withoutFlag drops the last tag "toread", with which Pinboard says the flag
// once more. One that stands there twice is also the person's own tag.
func withoutFlag(tags []string) []string {
	for i := len(tags) - 1; i >= 0; i-- {
		if tags[i] == "toread" {
			return slices.Delete(tags, i, i+1)
		}
	}
	return tags
}

func first(attrs map[string]string, names ...string) string {
	for _, n := range names {
		if attrs[n] != "" {
			return attrs[n]
		}
	}
	return ""
}

func private(attrs map[string]string) core.Tristate {
	if v, ok := truth(attrs["private"]); ok {
		return tristate(v)
	}
	for _, n := range [...]string{"public", "published", "pub", "shared"} {
		if v, ok := truth(attrs[n]); ok {
			return tristate(!v)
		}
	}
	return core.Unset
}

func tristate(v bool) core.Tristate {
	if v {
		return core.Yes
	}
	return core.No
}
