package core

import (
	"context"
	"time"

	"pinfold/core/weburl"
)

// A gatherer reads the entries of files, cleans and judges them, and merges
// those of one address, with each other and with what is known already.
type gatherer struct {
	known   known
	o       ImportOptions
	tell    func(Progress)
	now     time.Time
	report  *Report // of the file that is being read
	taken   int     // entries of all of them
	refused int     // bytes of what was refused of them
	items   []importItem
	arena   arena
	seen    map[uint64]int    // hash of the address to the item
	labels  map[string]string // tag key to spelling
	tagged  map[string]bool   // tag keys of the file that is being read
	folders map[string]bool   // keys of the tags that its folders become
}

// maxEntries bounds what an import holds until it is written.
const maxEntries = 2_000_000

// known is what the entries meet: a library, or nothing.
type known interface {
	// liveAt returns the live bookmark of an address, nil if there is none.
	liveAt(ctx context.Context, url string) (*found, error)
	// withID returns a bookmark, nil if it is gone.
	withID(ctx context.Context, id ID) (*Bookmark, error)
	// spelling returns a tag as it is spelled there, or as given.
	spelling(ctx context.Context, tag string) (label string, has bool, err error)
	newID() ID
	pauseEvery(ctx context.Context, i int) error
}

func newGatherer(k known, now time.Time, o ImportOptions, tell func(Progress)) gatherer {
	return gatherer{known: k, o: o, tell: tell, now: now, seen: make(map[uint64]int), labels: make(map[string]string)}
}

// files takes the entries of all files, and fills a report for each.
func (g *gatherer) files(ctx context.Context, files []File, reports []Report) error {
	for i := range files {
		g.report, g.tagged, g.folders = &reports[i], make(map[string]bool), make(map[string]bool)
		if err := g.file(ctx, &files[i]); err != nil {
			return err
		}
	}
	return nil
}

// file takes the entries of one file.
func (g *gatherer) file(ctx context.Context, f *File) error {
	g.o.Private = f.Private
	for e, err := range f.Entries {
		if err != nil {
			return err
		}
		if err := g.take(ctx, &e); err != nil {
			return err
		}
	}
	g.report.Tags = len(g.tagged)
	return nil
}

// An importItem is a bookmark that the import adds or changes.
type importItem struct {
	id      ID
	at      place  // the bookmark as it will be; only if it is new or changed
	said    place  // what the file says of one that existed
	existed bool   // the library had it
	seq     uint64 // its place in the order of arrival there
	changed bool   // the import changes it
	flagged bool   // an entry says whether it is private
}

// take cleans, judges and merges one entry.
func (g *gatherer) take(ctx context.Context, e *Entry) error {
	if g.taken++; g.taken > maxEntries+1 {
		return g.known.pauseEvery(ctx, g.taken)
	}
	g.report.Entries++
	if err := g.known.pauseEvery(ctx, g.report.Entries); err != nil {
		return err
	}
	defer g.progress(false, 0)
	if g.taken > maxEntries {
		return g.refuse(e, "An import takes two million entries. This one and all behind it were left out: import them by themselves.")
	}
	for _, w := range e.Warnings {
		g.warn(e, w)
	}
	if e.Refused != "" {
		return g.refuse(e, e.Refused)
	}
	cleaned, err := cleanAddress(e.URL)
	if err != nil {
		return g.refuse(e, err.Error())
	}
	if cleaned.StrippedUser {
		g.warn(e, "The user name and password were taken out of the address.")
	}
	b := g.bookmark(e, cleaned.URL)
	if b.Tags, err = g.spell(ctx, b.Tags); err != nil {
		return err
	}
	return g.place(ctx, e, b)
}

// place merges b with what has its address, or adds it.
func (g *gatherer) place(ctx context.Context, e *Entry, b Bookmark) error {
	key := weburl.Same(b.URL)
	hash := weburl.Hash(key)
	i, ok := g.seen[hash]
	if !ok {
		return g.first(ctx, e, hash, b)
	}
	have, err := g.have(ctx, i)
	if err != nil {
		return err
	}
	if weburl.Same(have.URL) != key {
		return g.refuse(e, "Its address cannot be told from another one in the file. Save it by hand.")
	}
	return g.again(i, have, e, b)
}

