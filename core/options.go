package core

import (
	"context"
	"time"
)

// Options is everything that a Library takes from the world besides its Store,
// so that the same options replay the same life.
type Options struct {
	// Now is the clock. It must be set.
	Now func() time.Time
	// Random fills p with random bytes, for ids and names. It must be set.
	Random func(p []byte)
	// Pause lets other work run and reports the context's end; long loops call
	// it at least every 8 ms. Nil: loops only look at the context.
	Pause func(ctx context.Context) error
	// Zone is the person's: the dates of queries are local to it.
	Zone Zone
	// Remembered is what another place remembers of the library that was here.
	// A store that has less is not believed: Open fails with Lost.
	Remembered Remembered
	// Salvage, where it is set, opens a library of which records of the journal are
	// damaged, without them: Check names them and Repair sets them aside. It is a
	// Salvager's SalvageHead, and for these two only.
	Salvage func(ctx context.Context, prefix string) (h Head, damaged map[string][]byte, err error)
	// Scratch makes a place beside the store for what one write needs until it is
	// done. Where it is nil or fails, that is staged in the store.
	Scratch func(ctx context.Context) (Scratch, error)
	// CacheBytes bounds what is kept of the index in memory. 0: 28 MiB.
	CacheBytes int
}

const defaultCacheBytes = 28 << 20

// pause is Options.Pause, or a look at the context where there is none.
func (o *Options) pause(ctx context.Context) error {
	if o.Pause == nil {
		return ctx.Err()
	}
	return o.Pause(ctx)
}

// now returns the clock's time as it is stored: UTC, whole milliseconds.
func (o *Options) now() time.Time { return o.Now().UTC().Truncate(time.Millisecond) }

// newID returns a random UUID (version 4).
func (o *Options) newID() ID {
	var id ID
	o.Random(id[:])
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id
}
