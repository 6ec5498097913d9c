package index

// records reads the documents part by part, as Salvage does.
func (c *checker) records() bool {
	ok := true
	for n := range int64(c.s.meta.DocsParts) {
		at := span{n * partBytes, min(c.s.meta.DocsBytes-n*partBytes, partBytes)}
		b, err := c.s.stored(c.ctx, at)
		if !c.read(err) {
			ok = false
			continue
		}
		if len(b) < docsHead || string(b[:docsHead]) != docsHeader(c.s.meta.Format) {
			ok = c.fail(c.docsDamaged("a part of the documents does not begin as it should"))
			continue
		}
		ok = c.recordsOf(b, uint32(at.off)) && ok
	}
	if ok && len(c.known) != int(c.s.meta.Docs) {
		ok = c.fail(c.docsDamaged("the number of documents is off"))
	}
	if ok && len(c.hidden) != int(c.s.meta.Hidden) {
		ok = c.bad("the number of hidden documents is off")
	}
	return ok
}

func (c *checker) docsDamaged(reason string) error {
	return &DamagedError{Segment: c.s.meta.Name, Part: c.part, Doc: NoDoc, Documents: true, Reason: reason}
}

func (c *checker) recordsOf(part []byte, at uint32) bool {
	for from := docsHead; from < len(part); {
		b, err := cutRecord(part[from:])
		if err == nil && b == nil {
			return true
		}
		var r Record
		if err == nil {
			r, err = decodeRecord(b, c.s.meta.Format)
		}
		if err != nil {
			n := uint32(len(c.known))
			return c.fail(&DamagedError{Segment: c.s.meta.Name, Part: c.part, Doc: n, Documents: true, Reason: "the document does not match its checksum"})
		}
		c.know(&r, at+uint32(from))
		from += len(b)
		if err := c.step(2 * len(b)); err != nil {
			return c.fail(err)
		}
	}
	return true
}

func (c *checker) know(r *Record, at uint32) {
	n := uint32(len(c.known))
	hashes := [3]uint64{shortHash(idHash(r.ID))}
	if c.document != nil {
		d, ok := c.document(r.Value, r.Seq)
		if !ok {
			c.fail(&DamagedError{Segment: c.s.meta.Name, Part: c.part, Doc: n, Documents: true, Reason: "the document cannot be read"})
		}
		if hashes[1], hashes[2] = shortHash(d.Same), shortHash(d.Variant); ok && c.accord != nil {
			c.accord.add(n, &d)
		}
	}
	c.known = append(c.known, known{hashes, r.Order, r.Seq, at})
	if r.Hidden {
		c.hidden = append(c.hidden, n)
	}
	if !c.dead.Has(n) {
		c.live = append(c.live, idHash(r.ID))
	}
}