// first takes the first entry of an address.
func (g *gatherer) first(ctx context.Context, e *Entry, hash uint64, b Bookmark) error {
	have, err := g.known.liveAt(ctx, b.URL)
	if err != nil {
		return err
	}
	g.seen[hash] = len(g.items)
	says := e.Private != Unset
	if have != nil {
		g.items = append(g.items, importItem{id: have.bookmark.ID, existed: true, seq: have.seq, said: g.arena.add(&b), flagged: says})
		g.report.Merged++
		g.conflict(&have.bookmark, &b)
		g.becomes(len(g.items)-1, have.bookmark, g.onto(have.bookmark, b, says))
		return nil
	}
	b.ID = g.known.newID()
	g.items = append(g.items, importItem{id: b.ID, changed: true, at: g.arena.add(&b), flagged: says})
	g.report.Stored++
	if !b.Private {
		g.report.Public++
	}
	if !says {
		g.report.Unflagged++
	}
	return nil
}

// have returns the bookmark of an item as it is so far.
func (g *gatherer) have(ctx context.Context, i int) (Bookmark, error) {
	it := &g.items[i]
	if it.changed {
		return g.arena.get(it.at)
	}
	b, err := g.known.withID(ctx, it.id)
	if err != nil {
		return Bookmark{}, err
	}
	said, err := g.arena.get(it.said)
	if err != nil {
		return Bookmark{}, err
	}
	if b == nil || weburl.Same(b.URL) != weburl.Same(said.URL) { // deleted for ever since, or elsewhere by now
		said.ID = it.id // by which it is looked for when the import ends
		return said, nil
	}
	return *b, nil
}

// again takes a further entry of an item's address.
func (g *gatherer) again(i int, have Bookmark, e *Entry, more Bookmark) error {
	it, says := &g.items[i], e.Private != Unset
	b := mergeImported(have, more)
	if it.existed {
		if err := g.saysMore(it, more, says); err != nil {
			return err
		}
		b.Private = joinFlag(have, more, it.flagged || g.o.Existing != OverwriteExisting, says)
	}
	it.flagged = it.flagged || says
	g.report.Merged++
	g.report.Doubles++
	if it.existed && g.o.Existing == KeepExisting {
		return nil
	}
	g.becomes(i, have, b)
	return nil
}

// saysMore joins a further entry with what the file says of one that existed.
func (g *gatherer) saysMore(it *importItem, more Bookmark, says bool) error {
	said, err := g.arena.get(it.said)
	if err != nil {
		return err
	}
	b := mergeImported(said, more)
	b.Private = joinFlag(said, more, it.flagged, says)
	it.said = g.arena.add(&b)
	return nil
}

// becomes notes what an item's bookmark will be.
func (g *gatherer) becomes(i int, have, b Bookmark) {
	it := &g.items[i]
	if differing(&have, &b) == 0 {
		return
	}
	if it.existed && !it.changed {
		g.report.Changed++
	}
	b.Updated = later(g.now, have.Updated)
	g.items[i].changed, g.items[i].at = true, g.arena.add(&b)
}

// bookmark cleans an entry; what is too long is cut, with a warning.
func (g *gatherer) bookmark(e *Entry, url string) Bookmark {
	b := Bookmark{
		URL:         url,
		Title:       CleanTitle(e.Title),
		Description: CleanText(e.Description),
		Tags:        g.tags(e),
		Private:     e.Private == Yes || (e.Private == Unset && g.o.Private),
		Unread:      e.Unread,
		Created:     e.Created.UTC().Truncate(time.Millisecond),
		Updated:     e.Updated.UTC().Truncate(time.Millisecond),
	}
	if b.Title == "" {
		b.Title = url
	}
	if fitTitle(&b) {
		g.warn(e, "The title was cut to 4,096 characters.")
	}
	if len(b.Description) > MaxDescriptionBytes {
		b.Description = cutText(b.Description)
		g.warn(e, "The description was cut to 200 KB.")
	}
	if e.Created.IsZero() {
		b.Created = g.now
		g.warn(e, "There is no readable date; the time of the import was taken.")
	}
	if b.Updated.Before(b.Created) {
		b.Updated = b.Created
	}
	return b
}
