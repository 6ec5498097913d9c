package index

import (
	"math/bits"
	"unicode/utf8"

	"pinfold/core/text"
)

// A nearness finds the words within some edits of one (optimal string
// alignment: insertion, deletion, replacement, swap of neighbours). Nearly all
// words are ruled out by their marks alone; for the others one row of the usual
// table is kept for each character of the current word, so that a word costs
// only what it does not share with the one before, and no more than the
// beginning that leaves no way.
type nearness struct {
	word  []rune
	limit int
}

func newNearness(word string) *nearness {
	return &nearness{word: []rune(word), limit: text.NearLimit(word)}
}

// A nearTable is the rows for the current word. Only cells within limit of the
// diagonal can count, so only they are filled; far stands at both ends of them.
type nearTable struct {
	n    *nearness
	ends []int // byte after each character
	text []rune
	rows []uint8 // one after the other, each of width cells
	dead []bool  // after so many characters there is no way left
}

const far = 100 // more edits than any limit

func newNearTable(n *nearness) *nearTable {
	t := &nearTable{n: n, rows: make([]uint8, len(n.word)+1), dead: []bool{false}}
	for j := range t.rows {
		t.rows[j] = uint8(min(j, far))
	}
	return t
}

func (t *nearTable) width() int { return len(t.n.word) + 1 }

// set brings the table to word, of which the first shared bytes are those of
// the word before. It returns len(word)+1 if there is a way for all of it;
// otherwise the byte before which there is none.
func (t *nearTable) set(word []byte, shared int) int {
	keep := len(t.ends)
	for keep > 0 && t.ends[keep-1] > shared {
		keep--
	}
	t.ends, t.text = t.ends[:keep], t.text[:keep]
	at := 0
	if keep > 0 {
		at = t.ends[keep-1]
	}
	for {
		if t.dead[len(t.ends)] {
			return at
		}
		if at == len(word) {
			return at + 1
		}
		r, n := rune(word[at]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(word[at:])
		}
		at += n
		t.push(r, at)
	}
}

// push adds the row for one more character.
func (t *nearTable) push(r rune, end int) {
	w, limit, word := t.width(), t.n.limit, t.n.word
	t.ends, t.text = append(t.ends, end), append(t.text, r)
	i := len(t.ends)
	for len(t.rows) < (i+1)*w {
		t.rows, t.dead = append(t.rows, make([]uint8, w)...), append(t.dead, false)
	}
	prev, row := t.rows[(i-1)*w:i*w], t.rows[i*w:(i+1)*w]
	least := uint8(far)
	lo, hi := max(i-limit, 0), min(i+limit, w-1)
	if lo > 0 && lo <= w {
		row[lo-1] = far
	}
	for j := lo; j <= hi; j++ {
		if j == 0 {
			row[0] = uint8(i)
			least = min(least, row[0])
			continue
		}
		v := prev[j-1]
		if word[j-1] != r {
			v = min(v, prev[j], row[j-1]) + 1
			if i > 1 && j > 1 && r == word[j-2] && t.text[i-2] == word[j-1] {
				v = min(v, t.rows[(i-2)*w+j-2]+1)
			}
		}
		row[j] = v
		least = min(least, v)
	}
	if hi+1 < w {
		row[hi+1] = far
	}
	t.dead[i] = int(least) > limit // a swap saves nothing: replacing one costs as much
}

// distance returns that of the current word, when set came to its end.
func (t *nearTable) distance() int {
	i, w := len(t.ends), t.width()
	if i+t.n.limit < w-1 || w-1+t.n.limit < i {
		return far
	}
	return int(t.rows[i*w+w-1])
}

// find calls do for each word of the table that is near enough, in the order
// of the dictionary, with its place there and the edits between them.
func (n *nearness) find(w *wordTable, do func(place, distance int)) {
	mark := markOf(n.word)
	var allowed [longestMark + 1]int // differing letters, by a word's length
	for i := range allowed {
		longer := max(i-mark.length(), mark.length()-i)
		allowed[i] = 2*n.limit - longer
		if longer > n.limit {
			allowed[i] = -1
		}
	}
	table := newNearTable(n)
	var last []byte
	for i, m := range w.marks {
		if bits.OnesCount32(uint32(m^mark)&letterBits) > allowed[m.length()] {
			continue
		}
		word := w.word(i)
		if table.set(word, sharedBytes(last, word)) > len(word) {
			if d := table.distance(); d <= n.limit {
				do(w.first+i, d)
			}
		}
		last = word
	}
}

// plan finds the near words, if the part's words are in memory, and asks for
// the blocks they stand in; otherwise for all words.
func (n *nearness) plan(f *fetch, seg *Segment, p *leafPart, t *termIndex) {
	w := seg.knownWords()
	if w == nil {
		from, to := t.blocks(allWords())
		if from < to {
			f.section(seg, secTerms, t.places[from], t.places[to]-t.places[from])
		}
		return
	}
	p.near = n.places(w)
	for _, h := range p.near {
		b := h.place / termBlock
		f.section(seg, secTerms, t.places[b], t.places[b+1]-t.places[b])
	}
}

// A nearHit is a near word's place in the dictionary.
type nearHit struct{ place, distance int }

// places returns all near words; never nil.
func (n *nearness) places(w *wordTable) []nearHit {
	hits := make([]nearHit, 0, 16)
	n.find(w, func(place, distance int) { hits = append(hits, nearHit{place, distance}) })
	return hits
}

// maxNearWords bounds what a Result tells of near words.
const maxNearWords = 64

// scan reads where the lists of the near words of a part stand.
func (n *nearness) scan(s *search, l *leaf, i int, t *termIndex) error {
	seg, p := s.view.parts[i].Segment, &l.parts[i]
	if p.near == nil {
		w, err := seg.wordsOf(&s.pace, t)
		if err != nil {
			return err
		}
		p.near = n.places(w)
	}
	if err := s.step(int(seg.meta.Terms)); err != nil {
		return err
	}
	r := termReader{s: seg}
	for at, block := -1, -1; len(p.near) > 0; p.near = p.near[1:] {
		h := p.near[0]
		if b := h.place / termBlock; b != block {
			if err := r.block(s.ctx, t, b); err != nil {
				return err
			}
			block, at = b, b*termBlock-1
		}
		for ; at < h.place; at++ {
			if !r.next() {
				return seg.damaged("a block of terms is damaged")
			}
		}
		if h.distance == 0 {
			p.exact = r.entry.ref()
		} else {
			p.others = s.refer(p.others, otherRef{r.entry.ref(), uint32(nearestFactor + 1 - h.distance)})
			if len(s.nearWords) < maxNearWords {
				s.nearWords = append(s.nearWords, string(r.entry.text[1:]))
			}
		}
		if err := s.step(8 * termBlock); err != nil {
			return err
		}
	}
	return nil
}
