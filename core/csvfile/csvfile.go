// Package csvfile reads tables of bookmarks: Pocket's, Instapaper's,
// Raindrop's, Readwise's, and any other whose first line names its columns,
// one of them the address. It must never judge an address.
//
// What it leaves: columns that it does not know, such as highlights and
// covers.
package csvfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"pinfold/core"
)

// Columns says that line, the first of a file, names the columns of a table, one
// of them the address.
func Columns(line string) bool {
	names := namesIn(line)
	return len(names) > 1 && header(names).has("url")
}

// Passwords says that the columns which line names are those of a table of
// passwords: browsers export one beside the bookmarks, with addresses and notes.
func Passwords(line string) bool { return header(namesIn(line)).has("password") }

// namesIn reads the first line; nil is none of a table. With commas it is read
// strictly, since a line of a text may have some.
func namesIn(line string) []string {
	t := csv.NewReader(strings.NewReader(line))
	t.Comma = separator(line)
	t.LazyQuotes = t.Comma != ','
	names, err := t.Read()
	if err != nil {
		return nil
	}
	return names
}

// separator is what stands between the columns.
func separator(line string) rune {
	best := ','
	for _, c := range [...]rune{';', '\t'} {
		if strings.Count(line, string(c)) > strings.Count(line, string(best)) {
			best = c
		}
	}
	return best
}

// Read yields the rows of a table.
func Read(r io.Reader, now time.Time) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		head := &firstLine{r: r}
		line, err := head.read()
		if err != nil {
			yield(core.Entry{}, err)
			return
		}
		raw := &raw{r: io.MultiReader(strings.NewReader(line), r)}
		t := csv.NewReader(raw)
		t.Comma, t.LazyQuotes, t.FieldsPerRecord, t.ReuseRecord = separator(line), true, -1, true
		if err := rows(t, raw, now, yield); err != nil {
			yield(core.Entry{}, err)
		}
	}
}

// rows yields the rows; a row without an address is named in the report.
func rows(t *csv.Reader, raw *raw, now time.Time, yield func(core.Entry, error) bool) error {
	names, err := t.Read()
	if err != nil {
		return broken(err)
	}
	raw.upTo(t.InputOffset())
	columns, spaced := header(names), spacedTags(names)
	above := bytes.ReplaceAll(source(names, t.Comma), []byte("\n"), []byte(" "))
	for n := 1; ; n++ {
		record, err := t.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		e := row{columns, spaced, record}.entry(now)
		e.Number = n
		e.Line, _ = t.FieldPos(0)
		if unfinished(raw.upTo(t.InputOffset()), byte(t.Comma)) {
			return broken(&csv.ParseError{Line: e.Line, Err: csv.ErrQuote})
		}
		e.Source, e.Above = source(record, t.Comma), above
		if !yield(e, nil) {
			return nil
		}
	}
}

func broken(err error) error {
	line := 1
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		line = wrong.Line
	}
	return &core.Error{Code: core.Invalid, Message: "This table is broken at line " + strconv.Itoa(line) + ": " + reason(err) + ". Nothing was changed. Export it again, then try that file.", Err: err}
}

func reason(err error) string {
	if errors.Is(err, io.EOF) {
		return "it has no lines"
	}
	return "a quotation mark does not end"
}

// source is a row as a line of its table.
func source(record []string, comma rune) []byte {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = comma
	w.Write(record)
	w.Flush()
	return []byte(strings.TrimSuffix(b.String(), "\n"))
}

// A firstLine is read byte by byte, so that what follows stays in r.
type firstLine struct{ r io.Reader }

// maxHeader bounds the first line.
const maxHeader = 64 << 10

func (f *firstLine) read() (string, error) {
	var line []byte
	one := make([]byte, 1)
	for len(line) < maxHeader {
		n, err := f.r.Read(one)
		if n == 1 {
			line = append(line, one[0])
		}
		if (n == 1 && one[0] == '\n') || errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
	}
	return string(line), nil
}
