// Package packed unpacks what bookmark files come packed in: Firefox' backups
// (one LZ4 block behind a magic and a size), zip archives of parts, and gzip. It must
// never give more bytes than its bounds, nor use a path of an archive.
package packed

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"sort"

	"pinfold/core"
)

// MaxUnpacked is what a caller lets a file grow to that has no bound of its
// own, in bytes.
const MaxUnpacked = 1 << 30

// Bounds, in bytes, and of how much larger the content may be.
const (
	maxPacked = 128 << 20
	maxBlock  = 256 << 20 // an LZ4 block is held whole
	maxRatio  = 200
	slack     = 1 << 20 // below that, any ratio will do
)

const (
	lz4Magic  = "mozLz40\x00"
	lz4Header = len(lz4Magic) + 4
)

// IsLZ4 says that a file which begins with head is one of Firefox' backups.
func IsLZ4(head []byte) bool { return bytes.HasPrefix(head, []byte(lz4Magic)) }

// IsZip says that a file which begins with head is a zip archive.
func IsZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) // one without files
}

// LZ4 returns the content of one of Firefox' backups, of most bytes at most.
func LZ4(r io.Reader, most int64) ([]byte, error) {
	raw, err := whole(r)
	if err != nil {
		return nil, err
	}
	if len(raw) < lz4Header || !IsLZ4(raw) {
		return nil, refuse("This backup of Firefox ends too early.", nil)
	}
	size := int64(binary.LittleEndian.Uint32(raw[len(lz4Magic):]))
	if size > min(most, maxBlock) || tooMuch(size, int64(len(raw))) {
		return nil, refuse("This backup of Firefox claims to be larger than such a file can be.", nil)
	}
	out, err := block(raw[lz4Header:], int(size))
	if err != nil {
		return nil, refuse("This backup of Firefox is damaged.", err)
	}
	return out, nil
}

// Zip calls part with each file of an archive, in the order of their names,
// until one returns an error. Together they have most bytes at most.
func Zip(r io.Reader, most int64, part func(name string, r io.Reader) error) error {
	raw, err := whole(r)
	if err != nil {
		return err
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return refuse("This zip archive is damaged.", err)
	}
	sort.Slice(z.File, func(i, j int) bool { return z.File[i].Name < z.File[j].Name })
	left := most
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		if err := open(f, &left, part); err != nil {
			return err
		}
	}
	return nil
}

// open hands one file of an archive on, within what is left of the bounds.
func open(f *zip.File, left *int64, part func(string, io.Reader) error) error {
	in, err := f.Open()
	if err != nil {
		return refuse("The file “"+nameOf(f)+"” in this zip archive cannot be read.", err)
	}
	defer in.Close()
	b := &bounded{r: in, left: left, packed: int64(f.CompressedSize64), name: nameOf(f)}
	return part(f.Name, b)
}

// longestName bounds what a message says of a file's name, in characters.
const longestName = 100

// nameOf is a file's name for a message.
func nameOf(f *zip.File) string {
	name := []rune(core.CleanTitle(f.Name))
	if len(name) > longestName {
		name = append(name[:longestName], '…')
	}
	return string(name)
}

// A bounded reader fails when a file grows too large for what it was packed in.
type bounded struct {
	r      io.Reader
	left   *int64
	read   int64
	packed int64
	name   string
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.read += int64(n)
	*b.left -= int64(n)
	if *b.left < 0 || tooMuch(b.read, b.packed) {
		return 0, refuse("The file “"+b.name+"” in this zip archive grows beyond what such a file can be.", nil)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return n, refuse("The file “"+b.name+"” in this zip archive is damaged.", err)
	}
	return n, err
}

func tooMuch(size, packed int64) bool { return size > slack && size/maxRatio > packed }

// whole reads a packed file.
func whole(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxPacked+1))
	if err == nil && len(raw) > maxPacked {
		err = refuse("This packed file is larger than 128 MB.", nil)
	}
	return raw, err
}

func refuse(what string, err error) error {
	return &core.Error{Code: core.Invalid, Message: what + " Nothing was changed. Unpack it, or export it again, then try that file.", Err: err}
}
