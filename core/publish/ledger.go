package publish

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"strings"

	"pinfold/core"
	"pinfold/core/internal/wire"
	"pinfold/core/order"
)

// A Ledger is what one account of a server may have from here: by address, the
// digest of what it acknowledged. It is kept in a Store of its own as pages that
// are only ever added to; many small ones are written again as few.
//
// A page: its version 1, 1 byte; the number of entries, uvarint; for each its
// key (the address in the form that Same compares) and its address, "" where it is
// the key, both with their length as a uvarint before them, and the digest, 8
// bytes; 0: it is not there; 1: it went out, and whether it arrived is not known;
// 2: the same of a change to what had been acknowledged.
type Ledger struct {
	store      core.Store
	prefix     string
	generation uint64
	pages      []string // their names, in order
	entries    map[string]entry
}

// An entry is one published bookmark.
type entry struct {
	url    string // "" where it is the key
	digest uint64
}

// A line is an entry on its way into the ledger; digest 0 takes it out.
type line struct {
	key string
	entry
}

// address is the bookmark's.
func (n *line) address() string { return cmp.Or(n.url, n.key) }

const (
	pageVersion = 1
	pageBytes   = 1 << 20 // of a page that is written anew
	maxPages    = 64      // after which they are
)

// OpenLedger reads the ledger of who, an address and a name. A store holds the
// ledgers of many.
func OpenLedger(ctx context.Context, store core.Store, who string) (*Ledger, error) {
	l := &Ledger{store: store, prefix: prefixOf(who), entries: make(map[string]entry)}
	head, err := store.Head(ctx, l.prefix)
	if err != nil {
		return nil, err
	}
	l.generation = head.Generation
	for name := range head.Blobs {
		l.pages = append(l.pages, name)
	}
	order.Strings(l.pages)
	for _, name := range l.pages {
		lines, err := readPage(head.Blobs[name])
		if err != nil {
			return nil, &core.Error{Code: core.Corrupt, Message: "The list of what was published is damaged. Press “Forget this server”, then publish again: nothing is lost there or here.", Err: err}
		}
		l.take(lines)
	}
	return l, nil
}

// prefixOf is what the names of who's pages begin with.
func prefixOf(who string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(who)) // it never fails
	return fmt.Sprintf("published/%016x/", h.Sum64())
}

// Digests of what went out without an answer.
const (
	unanswered = 1 // it was not there before
	changing   = 2 // it was
)

// goingOut returns lines as they are to stand until there is an answer, and as
// they stood before.
func (l *Ledger) goingOut(lines []line) (now, before []line) {
	for _, n := range lines {
		was := line{n.key, l.entries[n.key]}
		if n.digest == 0 {
			n.url = was.url
		}
		n.digest = unanswered
		if was.digest > unanswered {
			n.digest = changing
		}
		now, before = append(now, n), append(before, was)
	}
	return now, before
}

func (l *Ledger) take(lines []line) {
	for _, n := range lines {
		if n.digest == 0 {
			delete(l.entries, n.key)
		} else {
			l.entries[n.key] = n.entry
		}
	}
}

// record makes lines durable.
func (l *Ledger) record(ctx context.Context, lines []line) error {
	if len(lines) == 0 {
		return nil
	}
	l.take(lines)
	batch := core.Batch{Generation: l.generation, Strict: true, Put: map[string][]byte{}}
	if len(l.pages) < maxPages {
		batch.Put[l.next(0)] = encodePage(lines)
	} else {
		batch.Delete = l.pages
		batch.Put = l.rewritten()
	}
	err := l.store.Commit(ctx, batch)
	if core.CodeOf(err) == core.Conflict {
		return &core.Error{Code: core.Conflict, Message: "Another window is publishing too. Wait until it is done, then publish again.", Err: err}
	}
	if err != nil {
		return err
	}
	l.generation++
	if batch.Delete != nil {
		l.pages = nil
	}
	for name := range batch.Put {
		l.pages = append(l.pages, name)
	}
	order.Strings(l.pages)
	return nil
}

// next returns the name of the n-th page behind the last.
func (l *Ledger) next(n int) string {
	last := 0
	if len(l.pages) > 0 {
		_, _ = fmt.Sscanf(strings.TrimPrefix(l.pages[len(l.pages)-1], l.prefix), "%d", &last) // our own name
	}
	return fmt.Sprintf("%s%012d", l.prefix, last+1+n)
}

// rewritten returns all entries as pages of some size.
func (l *Ledger) rewritten() map[string][]byte {
	put := map[string][]byte{}
	var lines []line
	size := 0
	flush := func() {
		put[l.next(len(put))] = encodePage(lines)
		lines, size = lines[:0], 0
	}
	for key, e := range l.entries {
		lines = append(lines, line{key, e})
		if size += len(key) + len(e.url) + 16; size > pageBytes {
			flush()
		}
	}
	if len(lines) > 0 {
		flush()
	}
	return put
}

// Forget takes the ledger of who out of its store, be it damaged; what is on the
// server stays there.
func Forget(ctx context.Context, store core.Store, who string) error {
	pages, err := store.List(ctx, prefixOf(who))
	if err != nil || len(pages) == 0 {
		return err
	}
	head, err := store.Head(ctx, "generation/") // it has no blobs
	if err != nil {
		return err
	}
	return store.Commit(ctx, core.Batch{Generation: head.Generation, Delete: pages, Strict: true})
}

func encodePage(lines []line) []byte {
	var e wire.Encoder
	e.U8(pageVersion)
	e.Uvarint(uint64(len(lines)))
	for _, n := range lines {
		e.String(n.key)
		e.String(n.url)
		e.U64(n.digest)
	}
	return wire.Seal(e.B)
}

func readPage(b []byte) ([]line, error) {
	body, err := wire.Unseal(b)
	if err != nil {
		return nil, err
	}
	d := wire.New(body)
	if d.U8() != pageVersion {
		return nil, fmt.Errorf("publish: a page of a later version")
	}
	lines := make([]line, d.Count(10))
	for i := range lines {
		lines[i] = line{d.String(), entry{d.String(), d.U64()}}
	}
	return lines, d.Done()
}
