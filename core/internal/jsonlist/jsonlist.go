// Package jsonlist goes through the objects of a list in JSON, one at a time,
// and says at which line a file is broken. It must never hold more than one
// object, nor know what the fields mean.
package jsonlist

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"

	"pinfold/core"
)

// A Record is one object of a list.
type Record struct {
	Fields Fields
	In     string          // the key of its list in the object around it, or ""
	Number int             // from 1
	Line   int             // from 1
	Raw    json.RawMessage // as in the file; it stays as it is
}

// A Reader goes through a file. Kind names the format in its errors, as in "a
// Pinboard export". Lists are the keys under which an object at the top may
// have its lists; without any, the top must be a list.
type Reader struct {
	Kind  string
	Lists []string
}

// Each yields the records of r. The last thing yielded may be an error, which
// refuses the whole file. Fields is used again for the next record.
func (o Reader) Each(r io.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		w := &walk{Reader: o, in: &counter{r: r}, fields: make(Fields), yield: yield}
		w.d = json.NewDecoder(w.in)
		w.d.UseNumber()
		if err := w.file(); err != nil && !errors.Is(err, errStopped) {
			yield(Record{}, err)
		}
	}
}

// errStopped says that nobody wants more.
var errStopped = errors.New("jsonlist: stopped")

type walk struct {
	Reader
	in     *counter
	d      *json.Decoder
	fields Fields
	splitter
	number int
	yield  func(Record, error) bool
}

func (w *walk) file() error {
	t, err := w.d.Token()
	switch {
	case err == nil && t == json.Delim('['):
		err = w.list("")
	case err == nil && t == json.Delim('{') && len(w.Lists) > 0:
		err = w.object()
	default:
		return w.broken(err, "it does not begin with a list")
	}
	if err != nil {
		return err
	}
	if _, err := w.d.Token(); !errors.Is(err, io.EOF) {
		return w.broken(err, "there is text behind the list")
	}
	return nil
}

// object goes through the lists of the object at the top and passes the rest
// over.
func (w *walk) object() error {
	found := false
	for w.d.More() {
		key, err := w.d.Token()
		if err != nil {
			return w.broken(err, "")
		}
		name, _ := key.(string)
		if slices.Contains(w.Lists, name) {
			if t, err := w.d.Token(); err != nil || t != json.Delim('[') {
				return w.broken(err, "“"+name+"” is not a list")
			}
			if err := w.list(name); err != nil {
				return err
			}
			found = true
			continue
		}
		var passed json.RawMessage
		if err := w.d.Decode(&passed); err != nil {
			return w.brokenInside(err)
		}
	}
	if !found {
		return w.broken(nil, "it ends without a list of bookmarks")
	}
	return w.end()
}

func (w *walk) list(name string) error {
	for n := 1; w.d.More(); n++ {
		var raw json.RawMessage
		if err := w.d.Decode(&raw); err != nil {
			return w.brokenInside(err)
		}
		clear(w.fields)
		if !w.split(raw, w.fields) {
			return w.broken(nil, "entry "+strconv.Itoa(n)+" is not a bookmark")
		}
		w.number++
		r := Record{Fields: w.fields, In: name, Number: w.number, Line: w.in.line(w.d.InputOffset()), Raw: raw}
		if !w.yield(r, nil) {
			return errStopped
		}
	}
	return w.end()
}

// end reads what closes a list or an object.
func (w *walk) end() error {
	if _, err := w.d.Token(); err != nil {
		return w.broken(err, "")
	}
	return nil
}

// brokenInside says where an entry stops being JSON.
func (w *walk) brokenInside(err error) error {
	at := w.d.InputOffset()
	rest, _ := io.ReadAll(w.d.Buffered()) // the entry, as far as it was read
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return w.brokenAt(at+int64(len(rest)), "it ends in the middle of an entry", err)
	}
	var raw json.RawMessage
	var wrong *json.SyntaxError // with an offset in the entry, not in what the decoder has scanned
	if errors.As(json.NewDecoder(bytes.NewReader(rest)).Decode(&raw), &wrong) {
		at += wrong.Offset - 1
	}
	return w.brokenAt(at, "it is not whole JSON", err)
}

// broken says where a file stops being an export.
func (w *walk) broken(err error, what string) error {
	if what == "" {
		what = "it is not whole JSON"
	}
	return w.brokenAt(w.d.InputOffset(), what, err)
}

func (w *walk) brokenAt(offset int64, what string, err error) error {
	return w.Broken(w.in.line(offset), what, err)
}

// Broken is the error of a file that is not what it should be.
func (o Reader) Broken(line int, what string, err error) error {
	return &core.Error{Code: core.Invalid, Message: "This file is not " + o.Kind + ": at line " + strconv.Itoa(line) + " " + what + ". Nothing was changed. Export it again, then try that file.", Err: err}
}
