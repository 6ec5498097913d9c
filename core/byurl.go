package core

import (
	"context"

	"pinfold/core/weburl"
)

// Matches is what the library knows of an address.
type Matches struct {
	URL      string     // as it would be stored
	Refused  string     // why it cannot be saved, a sentence; "" if it can
	Exact    *Bookmark  // the live bookmark of the same address
	Trashed  *Bookmark  // the one last put into the trash, if there is no live one
	Variants []Bookmark // live ones whose address differs in little
	Tracking []string   // parameters that only track
	Clean    string     // the address without them; "" if there are none
}

// ByURL returns what the library knows of an address as a page has it.
func (l *Library) ByURL(ctx context.Context, raw string) (Matches, error) {
	cleaned, err := cleanAddress(raw)
	if err != nil {
		return Matches{URL: raw, Refused: err.Error()}, nil
	}
	var m Matches
	err = l.read(ctx, func(st *state) error {
		m = Matches{URL: cleaned.URL}
		return l.matches(ctx, st, &m)
	})
	if tracking, clean := weburl.Tracking(cleaned.URL); len(tracking) > 0 {
		m.Tracking, m.Clean = tracking, clean
	}
	return m, err
}

func (l *Library) matches(ctx context.Context, st *state, m *Matches) error {
	list, err := l.byVariant(ctx, st, m.URL)
	if err != nil {
		return err
	}
	key := weburl.Same(m.URL)
	for i := range list {
		b := &list[i].bookmark
		same := weburl.Same(b.URL) == key
		switch {
		case same && b.Live():
			m.Exact = b
		case same && (m.Trashed == nil || b.Deleted.After(m.Trashed.Deleted)):
			m.Trashed = b
		case !same && b.Live():
			m.Variants = append(m.Variants, *b)
		}
	}
	if m.Exact != nil {
		m.Trashed = nil
	}
	return nil
}
