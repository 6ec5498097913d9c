package core

import (
	"sync"

	"pinfold/core/index"
)

// A state is one generation of the library as this Library knows it. It never
// changes once published; only what is derived from it is filled in later.
type state struct {
	generation uint64
	manifest   *manifest
	journal    []*record
	latest     map[ID]journalDoc // the journal's documents, the last of each id
	nextSeq    uint64
	nextChange uint64
	weight     int          // of the journal's records
	bytes      int          // likewise
	base       *index.View  // the segments, without what the journal replaces
	lost       []LostRecord // of the journal; only where the library was opened to be salvaged
	unlisted   bool         // the manifest is damaged or gone, so nothing says which segments there are; likewise

	once sync.Once // fills journaled
	seen journaled

	mu   sync.Mutex  // guards what follows
	full *index.View // base and the journal's documents as a segment
	tags []tagRow    // every tag, once somebody asked
}

// newState returns the state that the manifest and the journal describe.
func (l *Library) newState(generation uint64, m *manifest, journal []*record) *state {
	st := &state{
		generation: generation,
		manifest:   m,
		journal:    journal,
		latest:     make(map[ID]journalDoc),
		nextSeq:    m.nextSeq,
		nextChange: m.nextChange,
	}
	for _, r := range journal {
		for _, d := range r.docs {
			st.latest[d.bookmark.ID] = d
			st.nextSeq = max(st.nextSeq, d.seq+1)
		}
		for _, id := range r.purged() {
			delete(st.latest, id)
		}
		st.nextChange = max(st.nextChange, r.change.Number+1)
		st.weight += r.weight()
		st.bytes += r.bytes
	}
	st.base = index.NewView(l.parts(st), l.viewOptions())
	return st
}

// parts returns the segments with all their tombstones.
func (l *Library) parts(st *state) []index.Part {
	dead := make(map[string][]uint32)
	for _, r := range st.journal {
		for _, d := range r.dead {
			dead[d.segment] = append(dead[d.segment], d.number)
		}
	}
	parts := make([]index.Part, len(st.manifest.segments))
	for i, s := range st.manifest.segments {
		parts[i] = index.Part{Segment: l.segment(s.meta), Dead: s.dead.With(dead[s.meta.Name]...)}
	}
	return parts
}

// answered returns the answer to an operation that was carried out before.
func (st *state) answered(op OpID) (opResult, bool) {
	if op == (OpID{}) {
		return opResult{}, false
	}
	for i := len(st.journal) - 1; i >= 0; i-- {
		if c := &st.journal[i].change; c.Op == op {
			return opResult{op: op, change: c.Number, id: c.First}, true
		}
	}
	for i := len(st.manifest.ops) - 1; i >= 0; i-- {
		if r := st.manifest.ops[i]; r.op == op {
			return r, true
		}
	}
	return opResult{}, false
}
