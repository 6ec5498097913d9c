package publish

// Acknowledged returns how many bookmarks the server has taken, and not been
// asked to change since without an answer.
func (l *Ledger) Acknowledged() (n int) {
	for _, e := range l.entries {
		if e.digest > changing {
			n++
		}
	}
	return n
}
