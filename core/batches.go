package core

import (
	"context"
	"iter"

	"pinfold/core/index"
)

// batchSize is how many documents are read at a time.
const batchSize = 256

// batches yields what e finds, in the order of o, a batch at a time.
func (l *Library) batches(ctx context.Context, st *state, e index.Expr, o index.Options) iter.Seq2[[]found, error] {
	return func(yield func([]found, error) bool) {
		v, err := l.view(ctx, st)
		if err != nil {
			yield(nil, err)
			return
		}
		o.Offset, o.Limit, o.Total, o.Facets = 0, index.MaxDocs, false, 0
		r, err := v.Search(ctx, e, o)
		if err != nil {
			yield(nil, told(err))
			return
		}
		for from := 0; from < len(r.Hits); from += batchSize {
			list, err := l.foundHits(ctx, st, v, r.Hits[from:min(from+batchSize, len(r.Hits))])
			if err == nil {
				err = l.o.pause(ctx)
			}
			if !yield(list, told(err)) || err != nil {
				return
			}
		}
	}
}

// foundHits reads hits of the full view. Those behind the last segment stand
// in the journal.
func (l *Library) foundHits(ctx context.Context, st *state, v *index.View, hits []index.Hit) ([]found, error) {
	docs := make([]index.Doc, len(hits))
	for i, h := range hits {
		docs[i] = h.Doc
	}
	records, err := v.Records(ctx, docs)
	if err != nil {
		return nil, err
	}
	out := make([]found, len(records))
	for i, r := range records {
		b, err := decodeValue(r.ID, r.Value)
		if err != nil {
			return nil, err
		}
		out[i] = found{bookmark: b, seq: r.Seq}
		if part := docs[i].Part; part < len(st.manifest.segments) {
			out[i].at = &deadDoc{segment: st.manifest.segments[part].meta.Name, number: docs[i].Num}
		}
	}
	return out, nil
}

// foundBy reads everything that e finds.
func (l *Library) foundBy(ctx context.Context, st *state, e index.Expr, o index.Options) ([]found, error) {
	var out []found
	for list, err := range l.batches(ctx, st, e, o) {
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// foundByQuery reads everything that a query finds, strictly.
func (l *Library) foundByQuery(ctx context.Context, st *state, query string) ([]found, error) {
	e, o, err := l.strict(ctx, st, query)
	if err != nil {
		return nil, err
	}
	return l.foundBy(ctx, st, e, o)
}
