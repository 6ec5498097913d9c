package index

import (
	"math"

	"pinfold/core/order"
)

// A leaf is one word or exact term of a question, looked up in every part.
//
// Its exact list is the word itself, its others are the words that it is the
// start of or is near to. Scores are whole numbers, so that sums do not depend
// on the order of adding: impact × weight, where the weight is the word's
// rarity (idf) over all parts, times 1024. The others of a leaf share the
// rarity of their union, which is at most that of the word itself, and are
// discounted; the word itself scores more than any of them can.
type leaf struct {
	low, high string // terms t with low ≤ t < high; high "": low alone
	near      *nearness
	fields    Mask
	scored    bool
	letters   int  // that all words begin with which it stands for, 1 or 2; else 0
	kept      kept // what it reads where a part keeps its letters
	ranks     bool // the words that are not the one asked for count for the score too
	coarse    bool // … by the quarters of their impacts
	parts     []leafPart

	exactWeight uint32
	otherWeight uint32
	most        uint32 // that one of the others can score
}

// A leafPart is a leaf in one part.
type leafPart struct {
	exact  listRef
	others []otherRef
	near   []nearHit
	letter *letter
	union  bool // docs and marks are the union of exact and others
	narrow bool // docs are only those of the union that the rarest leaf has too
	count  int  // of the union, if narrow
	docs   []uint32
	marks  []uint32 // exact impact << 16 | best of the others, impact × factor
}

// An otherRef is the list of a word that stands for another.
type otherRef struct {
	listRef
	factor uint32
}

const (
	weightUnit     = 1024
	prefixDiscount = 0.5
	nearDiscount   = 0.125 // times the factor: 3 for one edit, 2 for two
	nearestFactor  = 3     // the greatest
	scoreUnit      = weightUnit * maxImpact
)

// rarity is BM25's idf of a word in df of n documents.
func rarity(df, n int) float64 {
	return math.Log(1 + (float64(n-df)+0.5)/(float64(df)+0.5))
}

// size is at most how many documents the leaf has in the part.
func (p *leafPart) size() int {
	if p.letter != nil {
		return int(p.letter.docs)
	}
	if p.narrow {
		return p.count
	}
	if p.union {
		return len(p.docs)
	}
	return int(p.exact.df)
}

// single says that the leaf stands for one list of which every document counts.
func (l *leaf) single(part int) bool { return !l.parts[part].union && l.fields == allFields }

// scan finds the leaf's lists in the part's blocks of terms.
func (l *leaf) scan(s *search, i int) error {
	seg, p := s.view.parts[i].Segment, &l.parts[i]
	t, err := seg.termIndexOf(s.ctx)
	if err != nil {
		return err
	}
	if l.near != nil {
		return l.near.scan(s, l, i, t)
	}
	if l.kept != keptNone {
		if found, err := l.scanLetters(s, i); found || err != nil {
			return err
		}
	}
	from, to := l.blocks(t)
	r := termReader{s: seg}
	for b := from; b < to; b++ {
		if err := r.block(s.ctx, t, b); err != nil {
			return err
		}
		for r.next() {
			if string(r.entry.text) < l.low {
				continue
			}
			if l.beyond(r.entry.text) {
				return nil
			}
			if string(r.entry.text) == l.low {
				p.exact = r.entry.ref()
			} else {
				p.others = s.refer(p.others, otherRef{r.entry.ref(), 1})
			}
		}
		if err := r.err(); err != nil {
			return err
		}
		if err := s.step(8 * termBlock); err != nil {
			return err
		}
	}
	return nil
}

func (l *leaf) beyond(term []byte) bool {
	if l.high == "" {
		return string(term) > l.low
	}
	return string(term) >= l.high
}

// blocks returns the blocks of terms that the leaf may stand in.
func (l *leaf) blocks(t *termIndex) (from, to int) {
	if l.high == "" {
		from, _ = t.blocks(l.low, "")
		return from, min(from+1, len(t.firsts))
	}
	return t.blocks(l.low, l.high)
}

// load makes the union of the leaf's lists in the part. A leaf that is one
// list, all of it, is left to be read where it is needed.
func (l *leaf) load(s *search, i int) error {
	p := &l.parts[i]
	if p.letter != nil {
		return l.loadLetters(s, i)
	}
	if len(p.others) == 0 && l.fields == allFields && l.high == "" && l.near == nil {
		return nil
	}
	seg := s.view.parts[i].Segment
	u := s.union(int(seg.meta.Docs))
	if err := u.add(s, seg, l, p.exact, 16, 1); err != nil {
		return err
	}
	for _, o := range p.others {
		if err := u.add(s, seg, l, o.listRef, 0, o.factor); err != nil {
			return err
		}
	}
	p.union = true
	p.docs, p.marks = u.take(&s.scratch.numbers)
	p.others = nil
	return nil
}

