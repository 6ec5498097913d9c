package core

import (
	"context"
	"slices"
)

// unstage removes blobs of a write that has failed, so that a full disk is not
// filled by trying again. If that fails too, the next sweep takes them.
func (l *Library) unstage(ctx context.Context, names []string) {
	ctx = context.WithoutCancel(ctx)
	for range maxAttempts {
		st := l.current()
		names = slices.DeleteFunc(names, st.holds) // a commit that was told as failed may have been made
		if len(names) == 0 {
			return
		}
		err := l.store.Commit(ctx, Batch{Generation: st.generation, Delete: names, Strict: true})
		if err == nil {
			l.publish(l.newState(st.generation+1, st.manifest, st.journal))
			return
		}
		if CodeOf(err) != Conflict {
			return
		}
		if _, err := l.reload(ctx); err != nil {
			return
		}
	}
}

// holds says that the blob is part of a segment of the library.
func (st *state) holds(blob string) bool {
	for i := range st.manifest.segments {
		if containsString(st.manifest.segments[i].meta.Blobs(), blob) {
			return true
		}
	}
	return false
}
