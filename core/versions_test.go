package core

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"pinfold/core/index"
	"pinfold/core/internal/wire"
)

// Versions returns the highest version of each stored form among the blobs of a library.
func Versions(blobs map[string][]byte) map[string]int {
	out := make(map[string]int)
	see := func(what string, version int) { out[what] = max(out[what], version) }
	for name, b := range blobs {
		kind, _, _ := strings.Cut(strings.TrimPrefix(name, headPrefix), "/")
		switch kind {
		case "docs":
			for rec := range index.Salvage(b, uint32(b[4])) {
				see("document", int(rec.Value[0]))
			}
		case "index":
		case "items": // which not every library has
		default:
			see(kind, int(b[4]))
		}
	}
	for _, s := range decoded(blobs).segments {
		see("segment", int(s.meta.Format))
		see("words", int(s.meta.Analysis))
	}
	return out
}

func decoded(blobs map[string][]byte) *manifest {
	m, err := decodeManifest(blobs[manifestName])
	if err != nil {
		panic(err)
	}
	return m
}

// Laters makes of a library, one part each, what a later Pinfold would have
// written, with every checksum right.
func Laters() map[string]func(blobs map[string][]byte) {
	return map[string]func(map[string][]byte){
		"manifest": laterReader(manifestName),
		"journal":  laterReader(journalPrefix),
		"history":  laterReader(historyPrefix),
		"items":    laterReader(itemsPrefix),
		"segment":  editManifest(func(m *manifest) { m.segments[0].meta.Format++ }),
		"bookmark": laterBookmark,
		"document": laterDocuments,
	}
}

// laterReader raises the lowest reader of the last blob with that prefix.
func laterReader(prefix string) func(map[string][]byte) {
	return func(blobs map[string][]byte) {
		name := slices.Max(slices.DeleteFunc(slices.Collect(maps.Keys(blobs)), func(name string) bool { return !strings.HasPrefix(name, prefix) }))
		b := slices.Clone(blobs[name][:len(blobs[name])-4])
		b[4]++
		blobs[name] = wire.Seal(b)
	}
}

// laterBookmark raises the version of a bookmark in the journal.
func laterBookmark(blobs map[string][]byte) {
	names := journalNames(blobs)
	name := names[len(names)-1]
	r, err := decodeRecord(blobs[name])
	if err != nil {
		panic(err)
	}
	var e wire.Encoder
	appendBookmark(&e, &r.docs[0].bookmark)
	b := slices.Clone(blobs[name][:len(blobs[name])-4])
	b[bytes.Index(b, e.B)]++
	blobs[name] = wire.Seal(b)
}

// laterDocuments raises the version of the documents of one segment.
func laterDocuments(blobs map[string][]byte) {
	name, _, _ := decoded(blobs).segments[0].meta.DocsBlob(0)
	b := slices.Clone(blobs[name])
	for rec := range index.Salvage(b, uint32(b[4])) {
		at := bytes.Index(b, rec.Value)
		from := bytes.LastIndex(b[:at], rec.ID[:]) - 1
		for ; binary.LittleEndian.Uint32(b[from-4:]) != wire.Sum(b[from:at+len(rec.Value)]); from-- {
		}
		b[at]++
		binary.LittleEndian.PutUint32(b[from-4:], wire.Sum(b[from:at+len(rec.Value)]))
	}
	blobs[name] = b
}
