package index

import (
	"errors"
	"strconv"

	"pinfold/core/internal/wire"
)

// formatVersion is the version of the segment's bytes, recordVersion the one in
// which records became what they are and letterVersion letters;
// analysisVersion is that of the words.
const (
	formatVersion   = 3
	recordVersion   = 2
	letterVersion   = 3
	analysisVersion = 4
)

// Meta is what the manifest keeps of a segment: enough to open it without
// reading anything.
type Meta struct {
	Name                  string
	Format                uint32 // version of the bytes
	Analysis              uint32 // version of core/text that made the words
	Docs, Hidden          uint32
	DocsParts, IndexParts uint32
	DocsBytes, IndexBytes int64
	MinOrder, MaxOrder    int64
	MaxSeq                uint64
	Terms, Tags           uint32
	sections              [numSections]span
}

// A span is a range of the index stream's payload.
type span struct{ off, len int64 }

// Current says that the words of the segment are those that this version of
// Pinfold looks for. Otherwise it still answers and is better built anew.
func (m *Meta) Current() bool { return m.Analysis == analysisVersion }

// DocsBlob returns the name and the length of the i-th blob of documents; false
// if there are not so many.
func (m *Meta) DocsBlob(i int64) (name string, bytes int64, ok bool) {
	bytes = min(m.DocsBytes-i*partBytes, partBytes)
	return partName(docsStream, m.Name, i), bytes, bytes > 0
}

// Blobs returns the names of the segment's blobs.
func (m *Meta) Blobs() []string {
	names := make([]string, 0, m.DocsParts+m.IndexParts)
	for i := range m.DocsParts {
		names = append(names, partName(docsStream, m.Name, int64(i)))
	}
	for i := range m.IndexParts {
		names = append(names, partName(indexStream, m.Name, int64(i)))
	}
	return names
}

const (
	docsStream  = "docs/"
	indexStream = "index/"
)

func partName(stream, name string, n int64) string {
	return stream + name + "." + strconv.FormatInt(n, 10)
}

var errMeta = errors.New("index: a segment's entry does not agree with itself")

// AppendMeta appends the stored form of m.
func AppendMeta(dst []byte, m Meta) []byte {
	e := wire.Encoder{B: dst}
	e.String(m.Name)
	e.Uvarint(uint64(m.Format))
	e.Uvarint(uint64(m.Analysis))
	e.Uvarint(uint64(m.Docs))
	e.Uvarint(uint64(m.Hidden))
	e.Uvarint(uint64(m.DocsBytes))
	e.Uvarint(uint64(m.IndexBytes))
	e.Varint(m.MinOrder)
	e.Varint(m.MaxOrder)
	e.Uvarint(m.MaxSeq)
	e.Uvarint(uint64(m.Terms))
	e.Uvarint(uint64(m.Tags))
	e.U8(sectionsOf(m.Format))
	for i, s := range m.sections {
		if hasSection(m.Format, i) {
			e.Uvarint(uint64(s.len))
		}
	}
	return e.B
}

// DecodeMeta reads what AppendMeta wrote and returns what follows it. A
// segment of a later version is ErrLater.
func DecodeMeta(b []byte) (m Meta, rest []byte, err error) {
	d := wire.New(b)
	m.Name = string(d.Bytes())
	m.Format = uint32(d.Uvarint())
	if m.Format > formatVersion {
		return Meta{}, nil, ErrLater
	}
	m.Analysis = uint32(d.Uvarint())
	docs, hidden := d.Uvarint(), d.Uvarint()
	docsBytes, indexBytes := d.Uvarint(), d.Uvarint()
	m.MinOrder, m.MaxOrder = d.Varint(), d.Varint()
	m.MaxSeq = d.Uvarint()
	m.Terms, m.Tags = uint32(d.Uvarint()), uint32(d.Uvarint())
	if d.U8() != sectionsOf(m.Format) {
		return Meta{}, nil, errMeta
	}
	const most = 1 << 33
	if docs > MaxDocs || hidden > docs || docsBytes > most || indexBytes > most {
		return Meta{}, nil, errMeta
	}
	m.Docs, m.Hidden = uint32(docs), uint32(hidden)
	m.DocsBytes, m.IndexBytes = int64(docsBytes), int64(indexBytes)
	m.DocsParts, m.IndexParts = parts(m.DocsBytes), parts(m.IndexBytes)
	at := int64(headBytes)
	for i := range m.sections {
		n := uint64(0)
		if hasSection(m.Format, i) {
			n = d.Uvarint()
		}
		if n > indexBytes {
			return Meta{}, nil, errMeta
		}
		m.sections[i] = span{at, int64(n)}
		at += int64(n)
	}
	if err := d.Err(); err != nil {
		return Meta{}, nil, err
	}
	if !m.consistent() {
		return Meta{}, nil, errMeta
	}
	return m, d.Rest(), nil
}

// hasSection says that segments of that format have the section.
func hasSection(format uint32, section int) bool { return section != secLetters || format > 1 }

func sectionsOf(format uint32) uint8 {
	if format > 1 {
		return numSections
	}
	return numSections - 1
}

func parts(bytes int64) uint32 { return uint32((bytes + partBytes - 1) / partBytes) }
