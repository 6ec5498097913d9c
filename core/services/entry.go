package services

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"pinfold/core"
	"pinfold/core/filetime"
	"pinfold/core/internal/jsonlist"
)

// urlKeys are the keys under which services have the address. Readwise has the
// page that was saved under source_url, and its own page of that under url.
func urlKeys() []string {
	return []string{"source_url", "url", "link", "href", "uri", "given_url", "resolved_url"}
}

// isBookmark says that an object has an address, or the place for one.
func isBookmark(f jsonlist.Fields) bool { return f.Has(urlKeys()...) || f.Has("content") }

// address is the first that leads into the web, else the first: what Readwise
// took from a mail has no other page than its own.
func address(f, content jsonlist.Fields) string {
	for _, key := range urlKeys() {
		if s := f.Text(key); strings.HasPrefix(strings.ToLower(s), "http") {
			return s
		}
	}
	return firstOf(f.Text(urlKeys()...), content.Text("url"))
}

// entry reads one object.
func (w *reader) entry(f jsonlist.Fields, line int, raw json.RawMessage) core.Entry {
	w.number++
	content := jsonlist.Object(f["content"]) // Karakeep's; elsewhere a text
	e := core.Entry{
		URL:         address(f, content),
		Title:       firstOf(f.Text("title", "name", "resolved_title", "given_title", "website_title"), content.Text("title")),
		Description: notes(f),
		Tags:        tags(f),
		Private:     private(f),
		Unread:      unread(f),
		Number:      w.number,
		Line:        line,
		Source:      raw,
	}
	if e.URL == "" && f.Has("content") {
		e.Refused = "It is a note or a file, not a link."
	}
	if t, ok := filetime.Parse(f.Text("created", "created_at", "createdAt", "date_added", "savedAt", "saved_at", "time", "time_added", "dateAdded", "addDate", "added", "timestamp"), w.now); ok {
		e.Created = t
	}
	if t, ok := filetime.Parse(f.Text("updated", "updated_at", "updatedAt", "date_modified", "lastUpdate"), w.now); ok {
		e.Updated = t
	}
	return e
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// notes joins the texts that a person or the service wrote of the page.
func notes(f jsonlist.Fields) string {
	var parts []string
	for _, key := range [...]string{"note", "description", "excerpt", "summary", "notes"} {
		if s := strings.TrimSpace(f.Text(key)); s != "" && !slices.Contains(parts, s) {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return f.Text("website_description")
	}
	return strings.Join(parts, "\n\n")
}

// tags reads a list, an object whose keys they are, or a string with commas or
// else spaces between.
func tags(f jsonlist.Fields) []string {
	for _, key := range [...]string{"tags", "tag_names", "labels", "tag"} {
		if list, ok := f.List(key); ok {
			return list
		}
		if named := jsonlist.Object(f[key]); len(named) > 0 { // Readwise's
			return slices.Sorted(maps.Keys(named))
		}
		s := f.Text(key)
		if strings.Contains(s, ",") {
			return strings.Split(s, ",")
		}
		if s != "" {
			return strings.Fields(s)
		}
	}
	return nil
}

// private reads whichever flag there is. Wallabag's is_public is no such: it
// says whether an article has a link of its own that others may follow.
func private(f jsonlist.Fields) core.Tristate {
	if v := f.Tristate("private", "isPrivate"); v != core.Unset {
		return v
	}
	switch f.Tristate("shared", "public") {
	case core.Yes:
		return core.No
	case core.No:
		return core.Yes
	}
	return core.Unset
}

// unread reads what tells a page to be read from one that was read.
func unread(f jsonlist.Fields) bool {
	switch {
	case f.Has("unread", "toread", "to_read"):
		return f.Tristate("unread", "toread", "to_read") == core.Yes
	case f.Has("hashed_url", "is_starred"): // Wallabag
		return f.Tristate("is_archived") == core.No
	case f.Has("state"): // Omnivore
		return strings.EqualFold(f.Text("state"), "active")
	case f.Has("location"): // Readwise
		return slices.Contains([]string{"new", "later", "shortlist"}, f.Text("location"))
	}
	return false
}
