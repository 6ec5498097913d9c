package core

import (
	"context"
	"sync"

	"pinfold/core/index"
)

// A Library is a person's bookmarks over a Store. It is safe for use by
// several goroutines, and several Libraries may stand over one Store: each
// Commit says which generation it has seen, and the loser plans again.
type Library struct {
	store Store
	o     Options
	cache *index.Cache

	writing sync.Mutex // one plan at a time

	mu       sync.Mutex // guards the rest
	st       *state
	segments map[string]*index.Segment // open ones, by name
	checked  int64                     // when the generation was last compared, Unix ms

	compactFailed int64 // when compacting did last, Unix ms
}

// Open returns the Library in s, making an empty one where there is none. It
// reads the manifest and the journal, in one round trip, never the documents.
// It fails with Newer, Corrupt, Lost, Closed or Full.
func Open(ctx context.Context, s Store, o Options) (*Library, error) {
	if o.Now == nil || o.Random == nil {
		return nil, errorOf(Internal, "Pinfold was started without a clock or a source of randomness.", nil)
	}
	if o.CacheBytes == 0 {
		o.CacheBytes = defaultCacheBytes
	}
	l := &Library{store: s, o: o, cache: index.NewCache(o.CacheBytes), segments: make(map[string]*index.Segment)}
	for range maxAttempts {
		st, err := l.load(ctx)
		if err != nil {
			return nil, err
		}
		if err := o.Remembered.doubt(st); err != nil {
			return nil, err
		}
		if st != nil {
			return l, nil
		}
		if err := l.create(ctx); err != nil && CodeOf(err) != Conflict {
			return nil, err
		}
	}
	return nil, errBusy
}

// maxAttempts bounds how often a loser plans again.
const maxAttempts = 20

var errBusy = errorOf(Conflict, "Another window kept writing to the library. Nothing was changed. Try again.", nil)

// create writes the first manifest. Load has found nothing of a library before.
func (l *Library) create(ctx context.Context) error {
	head, err := l.store.Head(ctx, headPrefix)
	if err != nil {
		return err
	}
	if _, ok := head.Blobs[manifestName]; ok {
		return nil // another window was first
	}
	m := &manifest{library: l.o.newID(), created: millis(l.o.now()), nextSeq: 1, nextChange: 1}
	return l.store.Commit(ctx, Batch{Generation: head.Generation, Put: map[string][]byte{manifestName: encodeManifest(m)}, Strict: true})
}

// load reads the head and publishes the state it describes; nil if the store
// holds no library yet.
func (l *Library) load(ctx context.Context) (*state, error) {
	var seen uint64
	if st := l.current(); st != nil {
		seen = st.generation
	}
	head, torn, err := l.head(ctx)
	if err != nil {
		return nil, err
	}
	m, unlisted, err := l.listed(ctx, head, torn)
	if m == nil || err != nil {
		return nil, err
	}
	if head.Generation < seen {
		return nil, errRewound
	}
	decode := journalReading{blobs: head.Blobs, torn: torn, salvage: l.o.Salvage != nil, now: l.o.now}
	journal, err := decode.records()
	if err != nil {
		return nil, err
	}
	st := l.newState(head.Generation, m, journal)
	st.lost, st.unlisted = decode.lost, unlisted
	return l.publish(st), nil
}

// head reads what a library begins with; torn are damaged blobs, which only a
// library that is to be salvaged may have.
func (l *Library) head(ctx context.Context) (head Head, torn map[string][]byte, err error) {
	if l.o.Salvage != nil {
		return l.o.Salvage(ctx, headPrefix)
	}
	head, err = l.store.Head(ctx, headPrefix)
	return head, nil, err
}

var errRewound = errorOf(Corrupt, "The library in this browser's storage is older than it was a moment ago. Nothing was changed. Restart the browser, then check your library.", nil)

// publish makes st the current state and forgets segments it does not name. A
// state that was read before another one was published does not replace it:
// what has been acknowledged stays visible. It returns the current state.
func (l *Library) publish(st *state) *state {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.st != nil && l.st.generation > st.generation {
		return l.st
	}
	l.st = st
	l.checked = millis(l.o.now())
	named := make(map[string]bool, len(st.manifest.segments))
	for _, s := range st.manifest.segments {
		named[s.meta.Name] = true
	}
	for name := range l.segments {
		if !named[name] {
			delete(l.segments, name)
		}
	}
	return st
}

