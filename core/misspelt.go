package core

import (
	"context"

	"pinfold/core/index"
	"pinfold/core/query"
	"pinfold/core/text"
)

// maxMisspelt bounds the words of one condition that are held against every word
// of the library.
const maxMisspelt = 4

// maxSpelt bounds the words of one condition that are looked at one by one; a
// passage that somebody has pasted has more.
const maxSpelt = 32

// maxLike bounds how many near words are counted to find the most frequent.
const maxLike = 8

// A speller writes the words of a condition that no bookmark has as the most
// frequent ones that are near them.
type speller struct {
	f    *finder
	look int // words that may still be looked at
	left int // words that may still be held against all
}

// likely returns what n may have been meant to say: with other words, it finds
// something; nil if there is no such thing. It is not looked for while somebody
// types.
func (f *finder) likely(ctx context.Context, n query.Node) (query.Node, error) {
	if !f.s.Total {
		return nil, nil
	}
	s := speller{f, maxSpelt, maxMisspelt}
	like, err := s.node(ctx, n)
	if err != nil || query.Print(like) == query.Print(n) {
		return nil, err
	}
	found, err := f.l.count(ctx, f.st, query.Print(like))
	if err != nil || found == 0 {
		return nil, err
	}
	return like, nil
}

// node returns n with the words that are there. A word with a star, and what is
// no word, stays.
func (s *speller) node(ctx context.Context, n query.Node) (_ query.Node, err error) {
	switch n := n.(type) {
	case query.Word:
		if !n.Prefix {
			n.Text, err = s.words(ctx, n.Text, n.Field)
		}
		return n, err
	case query.Phrase:
		n.Text, err = s.words(ctx, n.Text, n.Field)
		return n, err
	case query.And:
		of, err := s.nodes(ctx, n.Of)
		return query.And{Of: of}, err
	case query.Or:
		of, err := s.nodes(ctx, n.Of)
		return query.Or{Of: of}, err
	}
	return n, nil
}

func (s *speller) nodes(ctx context.Context, of []query.Node) ([]query.Node, error) {
	list := make([]query.Node, len(of))
	for i, n := range of {
		var err error
		if list[i], err = s.node(ctx, n); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// words returns typed with the words that are there, from the last to the
// first, so that those before keep their places.
func (s *speller) words(ctx context.Context, typed string, field query.Field) (string, error) {
	tokens := text.QueryTokens(typed)
	for i := len(tokens) - 1; i >= 0; i-- {
		t := tokens[i]
		if text.NearLimit(t.Text) == 0 || i > 0 && tokens[i-1].End > t.Start {
			continue // too short to be like another, or searched by pairs
		}
		like, err := s.word(ctx, t.Text, field)
		if err != nil {
			return "", err
		}
		if like != "" {
			typed = typed[:t.Start] + like + typed[t.End:]
		}
	}
	return typed, nil
}

// word returns the most frequent of the words near one that no bookmark has; ""
// if there is none, or it is had.
func (s *speller) word(ctx context.Context, word string, field query.Field) (best string, err error) {
	if s.look == 0 || s.left == 0 {
		return "", nil
	}
	s.look--
	most, err := s.f.having(ctx, word, field)
	if err != nil || most > 0 {
		return "", err
	}
	s.left--
	r, err := s.f.view.Search(ctx, index.Word{Text: word, How: index.Near}, index.Options{Limit: 1})
	if err != nil {
		return "", err
	}
	for _, like := range r.Near[:min(len(r.Near), maxLike)] {
		n, err := s.f.having(ctx, like, field)
		if err != nil {
			return "", err
		}
		if n > most {
			best, most = like, n
		}
	}
	return best, nil
}

// having is how many bookmarks have a word in a field.
func (f *finder) having(ctx context.Context, word string, field query.Field) (int, error) {
	r, err := f.view.Search(ctx, index.Word{Text: word, Fields: fieldMask(field)}, index.Options{Total: true})
	return r.Total, err
}
