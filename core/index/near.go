package index

import (
	"strings"
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

// A nearTable is the rows for the current word.
type nearTable struct {
	n    *nearness
	ends []int // byte after each character
	text []rune
	rows [][]int // rows[i]: after i characters
	dead []bool
}

func newNearTable(n *nearness) *nearTable {
	t := &nearTable{n: n, rows: [][]int{make([]int, len(n.word)+1)}, dead: []bool{false}}
	for j := range t.rows[0] {
		t.rows[0][j] = j
	}
	return t
}

// set brings the table to word, of which the first shared bytes are those of
// the word before. It stops at the byte where no way is left, and returns it;
// len(word) if there is a way for all of it.
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
	for at < len(word) {
		if t.dead[len(t.ends)] {
			return at
		}
		r, n := utf8.DecodeRune(word[at:])
		at += n
		t.push(r, at)
	}
	if t.dead[len(t.ends)] {
		return at
	}
	return len(word) + 1
}

// push adds the row for one more character.
func (t *nearTable) push(r rune, end int) {
	i := len(t.ends)
	t.ends, t.text = append(t.ends, end), append(t.text, r)
	if len(t.rows) == i+1 {
		t.rows, t.dead = append(t.rows, make([]int, len(t.n.word)+1)), append(t.dead, false)
	}
	prev, row := t.rows[i], t.rows[i+1]
	row[0] = i + 1
	least := row[0]
	for j, w := range t.n.word {
		cost := 1
		if w == r {
			cost = 0
		}
		v := min(prev[j]+cost, prev[j+1]+1, row[j]+1)
		if i > 0 && j > 0 && r == t.n.word[j-1] && t.text[i-1] == w {
			v = min(v, t.rows[i-1][j-1]+1)
		}
		row[j+1] = v
		least = min(least, v)
	}
	t.dead[i+1] = least > t.n.limit // a swap saves nothing: replacing one costs as much
}

// distance returns that of the current word, when set came to its end.
func (t *nearTable) distance() int { return t.rows[len(t.ends)][len(t.n.word)] }

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
				continue
			}
			switch d := table.distance(); {
			case strings.Compare(string(e.text), l.low) == 0:
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
