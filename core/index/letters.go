package index

import (
	"context"
	"encoding/binary"

	"pinfold/core/internal/wire"
)

// A letter is where a segment keeps the documents that have words with one or
// two letters at their beginning; places are in the section. A list that is not
// kept is empty.
type letter struct {
	docs, headDocs uint32
	head, list     span
	quarters       bool // stand behind the list
}

// letterIndexBytes is more than any index of letters is long, so that it and
// the heads come in one read.
const letterIndexBytes = 4 << 10

// planLetters asks for the index of the letters, if there is one.
func (s *Segment) planLetters(f *fetch) {
	f.section(s, secLetters, 0, min(s.meta.sections[secLetters].len, letterIndexBytes))
}

// knownLetter returns the entry of a letter, if the index of the letters is in
// memory.
func (s *Segment) knownLetter(text string) (l *letter, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.letters[text], s.letters != nil
}

// letterOf returns the entry of a letter; nil if the segment has none.
func (s *Segment) letterOf(ctx context.Context, text string) (*letter, error) {
	if s.meta.sections[secLetters].len == 0 {
		return nil, nil
	}
	if l, known := s.knownLetter(text); known {
		return l, nil
	}
	letters, err := s.readLetters(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = letters
	return letters[text], nil
}

func (s *Segment) readLetters(ctx context.Context) (map[string]*letter, error) {
	all := s.meta.sections[secLetters].len
	b, err := s.bytes(ctx, secLetters, 0, min(all, binary.MaxVarintLen64))
	if err != nil {
		return nil, err
	}
	n, k := binary.Uvarint(b)
	if k <= 0 || n > uint64(all)-uint64(k) {
		return nil, s.damaged("the index of the letters is damaged")
	}
	if b, err = s.bytes(ctx, secLetters, int64(k), int64(n)); err != nil {
		return nil, err
	}
	at := int64(k) + int64(n)
	letters := make(map[string]*letter)
	var inOrder []*letter
	for d := wire.New(b); len(d.Rest()) > 0; {
		text := d.String()
		l := &letter{docs: uint32(d.Uvarint()), headDocs: uint32(d.Uvarint()), quarters: lettersOf(text) > 1}
		head, list := d.Uvarint(), d.Uvarint()
		if d.Err() != nil || l.docs > s.meta.Docs || l.headDocs > l.docs || head > uint64(all-at) || list > uint64(all-at)-head {
			return nil, s.damaged("the index of the letters is damaged")
		}
		l.head, l.list = span{at, int64(head)}, span{at + int64(head), int64(list)}
		at += int64(head + list)
		letters[text], inOrder = l, append(inOrder, l)
	}
	if at != all {
		return nil, s.damaged("the index of the letters is damaged")
	}
	if s.meta.Format >= letterVersion {
		headsFirst(inOrder, int64(k)+int64(n))
	}
	return letters, nil
}

// headsFirst gives all heads the places from at on, and then all lists.
func headsFirst(letters []*letter, at int64) {
	for _, l := range letters {
		l.head.off = at
		at += l.head.len
	}
	for _, l := range letters {
		l.list.off = at
		at += l.list.len
	}
}

// letterHead returns the head of a letter.
func (s *Segment) letterHead(ctx context.Context, l *letter) (head postings, err error) {
	b, err := s.bytes(ctx, secLetters, l.head.off, l.head.len)
	if err != nil {
		return head, err
	}
	prev := noDocBefore
	for range l.headDocs {
		gap, k := binary.Uvarint(b)
		if k <= 0 || gap >= uint64(s.meta.Docs) || uint64(prev+1)+gap >= uint64(s.meta.Docs) {
			return head, s.damaged("the head of a letter is damaged")
		}
		prev += uint32(gap) + 1
		head.docs, b = append(head.docs, prev), b[k:]
	}
	if len(b) != len(head.docs) {
		return head, s.damaged("the head of a letter is damaged")
	}
	head.impacts = b
	return head, nil
}
