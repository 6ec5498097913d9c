package index

import "context"

// byHash returns the documents of a part whose entry in a table of hashes is
// that of hash. The hashes are even, so the place is guessed from the hash; a
// guess is a page, whose first and last entries tell where to go on.
func (s *Segment) byHash(ctx context.Context, sec int, hash uint64) ([]uint32, error) {
	const all = uint64(1) << 48
	hash = shortHash(hash)
	lo, hi := int64(0), int64(s.meta.Docs) // the first entry ≥ hash is in [lo, hi]
	low, high := uint64(0), all            // hashes in [lo, hi) are in [low, high]
	for tries := 0; lo < hi; tries++ {
		at := lo + int64(float64(hi-lo)*(float64(hash-low)/float64(high-low+1)))
		if tries > 2 {
			at = (lo + hi) / 2 // not even after all
		}
		at = min(max(at, lo), hi-1)
		from, to := s.pageOf(sec, at, lo, hi)
		b, err := s.bytes(ctx, sec, from*hashEntry, (to-from)*hashEntry)
		if err != nil {
			return nil, err
		}
		first, last := readHashRow(b), readHashRow(b[len(b)-hashEntry:])
		switch {
		case hash > last.hash:
			lo, low = to, last.hash
		case hash <= first.hash && from > lo:
			hi, high = from, first.hash
		default:
			return s.hashRun(ctx, sec, hash, from+firstHash(b, hash))
		}
		if hash < low || hash > high {
			return nil, nil
		}
	}
	return s.hashRun(ctx, sec, hash, lo)
}

// pageOf returns the entries within lo and hi that lie whole in the page of
// entry at.
func (s *Segment) pageOf(sec int, at, lo, hi int64) (from, to int64) {
	start := s.meta.sections[sec].off
	page := (start + at*hashEntry) / payloadBytes * payloadBytes
	from = max(lo, (page-start+hashEntry-1)/hashEntry)
	to = min(hi, (page+payloadBytes-start)/hashEntry)
	return min(from, at), max(to, at+1)
}

// firstHash returns the place of the first entry of b that is at least hash.
func firstHash(b []byte, hash uint64) int64 {
	lo, hi := 0, len(b)/hashEntry
	for lo < hi {
		mid := (lo + hi) / 2
		if readHashRow(b[mid*hashEntry:]).hash < hash {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return int64(lo)
}

// hashRun returns the documents of the entries of hash from entry at on.
func (s *Segment) hashRun(ctx context.Context, sec int, hash uint64, at int64) ([]uint32, error) {
	var docs []uint32
	for ; at < int64(s.meta.Docs); at++ {
		b, err := s.bytes(ctx, sec, at*hashEntry, hashEntry)
		if err != nil {
			return nil, err
		}
		r := readHashRow(b)
		if r.hash != hash {
			break
		}
		if r.doc >= s.meta.Docs {
			return nil, s.damaged("a table names a document that is not there")
		}
		docs = append(docs, r.doc)
	}
	return docs, nil
}

// candidates returns the documents that are not dead and have the hash.
func (v *View) candidates(ctx context.Context, sec int, hash uint64) ([]Doc, error) {
	var docs []Doc
	for i, p := range v.parts {
		nums, err := p.Segment.byHash(ctx, sec, hash)
		if err != nil {
			return nil, err
		}
		for _, n := range nums {
			if !p.Dead.Has(n) {
				docs = append(docs, Doc{Part: i, Num: n})
			}
		}
	}
	return docs, nil
}

// ByID returns the document with that id, live or hidden; false if there is
// none.
func (v *View) ByID(ctx context.Context, id [16]byte) (Doc, bool, error) {
	docs, err := v.candidates(ctx, secIDs, idHash(id))
	if err != nil || len(docs) == 0 {
		return Doc{}, false, err
	}
	records, err := v.Records(ctx, docs)
	if err != nil {
		return Doc{}, false, err
	}
	for i := range records {
		if records[i].ID == id {
			return docs[i], true, nil
		}
	}
	return Doc{}, false, nil
}

// BySame returns the documents, live and hidden, that may have that hash of
// their address: all that have it, and rarely another.
func (v *View) BySame(ctx context.Context, hash uint64) ([]Doc, error) {
	return v.candidates(ctx, secSame, hash)
}

// ByVariant is BySame for the hash of the variant key.
func (v *View) ByVariant(ctx context.Context, hash uint64) ([]Doc, error) {
	return v.candidates(ctx, secVariants, hash)
}
