package core

import (
	"strings"

	"pinfold/core/index"
	"pinfold/core/text"
	"pinfold/core/weburl"
)

// Exact terms of a document besides its tags.
const (
	termUnread   = "is:unread"
	termPrivate  = "is:private"
	termUntagged = "is:untagged"
	termTrashed  = "is:trashed"
	termSite     = "site:"
)

// sortKeyBytes bounds the key of the order by title.
const sortKeyBytes = 64

// document returns what the index is told of a bookmark that arrived seq-th.
func document(b *Bookmark, seq uint64) index.Document { return documentOf(b, seq, encodeValue(b)) }

// documentOf is document for a bookmark whose stored form is at hand.
func documentOf(b *Bookmark, seq uint64, value []byte) index.Document {
	d := index.Document{
		ID:      b.ID,
		Same:    sameHash(b.URL),
		Variant: weburl.Hash(weburl.Variant(b.URL)),
		Order:   millis(b.Created),
		Seq:     seq,
		Hidden:  !b.Live(),
		Fields:  fieldsOf(b),
		Tags:    make([]index.Tag, len(b.Tags)),
		Terms:   termsOf(b),
		SortKey: text.Fold(b.Title),
		Value:   value,
	}
	if len(d.SortKey) > sortKeyBytes {
		d.SortKey = d.SortKey[:sortKeyBytes]
	}
	for i, t := range b.Tags {
		d.Tags[i] = index.Tag{Key: text.TagKey(t), Label: t}
	}
	return d
}

// sameHash returns the hash under which the index files an address.
func sameHash(url string) uint64 { return weburl.Hash(weburl.Same(url)) }

// fieldsOf returns the text that is searched.
func fieldsOf(b *Bookmark) (f [index.NumFields]string) {
	f[index.Title] = b.Title
	f[index.Tags] = strings.Join(b.Tags, " ")
	f[index.Description] = b.Description
	f[index.URL] = b.URL
	return f
}

func termsOf(b *Bookmark) []string {
	terms := make([]string, 0, 8)
	add := func(term string, ok bool) {
		if ok {
			terms = append(terms, term)
		}
	}
	add(termUnread, b.Unread)
	add(termPrivate, b.Private)
	add(termUntagged, len(b.Tags) == 0)
	add(termTrashed, !b.Live())
	for _, site := range weburl.Sites(b.URL) {
		terms = append(terms, termSite+site)
	}
	return terms
}

// documentOfValue gives the index a document as it was told of it, for Check.
func documentOfValue(value []byte, seq uint64) (index.Document, bool) {
	b, err := decodeValue(ID{}, value)
	if err != nil {
		return index.Document{}, false
	}
	return documentOf(&b, seq, value), true
}

// fieldsOfValue gives the index the text behind a stored value, for phrases.
func fieldsOfValue(value []byte) (f [index.NumFields]string) {
	b, err := decodeValue(ID{}, value)
	if err != nil {
		return f
	}
	return fieldsOf(&b)
}
