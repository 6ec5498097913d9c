package index

import "context"

// The fields of a document whose text is analysed, and their number.
const (
	Title = iota
	Tags
	Description
	URL
	NumFields
)

// A Mask is a set of fields, 1<<Title and so on; 0 means all of them.
type Mask uint8

const allFields Mask = 1<<NumFields - 1

// A Tag is an exact term that is counted. Key is what is compared, Label the
// spelling that is shown.
type Tag struct{ Key, Label string }

// A Document is what Build is given.
type Document struct {
	ID      [16]byte          // random
	Same    uint64            // hash of the address; not unique
	Variant uint64            // hash of the address' variant key; not unique
	Order   int64             // Unix milliseconds; greater comes first in "newest"
	Seq     uint64            // order of arrival, unique in a library; breaks ties of Order, greater first
	Hidden  bool              // found only by searches with IncludeHidden
	Fields  [NumFields]string // raw text, analysed with core/text
	Tags    []Tag             // exact terms with counts, for TagIs, facets and Tags
	Terms   []string          // other exact terms, such as "is:unread"
	SortKey string            // for ByTitle, compared bytewise
	Value   []byte            // opaque, returned by Values
}

// A Record is a document as it is stored, without what was analysed.
type Record struct {
	Doc    Doc
	ID     [16]byte
	Order  int64
	Seq    uint64
	Hidden bool
	Value  []byte
}

// A Doc names a document of a View: the place of its part and its number there.
type Doc struct {
	Part int
	Num  uint32
}

// NoDoc is the number of no document.
const NoDoc = ^uint32(0)

// MaxDocs is the greatest number of documents in a segment.
const MaxDocs = 1 << 24

// MaxValue is the greatest length of a Value in bytes.
const MaxValue = partBytes - 128

// A Sink takes finished blobs, each at most 1 MiB, named
// "docs/<segment>.<n>" and "index/<segment>.<n>". It must not keep part.
type Sink func(ctx context.Context, name string, part []byte) error

// A Pause lets others work; it returns ctx's error. It is called at least
// about every 8 ms of work. nil never pauses.
type Pause func(ctx context.Context) error
