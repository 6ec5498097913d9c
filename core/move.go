package core

import "pinfold/core/weburl"

// A move is a bookmark that is to stand, live, where it does not stand yet, or
// that leaves where it stands.
type move struct {
	id       ID
	from, to string // addresses, as weburl.Same has them; "" while it is not live
	holder   ID     // who else has the address to; zero if nobody has
}

// moveOf is how a bookmark becomes another; before is nil for a new one.
func moveOf(before *found, after *Bookmark, holder ID) move {
	m := move{id: after.ID, holder: holder}
	if before != nil && before.bookmark.Live() {
		m.from = weburl.Same(before.bookmark.URL)
	}
	if after.Live() {
		m.to = weburl.Same(after.URL)
	}
	return m
}

// possible says which moves can be made together, so that no address comes to
// have two bookmarks: each goes where nobody is, or whose holder leaves by one of
// them. Of several to one address, and of several of one bookmark, the first counts.
func possible(moves []move) []bool {
	ok := make([]bool, len(moves))
	by := make(map[ID]int, len(moves)) // how a bookmark leaves
	claimed := make(map[string]bool, len(moves))
	for i, m := range moves {
		if _, again := by[m.id]; again {
			continue
		}
		by[m.id] = i
		ok[i] = m.to == "" || !claimed[m.to]
		claimed[m.to] = true
	}
	waiting := make(map[ID]int) // who goes where a bookmark is
	for i, m := range moves {
		if !ok[i] || m.to == "" || m.holder.IsZero() {
			continue
		}
		if h, leaves := by[m.holder]; leaves && ok[h] && moves[h].from == m.to {
			waiting[m.holder] = i
			continue
		}
		for next := true; next; { // and whoever waits for it, and so on
			ok[i] = false
			i, next = waiting[moves[i].id]
		}
	}
	return ok
}
