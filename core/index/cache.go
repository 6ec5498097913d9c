package index

import "sync"

// A Cache keeps pages that were read, for the segments of one library, and
// single records of pages that were read for little else. Both are bounded: what
// was not used for longest goes first. It may be used by several goroutines at
// once.
type Cache struct {
	mu      sync.Mutex
	pages   ring
	records ring

	spare *scratch // of the last search
}

// recordShare is the part of a Cache that is for single records. They have a
// bound of their own since a few questions that read many pages of the index
// would else push out what thousands have found.
const recordShare = 8

// A ring is what is kept up to a bound, in the order of use.
type ring struct {
	max, used int
	ends      page // ends.next is the most recently used page, ends.prev the least
}

// A page is one page in memory: the payload of an index page, a piece of the
// documents' stream, or one record of that.
type page struct {
	in         *ring
	home       table
	number     int64
	data       []byte
	prev, next *page
}

// pageCost is about what keeping a page takes beside its bytes.
const pageCost = 128

// A table holds what is in memory of one stream, by number.
type table interface {
	at(number int64) *page
	set(number int64, p *page) // nil: it is no longer there
}

// A pageTable is the table of a stream's pages.
type pageTable struct {
	pages []*page
}

func (t *pageTable) at(number int64) *page {
	if number >= int64(len(t.pages)) {
		return nil
	}
	return t.pages[number]
}

func (t *pageTable) set(number int64, p *page) {
	for number >= int64(len(t.pages)) {
		t.pages = append(t.pages, nil)
	}
	t.pages[number] = p
}

// A recordTable is the table of single records, by document.
type recordTable map[int64]*page

func (t recordTable) at(number int64) *page { return t[number] }

func (t recordTable) set(number int64, p *page) {
	if p == nil {
		delete(t, number)
		return
	}
	t[number] = p
}

// NewCache returns a Cache of at most about maxBytes, but of one page at least.
func NewCache(maxBytes int) *Cache {
	c := new(Cache)
	c.records.init(maxBytes / recordShare)
	c.pages.init(max(maxBytes-maxBytes/recordShare, pageBytes))
	return c
}

func (r *ring) init(most int) {
	r.max = most
	r.ends.prev, r.ends.next = &r.ends, &r.ends
}

// get returns a page's bytes; nil if it is not there.
func (c *Cache) get(t table, number int64) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := t.at(number)
	if p == nil {
		return nil
	}
	if first := &p.in.ends; first.next != p {
		p.unlink()
		p.link(first)
	}
	return p.data
}

// has says that a page is there, without using it.
func (c *Cache) has(t table, number int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return t.at(number) != nil
}

// put keeps a page.
func (c *Cache) put(t table, number int64, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages.add(&page{home: t, number: number, data: data})
}

// putRecord keeps a single record.
func (c *Cache) putRecord(t recordTable, doc uint32, raw []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.records.add(&page{home: t, number: int64(doc), data: raw})
}

// add keeps p, if it is not there, and drops others until the bound holds.
func (r *ring) add(p *page) {
	if p.home.at(p.number) != nil {
		return
	}
	p.in = r
	p.home.set(p.number, p)
	p.link(&r.ends)
	r.used += p.cost()
	for r.used > r.max && r.ends.prev != p {
		old := r.ends.prev
		old.unlink()
		old.home.set(old.number, nil)
		r.used -= old.cost()
	}
}

// last has a page go before all others.
func (c *Cache) last(t table, number int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := t.at(number); p != nil {
		p.unlink()
		p.link(p.in.ends.prev)
	}
}

func (p *page) cost() int { return len(p.data) + pageCost }

// link puts a page behind another in the ring.
func (p *page) link(before *page) {
	p.prev, p.next = before, before.next
	p.prev.next, p.next.prev = p, p
}

func (p *page) unlink() { p.prev.next, p.next.prev = p.next, p.prev }
