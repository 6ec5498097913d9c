package format

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// decode returns the text of r in UTF-8 with line feeds only. The encoding is
// told by a byte order mark, by the charset that a page's head declares, or by not
// being valid UTF-8, which is read as windows-1252.
func decode(r *bufio.Reader) (*bufio.Reader, error) {
	head, err := r.Peek(headBytes)
	if err != nil && err != io.EOF {
		return nil, err
	}
	var text io.Reader = r
	if e := encodingOf(head); e != nil {
		text = transform.NewReader(r, e.NewDecoder())
	} else {
		text = transform.NewReader(r, &mixed{})
	}
	return bufio.NewReaderSize(transform.NewReader(text, &newlines{}), 64<<10), nil
}

// encodingOf returns the encoding of a file that begins with head; nil is
// UTF-8 where it is valid.
func encodingOf(head []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		return unicode.UTF8BOM
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(head, []byte{0, 0, 0xFE, 0xFF}):
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case len(head) > 3 && bytes.IndexByte(head[:4], 0) >= 0:
		return unmarked([4]byte(head))
	}
	return declared(head)
}

// unmarked returns the encoding of a file without a byte order mark whose first
// character is one that files of ours begin with; nil if it is none of those.
func unmarked(head [4]byte) encoding.Encoding {
	first := func(i int) bool { return bytes.IndexByte([]byte("<[{"), head[i]) >= 0 }
	switch {
	case first(0) && head[1] == 0 && head[2] == 0 && head[3] == 0:
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	case first(3) && head[0] == 0 && head[1] == 0 && head[2] == 0:
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	case first(0) && head[1] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case first(1) && head[0] == 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// declared returns the encoding that a page declares; nil for UTF-8, or where it
// declares none.
func declared(head []byte) encoding.Encoding {
	name := charset(strings.ToLower(string(head)))
	switch name {
	case "", "utf-8", "utf8", "utf-16", "unicode": // a text in UTF-16 has been told by its bytes
		return nil
	case "iso-8859-1", "latin1", "windows-1252", "us-ascii", "ascii":
		return charmap.Windows1252
	case "iso-8859-15", "latin9":
		return charmap.ISO8859_15
	case "iso-8859-2":
		return charmap.ISO8859_2
	case "windows-1250":
		return charmap.Windows1250
	case "windows-1251":
		return charmap.Windows1251
	case "koi8-r":
		return charmap.KOI8R
	case "macintosh", "x-mac-roman", "macroman":
		return charmap.Macintosh
	}
	return unread(name[:min(len(name), 40)])
}

// unread is an encoding that a page declares and that is none of ours. What is
// UTF-8 all the same passes; anything else would be garbled, and is refused.
type unread string

// NewDecoder implements encoding.Encoding.
func (u unread) NewDecoder() *encoding.Decoder { return &encoding.Decoder{Transformer: strict(u)} }

// NewEncoder implements encoding.Encoding; nothing is written so.
func (unread) NewEncoder() *encoding.Encoder { return encoding.Nop.NewEncoder() }

// strict passes what is UTF-8 and refuses anything else by the name of the
// encoding that was declared.
type strict string

// Reset implements transform.Transformer.
func (strict) Reset() {}

// Transform implements transform.Transformer.
func (s strict) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	nDst, nSrc, err = encoding.UTF8Validator.Transform(dst, src, atEOF)
	if errors.Is(err, encoding.ErrInvalidUTF8) {
		err = refuse("This page says that its encoding is “" + string(s) + "”, which Pinfold does not read. Nothing was changed. Open it in an editor, save it as UTF-8, then choose that file.")
	}
	return nDst, nSrc, err
}

// charset is the name behind "charset=" in a META before the first list. What is
// no page declares none: there it is a bookmark that speaks of one.
func charset(lower string) string {
	if !strings.HasPrefix(strings.TrimLeft(lower, " \t\r\n"), "<") {
		return ""
	}
	rest, _, _ := strings.Cut(lower, "<dl")
	for ok := true; ok; {
		var meta string
		_, rest, ok = strings.Cut(rest, "<meta")
		meta, rest, _ = strings.Cut(rest, ">")
		if _, name, found := strings.Cut(meta, "charset="); found {
			return upTo(strings.Trim(name, `"' `), "\"' ;/\r\n")
		}
	}
	return ""
}

// upTo is the part of s before the first of the characters.
func upTo(s, chars string) string {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return s[:i]
	}
	return s
}

// mixed passes valid UTF-8 through and reads every other byte as windows-1252.
type mixed struct{ transform.NopResetter }

// Transform implements transform.Transformer.
func (*mixed) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if c := src[nSrc]; c < utf8.RuneSelf && nDst < len(dst) {
			dst[nDst] = c
			nSrc, nDst = nSrc+1, nDst+1
			continue
		}
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		r, n := utf8.DecodeRune(src[nSrc:])
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(src[nSrc])
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += n
	}
	return nDst, nSrc, nil
}

// run copies what stands before the next stop, as far as there is room, and
// returns its length.
func run(src, dst []byte, stop byte) int {
	if i := bytes.IndexByte(src, stop); i >= 0 {
		src = src[:i]
	}
	return copy(dst, src)
}

// newlines makes one line feed of each way to end a line.
type newlines struct{ transform.NopResetter }

// Transform implements transform.Transformer.
func (*newlines) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if plain := run(src[nSrc:], dst[nDst:], '\r'); plain > 0 {
			nSrc, nDst = nSrc+plain, nDst+plain
			continue
		}
		if nDst == len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		if nSrc+1 == len(src) && !atEOF {
			return nDst, nSrc, transform.ErrShortSrc
		}
		if nSrc+1 < len(src) && src[nSrc+1] == '\n' {
			nSrc++
		}
		dst[nDst] = '\n'
		nSrc, nDst = nSrc+1, nDst+1
	}
	return nDst, nSrc, nil
}
