package index

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

func (r *ring) init(most int) {
	r.max = most
	r.ends.prev, r.ends.next = &r.ends, &r.ends
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
		last := r.ends.prev
		last.unlink()
		last.home.set(last.number, nil)
		r.used -= last.cost()
	}
}

func (p *page) cost() int { return len(p.data) + pageCost }

// link puts a page behind another in the ring.
func (p *page) link(before *page) {
	p.prev, p.next = before, before.next
	p.prev.next, p.next.prev = p, p
}

func (p *page) unlink() { p.prev.next, p.next.prev = p.next, p.prev }
