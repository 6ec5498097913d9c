package linear

import "slices"

// A page is all bookmarks of one address: one that is live at most, and those in
// the trash. It is the library that does one thing after another; it never
// changes, each step makes the next.
type page []Seen

// A part is what an Ask means for one of the addresses it is about.
type part struct {
	ask   Ask
	id    string
	alone bool // the ask is about no other one, so that its count is this one's
}

// step returns the page after p, and whether an answer like that can come of it.
func (pg page) step(p part, a Answer) (page, bool) {
	switch p.ask.Kind {
	case Find:
		return pg, pg.shows(pg.live(), a)
	case Get:
		return pg, pg.shows(pg.find(p.id), a)
	case Save:
		return pg.save(p, a)
	case Import:
		i := pg.live()
		if i < 0 {
			return pg, false
		}
		next := pg[i]
		next.Tags = retag(next.Tags, p.ask.Add, nil)
		return pg.with(i, next), true
	}
	return pg.change(p, a)
}

// shows says that an answer shows the i-th bookmark, or none if i is not one.
func (pg page) shows(i int, a Answer) bool {
	if i < 0 || a.Seen == nil {
		return i < 0 && a.Seen == nil
	}
	return pg[i] == *a.Seen
}

func (pg page) save(p part, a Answer) (page, bool) {
	i := pg.live()
	if i < 0 {
		b := Seen{ID: p.id, Title: p.ask.Title, Tags: Tags(p.ask.Add), Live: true}
		return append(slices.Clip(pg), b), a.Lost || !a.Existed
	}
	next := pg[i]
	next.Title, next.Tags = p.ask.Title, retag(next.Tags, p.ask.Add, nil)
	return pg.with(i, next), a.Lost || a.Existed
}

// change is a step of what is done to a bookmark by its id.
func (pg page) change(p part, a Answer) (page, bool) {
	i := pg.find(p.id)
	if i < 0 {
		return pg, a.counts(p, 0)
	}
	next := pg[i]
	switch p.ask.Kind {
	case Edit:
		next = edited(next, p.ask)
	case Delete:
		next.Live = false
	case Restore:
		if !next.Live && pg.live() >= 0 { // its address has been saved again
			return pg, a.Lost || a.Refused == "duplicate"
		}
		next.Live = true
	}
	if next == pg[i] {
		return pg, a.counts(p, 0)
	}
	return pg.with(i, next), a.counts(p, 1)
}

func edited(b Seen, ask Ask) Seen {
	if ask.Title != "" {
		b.Title = ask.Title
	}
	if ask.Unread != nil {
		b.Unread = *ask.Unread
	}
	b.Tags = retag(b.Tags, ask.Add, ask.Drop)
	return b
}

// counts says that the answer tells of so many bookmarks.
func (a *Answer) counts(p part, n int) bool {
	return a.Lost || a.Refused == "" && (!p.alone || a.Count == Untold || a.Count == n)
}

func (pg page) live() int {
	return slices.IndexFunc(pg, func(b Seen) bool { return b.Live })
}

func (pg page) find(id string) int {
	return slices.IndexFunc(pg, func(b Seen) bool { return b.ID == id })
}

// with returns the page with another i-th bookmark.
func (pg page) with(i int, b Seen) page {
	next := slices.Clone(pg)
	next[i] = b
	return next
}
