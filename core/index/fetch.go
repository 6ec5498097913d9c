package index

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"pinfold/core/blob"
	"pinfold/core/order"
)

// A fetch gathers the pages that the next step needs and reads those that are
// not in the cache: one round trip for each Reader, however many segments and
// ranges there are.
type fetch struct {
	want []wanted

	keep   bool // keep the page of that number, for a reader of a single one
	number int64
	kept   []byte
}

type wanted struct {
	seg    *Segment
	kind   pageKind
	number int64
}

// need asks for a page that is not in memory; one that is stays there until it
// is read.
func (f *fetch) need(s *Segment, kind pageKind, number int64) {
	if s.cache.get(s.table(kind), number) == nil {
		f.ask(s, kind, number)
	}
}

// ask asks for a page, and for those that are to be read with it.
func (f *fetch) ask(s *Segment, kind pageKind, number int64) {
	f.want = append(f.want, wanted{s, kind, number})
	for n := number + 1; n <= number+s.ahead && n*pageBytes < s.streamBytes(kind); n++ {
		if !s.cache.has(s.table(kind), n) {
			f.want = append(f.want, wanted{s, kind, n})
		}
	}
}

// section asks for a range of a section.
func (f *fetch) section(s *Segment, sec int, off, n int64) {
	at := s.meta.sections[sec]
	if off < 0 || n <= 0 || off > at.len || n > at.len-off {
		return // reading it will say what is wrong
	}
	off += at.off
	for p := off / payloadBytes; p <= (off+n-1)/payloadBytes; p++ {
		f.need(s, indexPages, p)
	}
}

// documents asks for a range of the documents' stream.
func (f *fetch) documents(s *Segment, off, n int64) {
	for p := off / pageBytes; n > 0 && p <= (off+n-1)/pageBytes && p*pageBytes < s.meta.DocsBytes; p++ {
		f.need(s, docsPages, p)
	}
}

// distinct returns the pages that run will read.
func (f *fetch) distinct() []wanted {
	order.By(f.want, func(a, b *wanted) int {
		if a.seg != b.seg {
			return cmp.Compare(a.seg.meta.Name, b.seg.meta.Name)
		}
		if a.kind != b.kind {
			return cmp.Compare(a.kind, b.kind)
		}
		return cmp.Compare(a.number, b.number)
	})
	f.want = slices.Compact(f.want)
	return f.want
}

// run reads what was asked for.
func (f *fetch) run(ctx context.Context) error {
	if len(f.want) == 0 {
		return nil
	}
	want := f.distinct()
	f.want = nil
	for len(want) > 0 {
		src := want[0].seg.src
		var mine, others []wanted
		for _, w := range want {
			if w.seg.src == src {
				mine = append(mine, w)
			} else {
				others = append(others, w)
			}
		}
		if err := f.read(ctx, src, mine); err != nil {
			return err
		}
		want = others
	}
	return nil
}

// read reads pages of one Reader; neighbours within a part share a range.
func (f *fetch) read(ctx context.Context, src blob.Reader, want []wanted) error {
	var ranges []blob.Range
	var firsts []int // of each range, in want
	for i, w := range want {
		length := min(w.seg.streamBytes(w.kind)-w.number*pageBytes, pageBytes)
		if i > 0 && w.number%pagesAPart != 0 && want[i-1] == (wanted{w.seg, w.kind, w.number - 1}) {
			ranges[len(ranges)-1].Len += length
			continue
		}
		ranges = append(ranges, blob.Range{
			Name: partName(streamOf(w.kind), w.seg.meta.Name, w.number/pagesAPart),
			Off:  w.number % pagesAPart * pageBytes,
			Len:  length,
		})
		firsts = append(firsts, i)
	}
	blobs, err := src.Read(ctx, ranges)
	if errors.Is(err, blob.ErrShort) {
		return want[0].seg.damaged("a part is shorter than it was: " + err.Error())
	}
	if err != nil {
		return err
	}
	if len(blobs) != len(ranges) {
		return want[0].seg.damaged("the store answered another number of ranges")
	}
	for i, b := range blobs {
		if int64(len(b)) != ranges[i].Len {
			return want[firsts[i]].seg.damaged("a part is shorter than it was")
		}
		end := len(want)
		if i+1 < len(firsts) {
			end = firsts[i+1]
		}
		for _, w := range want[firsts[i]:end] {
			n := min(len(b), pageBytes)
			if err := f.store(w, b[:n:n]); err != nil {
				return err
			}
			b = b[n:]
		}
	}
	return nil
}

func streamOf(kind pageKind) string {
	if kind == docsPages {
		return docsStream
	}
	return indexStream
}

// store verifies a page and puts it into the cache.
func (f *fetch) store(w wanted, b []byte) error {
	if w.kind == indexPages {
		data, ok := openPage(b)
		if !ok {
			return w.seg.damaged("a page of the index does not match its checksum")
		}
		b = data
	}
	if f.keep && w.number == f.number {
		f.kept = b
	}
	w.seg.cache.put(w.seg.table(w.kind), w.number, b)
	return nil
}
