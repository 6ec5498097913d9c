// Package format recognises files of bookmarks by their content and reads
// them: the encoding, then the records. It must never judge an address, merge
// or touch a library; a record goes to core as the file has it.
package format

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/core/netscape"
	"pinfold/core/pinboard"
)

// A Name names a format on the wire and on the command line.
type Name string

// The formats.
const (
	PinboardJSON Name = "pinboard-json"
	Netscape     Name = "netscape"
)

// PublicByDefault says that a record without a flag is public: so it is with
// Pinboard and Delicious, and with nobody else.
func (n Name) PublicByDefault() bool { return n == PinboardJSON }

// Options says what the content cannot.
type Options struct {
	Now  time.Time // of the import: later dates are not believed
	Name string    // of the file, for messages
}

// headBytes is how much is looked at to recognise a format.
const headBytes = 4096

// Read recognises the format of r and yields its records. The error of Read,
// or one that is yielded, refuses the whole file; nothing is yielded behind it.
func Read(r io.Reader, o Options) (Name, iter.Seq2[core.Entry, error], error) {
	text, err := decode(bufio.NewReaderSize(r, 64<<10))
	if err != nil {
		return "", nil, err
	}
	head, err := text.Peek(headBytes)
	if err != nil && err != io.EOF {
		return "", nil, err
	}
	name, err := detect(head)
	if err != nil {
		return "", nil, err
	}
	if name == PinboardJSON {
		return name, pinboard.Read(text, o.Now), nil
	}
	return name, netscape.Read(text, o.Now), nil
}

// WriteSources writes records as Read gave them in Source as a file of the
// format they came in.
func WriteSources(w io.Writer, name Name, records iter.Seq[[]byte]) error {
	if name == PinboardJSON {
		return pinboard.WriteSources(w, records)
	}
	return netscape.WriteSources(w, records)
}

// detect recognises a format by the beginning of its text.
func detect(head []byte) (Name, error) {
	s := strings.TrimLeft(string(head), " \t\r\n\ufeff")
	lower := strings.ToLower(s)
	switch {
	case s == "":
		return "", refuse("This file is empty. Choose another one.")
	case s[0] == '[':
		return PinboardJSON, nil
	case strings.Contains(lower, "<!doctype netscape-bookmark-file"), looksNetscape(lower):
		return Netscape, nil
	case s[0] == '{':
		return "", refuse("This JSON file is not a list of bookmarks. Pinfold reads Pinboard’s JSON export and bookmark files in HTML.")
	case strings.HasPrefix(lower, "<?xml"), strings.HasPrefix(lower, "<rss"), strings.HasPrefix(lower, "<feed"):
		return "", refuse("This is an XML file, which Pinfold does not read. Export your bookmarks as JSON or HTML.")
	case strings.Contains(lower, "<html"), strings.Contains(lower, "<!doctype html"):
		return "", refuse("This is a web page, not a file of bookmarks. Export your bookmarks as HTML, then choose that file.")
	case bytes.IndexByte(head, 0) >= 0 || strings.HasPrefix(s, "\ufffdPNG"):
		return "", refuse("This is not a text file. Pinfold reads Pinboard’s JSON export and bookmark files in HTML.")
	}
	return "", refuse("Pinfold does not recognise this file. It reads Pinboard’s JSON export and bookmark files in HTML.")
}

// looksNetscape recognises bookmark files that lack the first line.
func looksNetscape(lower string) bool {
	return strings.Contains(lower, "<dl") && strings.Contains(lower, "<dt") && !strings.Contains(lower, "<body") ||
		strings.Contains(lower, "<dt><a href") || strings.Contains(lower, "<h1>bookmarks")
}

func refuse(message string) error { return &core.Error{Code: core.Invalid, Message: message} }
