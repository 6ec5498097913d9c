package core

import "context"

// examineHistory reads the history back and stages anew each blob of which a
// change cannot be read, with an empty change in its place, so that the others
// keep their numbers. What was there stays until blobs are swept.
func (r *repairer) examineHistory(ctx context.Context) error {
	for _, h := range r.st.manifest.history {
		changes, unread, err := r.readable(ctx, h)
		if err != nil {
			return err
		}
		if unread > 0 {
			if h, err = r.l.stageChanges(ctx, changes); err != nil {
				return err
			}
		}
		r.history = append(r.history, h)
		r.out.Changes += unread
	}
	return nil
}

// readable returns the changes of a blob and how many of them are empty since
// they, or their items, cannot be read.
func (r *repairer) readable(ctx context.Context, h historyEntry) (changes []Change, unread int, err error) {
	changes, err = r.l.historyBlob(ctx, h.name)
	if err != nil && !isLost(err) {
		return nil, 0, err
	}
	if n := len(changes); err != nil || n == 0 || changes[0].Number != h.first || changes[n-1].Number != h.last {
		changes = nil
		for number := h.first; number <= h.last; number++ {
			changes = append(changes, unreadable(number, r.l.o.now()))
		}
		return changes, len(changes), nil
	}
	for i := range changes {
		whole := changes[i]
		err := r.l.loadItems(ctx, &whole)
		if err == nil {
			continue
		}
		if !isLost(err) {
			return nil, 0, err
		}
		changes[i] = unreadable(changes[i].Number, changes[i].Time)
		unread++
	}
	return changes, unread, nil
}
