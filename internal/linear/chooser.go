package linear

import (
	"fmt"
	"math/rand/v2"
)

// A Chooser makes up what contexts ask, from one source of chance. Half of its
// addresses are always there; the others are deleted, restored and saved anew.
type Chooser struct {
	r     *rand.Rand
	urls  []string
	ids   map[string][]string // by address
	asked int                 // for titles and tags that were not there before
}

// NewChooser returns a Chooser of so many addresses, which contain a name. The
// first half of them is always there.
func NewChooser(r *rand.Rand, name string, addresses int) *Chooser {
	c := &Chooser{r: r, ids: make(map[string][]string)}
	for n := range addresses {
		c.urls = append(c.urls, fmt.Sprintf("https://linear.example/%s/%d", name, n))
	}
	return c
}

// URLs are the addresses that are asked about.
func (c *Chooser) URLs() []string { return c.urls }

// First returns what must be done before all else: every address is saved.
func (c *Chooser) First() []Ask {
	var asks []Ask
	for _, url := range c.urls {
		ask := c.save(url)
		c.ids[url] = []string{ask.On[0].ID}
		asks = append(asks, ask)
	}
	return asks
}

// Next returns what a context asks next.
func (c *Chooser) Next() Ask {
	half := len(c.urls) / 2
	page, kept, passing := c.urls[c.r.IntN(len(c.urls))], c.urls[c.r.IntN(half)], c.urls[half+c.r.IntN(len(c.urls)-half)]
	tag, other := c.tags()
	switch n := c.r.IntN(100); {
	case n < 18:
		return c.save(page)
	case n < 30:
		return Ask{Kind: Edit, On: c.known(page), Title: c.word("title")}
	case n < 36:
		unread := c.r.IntN(2) == 0
		return Ask{Kind: Edit, On: c.known(page), Unread: &unread}
	case n < 42:
		return Ask{Kind: Edit, On: c.known(page), Add: []string{c.word("tag")}}
	case n < 48:
		return Ask{Kind: Edit, On: c.known(page), Add: []string{tag}, Drop: []string{other}}
	case n < 51:
		return Ask{Kind: Edit, On: append(c.known(kept), c.known(passing)...), Title: c.word("both"), Drop: []string{other}}
	case n < 59:
		return Ask{Kind: Delete, On: c.known(passing)}
	case n < 65:
		return Ask{Kind: Restore, On: c.known(passing)}
	case n < 67:
		return Ask{Kind: Import, On: c.kept(), Add: []string{c.word("import")}}
	case n < 69:
		return Ask{Kind: Tidy}
	case n < 85:
		return Ask{Kind: Find, On: []Target{{URL: page}}}
	}
	return Ask{Kind: Get, On: c.known(page)}
}

// Learn keeps the id of a bookmark that an answer has told of.
func (c *Chooser) Learn(ask Ask, a Answer) {
	if ask.Kind == Save && !a.Lost && a.Refused == "" && !a.Existed {
		on := ask.On[0]
		c.ids[on.URL] = append(c.ids[on.URL], on.ID)
	}
}

func (c *Chooser) save(url string) Ask {
	tag, _ := c.tags()
	return Ask{Kind: Save, On: []Target{{url, c.id()}}, Title: c.word("saved"), Add: []string{tag}}
}

// known returns one of the bookmarks of an address, mostly the newest.
func (c *Chooser) known(url string) []Target {
	ids := c.ids[url]
	n := len(ids) - 1
	if c.r.IntN(4) == 0 {
		n = c.r.IntN(len(ids))
	}
	return []Target{{url, ids[n]}}
}

// kept are the addresses that are always there.
func (c *Chooser) kept() []Target {
	var list []Target
	for _, url := range c.urls[:len(c.urls)/2] {
		list = append(list, Target{URL: url})
	}
	return list
}

// word returns one that was not there before, so that who reads it knows whose
// write it has seen.
func (c *Chooser) word(kind string) string {
	c.asked++
	return fmt.Sprintf("%s-%d", kind, c.asked)
}

// tags are two of a few that come and go.
func (c *Chooser) tags() (one, other string) {
	n := c.r.IntN(4)
	return string(rune('a' + n)), string(rune('a' + (n+1+c.r.IntN(3))%4))
}

// id mints an id as a page does.
func (c *Chooser) id() string {
	a, b := c.r.Uint64(), c.r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(a), uint16(a>>32), uint16(a>>48)&0xfff, uint16(b)&0xfff, b>>16)
}
