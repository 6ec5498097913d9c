package index

import "sort"

// A list is what a part of a question finds in one part of the View: either a
// range of numbers lo ≤ d < hi, or docs, ascending. scores, if not nil, goes
// with docs. A list must not be written to: its slices may be shared.
type list struct {
	ranged bool
	lo, hi uint32
	docs   []uint32
	scores []uint32
}

func rangeOf(lo, hi uint32) list { return list{ranged: true, lo: lo, hi: max(lo, hi)} }

func (l *list) len() int {
	if l.ranged {
		return int(l.hi - l.lo)
	}
	return len(l.docs)
}

// spelled returns l with its documents listed.
func (l list) spelled() list {
	if !l.ranged {
		return l
	}
	docs := make([]uint32, 0, l.len())
	for d := l.lo; d < l.hi; d++ {
		docs = append(docs, d)
	}
	return list{docs: docs}
}

// cut returns the part of l within lo ≤ d < hi.
func (l list) cut(lo, hi uint32) list {
	if l.ranged {
		lo, hi = max(l.lo, lo), min(l.hi, hi)
		return rangeOf(lo, hi)
	}
	from := seek(l.docs, 0, lo)
	to := seek(l.docs, from, hi)
	l.docs = l.docs[from:to]
	if l.scores != nil {
		l.scores = l.scores[from:to]
	}
	return l
}

// seek returns the first place from on whose document is at least d. It
// gallops, so that near ones are found at once.
func seek(docs []uint32, from int, d uint32) int {
	step := 1
	to := from
	for to < len(docs) && docs[to] < d {
		from = to + 1
		to += step
		step *= 2
	}
	to = min(to, len(docs))
	return from + sort.Search(to-from, func(i int) bool { return docs[from+i] >= d })
}

// intersect returns the documents of both; scores add up.
func intersect(a, b list) list {
	if a.ranged {
		return b.cut(a.lo, a.hi)
	}
	if b.ranged {
		return a.cut(b.lo, b.hi)
	}
	if len(a.docs) > len(b.docs) {
		a, b = b, a
	}
	out := list{docs: make([]uint32, 0, len(a.docs))}
	if a.scores != nil || b.scores != nil {
		out.scores = make([]uint32, 0, len(a.docs))
	}
	gallop := len(b.docs) > 16*len(a.docs)
	j := 0
	for i, d := range a.docs {
		if gallop {
			j = seek(b.docs, j, d)
		} else {
			for j < len(b.docs) && b.docs[j] < d {
				j++
			}
		}
		if j == len(b.docs) {
			break
		}
		if b.docs[j] != d {
			continue
		}
		out.docs = append(out.docs, d)
		if out.scores != nil {
			out.scores = append(out.scores, a.score(i)+b.score(j))
		}
	}
	return out
}

func (l *list) score(i int) uint32 {
	if l.scores == nil {
		return 0
	}
	return l.scores[i]
}

// unite returns the documents of either; scores add up.
func unite(a, b list) list {
	if a.len() == 0 {
		return b
	}
	if b.len() == 0 {
		return a
	}
	if a.ranged && b.ranged && a.lo <= b.hi && b.lo <= a.hi {
		return rangeOf(min(a.lo, b.lo), max(a.hi, b.hi))
	}
	a, b = a.spelled(), b.spelled()
	out := list{docs: make([]uint32, 0, len(a.docs)+len(b.docs))}
	scored := a.scores != nil || b.scores != nil
	if scored {
		out.scores = make([]uint32, 0, len(a.docs)+len(b.docs))
	}
	for i, j := 0, 0; i < len(a.docs) || j < len(b.docs); {
		var d, score uint32
		switch {
		case j == len(b.docs) || i < len(a.docs) && a.docs[i] < b.docs[j]:
			d, score = a.docs[i], a.score(i)
			i++
		case i == len(a.docs) || b.docs[j] < a.docs[i]:
			d, score = b.docs[j], b.score(j)
			j++
		default:
			d, score = a.docs[i], a.score(i)+b.score(j)
			i, j = i+1, j+1
		}
		out.docs = append(out.docs, d)
		if scored {
			out.scores = append(out.scores, score)
		}
	}
	return out
}

// without returns a's documents that are not in b.
func without(a, b list) list {
	if b.len() == 0 || a.len() == 0 {
		return a
	}
	if b.ranged {
		return unite(a.cut(0, b.lo), a.cut(b.hi, ^uint32(0)))
	}
	if a.ranged {
		return a.hole(b.docs)
	}
	out := list{docs: make([]uint32, 0, len(a.docs))}
	if a.scores != nil {
		out.scores = make([]uint32, 0, len(a.docs))
	}
	j := 0
	for i, d := range a.docs {
		j = seek(b.docs, j, d)
		if j < len(b.docs) && b.docs[j] == d {
			continue
		}
		out.docs = append(out.docs, d)
		if out.scores != nil {
			out.scores = append(out.scores, a.scores[i])
		}
	}
	return out
}

// hole returns the range without docs.
func (l *list) hole(docs []uint32) list {
	out := make([]uint32, 0, l.len())
	j := seek(docs, 0, l.lo)
	for d := l.lo; d < l.hi; d++ {
		if j < len(docs) && docs[j] == d {
			j++
			continue
		}
		out = append(out, d)
	}
	return list{docs: out}
}
