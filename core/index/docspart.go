package index

import (
	"strconv"
	"strings"
)

// PartBytes is the length of every part of a segment's documents but the last,
// which may be shorter.
const PartBytes = partBytes

// Format is that of the segments that are written now.
const Format = uint32(formatVersion)

// DocsPrefix is what the names of all blobs of documents begin with.
const DocsPrefix = docsStream

// DocsPart reads a blob's name: of which segment it is, and which part of its
// documents; false if it is no blob of documents.
func DocsPart(name string) (segment string, part int64, ok bool) {
	rest, ok := strings.CutPrefix(name, docsStream)
	at := strings.LastIndexByte(rest, '.')
	if !ok || at < 0 {
		return "", 0, false
	}
	part, err := strconv.ParseInt(rest[at+1:], 10, 64)
	return rest[:at], part, err == nil && part >= 0
}

// DocsName is the inverse of DocsPart.
func DocsName(segment string, part int64) string { return partName(docsStream, segment, part) }

// DocsFormat returns the format that a part of documents says it has; false if
// its beginning is damaged. A later version's is ErrLater.
func DocsFormat(part []byte) (format uint32, ok bool, err error) {
	if len(part) < docsHead || string(part[:len(docsMagic)]) != docsMagic {
		return 0, false, nil
	}
	format = uint32(part[len(docsMagic)])
	if string(part[:docsHead]) != docsHeader(format) || format == 0 {
		return 0, false, nil
	}
	if format > formatVersion {
		return 0, false, ErrLater
	}
	return format, true, nil
}