// weigh sets the weights from all parts.
func (l *leaf) weigh(docs int) {
	if !l.scored {
		return
	}
	exact, all := 0, 0
	for i := range l.parts {
		exact += int(l.parts[i].exact.df)
		all += l.parts[i].size()
	}
	l.exactWeight = uint32(weightUnit*rarity(exact, docs) + 0.5)
	if (l.high != "" || l.near != nil) && l.ranks {
		l.weighOthers(rarity(max(all, exact), docs))
	}
}

func (l *leaf) weighOthers(rarity float64) {
	discount, factor := prefixDiscount, uint32(1)
	if l.near != nil {
		discount, factor = nearDiscount, nearestFactor
	}
	l.otherWeight = uint32(weightUnit*discount*rarity + 0.5)
	l.most = maxImpact * factor * l.otherWeight
}

// score is a document's: the word itself scores more than any other word can,
// wherever it stands.
func (l *leaf) score(mark uint32) uint32 {
	if exact := mark >> 16; exact > 0 {
		return l.most + exact*l.exactWeight
	}
	return mark * l.otherWeight
}

// A union gathers lists into one: a mark for each document of the part.
type union struct {
	marks   []uint32
	touched []uint32
	list    postings

	narrow   bool   // count all documents in seen, and mark only those admitted
	seen     docSet // in any list
	among    docSet // those admitted
	admitted []uint32
}

// add marks the documents of a list, in one of the leaf's fields.
func (u *union) add(s *search, seg *Segment, l *leaf, ref listRef, shift uint, factor uint32) error {
	if ref.df == 0 {
		return nil
	}
	u.list.reset()
	u.list.noMasks = l.fields == allFields
	if err := seg.list(s.ctx, ref, l.scored, &u.list); err != nil {
		return err
	}
	read := len(u.list.docs)
	if u.narrow {
		u.pass(l.fields)
	}
	if l.coarse && shift == 0 {
		for j, m := range u.list.impacts {
			u.list.impacts[j] = coarse(quarter(m))
		}
	}
	switch {
	case !l.scored:
		for _, d := range u.list.docs {
			u.mark(d, 1, shift)
		}
	case u.list.noMasks:
		for j, d := range u.list.docs {
			u.mark(d, uint32(u.list.impacts[j])*factor, shift)
		}
	default:
		for j, d := range u.list.docs {
			if Mask(u.list.masks[j])&l.fields != 0 {
				u.mark(d, uint32(u.list.impacts[j])*factor, shift)
			}
		}
	}
	return s.step(8 + 2*read)
}

// mark raises the mark of a document.
func (u *union) mark(d, mark uint32, shift uint) {
	m := u.marks[d]
	if m == 0 {
		u.touched = append(u.touched, d)
	}
	if mark > m>>shift&0xFFFF {
		u.marks[d] = m&^(0xFFFF<<shift) | mark<<shift
	}
}

// take returns the documents that were marked, ascending, and their marks, and
// clears the union for the next leaf.
func (u *union) take(a *arena) (docs, marks []uint32) {
	docs, marks = a.take(len(u.touched)), a.take(len(u.touched))
	if len(u.touched) > len(u.marks)/16 {
		n := 0
		for d, m := range u.marks {
			if m != 0 {
				docs[n], marks[n] = uint32(d), m
				n++
			}
		}
		clear(u.marks)
	} else {
		order.Numbers(u.touched)
		for i, d := range u.touched {
			docs[i], marks[i] = d, u.marks[d]
			u.marks[d] = 0
		}
	}
	u.touched = u.touched[:0]
	return docs, marks
}

// plan asks for the blocks of terms that scan will read.
func (l *leaf) plan(f *fetch, seg *Segment, i int, t *termIndex) {
	if l.near != nil {
		l.near.plan(f, seg, &l.parts[i], t)
		return
	}
	from, to := l.blocks(t)
	if l.kept != keptNone && seg.meta.sections[secLetters].len > 0 {
		seg.planLetters(f)
		if l.spared(seg) {
			to = min(from+1, to)
		}
	}
	if from < to {
		f.section(seg, secTerms, t.places[from], t.places[to]-t.places[from])
	}
}

// planLists asks for the lists that load will read.
func (l *leaf) planLists(f *fetch, seg *Segment, i int) {
	p := &l.parts[i]
	f.section(seg, secPostings, p.exact.off, p.exact.len)
	if p.letter != nil {
		at := map[kept]span{keptHead: p.letter.head, keptList: p.letter.list}[l.kept]
		f.section(seg, secLetters, at.off, at.len)
	}
	for _, o := range p.others {
		f.section(seg, secPostings, o.off, o.len)
	}
}
