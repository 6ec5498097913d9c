package index

import "sync"

// A Cache keeps pages that were read, for the segments of one library. It is
// bounded: the least recently used page goes first. It may be used by several
// goroutines at once.
type Cache struct {
	mu   sync.Mutex
	max  int
	used int
	ring page // ring.next is the most recently used page, ring.prev the least

	spare *scratch // of the last search
}

// A page is one page in memory: the payload of an index page, or a piece of
// the documents' stream.
type page struct {
	home       *pageTable
	number     int64
	data       []byte
	prev, next *page
}

// A pageTable holds the pages of one stream that are in memory.
type pageTable struct {
	pages []*page
}

// NewCache returns a Cache of at most about maxBytes, but of one page at least.
func NewCache(maxBytes int) *Cache {
	c := &Cache{max: max(maxBytes, pageBytes)}
	c.ring.prev, c.ring.next = &c.ring, &c.ring
	return c
}

// get returns a page's bytes; nil if it is not there.
func (c *Cache) get(t *pageTable, number int64) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if number >= int64(len(t.pages)) || t.pages[number] == nil {
		return nil
	}
	p := t.pages[number]
	if c.ring.next != p {
		p.unlink()
		c.front(p)
	}
	return p.data
}

// has says that a page is there, without using it.
func (c *Cache) has(t *pageTable, number int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return number < int64(len(t.pages)) && t.pages[number] != nil
}

// put keeps a page and drops others until the bound holds.
func (c *Cache) put(t *pageTable, number int64, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for number >= int64(len(t.pages)) {
		t.pages = append(t.pages, nil)
	}
	if t.pages[number] != nil {
		return
	}
	p := &page{home: t, number: number, data: data}
	t.pages[number] = p
	c.used += len(data)
	c.front(p)
	for c.used > c.max && c.ring.prev != p {
		old := c.ring.prev
		old.unlink()
		old.home.pages[old.number] = nil
		c.used -= len(old.data)
	}
}

func (c *Cache) front(p *page) {
	p.prev, p.next = &c.ring, c.ring.next
	p.prev.next, p.next.prev = p, p
}

func (p *page) unlink() { p.prev.next, p.next.prev = p.next, p.prev }
