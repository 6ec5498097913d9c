package index

import (
	"bytes"
	"context"
	"slices"

	"pinfold/core/order"
)

// Merge writes one segment of all documents of parts that are not dead. It
// copies records and postings and analyses nothing; it reads each part once,
// in order, past the cache. remap[i][d] is the new number of document d of
// parts[i], or NoDoc if it was dead. A damaged document fails it with a
// DamagedError.
func Merge(ctx context.Context, name string, parts []Part, pause Pause, put Sink) (m Meta, remap [][]uint32, err error) {
	mg := &merger{pace: pace{ctx: ctx, pause: pause}, parts: make([]Part, len(parts)), remap: make([][]uint32, len(parts))}
	docs := 0
	for i, p := range parts {
		mg.parts[i] = Part{Segment: p.Segment.private(), Dead: p.Dead}
		n := int(p.Segment.meta.Docs)
		mg.remap[i] = make([]uint32, n)
		docs += n - len(inside(p.Dead.list(), uint32(n)))
	}
	if docs > MaxDocs {
		return Meta{}, nil, errTooMany
	}
	if mg.writer, err = newWriter(ctx, name, docs, put); err != nil {
		return Meta{}, nil, err
	}
	mg.writer.meta.Analysis = commonAnalysis(parts)
	for _, step := range []func() error{mg.copyRecords, mg.copyTerms, mg.copyTags, mg.copyTables, mg.copyTitles} {
		if err := step(); err != nil {
			return Meta{}, nil, err
		}
	}
	m, err = mg.finish()
	return m, mg.remap, err
}

// commonAnalysis returns the version of the words if it is the same in all
// parts; 0, which is no version, if not.
func commonAnalysis(parts []Part) uint32 {
	if len(parts) == 0 {
		return analysisVersion
	}
	v := parts[0].Segment.meta.Analysis
	for _, p := range parts {
		if p.Segment.meta.Analysis != v {
			return 0
		}
	}
	return v
}

// A merger copies the parts into its writer.
type merger struct {
	*writer
	pace
	parts  []Part
	remap  [][]uint32
	source []uint16   // part of each new document
	tagMap [][]uint32 // by part and ordinal: the new ordinal, or NoDoc
}

// copyRecords numbers the documents, newest first, and copies their records.
func (m *merger) copyRecords() error {
	var lines []*line
	for i, p := range m.parts {
		n := p.Segment.meta.Docs
		for d := range m.remap[i] {
			m.remap[i][d] = NoDoc
		}
		found := &matches{list: rangeOf(0, n), but: inside(p.Dead.list(), n)}
		if found.count() == 0 {
			continue
		}
		lines = append(lines, &line{part: i, found: found, left: found.count(), arrivals: arrivals{s: p.Segment}})
	}
	s := &search{pace: m.pace}
	for _, l := range lines {
		if err := l.load(s); err != nil {
			return err
		}
	}
	for n := uint32(0); len(lines) > 0; n++ {
		first := 0
		for i := 1; i < len(lines); i++ {
			if lines[i].newer(lines[first]) {
				first = i
			}
		}
		l := lines[first]
		d := l.found.nth(l.next)
		m.remap[l.part][d] = n
		m.source = append(m.source, uint16(l.part))
		if err := m.copyRecord(l.part, d); err != nil {
			return err
		}
		if l.left--; l.left == 0 {
			lines = slices.Delete(lines, first, first+1)
			continue
		}
		l.next++
		if err := l.load(s); err != nil {
			return err
		}
	}
	return nil
}

func (m *merger) copyRecord(part int, d uint32) error {
	seg := m.parts[part].Segment
	at, err := seg.blockSpan(m.ctx, d)
	if err != nil {
		return err
	}
	r, b, err := seg.record(m.ctx, d, at)
	if err != nil {
		return inPart(err, part)
	}
	if seg.meta.Format < recordVersion {
		b = appendRecord(nil, &Document{ID: r.ID, Order: r.Order, Seq: r.Seq, Hidden: r.Hidden, Value: r.Value})
	}
	if err := m.addRecord(b, r.Order, r.Seq, r.Hidden); err != nil {
		return err
	}
	return m.step(len(b) + 64)
}

// A termCursor goes through all terms of a part.
type termCursor struct {
	termReader
	part  int
	index *termIndex
	next  int // block
	more  bool
}

func (c *termCursor) advance(ctx context.Context) error {
	for {
		if c.next > 0 {
			if c.more = c.termReader.next(); c.more {
				return nil
			}
			if err := c.err(); err != nil {
				return err
			}
		}
		if c.next == len(c.index.firsts) {
			c.more = false
			return nil
		}
		if err := c.block(ctx, c.index, c.next); err != nil {
			return err
		}
		c.next++
	}
}

func (m *merger) cursors() ([]*termCursor, error) {
	var cursors []*termCursor
	for i, p := range m.parts {
		index, err := p.Segment.termIndexOf(m.ctx)
		if err != nil {
			return nil, err
		}
		c := &termCursor{termReader: termReader{s: p.Segment}, part: i, index: index}
		if err := c.advance(m.ctx); err != nil {
			return nil, err
		}
		cursors = append(cursors, c)
	}
	return cursors, nil
}

