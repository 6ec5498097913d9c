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

// NewCache returns a Cache of at most about maxBytes, but of one page at least.
func NewCache(maxBytes int) *Cache {
	c := new(Cache)
	c.records.init(maxBytes / recordShare)
	c.pages.init(max(maxBytes-maxBytes/recordShare, pageBytes))
	return c
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

// demote has a page go before all others.
func (c *Cache) demote(t table, number int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := t.at(number); p != nil {
		p.unlink()
		p.link(p.in.ends.prev)
	}
}
