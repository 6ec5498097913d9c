package server

import (
	"context"
	"io"
	"iter"

	"pinfold/core"
	"pinfold/core/format"
)

// Bounds of what one transaction of an import holds. D1 takes no parameter
// beyond 2 MB.
const (
	chunkRows  = 500
	chunkBytes = 1500 << 10
)

// ErrBackup is what becomes of a backup of the extension's library.
var ErrBackup = &core.Error{Code: core.Invalid, Message: "An account takes files of bookmarks, not a backup of Pinfold. Export the library as pinboard-json, then import that."}

// Import saves bookmarks into an account, chunk by chunk, and returns how many
// were written. They are clean, as a core.Library or core.Gather yields them,
// and no two have one address. What has the address of one is replaced, or left
// alone if keep. After an error the chunks before it are saved; importing again mends that.
func (s *Server) Import(ctx context.Context, name string, in iter.Seq2[core.Bookmark, error], keep bool) (written int64, err error) {
	u, _, err := s.findUser(ctx, name)
	if err != nil {
		return 0, err
	}
	if u.id == 0 {
		return 0, ErrNoOne
	}
	chunk, bytes := make([]core.Bookmark, 0, chunkRows), 0
	flush := func() error {
		n, err := s.save(ctx, u.id, chunk, saving{keep: keep, redate: true, more: written > 0})
		written, chunk, bytes = written+n, chunk[:0], 0
		return err
	}
	for b, err := range in {
		if err != nil {
			return written, err
		}
		if len(chunk) == chunkRows || bytes+weight(&b) > chunkBytes {
			if err := flush(); err != nil {
				return written, err
			}
		}
		chunk, bytes = append(chunk, b), bytes+weight(&b)
	}
	return written, flush()
}

// weight is no less than what a bookmark takes of a transaction's JSON, in bytes:
// its address stands there three times, a tag twice, and a quotation mark or the
// end of a line is two characters.
func weight(b *core.Bookmark) int {
	n := 300 + 2*(3*len(b.URL)+len(b.Title)+len(b.Description))
	for _, t := range b.Tags {
		n += 40 + 4*len(t)
	}
	return n
}

// gather reads a file of bookmarks, which may hold as much as one that is not
// packed. A *core.Error says what is wrong with it.
func (s *Server) gather(ctx context.Context, name string, content io.Reader) (*core.Report, iter.Seq2[core.Bookmark, error], error) {
	now := s.options.Now()
	kind, entries, err := format.Read(content, format.Options{Now: now, Name: name, MaxUnpacked: s.maxFile()})
	if err != nil {
		return nil, nil, err
	}
	if kind == format.Backup {
		return nil, nil, ErrBackup
	}
	file := core.File{Name: name, Private: !kind.PublicByDefault(), Entries: withoutSources(entries)}
	reports, list, err := core.Gather(ctx, []core.File{file}, now, core.ImportOptions{}, nil)
	return &reports[0], list, err
}

// withoutSources drops what only a file of the refused would need.
func withoutSources(entries iter.Seq2[core.Entry, error]) iter.Seq2[core.Entry, error] {
	return func(yield func(core.Entry, error) bool) {
		for e, err := range entries {
			e.Source, e.Above = nil, nil
			if !yield(e, err) {
				return
			}
		}
	}
}
