package index

import (
	"unicode/utf8"

	"pinfold/core/text"
)

// A nearness walks the sorted words and finds those within some edits of one
// (optimal string alignment: insertion, deletion, replacement, swap of
// neighbours). One row of the usual table is kept for each character of the
// current word, so that a word costs only what it does not share with the one
// before; where a row has no way left, all words with that beginning are
// skipped, and blocks of them are not even read.
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

// alive calls do for each block that may hold a near word.
func (n *nearness) alive(t *termIndex, do func(block int)) {
	table := newNearTable(n)
	low, high := string(rune(spaceWord)), string(rune(spaceWord+1))
	from, to := t.blocks(low, high)
	last := ""
	for b := from; b < to; b++ {
		if n.possible(table, &last, t, b) {
			do(b)
		}
	}
}

// possible says whether what all words of the block begin with leaves a way.
func (n *nearness) possible(table *nearTable, last *string, t *termIndex, b int) bool {
	first := t.firsts[b]
	if inPairs(first) && b+1 < len(t.firsts) && inPairs(t.firsts[b+1]) {
		return false
	}
	if b+1 == len(t.firsts) || first[0] != spaceWord || t.firsts[b+1][0] != spaceWord {
		return true
	}
	common := first[1:][:sharedPrefix(first[1:], t.firsts[b+1][1:])]
	for len(common) > 0 && !utf8.ValidString(common) {
		common = common[:len(common)-1]
	}
	way := table.set([]byte(common), sharedPrefix(*last, common)) > len(common)
	*last = common
	return way
}

// inPairs says that a word is of a script that core/text cuts into pairs: they
// are too short to be near anything.
func inPairs(term string) bool {
	if term[0] != spaceWord {
		return false
	}
	r, _ := utf8.DecodeRuneInString(term[1:])
	return r >= 0x2E80 && r < 0xA000 || r >= 0xAC00 && r < 0xD7B0
}

func (n *nearness) plan(f *fetch, seg *Segment, t *termIndex) {
	n.alive(t, func(b int) { f.section(seg, secTerms, t.places[b], t.places[b+1]-t.places[b]) })
}

// scan finds the near words of a part.
func (n *nearness) scan(s *search, l *leaf, i int, t *termIndex) error {
	seg, p := s.view.parts[i].Segment, &l.parts[i]
	r := termReader{s: seg}
	table := newNearTable(n)
	var err error
	n.alive(t, func(b int) {
		if err != nil {
			return
		}
		if err = r.block(s.ctx, t, b); err != nil {
			return
		}
		valid := 0 // bytes of the table's word that are the current one's
		for r.next() {
			e := &r.entry
			if e.text[0] != spaceWord {
				valid = 0
				continue
			}
			valid = min(valid, e.shared-1)
			word := e.text[1:]
			stop := table.set(word, max(valid, 0))
			valid = min(stop, len(word))
			if stop <= len(word) {
				r.dead = 1 + stop // all that begin like this are too far away
				continue
			}
			r.dead = noDead
			switch d := table.distance(); {
			case string(e.text) == l.low:
				p.exact = e.ref()
			case d <= n.limit:
				p.others = s.refer(p.others, otherRef{e.ref(), uint32(4 - d)})
			}
		}
		if err = r.err(); err == nil {
			err = s.step(16 * termBlock)
		}
	})
	return err
}
