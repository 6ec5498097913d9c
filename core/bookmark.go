package core

import "time"

// A Bookmark is one saved address with what the person said about it. Its
// words are the same in Go, in JSON, in the pages and on the screen.
type Bookmark struct {
	ID          ID
	URL         string
	Title       string
	Description string
	Tags        []string // in the order typed; equal but for case at most once
	Private     bool
	Unread      bool
	Created     time.Time // UTC, whole milliseconds
	Updated     time.Time // UTC, whole milliseconds
	Deleted     time.Time // zero if live, else when it went to the trash
}

// Live says that the bookmark is not in the trash.
func (b *Bookmark) Live() bool { return b.Deleted.IsZero() }

// Fields is a set of the fields that a person can set.
type Fields uint8

// The fields of a bookmark that a person can set.
const (
	FieldURL Fields = 1 << iota
	FieldTitle
	FieldDescription
	FieldTags
	FieldPrivate
	FieldUnread
	FieldCreated

	AllFields = FieldURL | FieldTitle | FieldDescription | FieldTags | FieldPrivate | FieldUnread | FieldCreated
)

// Has says that every field of f is in s.
func (s Fields) Has(f Fields) bool { return s&f == f }
