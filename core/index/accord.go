package index

// An accord holds a segment's index against its documents: what every document
// says, analysed anew, is added up, and what the index says is taken off. Each
// statement is scattered over 64 bits, so that the sums are zero only if both
// say the same. It costs no memory to speak of.
type accord struct {
	words  uint64
	terms  uint64
	titles uint64

	lexicon *lexicon
}

// add adds what the document of number n says.
func (a *accord) add(n uint32, d *Document) {
	if a.lexicon == nil || len(a.lexicon.terms) > 1<<14 {
		a.lexicon = newLexicon(0, tuned())
	}
	l := a.lexicon
	l.add(&d.Fields)
	for i, w := range l.uses {
		a.words += statement(scatter(l.terms[w][1:]), n, l.data[i])
	}
	l.uses, l.data, l.ends = l.uses[:0], l.data[:0], l.ends[:0]
	for _, t := range d.Tags {
		a.terms += statement(scatter(string(rune(spaceTag))+t.Key), n, 0)
	}
	for _, t := range d.Terms {
		a.terms += statement(scatter(string(rune(spaceTerm))+t), n, 0)
	}
	a.titles += statement(scatter(d.SortKey), n, 0)
}

// listed takes off a list of the index.
func (a *accord) listed(term string, p *postings) {
	switch term[0] {
	case spaceWord:
		h := scatter(term[1:])
		for i, d := range p.docs {
			a.words -= statement(h, d, uint16(p.impacts[i])<<8|uint16(p.masks[i]))
		}
	case spaceTag, spaceTerm:
		h := scatter(term)
		for _, d := range p.docs {
			a.terms -= statement(h, d, 0)
		}
	}
}

// titled takes off a title's place.
func (a *accord) titled(key string, doc uint32) { a.titles -= statement(scatter(key), doc, 0) }

// statement is that a document has something.
func statement(h uint64, doc uint32, data uint16) uint64 {
	x := (h ^ uint64(doc)<<16 ^ uint64(data)) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>29) * 0x94D049BB133111EB
	return x ^ x>>32
}

// scatter is FNV-1a.
func scatter(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