// copyTerms merges the dictionaries and their lists.
func (m *merger) copyTerms() error {
	cursors, err := m.cursors()
	if err != nil {
		return err
	}
	m.tagMap = make([][]uint32, len(m.parts))
	g := gathered{m: m}
	var term []byte
	for {
		term = term[:0]
		for _, c := range cursors {
			if c.more && (len(term) == 0 || bytes.Compare(c.entry.text, term) < 0) {
				term = append(term[:0], c.entry.text...)
			}
		}
		if len(term) == 0 {
			return m.endTerms()
		}
		g.reset(term[0] == spaceWord)
		for _, c := range cursors {
			if !c.more || !bytes.Equal(c.entry.text, term) {
				continue
			}
			if err := g.take(c); err != nil {
				return err
			}
			if err := c.advance(m.ctx); err != nil {
				return err
			}
		}
		if err := g.write(string(term)); err != nil {
			return err
		}
	}
}

// A gathered is the lists of one term from all parts, becoming one.
type gathered struct {
	m      *merger
	scored bool
	lists  int
	packed []uint64 // document << 16 | impact << 8 | mask
	in     postings
	out    postings
	label  string
}

func (g *gathered) reset(scored bool) {
	g.scored, g.lists, g.packed = scored, 0, g.packed[:0]
}

// take adds the list of a part's current term under the new numbers.
func (g *gathered) take(c *termCursor) error {
	if err := g.m.step(16 + 8*int(c.entry.df)); err != nil {
		return err
	}
	g.in.reset()
	if err := c.s.list(g.m.ctx, c.entry.ref(), g.scored, &g.in); err != nil {
		return err
	}
	before := len(g.packed)
	for i, d := range g.in.docs {
		to := g.m.remap[c.part][d]
		if to == NoDoc {
			continue
		}
		x := uint64(to) << 16
		if g.scored {
			x |= uint64(g.in.impacts[i])<<8 | uint64(g.in.masks[i])
		}
		g.packed = append(g.packed, x)
	}
	alive := len(g.packed) > before
	if alive {
		g.lists++
	}
	if c.entry.text[0] == spaceTag {
		if alive {
			g.label = string(c.entry.label)
		}
		g.m.tagMap[c.part] = append(g.m.tagMap[c.part], NoDoc)
		if alive {
			g.m.tagMap[c.part][len(g.m.tagMap[c.part])-1] = g.m.terms.tags
		}
	}
	return nil
}

// write writes the term unless all its documents are dead.
func (g *gathered) write(term string) error {
	if len(g.packed) == 0 {
		return nil
	}
	if g.lists > 1 {
		order.Numbers(g.packed)
	}
	g.out.reset()
	for _, x := range g.packed {
		g.out.docs = append(g.out.docs, uint32(x>>16))
		if g.scored {
			g.out.impacts = append(g.out.impacts, uint8(x>>8))
			g.out.masks = append(g.out.masks, uint8(x))
		}
	}
	return g.m.terms.add(term, g.label, &g.out)
}

// copyTags copies the tags of each document under their new ordinals.
func (m *merger) copyTags() error {
	rows := make([]tagCursor, len(m.parts))
	for i, p := range m.parts {
		rows[i] = tagCursor{s: p.Segment}
	}
	for _, part := range m.source {
		c := &rows[part]
		for { // the next one that is not dead
			if err := c.advance(&m.pace); err != nil {
				return err
			}
			if m.remap[part][c.doc] != NoDoc {
				break
			}
		}
		for i, o := range c.tags {
			if int(o) >= len(m.tagMap[part]) || m.tagMap[part][o] == NoDoc {
				return c.s.damaged("a document has a tag that does not name it")
			}
			c.tags[i] = m.tagMap[part][o]
		}
		m.addTags(c.tags)
	}
	return m.endTags()
}

// copyTables merges the tables of hashes.
func (m *merger) copyTables() error {
	for _, sec := range []int{secIDs, secSame, secVariants} {
		rows := make([]*hashCursor, len(m.parts))
		for i, p := range m.parts {
			rows[i] = &hashCursor{s: p.Segment, sec: sec, remap: m.remap[i]}
			if err := rows[i].advance(&m.pace); err != nil {
				return err
			}
		}
		var buf []byte
		for {
			var least *hashCursor
			for _, c := range rows {
				if !c.done && (least == nil || c.row.compare(least.row) < 0) {
					least = c
				}
			}
			if least == nil {
				break
			}
			buf = appendHashRow(buf, least.row)
			if len(buf) >= pageBytes {
				if err := m.pages.write(buf); err != nil {
					return err
				}
				buf = buf[:0]
			}
			if err := least.advance(&m.pace); err != nil {
				return err
			}
		}
		if err := m.section(sec, buf); err != nil {
			return err
		}
	}
	return nil
}

// copyTitles merges the order of titles.
func (m *merger) copyTitles() error {
	s := &search{pace: m.pace}
	var lines []*titled
	for i, p := range m.parts {
		n := p.Segment.meta.Docs
		t := &titled{s: p.Segment, part: i, found: &matches{list: rangeOf(0, n), but: inside(p.Dead.list(), n)}}
		if err := t.begin(s); err != nil {
			return err
		}
		lines = append(lines, t)
	}
	for {
		var first *titled
		for _, t := range lines {
			if !t.done && (first == nil || m.titleBefore(t, first)) {
				first = t
			}
		}
		if first == nil {
			return nil
		}
		m.addTitle(first.key, m.remap[first.part][first.doc])
		if err := first.advance(s); err != nil {
			return err
		}
	}
}

func (m *merger) titleBefore(t, u *titled) bool {
	if t.key != u.key {
		return t.key < u.key
	}
	return m.remap[t.part][t.doc] < m.remap[u.part][u.doc]
}
