package index

// An Order is how hits are sorted.
type Order uint8

const (
	Best    Order = iota // highest score first, then newest
	Newest               // greatest Order first, then greatest Seq
	Oldest               // the reverse of Newest
	ByTitle              // by SortKey, then newest
)

// Options say what a search is to return. The zero value asks for the best
// hits' number alone.
type Options struct {
	Order         Order
	Offset, Limit int
	Total         bool    // an exact total is wanted; without it Total may be a lower bound, with More
	Facets        int     // > 0: that many most frequent tags of all hits, with exact counts
	Cuts          []int64 // orders, ascending: the hits between each two are counted
	IncludeHidden bool
}

// A Hit is a document that was found.
type Hit struct {
	Doc   Doc
	Score float32
}

// A Result is the hits asked for. Total is exact unless More is set.
type Result struct {
	Hits   []Hit
	Total  int
	More   bool
	Facets []TagCount
	Spans  []int    // of each two Cuts: the hits with the first ≤ order < the second
	Near   []string // words that a Near word found in its stead, at most maxNearWords
}

// A TagCount is a tag and how many documents have it.
type TagCount struct {
	Tag
	Count int
}