// current returns the state as last seen.
func (l *Library) current() *state {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.st
}

// segment returns the open segment of that name.
func (l *Library) segment(m index.Meta) *index.Segment {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.segments[m.Name]
	if s == nil {
		s = index.Open(m, l.store, l.cache)
		l.segments[m.Name] = s
	}
	return s
}

func (l *Library) viewOptions() index.ViewOptions {
	return index.ViewOptions{Fields: fieldsOfValue, Document: documentOfValue, Pause: l.o.Pause}
}

// staleAfter is how long, in milliseconds, a reader may believe its state
// before it compares the generation with the store's.
const staleAfter = 1000

// fresh returns the current state, reloaded if another writer was there.
func (l *Library) fresh(ctx context.Context) (*state, error) {
	l.mu.Lock()
	st, ago := l.st, millis(l.o.now())-l.checked
	l.mu.Unlock()
	if ago >= 0 && ago < staleAfter { // the clock may have been set back
		return st, nil
	}
	return l.refresh(ctx)
}

// Refresh learns what another writer has committed meanwhile.
func (l *Library) Refresh(ctx context.Context) error {
	_, err := l.refresh(ctx)
	return err
}

func (l *Library) refresh(ctx context.Context) (*state, error) {
	head, err := l.store.Head(ctx, "generation/")
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	st := l.st
	if st.generation == head.Generation {
		l.checked = millis(l.o.now())
		l.mu.Unlock()
		return st, nil
	}
	l.mu.Unlock()
	return l.reload(ctx)
}

// reload reads the state again. A library that has vanished is damage, never
// an empty library.
func (l *Library) reload(ctx context.Context) (*state, error) {
	st, err := l.load(ctx)
	if err == nil && st == nil {
		err = errorOf(Corrupt, "The library has vanished from this browser's storage. Nothing was changed. Restart the browser, then restore a backup if it is still empty.", nil)
	}
	return st, err
}

// view returns the snapshot in which the journal's documents are found too.
func (l *Library) view(ctx context.Context, st *state) (*index.View, error) {
	if len(st.latest) == 0 {
		return st.base, nil
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.full != nil {
		return st.full, nil
	}
	docs := make([]index.Document, 0, len(st.latest))
	for _, d := range st.journaled().docs {
		docs = append(docs, document(&d.bookmark, d.seq))
	}
	recent, err := l.inMemory(ctx, docs)
	if err != nil {
		return nil, err
	}
	st.full = index.NewView(append(l.parts(st), recent), l.viewOptions())
	return st.full, nil
}

// inMemory returns documents as a part of a View that is stored nowhere.
func (l *Library) inMemory(ctx context.Context, docs []index.Document) (index.Part, error) {
	mem := &memory{blobs: make(map[string][]byte)}
	m, err := index.Build(ctx, "journal", docs, l.o.Pause, mem.put)
	if err != nil {
		return index.Part{}, err
	}
	return index.Part{Segment: index.Open(m, mem, index.NewCache(l.o.CacheBytes))}, nil
}

// read runs f on a snapshot. When a blob has gone, since another writer merged
// meanwhile, it reads the state again and repeats; a blob that the newest state
// names is damage.
func (l *Library) read(ctx context.Context, f func(*state) error) error {
	st, err := l.fresh(ctx)
	if err != nil {
		return err
	}
	for range maxAttempts {
		if err = f(st); !isGone(err) {
			return told(err)
		}
		gone, seen := err, st.generation
		if st, err = l.reload(ctx); err != nil {
			return err
		}
		if st.generation == seen {
			return corrupt("a part of the library", gone)
		}
	}
	return errBusy
}

// Generation returns the number of the last commit this Library has seen.
func (l *Library) Generation() uint64 { return l.current().generation }

// ID returns the library's own id, minted when it was made.
func (l *Library) ID() ID { return l.current().manifest.library }

// Close closes the store.
func (l *Library) Close() error { return l.store.Close() }
