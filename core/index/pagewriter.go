package index

import (
	"context"
	"encoding/binary"

	"pinfold/core/internal/wire"
)

// A pageWriter cuts the payload of the index stream into pages and parts.
type pageWriter struct {
	ctx   context.Context
	put   Sink
	name  string
	part  []byte
	page  int   // where the current page begins in part
	pos   int64 // payload written
	bytes int64 // bytes put or in part
	parts int64
}

func newPageWriter(ctx context.Context, name string, put Sink) *pageWriter {
	return &pageWriter{ctx: ctx, put: put, name: name, part: make([]byte, 0, partBytes)}
}

func (w *pageWriter) write(b []byte) error {
	for len(b) > 0 {
		n := min(len(b), payloadBytes-(len(w.part)-w.page))
		w.part = append(w.part, b[:n]...)
		w.pos += int64(n)
		b = b[n:]
		if len(w.part)-w.page < payloadBytes {
			continue
		}
		w.seal()
		if len(w.part) == partBytes {
			if err := w.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// seal ends the current page.
func (w *pageWriter) seal() {
	w.part = binary.LittleEndian.AppendUint32(w.part, wire.Sum(w.part[w.page:]))
	w.page = len(w.part)
}

func (w *pageWriter) flush() error {
	if len(w.part) == 0 {
		return nil
	}
	err := w.put(w.ctx, partName(indexStream, w.name, w.parts), w.part)
	w.parts++
	w.bytes += int64(len(w.part))
	w.part, w.page = w.part[:0], 0
	return err
}

// close ends the last page and part.
func (w *pageWriter) close() error {
	if len(w.part) > w.page {
		w.seal()
	}
	return w.flush()
}
