package core

import (
	"slices"
	"strings"
)

// Plants breaks a stored library, one invariant each, with every checksum
// right, so that the damage is in what is said and not in how it is kept. Each
// gets a library with segments, a history and a journal of several records.
func Plants() map[string]func(blobs map[string][]byte) {
	return map[string]func(map[string][]byte){
		"a journal record that is missing": func(b map[string][]byte) { delete(b, journalNames(b)[1]) },
		"the first journal record missing": func(b map[string][]byte) { delete(b, journalNames(b)[0]) },
		"two journal records swapped": func(b map[string][]byte) {
			n := journalNames(b)
			b[n[0]], b[n[1]] = b[n[1]], b[n[0]]
		},
		"a journal record that replaces nothing": editRecord(func(r *record) { r.dead = append(r.dead, deadDoc{"nowhere", 3}) }),
		"a tombstone of nothing":                 editManifest(func(m *manifest) { m.segments[0].dead = m.segments[0].dead.With(1 << 20) }),
		"a replaced bookmark that is alive": editManifest(func(m *manifest) {
			for i := range m.segments {
				if m.segments[i].dead.Len() > 0 {
					m.segments[i].dead = nil
					return
				}
			}
			panic("no tombstone")
		}),
		"a second bookmark of one address":  editRecord(func(r *record) { r.docs = append(r.docs, twin(r)) }),
		"a second spelling of one tag":      editRecord(func(r *record) { r.docs[0].bookmark.Tags = []string{"IMPORTED"} }),
		"a tag that is none":                editRecord(func(r *record) { r.docs[0].bookmark.Tags = []string{"two words"} }),
		"a tag twice":                       editRecord(func(r *record) { r.docs[0].bookmark.Tags = []string{"twice", "twice"} }),
		"an address that cannot be stored":  editRecord(func(r *record) { r.docs[0].bookmark.URL = "javascript:alert(1)" }),
		"a place given twice":               editRecord(func(r *record) { r.docs[0].seq = 1 }),
		"a segment listed twice":            editManifest(func(m *manifest) { m.segments = append(m.segments, m.segments[0]) }),
		"a part of the history not listed":  editManifest(func(m *manifest) { m.history = slices.Delete(m.history, 1, 2) }),
		"the end of the history not listed": editManifest(func(m *manifest) { m.history = m.history[:len(m.history)-1] }),
		"a history listed as another":       editManifest(func(m *manifest) { m.history[0].name, m.history[1].name = m.history[1].name, m.history[0].name }),
		"too many answers": editManifest(func(m *manifest) {
			for n := range maxOps + 1 {
				m.ops = append(m.ops, opResult{op: OpID{1, byte(n), byte(n >> 8)}})
			}
		}),
		"an index of other documents": func(b map[string][]byte) { swap(b, "index/") },
		"documents of another index":  func(b map[string][]byte) { swap(b, "docs/") },
		"items of another change":     func(b map[string][]byte) { swap(b, itemsPrefix) },
	}
}

func journalNames(b map[string][]byte) []string {
	var names []string
	for name := range b {
		if isJournal(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func editManifest(f func(*manifest)) func(map[string][]byte) {
	return func(b map[string][]byte) {
		m, err := decodeManifest(b[manifestName])
		if err != nil {
			panic(err)
		}
		f(m)
		b[manifestName] = encodeManifest(m)
	}
}

// editRecord breaks the last record of the journal.
func editRecord(f func(*record)) func(map[string][]byte) {
	return func(b map[string][]byte) {
		names := journalNames(b)
		last := names[len(names)-1]
		r, err := decodeRecord(b[last])
		if err != nil {
			panic(err)
		}
		f(r)
		b[last] = encodeRecord(r)
	}
}

// twin is the record's document under another id.
func twin(r *record) journalDoc {
	d := r.docs[0]
	d.bookmark.ID[3] ^= 0xff
	d.seq += 1000
	return d
}

// swap exchanges the contents of two blobs of a kind that differ.
func swap(b map[string][]byte, prefix string) {
	var names []string
	for name := range b {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	b[names[0]], b[names[1]] = b[names[1]], b[names[0]]
}
