package index

import (
	"cmp"
	"slices"

	"pinfold/core/order"
)

// result ranks what was found by best, counts it, and gathers facets.
func (s *search) result(found, best []matches) (Result, error) {
	r := Result{Near: s.nearWords}
	for i := range found {
		r.Total += found[i].count()
	}
	var err error
	if lazy := s.lazy(); len(lazy) > 0 {
		err = s.verifyHits(lazy, found, &r)
	} else if s.o.Limit > 0 && s.o.Offset < r.Total {
		r.Hits, err = s.hits(best, s.o.Offset, s.o.Limit)
	}
	if err == nil && s.o.Facets > 0 {
		r.Facets, err = s.facets(found)
	}
	if err == nil && len(s.o.Cuts) > 1 {
		r.Spans, err = s.spans(found)
	}
	if err != nil {
		return Result{}, err
	}
	return r, nil
}

// hits returns the hits from offset on, limit at most.
func (s *search) hits(found []matches, offset, limit int) ([]Hit, error) {
	switch s.o.Order {
	case Newest:
		return s.byTime(found, offset, limit, false)
	case Oldest:
		return s.byTime(found, offset, limit, true)
	case ByTitle:
		return s.byTitle(found, offset, limit)
	}
	for i := range found {
		if found[i].scores != nil && found[i].len() > 0 {
			return s.byScore(found, offset, limit)
		}
	}
	return s.byTime(found, offset, limit, false)
}

// A line is one part's documents on their way into the order of time.
type line struct {
	part     int
	found    *matches
	next     int // counted from the newest
	left     int
	arrivals arrivals
	order    int64
	seq      uint64
}

