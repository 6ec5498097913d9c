// Package format recognises files of bookmarks by their content and reads
// them: what they are packed in, the encoding, then the records. It must never
// judge an address, merge or touch a library; a record goes to core as the file
// has it.
package format

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"time"

	"pinfold/core"
	"pinfold/core/backup"
	"pinfold/core/browsertree"
	"pinfold/core/csvfile"
	"pinfold/core/linklist"
	"pinfold/core/netscape"
	"pinfold/core/packed"
	"pinfold/core/pinboard"
	"pinfold/core/posts"
	"pinfold/core/services"
)

// A Name names a format on the wire and on the command line.
type Name string

// The formats.
const (
	Backup       Name = "pinfold" // Pinfold's own; core.Library.RestoreBackup takes it
	PinboardJSON Name = "pinboard-json"
	PinboardXML  Name = "pinboard-xml" // Delicious' too
	Netscape     Name = "netscape"
	Sections     Name = "html-sections" // Pocket's and Instapaper's pages
	BrowserTree  Name = "browser-json"
	ServiceJSON  Name = "service-json"
	CSV          Name = "csv"
	Links        Name = "links" // OneTab, Markdown, Org, plain addresses
)

// PublicByDefault says that a record without a flag is public: so it is with
// Pinboard and Delicious, and with nobody else.
func (n Name) PublicByDefault() bool { return n == PinboardJSON || n == PinboardXML }

// Options says what the content cannot.
type Options struct {
	Now  time.Time // of the import: later dates are not believed
	Name string    // of the file, for messages

	MaxUnpacked int64 // bytes that what is packed may grow to; 0: a gigabyte
}

func (o Options) most() int64 {
	if o.MaxUnpacked > 0 {
		return o.MaxUnpacked
	}
	return packed.MaxUnpacked
}

// headBytes is how much is looked at to recognise a format.
const headBytes = 4096

// Read recognises the format of r and yields its records. The error of Read,
// or one that is yielded, refuses the whole file; nothing is yielded behind it.
func Read(r io.Reader, o Options) (Name, iter.Seq2[core.Entry, error], error) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(16)
	if err != nil && err != io.EOF {
		return "", nil, err
	}
	switch {
	case packed.IsLZ4(head):
		raw, err := packed.LZ4(in, o.most())
		if err != nil {
			return "", nil, err
		}
		return readText(bytes.NewReader(raw), o)
	case packed.IsZip(head):
		return readZip(in, o)
	case packed.IsGzip(head):
		content, err := packed.Gzip(in, o.most())
		if err != nil {
			return "", nil, err
		}
		return readText(content, o)
	}
	return readText(in, o)
}

// readText reads a file that is not packed.
func readText(r io.Reader, o Options) (Name, iter.Seq2[core.Entry, error], error) {
	in := &stoppable{r: r}
	text, err := decode(bufio.NewReaderSize(in, 64<<10))
	if err != nil {
		return "", nil, err
	}
	head, err := text.Peek(headBytes)
	if err != nil && err != io.EOF {
		return "", nil, err
	}
	name, service, err := detect(head)
	if err != nil {
		return "", nil, err
	}
	if name != Backup { // which is as large as the library was
		in.most = maxText
	}
	return name, in.told(records(name, service, text, o.Now)), nil
}

// records reads the text of a format.
func records(name Name, service string, text io.Reader, now time.Time) iter.Seq2[core.Entry, error] {
	switch name {
	case Backup:
		return backup.Read(text)
	case PinboardJSON:
		return pinboard.Read(text, now)
	case PinboardXML:
		return posts.Read(text, now)
	case Sections:
		return netscape.ReadSections(text, now)
	case BrowserTree:
		return browsertree.Read(text, now)
	case ServiceJSON:
		return services.Read(text, service, now)
	case CSV:
		return csvfile.Read(text, now)
	case Links:
		return linklist.Read(text)
	}
	return netscape.Read(text, now)
}

// joined is the format of an archive that a part joins: that of the first part,
// but that of one whose records are private by default goes before.
func joined(first, part Name) Name {
	if first == "" || first.PublicByDefault() {
		return part
	}
	return first
}

// WriteSources writes records as Read gave them in Above and Source as a file of
// the format they came in; those of trees of browsers as a list of objects.
func WriteSources(w io.Writer, name Name, records iter.Seq2[[]byte, []byte]) error {
	switch name {
	case Backup, CSV, Links:
		return linklist.WriteSources(w, records)
	}
	sources := func(yield func([]byte) bool) {
		for _, raw := range records {
			if !yield(raw) {
				return
			}
		}
	}
	switch name {
	case PinboardJSON, ServiceJSON, BrowserTree:
		return pinboard.WriteSources(w, sources)
	case PinboardXML:
		return posts.WriteSources(w, sources)
	}
	return netscape.WriteSources(w, sources)
}

func refuse(message string) error { return &core.Error{Code: core.Invalid, Message: message} }
