// Package index finds documents: by words, exact terms, dates, ids and
// address hashes, ranked or in order of time or title, with exact totals and
// facets. A segment is immutable and is read lazily, page by page; a View is a
// snapshot of several segments and what is dead in them. Opening or searching
// any bytes at all never panics: damage is a DamagedError.
//
// It must never know what a document means: a document is text fields, exact
// terms, an order and opaque bytes. It must never write but to the Sink it was
// given. The bytes are described in docs/FORMAT-index.md.
package index
