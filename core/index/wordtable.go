package index

import "unicode/utf8"

// A wordTable is all words of a segment in memory, which is what near words are
// looked for in: a mark for each, that rules most out at a glance, and their
// text, one after the other. It takes 8 bytes a word and the words themselves.
type wordTable struct {
	first int // place of the first word among all terms
	text  []byte
	ends  []uint32
	marks []wordMark
}

// A wordMark is which letters a word has, a bit for each of a to z and one for
// all others, and above them its length in characters, up to longestMark. An
// edit changes at most two of the bits; one that makes a word longer or shorter
// only one.
type wordMark uint32

const (
	otherLetter = 26
	lengthShift = otherLetter + 1
	letterBits  = 1<<lengthShift - 1
	longestMark = 1<<(32-lengthShift) - 1
	shortest    = 3 // characters of a word that can be near another: NearLimit is 0 below 4
)

func (m wordMark) length() int { return int(m >> lengthShift) }

// with returns the mark of a word that has r too.
func (m wordMark) with(r rune) wordMark {
	if m.length() < longestMark {
		m += 1 << lengthShift
	}
	if r < 'a' || r > 'z' {
		return m | 1<<otherLetter
	}
	return m | 1<<(r-'a')
}

func markOf(word []rune) (m wordMark) {
	for _, r := range word {
		m = m.with(r)
	}
	return m
}

// add takes the next word. Those too short to be near any, of which there are
// many in scripts that are cut into pairs, are only counted.
func (w *wordTable) add(word []byte) {
	m, n := wordMark(0), 0
	for i := 0; i < len(word); n++ {
		r, size := rune(word[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(word[i:])
		}
		m, i = m.with(r), i+size
	}
	if n >= shortest {
		w.text = append(w.text, word...)
	} else {
		m = 0
	}
	w.ends = append(w.ends, uint32(len(w.text)))
	w.marks = append(w.marks, m)
}

func (w *wordTable) word(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = w.ends[i-1]
	}
	return w.text[from:w.ends[i]]
}

// allWords is the range of the dictionary that has the words.
func allWords() (low, high string) { return string(rune(spaceWord)), string(rune(spaceWord + 1)) }

// knownWords returns the segment's words if they are in memory.
func (s *Segment) knownWords() *wordTable {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.words
}

// wordsOf returns the segment's words, read at first use.
func (s *Segment) wordsOf(p *pace, t *termIndex) (*wordTable, error) {
	if w := s.knownWords(); w != nil {
		return w, nil
	}
	most := min(int64(s.meta.Terms), s.meta.sections[secTerms].len)
	w := &wordTable{ends: make([]uint32, 0, most), marks: make([]wordMark, 0, most)}
	from, to := t.blocks(allWords())
	r := termReader{s: s}
	for b := from; b < to; b++ {
		if err := r.block(p.ctx, t, b); err != nil {
			return nil, err
		}
		for place := b * termBlock; r.next(); place++ {
			if r.entry.text[0] != spaceWord {
				continue
			}
			if len(w.marks) == 0 {
				w.first = place
			}
			w.add(r.entry.text[1:])
		}
		if err := r.err(); err != nil {
			return nil, err
		}
		if err := p.step(32 * termBlock); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	s.words = w
	s.mu.Unlock()
	return w, nil
}

func sharedBytes(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
