// Package linklist reads texts that are lists of links: addresses line by
// line, OneTab's export, lists in Markdown and in Org. It must never judge an
// address, nor find links inside running text.
//
// What it leaves: headings, groups, and lines without a link.
package linklist

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"pinfold/core"
)

// maxLine bounds what is held of a line.
const maxLine = 1 << 20

// Looks says that a text which begins with head is a list of links: most of its
// lines that are not empty begin with one.
func Looks(head string) bool {
	lines, links := 0, 0
	for line := range strings.Lines(head) {
		switch {
		case strings.TrimSpace(line) == "" || heading(line):
		case parse(line).URL != "":
			lines, links = lines+1, links+1
		case links > 0 && (line[0] == ' ' || line[0] == '\t'): // a description
		default:
			lines++
		}
	}
	return links > 0 && 2*links > lines
}

// heading says that a line is one of Markdown's or Org's headings or keywords,
// without a link.
func heading(line string) bool {
	s := strings.TrimSpace(line)
	return (strings.HasPrefix(s, "#") || strings.HasPrefix(line, "*")) && parse(line).URL == ""
}

// Read yields the links of a list. Indented text below a link is its
// description.
func Read(r io.Reader) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		w := &reader{in: bufio.NewReaderSize(r, 64<<10), yield: yield}
		err := w.run()
		if err != nil && !errors.Is(err, errStopped) {
			yield(core.Entry{}, err)
		}
	}
}

// errStopped says that nobody wants more.
var errStopped = errors.New("linklist: stopped")

type reader struct {
	in     *bufio.Reader
	yield  func(core.Entry, error) bool
	entry  *core.Entry // waits for its description
	notes  []string
	number int
	line   int
}

func (w *reader) run() error {
	for {
		line, err := w.next()
		if line != "" {
			w.line++
			if err := w.take(line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return w.emit()
		}
		if err != nil {
			return err
		}
	}
}

// next reads a line; of a longer one than maxLine the beginning.
func (w *reader) next() (string, error) {
	var b strings.Builder
	for {
		part, err := w.in.ReadSlice('\n')
		if b.Len() < maxLine {
			b.Write(part[:min(len(part), maxLine-b.Len())])
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return b.String(), err
		}
	}
}

func (w *reader) take(line string) error {
	e := parse(line)
	if e.URL == "" {
		if text := strings.TrimSpace(line); w.entry != nil && text != "" && (line[0] == ' ' || line[0] == '\t') {
			w.notes = append(w.notes, text)
		}
		return nil
	}
	if err := w.emit(); err != nil {
		return err
	}
	w.number++
	e.Number, e.Line, e.Source = w.number, w.line, []byte(strings.TrimSpace(line))
	w.entry = &e
	return nil
}

// emit passes on the link that was waiting for its description.
func (w *reader) emit() error {
	if w.entry == nil {
		return nil
	}
	e := *w.entry
	if len(w.notes) > 0 {
		lines := w.notes
		if e.Description != "" {
			lines = append([]string{e.Description}, lines...)
		}
		e.Description = strings.Join(lines, "\n")
	}
	w.entry, w.notes = nil, nil
	if !w.yield(e, nil) {
		return errStopped
	}
	return nil
}

// WriteSources writes lines as Read gave them in Source, as the formats do that
// have a line above them too: it is written where it is another one than before.
func WriteSources(w io.Writer, records iter.Seq2[[]byte, []byte]) error {
	var before []byte
	for above, raw := range records {
		if len(above) > 0 && !bytes.Equal(above, before) {
			raw = slices.Concat(above, []byte("\n"), raw)
		}
		before = above
		if _, err := w.Write(append(raw[:len(raw):len(raw)], '\n')); err != nil {
			return err
		}
	}
	return nil
}
