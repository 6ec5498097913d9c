package core

import (
	"context"

	"strconv"
)

// journal looks for records that are missing, and for documents that they
// replace in segments that are not there.
func (c *checker) journal() {
	segments := make(map[string]bool)
	for _, s := range c.st.manifest.segments {
		if segments[s.meta.Name] {
			c.bad("A part of the library is listed twice.")
		}
		segments[s.meta.Name] = true
	}
	next := c.st.manifest.nextChange
	for _, r := range c.st.journal {
		if r.change.Number != next {
			c.missing(next, r.change.Number)
		}
		next = r.change.Number + 1
		if r.change.Count != len(r.change.items) {
			c.bad("Change " + strconv.FormatUint(r.change.Number, 10) + " does not name every bookmark that it touched.")
		}
		for _, d := range r.dead {
			if !segments[d.segment] {
				c.bad("Change " + strconv.FormatUint(r.change.Number, 10) + " replaces a bookmark in a part of the library that is not there.")
			}
		}
	}
	if len(c.st.manifest.ops) > maxOps || len(c.st.manifest.settings) > maxSettings {
		c.bad("The list of the library's parts remembers more than it should.")
	}
}

// missing says that changes before to have gone.
func (c *checker) missing(from, to uint64) {
	c.bad("Changes are missing: after number " + strconv.FormatUint(from-1, 10) + " comes " + strconv.FormatUint(to, 10) + ". Bookmarks saved in between may be lost; restore them from a backup.")
}

// history reads every change back. Changes follow each other up to the
// journal's first.
func (c *checker) history(ctx context.Context) {
	m := c.st.manifest
	for i, h := range m.history {
		if i > 0 && h.first != m.history[i-1].last+1 {
			c.missing(m.history[i-1].last+1, h.first)
		}
		changes, err := c.l.historyBlob(ctx, h.name)
		if err != nil {
			c.fail(err)
			continue
		}
		if len(changes) == 0 || changes[0].Number != h.first || changes[len(changes)-1].Number != h.last {
			c.bad("A part of the history is not what it is listed as.")
		}
		for i := range changes {
			c.change(ctx, &changes[i], h.first+uint64(i))
		}
	}
	if n := len(m.history); n > 0 && m.history[n-1].last+1 != m.nextChange {
		c.missing(m.history[n-1].last+1, m.nextChange)
	}
}

// change reads one change of the history back.
func (c *checker) change(ctx context.Context, ch *Change, number uint64) {
	if ch.Number != number {
		c.missing(number, ch.Number)
	}
	if err := c.l.loadItems(ctx, ch); err != nil {
		c.fail(err)
	}
}
