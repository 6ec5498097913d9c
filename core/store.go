package core

import (
	"context"

	"pinfold/core/blob"
)

// A Range asks a Store for part of a blob; see blob.Range.
type Range = blob.Range

// MaxBlob is the largest blob that a Library writes, in bytes. A Store must
// take blobs of that size, cutting them up below where its medium wants that.
const MaxBlob = 4 << 20

// A Store is a drawer of named blobs with one atomic Commit and a generation
// that counts the commits. A Library is its only user. Names are short ASCII
// strings such as "docs/7f3a.0"; values are bytes of 0 to MaxBlob.
//
// Errors are *Error with the codes NotFound, Conflict, Duplicate, Corrupt,
// Newer, Full, Closed, Canceled or Internal; a missing blob also matches blob.ErrNotFound.
// A Store is safe for use by several goroutines, and several Stores may stand
// over the same medium (another tab, another process).
type Store interface {
	blob.Reader

	// Head returns the generation and every blob whose name begins with
	// prefix, all as of one moment, in one round trip. A new Store has
	// generation 0 and no blobs. An empty result is not an error.
	Head(ctx context.Context, prefix string) (Head, error)

	// List returns the names that begin with prefix, sorted.
	List(ctx context.Context, prefix string) ([]string, error)

	// Put stages blobs that nothing names yet. It may be torn by a crash: any
	// of them may be missing afterwards, but one that is there is whole. A name that exists
	// already fails with Duplicate. The generation stays.
	Put(ctx context.Context, blobs map[string][]byte) error

	// Commit applies b whole or not at all, if the generation still is
	// b.Generation, and raises it by one; else it fails with Conflict and
	// changes nothing. When a Strict one returns nil it survives a power cut,
	// together with everything that was Put before it. Deleting a name that
	// does not exist is not an error. When it fails with an error other than
	// Conflict, the outcome may be unknown: read Head to learn it.
	Commit(ctx context.Context, b Batch) error

	// Close releases the medium. Every later call fails with Closed.
	Close() error
}

// A Salvager is a Store that can be read past its own checksums, for repairs.
type Salvager interface {
	// Salvage returns what there is of a blob that should have so many bytes,
	// damaged or not; where there is nothing, bytes 0xFF.
	Salvage(ctx context.Context, name string, bytes int64) ([]byte, error)

	// SalvageHead is Head, but blobs that are damaged stand apart, as what there
	// is of them.
	SalvageHead(ctx context.Context, prefix string) (h Head, damaged map[string][]byte, err error)
}

// A Head is what Store.Head returns.
type Head struct {
	Generation uint64
	Blobs      map[string][]byte
}

// A Batch is one Commit.
type Batch struct {
	Generation uint64            // that the caller has read
	Put        map[string][]byte // written, replacing a blob of that name
	Delete     []string
	Strict     bool // must survive a power cut once acknowledged
}