// byTime merges the parts, of which each is in order.
func (s *search) byTime(found []matches, offset, limit int, oldest bool) ([]Hit, error) {
	var lines []*line
	for i := range found {
		n := found[i].count()
		if n == 0 {
			continue
		}
		l := &line{part: i, found: &found[i], left: n, arrivals: arrivals{s: s.view.parts[i].Segment}}
		if oldest {
			l.next = n - 1
		}
		lines = append(lines, l)
	}
	if len(lines) == 1 {
		return lines[0].page(offset, limit, oldest), nil
	}
	if err := s.loadAll(lines); err != nil {
		return nil, err
	}
	var hits []Hit
	for len(lines) > 0 && len(hits) < limit {
		first := 0
		for i := 1; i < len(lines); i++ {
			if lines[i].newer(lines[first]) != oldest {
				first = i
			}
		}
		l := lines[first]
		if offset > 0 {
			offset--
		} else {
			hits = append(hits, l.hit(l.next))
		}
		if l.left--; l.left == 0 {
			lines = slices.Delete(lines, first, first+1)
			continue
		}
		l.step(oldest)
		if err := l.load(s); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// page returns hits of one part alone, which need no merging.
func (l *line) page(offset, limit int, oldest bool) []Hit {
	n := l.left
	hits := make([]Hit, 0, max(min(limit, n-offset), 0))
	for i := offset; i < n && len(hits) < limit; i++ {
		if oldest {
			hits = append(hits, l.hit(n-1-i))
		} else {
			hits = append(hits, l.hit(i))
		}
	}
	return hits
}

func (l *line) hit(i int) Hit { return Hit{Doc: Doc{Part: l.part, Num: l.found.nth(i)}} }

func (l *line) step(oldest bool) {
	if oldest {
		l.next--
	} else {
		l.next++
	}
}

// loadAll loads the first document of each line.
func (s *search) loadAll(lines []*line) error {
	var blocks []timeBlock
	for _, l := range lines {
		blocks = appendBlock(blocks, Doc{Part: l.part, Num: l.found.nth(l.next)})
	}
	if err := s.fetchArrivals(blocks); err != nil {
		return err
	}
	for _, l := range lines {
		if err := l.load(s); err != nil {
			return err
		}
	}
	return nil
}

func (l *line) load(s *search) (err error) {
	l.order, l.seq, err = l.arrivals.at(s.ctx, l.found.nth(l.next))
	if err != nil {
		return err
	}
	return s.step(16)
}

func (l *line) newer(m *line) bool {
	if l.order != m.order {
		return l.order > m.order
	}
	return l.seq > m.seq
}

// A ranked is a hit before the parts are merged.
type ranked struct {
	score uint32
	num   uint32
	part  int
	order int64
	seq   uint64
}

// before says that a comes before b within a part: newer ones have lower
// numbers.
func (a ranked) before(b ranked) bool {
	if a.score != b.score {
		return a.score > b.score
	}
	return a.num < b.num
}

// byScore takes the best of each part, then the best of those.
func (s *search) byScore(found []matches, offset, limit int) ([]Hit, error) {
	k := offset + limit
	var best []ranked
	for i := range found {
		from := len(best)
		best = append(best, topOf(&found[i], i, k)...)
		if err := s.step(2*found[i].len() + 32*(len(best)-from)); err != nil {
			return nil, err
		}
	}
	order.By(best, func(a, b *ranked) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		if a.part != b.part {
			return cmp.Compare(a.part, b.part)
		}
		return cmp.Compare(a.num, b.num)
	})
	if err := s.settle(best, k); err != nil {
		return nil, err
	}
	best = best[min(offset, len(best)):min(k, len(best))]
	hits := make([]Hit, len(best))
	for i, b := range best {
		hits[i] = Hit{Doc: Doc{Part: b.part, Num: b.num}, Score: float32(b.score) / scoreUnit}
	}
	return hits, nil
}

// settle puts hits of the same score from several parts into the order of
// time, as far as the first k.
func (s *search) settle(best []ranked, k int) error {
	for from := 0; from < min(k, len(best)); {
		to := from + 1
		mixed := false
		for ; to < len(best) && best[to].score == best[from].score; to++ {
			mixed = mixed || best[to].part != best[from].part
		}
		if mixed {
			if err := s.sortByTime(best[from:to]); err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}

func (s *search) sortByTime(list []ranked) error {
	var blocks []timeBlock
	for _, r := range list { // by part and number
		blocks = appendBlock(blocks, Doc{Part: r.part, Num: r.num})
	}
	if err := s.fetchArrivals(blocks); err != nil {
		return err
	}
	var a arrivals
	for i := range list {
		r := &list[i]
		if a.s != s.view.parts[r.part].Segment {
			a = arrivals{s: s.view.parts[r.part].Segment}
		}
		var err error
		if r.order, r.seq, err = a.at(s.ctx, r.num); err != nil {
			return err
		}
		if err = s.step(64); err != nil {
			return err
		}
	}
	order.By(list, func(a, b *ranked) int {
		if a.order != b.order {
			return cmp.Compare(b.order, a.order)
		}
		return cmp.Compare(b.seq, a.seq)
	})
	return nil
}

// topOf returns the k best of a part, in no order.
func topOf(m *matches, part, k int) []ranked {
	if m.ranged {
		m.list = m.spelledBut()
		m.but = nil
	}
	all := len(m.docs)
	if k >= all || k < 0 {
		k = all
	}
	heap := make([]ranked, 0, k)
	if k == 0 {
		return heap
	}
	worst := uint32(0)
	for i, d := range m.docs {
		score := m.score(i)
		if len(heap) < k {
			heap = append(heap, ranked{score: score, num: d, part: part})
			if len(heap) == k && k < all {
				for j := k/2 - 1; j >= 0; j-- {
					sink(heap, j)
				}
				worst = heap[0].score
			}
			continue
		}
		if score <= worst { // the same score, but older
			continue
		}
		heap[0] = ranked{score: score, num: d, part: part}
		sink(heap, 0)
		worst = heap[0].score
	}
	return heap
}

// spelledBut returns the documents one by one.
func (m *matches) spelledBut() list {
	docs := make([]uint32, 0, m.count())
	m.each(func(d uint32) bool {
		docs = append(docs, d)
		return true
	})
	return list{docs: docs}
}

// sink restores the heap, whose root is the worst, below i.
func sink(heap []ranked, i int) {
	for {
		worst := i
		for _, j := range [2]int{2*i + 1, 2*i + 2} {
			if j < len(heap) && heap[worst].before(heap[j]) {
				worst = j
			}
		}
		if worst == i {
			return
		}
		heap[i], heap[worst] = heap[worst], heap[i]
		i = worst
	}
}
