package core

import (
	"context"
	"sort"
	"strconv"

	"pinfold/core/internal/wire"
)

// Changes that leave the journal are kept in write-once blobs:
//
//	history/<segment name>: magic "PFH1", minimum reader byte, count, changes, CRC-32C
//	items/<name>.<n>: magic "PFI1", minimum reader byte, number of the change, count, items, CRC-32C
//
// The items of a change that touches many bookmarks stand in blobs of their
// own, so that listing the history does not read them.
const (
	historyPrefix = "history/"
	historyMagic  = "PFH1"
	historyReader = 1
	itemsPrefix   = "items/"
	itemsMagic    = "PFI1"
	itemsReader   = 1

	itemsInline  = 64        // more items than that go into blobs of their own
	inlineBytes  = 256 << 10 // so do larger ones
	itemsBytes   = 1 << 20   // about the size of one of those
	joinBelow    = 64        // a blob of fewer changes takes the next ones in,
	joinBytes    = 256 << 10 // unless it is larger
	historyBlobs = 64        // older ones are forgotten
)

// stageHistory stages what the journal and c remember and names it in m. It
// returns the blobs of the oldest history, which m no longer names.
func (l *Library) stageHistory(ctx context.Context, m *manifest, st *state, c *Change) ([]string, error) {
	var changes []Change
	for _, r := range st.journal {
		changes = append(changes, r.change)
	}
	if c != nil {
		changes = append(changes, *c)
	}
	if len(changes) == 0 {
		return nil, nil
	}
	changes, joined, err := l.joinHistory(ctx, m, changes)
	if err != nil {
		return nil, err
	}
	h, err := l.stageChanges(ctx, changes)
	if err != nil {
		return nil, err
	}
	m.history = append(m.history, h)
	drop, err := l.forgetHistory(ctx, m)
	return append(joined, drop...), err
}

