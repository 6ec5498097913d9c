package index

import (
	"context"
	"errors"
	"iter"

	"pinfold/core/blob"
)

var errSoon = errors.New("index: being built")

type Cache struct{}

func NewCache(maxBytes int) *Cache { return &Cache{} }

type Segment struct{}

func Open(m Meta, src blob.Reader, cache *Cache) *Segment { return &Segment{} }

type View struct{}

func NewView(parts []Part, o ViewOptions) *View { return &View{} }
func (v *View) Search(ctx context.Context, e Expr, o Options) (Result, error) {
	return Result{}, errSoon
}
func (v *View) Values(ctx context.Context, docs []Doc) ([][]byte, error)  { return nil, errSoon }
func (v *View) Records(ctx context.Context, docs []Doc) ([]Record, error) { return nil, errSoon }
func (v *View) ByID(ctx context.Context, id [16]byte) (Doc, bool, error) {
	return Doc{}, false, errSoon
}
func (v *View) BySame(ctx context.Context, hash uint64) ([]Doc, error)    { return nil, errSoon }
func (v *View) ByVariant(ctx context.Context, hash uint64) ([]Doc, error) { return nil, errSoon }
func (v *View) Tags(ctx context.Context) ([]TagCount, error)              { return nil, errSoon }
func (v *View) Label(ctx context.Context, key string) (string, bool, error) {
	return "", false, errSoon
}
func (v *View) Words(ctx context.Context, prefix string, limit int) ([]string, error) {
	return nil, errSoon
}
func (v *View) Count(ctx context.Context) (live, hidden int, err error) { return 0, 0, errSoon }
func (v *View) Each(ctx context.Context) iter.Seq2[Record, error]       { return nil }
func (v *View) Check(ctx context.Context) []error                       { return nil }
func Merge(ctx context.Context, name string, parts []Part, pause Pause, put Sink) (m Meta, remap [][]uint32, err error) {
	return Meta{}, nil, errSoon
}
