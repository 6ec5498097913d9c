// Package pinboard reads and writes Pinboard's JSON export: an array of
// objects with href, description (the title), extended (the description),
// meta, hash, time, shared, toread and tags. It must never judge an address.
//
// What it cannot hold: the id, the time of the last edit, milliseconds, the
// trash.
package pinboard

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"pinfold/core"
	"pinfold/core/filetime"
)

// Read yields the records of an export. What is not an array of objects is
// refused with the place where it goes wrong.
func Read(r io.Reader, now time.Time) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		in := &counter{r: r}
		d := json.NewDecoder(in)
		d.UseNumber()
		if t, err := d.Token(); err != nil || t != json.Delim('[') {
			yield(core.Entry{}, broken(in, d, err, "it does not begin with a list"))
			return
		}
		fields := make(map[string]json.RawMessage)
		for n := 1; d.More(); n++ {
			var raw json.RawMessage
			if err := d.Decode(&raw); err != nil {
				yield(core.Entry{}, brokenInside(in, d, err))
				return
			}
			clear(fields)
			if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &fields) != nil {
				yield(core.Entry{}, broken(in, d, nil, "entry "+strconv.Itoa(n)+" is not a bookmark"))
				return
			}
			if n == 1 && !isPost(fields) {
				yield(core.Entry{}, broken(in, d, nil, "the first entry has none of Pinboard’s fields"))
				return
			}
			e := entry(fields, n, in.line(d.InputOffset()), now)
			e.Source = raw
			if !yield(e, nil) {
				return
			}
		}
		if _, err := d.Token(); err != nil {
			yield(core.Entry{}, broken(in, d, err, ""))
			return
		}
		if _, err := d.Token(); !errors.Is(err, io.EOF) {
			yield(core.Entry{}, broken(in, d, err, "there is text behind the list"))
		}
	}
}

// isPost tells Pinboard's objects from those of other services, which are lists
// of objects with tags and a description too.
func isPost(fields map[string]json.RawMessage) bool {
	for _, key := range [...]string{"href", "extended", "shared", "toread"} {
		if _, ok := fields[key]; ok {
			return true
		}
	}
	return false
}

// brokenInside says where an entry stops being JSON.
func brokenInside(in *counter, d *json.Decoder, err error) error {
	at := d.InputOffset()
	rest, _ := io.ReadAll(d.Buffered()) // the entry, as far as it was read
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return brokenAt(in.line(at+int64(len(rest))), "it ends in the middle of an entry", err)
	}
	var raw json.RawMessage
	var wrong *json.SyntaxError // with an offset in the entry, not in what the decoder has scanned
	if errors.As(json.NewDecoder(bytes.NewReader(rest)).Decode(&raw), &wrong) {
		at += wrong.Offset - 1
	}
	return brokenAt(in.line(at), "it is not whole JSON", err)
}

// broken says where a file stops being an export.
func broken(in *counter, d *json.Decoder, err error, what string) error {
	if what == "" {
		what = "it is not whole JSON"
	}
	return brokenAt(in.line(d.InputOffset()), what, err)
}

func brokenAt(line int, what string, err error) error {
	return &core.Error{Code: core.Invalid, Message: "This file is not a Pinboard export: at line " + strconv.Itoa(line) + " " + what + ". Nothing was changed. Export it again, then try that file.", Err: err}
}

// entry reads one object, whatever types its fields have.
func entry(fields map[string]json.RawMessage, n, line int, now time.Time) core.Entry {
	e := core.Entry{
		URL:         text(fields["href"]),
		Title:       text(fields["description"]),
		Description: text(fields["extended"]),
		Tags:        tags(fields["tags"]),
		Private:     shared(fields["shared"]),
		Unread:      yes(fields["toread"]),
		Number:      n,
		Line:        line,
	}
	if when := text(fields["time"]); when != "" {
		if t, ok := filetime.Parse(when, now); ok {
			e.Created = t
		}
	}
	return e
}

// text reads a string; what is none reads as "".
func text(raw json.RawMessage) string {
	if n := len(raw); n > 1 && raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		return string(raw[1 : n-1]) // most are plain, and this is ten times as fast
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		var n json.Number
		if len(raw) > 0 && raw[0] != '"' && json.Unmarshal(raw, &n) == nil {
			return n.String()
		}
		return ""
	}
	return s
}

// tags reads a string split at white space, or a list.
func tags(raw json.RawMessage) []string {
	if len(raw) > 0 && raw[0] == '[' {
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return nil
		}
		var out []string
		for _, x := range list {
			if s := text(x); s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	return strings.Fields(text(raw))
}

func shared(raw json.RawMessage) core.Tristate {
	switch strings.ToLower(word(raw)) {
	case "no", "false", "0":
		return core.Yes
	case "yes", "true", "1":
		return core.No
	}
	return core.Unset
}

func yes(raw json.RawMessage) bool {
	switch strings.ToLower(word(raw)) {
	case "yes", "true", "1":
		return true
	}
	return false
}

// word reads a string, or true and false as they stand.
func word(raw json.RawMessage) string {
	if s := string(raw); s == "true" || s == "false" {
		return s
	}
	return text(raw)
}

// A counter remembers where the lines begin that have been read.
type counter struct {
	r     io.Reader
	at    int64
	lines []int64 // offsets of line feeds not yet counted
	done  int     // line feeds before lines
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for from := 0; ; from++ {
		i := bytes.IndexByte(p[from:n], '\n')
		if i < 0 {
			break
		}
		from += i
		c.lines = append(c.lines, c.at+int64(from))
	}
	c.at += int64(n)
	return n, err
}

// line returns the number of the line, from 1, in which offset lies; offsets
// must not go back.
func (c *counter) line(offset int64) int {
	i := 0
	for i < len(c.lines) && c.lines[i] < offset {
		i++
	}
	c.done += i
	c.lines = c.lines[i:]
	return c.done + 1
}