// joinHistory takes a small last blob out of m and puts its changes before
// those, so that many writes of a change each do not push out what is older. It
// returns the blob that can go. One that cannot be read any more stays.
func (l *Library) joinHistory(ctx context.Context, m *manifest, changes []Change) (joined []Change, drop []string, err error) {
	n := len(m.history)
	if n == 0 {
		return changes, nil, nil
	}
	last := m.history[n-1]
	before, size, err := l.sizedHistory(ctx, last.name)
	if isLost(err) || err == nil && (size >= joinBytes || len(before) >= joinBelow) {
		return changes, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	m.history = m.history[:n-1]
	return append(before, changes...), []string{last.name}, nil
}

// stageChanges stages changes that follow each other, at least one, as a blob
// of the history.
func (l *Library) stageChanges(ctx context.Context, changes []Change) (historyEntry, error) {
	e := wire.Encoder{B: []byte(historyMagic)}
	e.U8(historyReader)
	e.Uvarint(uint64(len(changes)))
	for i := range changes {
		if err := l.stageItems(ctx, &changes[i]); err != nil {
			return historyEntry{}, err
		}
		appendChange(&e, &changes[i])
	}
	h := historyEntry{name: historyPrefix + l.segmentName(), first: changes[0].Number, last: changes[len(changes)-1].Number}
	return h, l.stage(ctx, h.name, wire.Seal(e.B))
}

// stageItems moves the items of a large change into blobs of their own.
func (l *Library) stageItems(ctx context.Context, c *Change) error {
	if len(c.items) <= itemsInline && itemsLength(c.items) <= inlineBytes {
		return nil
	}
	items := c.items
	c.items, c.itemParts, c.itemsName = nil, 0, itemsPrefix+l.segmentName()
	for from := 0; from < len(items); {
		e := wire.Encoder{B: []byte(itemsMagic)}
		e.U8(itemsReader)
		n := 0
		var body wire.Encoder
		for ; from+n < len(items) && len(body.B) < itemsBytes; n++ {
			appendItem(&body, &items[from+n])
		}
		e.Uvarint(c.Number)
		e.Uvarint(uint64(n))
		e.B = append(e.B, body.B...)
		if err := l.stage(ctx, c.itemsBlob(c.itemParts), wire.Seal(e.B)); err != nil {
			return err
		}
		from += n
		c.itemParts++
	}
	return nil
}

func itemsLength(items []changeItem) int {
	var e wire.Encoder
	appendItems(&e, items)
	return len(e.B)
}

// itemsBlob names a part of a change's items.
func (c *Change) itemsBlob(part int) string { return c.itemsName + "." + strconv.Itoa(part) }

// forgetHistory takes the oldest blobs out of m and returns what can go. One
// that cannot be read any more must not stop the library from being written;
// the sweep finds the items that it named.
func (l *Library) forgetHistory(ctx context.Context, m *manifest) ([]string, error) {
	var drop []string
	for len(m.history) > historyBlobs {
		changes, err := l.historyBlob(ctx, m.history[0].name)
		if err != nil && !isLost(err) {
			return nil, err
		}
		for i := range changes {
			for p := range changes[i].itemParts {
				drop = append(drop, changes[i].itemsBlob(p))
			}
		}
		drop = append(drop, m.history[0].name)
		m.history = m.history[1:]
	}
	return drop, nil
}

func (l *Library) historyBlob(ctx context.Context, name string) ([]Change, error) {
	changes, _, err := l.sizedHistory(ctx, name)
	return changes, err
}

// sizedHistory returns the changes of a blob and its length in bytes.
func (l *Library) sizedHistory(ctx context.Context, name string) ([]Change, int, error) {
	raw, err := l.store.Read(ctx, []Range{{Name: name, Len: -1}})
	if err != nil {
		return nil, 0, err
	}
	d, err := unseal(raw[0], historyMagic, historyReader, "the history")
	if err != nil {
		return nil, 0, err
	}
	changes := make([]Change, d.Count(40))
	for i := range changes {
		changes[i] = decodeChange(d)
	}
	if err := d.Done(); err != nil {
		return nil, 0, corrupt("the history", err)
	}
	return changes, len(raw[0]), nil
}

// History returns up to limit changes older than before (0: the newest),
// newest first.
func (l *Library) History(ctx context.Context, before uint64, limit int) ([]Change, error) {
	var out []Change
	err := l.read(ctx, func(st *state) error {
		var err error
		out, err = l.history(ctx, st, before, limit)
		return err
	})
	return out, err
}

func (l *Library) history(ctx context.Context, st *state, before uint64, limit int) ([]Change, error) {
	var out []Change
	take := func(c *Change) {
		if (before == 0 || c.Number < before) && len(out) < limit {
			out = append(out, *c)
		}
	}
	for i := len(st.journal) - 1; i >= 0; i-- {
		take(&st.journal[i].change)
	}
	for i := len(st.manifest.history) - 1; i >= 0 && len(out) < limit; i-- {
		h := st.manifest.history[i]
		if before != 0 && h.first >= before {
			continue
		}
		changes, err := l.historyBlob(ctx, h.name)
		if err != nil {
			return nil, err
		}
		for j := len(changes) - 1; j >= 0; j-- {
			take(&changes[j])
		}
	}
	return out, nil
}

// findChange returns the change of that number with its items.
func (l *Library) findChange(ctx context.Context, st *state, number uint64) (*Change, error) {
	c, err := l.findHead(ctx, st, number)
	if err != nil {
		return nil, err
	}
	return c, l.loadItems(ctx, c)
}

// findHead is findChange without the items of a large change.
func (l *Library) findHead(ctx context.Context, st *state, number uint64) (*Change, error) {
	for _, r := range st.journal {
		if r.change.Number == number {
			c := r.change
			return &c, nil
		}
	}
	h := st.manifest.history
	i := sort.Search(len(h), func(i int) bool { return h[i].last >= number })
	if i == len(h) || h[i].first > number {
		return nil, errorOf(NotFound, "That change is no longer in the history, so it cannot be undone. Edit the bookmarks instead.", nil)
	}
	changes, err := l.historyBlob(ctx, h[i].name)
	if err != nil {
		return nil, err
	}
	for j := range changes {
		if changes[j].Number == number {
			return &changes[j], nil
		}
	}
	return nil, corrupt("the history", errMagic)
}

// loadItems reads the items of a large change.
func (l *Library) loadItems(ctx context.Context, c *Change) error {
	for p := range c.itemParts {
		items, err := l.itemsPart(ctx, c, p)
		if err != nil {
			return err
		}
		c.items = append(c.items, items...)
	}
	if len(c.items) != c.Count || (c.Count > 0 && c.items[0].ID != c.First) {
		return corrupt("the history", errMagic) // another change's items
	}
	return nil
}

// itemsPart reads one of the blobs in which a large change's items are.
func (l *Library) itemsPart(ctx context.Context, c *Change, part int) ([]changeItem, error) {
	raw, err := l.store.Read(ctx, []Range{{Name: c.itemsBlob(part), Len: -1}})
	if err != nil {
		return nil, err
	}
	d, err := unseal(raw[0], itemsMagic, itemsReader, "the history")
	if err != nil {
		return nil, err
	}
	if d.Uvarint() != c.Number {
		return nil, corrupt("the history", errMagic)
	}
	items := decodeItems(d)
	if err := d.Done(); err != nil {
		return nil, corrupt("the history", err)
	}
	return items, nil
}
