package core

import "pinfold/core/order"

// mergeGroup picks the segments to merge: those of a size class that has
// mergeFactor of them or, alone, one of which a third is dead.
func mergeGroup(segments []segmentEntry) []segmentEntry {
	classes := make(map[uint32][]segmentEntry)
	for _, s := range segments {
		if s.dead.Len() > int(s.meta.Docs)/3 {
			return []segmentEntry{s}
		}
		class := uint32(0)
		for n := s.live(); n > flushDocs; n /= mergeFactor {
			class++
		}
		classes[class] = append(classes[class], s)
	}
	sizes := make([]uint32, 0, len(classes))
	for class := range classes {
		sizes = append(sizes, class)
	}
	order.Numbers(sizes)
	for _, class := range sizes {
		if group := fitting(classes[class]); len(group) >= mergeFactor {
			return group
		}
	}
	return nil
}

// fitting returns as many segments as make one of at most maxSegmentDocs: the
// smallest, in the order in which they stand, for of two spellings of a tag the
// later one counts.
func fitting(segments []segmentEntry) []segmentEntry {
	sizes := make([]uint64, len(segments))
	for i := range segments {
		sizes[i] = uint64(segments[i].live())
	}
	places := order.ByKey(sizes, nil)
	total, n := 0, 0
	for n < len(places) {
		total += segments[places[n]].live()
		if total > maxSegmentDocs {
			break
		}
		n++
	}
	places = places[:n]
	order.Numbers(places)
	group := make([]segmentEntry, n)
	for i, at := range places {
		group[i] = segments[at]
	}
	return group
}

// live returns how many documents are not replaced.
func (s *segmentEntry) live() int { return int(s.meta.Docs) - s.dead.Len() }
