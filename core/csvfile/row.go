package csvfile

import (
	"slices"
	"strings"
	"time"

	"pinfold/core"
	"pinfold/core/filetime"
)

// columns says where the columns are, by what they hold.
type columns map[string][]int

// header reads the names of the columns.
func header(names []string) columns {
	c := make(columns)
	for i, name := range names {
		if what := meaning(strings.ToLower(strings.TrimSpace(name))); what != "" {
			c[what] = append(c[what], i)
		}
	}
	return c
}

// meaning says what a column of that name holds, or "".
func meaning(name string) string {
	switch name {
	case "url", "href", "link", "address", "uri":
		return "url"
	case "title", "name":
		return "title"
	case "note", "notes", "description", "excerpt", "selection", "extended", "summary":
		return "notes"
	case "tags", "tag", "labels", "document tags":
		return "tags"
	case "created", "created_at", "time_added", "timestamp", "time", "date", "added", "date_added", "saved date", "saved":
		return "created"
	case "updated", "updated_at", "modified":
		return "updated"
	case "folder", "collection":
		return "folder"
	case "status", "location":
		return "status"
	case "private", "unread", "shared", "public", "password":
		return name
	case "toread", "to read":
		return "unread"
	}
	return ""
}

func (c columns) has(what string) bool { return len(c[what]) > 0 }

// spacedTags says that the columns are those of Pocket or of Raindrop, who put
// bars and commas between tags, and allow spaces in them.
func spacedTags(names []string) bool {
	return holds(names, "time_added", "status") || holds(names, "folder", "cover", "favorite")
}

func holds(names []string, some ...string) bool {
	for _, name := range some {
		if !slices.Contains(names, name) {
			return false
		}
	}
	return true
}

// A row is one line of the table.
type row struct {
	columns
	spaced bool // a tag may have spaces in it
	record []string
}

// text is the first field of that meaning which is not empty.
func (r row) text(what string) string {
	for _, i := range r.columns[what] {
		if i < len(r.record) && strings.TrimSpace(r.record[i]) != "" {
			return r.record[i]
		}
	}
	return ""
}

func (r row) entry(now time.Time) core.Entry {
	e := core.Entry{
		URL:         unguarded(r.text("url")),
		Title:       unguarded(r.text("title")),
		Description: r.notes(),
		Tags:        splitTags(unguarded(r.text("tags")), r.spaced),
		Private:     r.private(),
		Unread:      truth(r.text("unread")) == core.Yes || toRead(r.text("status")),
	}
	if t, ok := filetime.Parse(r.text("created"), now); ok {
		e.Created = t
	}
	if t, ok := filetime.Parse(r.text("updated"), now); ok {
		e.Updated = t
	}
	r.folder(&e)
	return e
}

// notes joins what was written of the page; a single text stays as it is.
func (r row) notes() string {
	var parts []string
	for _, i := range r.columns["notes"] {
		if i < len(r.record) && r.record[i] != "" {
			parts = append(parts, unguarded(r.record[i]))
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	var said []string
	for _, s := range parts {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(said, s) {
			said = append(said, s)
		}
	}
	return strings.Join(said, "\n\n")
}

// folder reads a path of folders. Instapaper's own folders say what is to be
// read and what is starred.
func (r row) folder(e *core.Entry) {
	path := unguarded(r.text("folder"))
	switch path {
	case "", "Archive", "Unsorted":
	case "Unread":
		e.Unread = true
	case "Starred":
		e.Tags = append(e.Tags, "starred")
	default:
		for _, name := range strings.Split(path, "/") {
			e.Folders = append(e.Folders, strings.TrimSpace(name))
		}
	}
}

func (r row) private() core.Tristate {
	if v := truth(r.text("private")); v != core.Unset {
		return v
	}
	for _, what := range [...]string{"shared", "public"} {
		switch truth(r.text(what)) {
		case core.Yes:
			return core.No
		case core.No:
			return core.Yes
		}
	}
	return core.Unset
}

func toRead(status string) bool {
	return slices.Contains([]string{"unread", "new", "later", "shortlist"}, strings.ToLower(status))
}

func truth(s string) core.Tristate {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "yes", "true", "1":
		return core.Yes
	case "no", "false", "0":
		return core.No
	}
	return core.Unset
}

// unguarded takes away the apostrophe that keeps a table from taking a text for
// a formula; Pinfold's own tables have it.
func unguarded(s string) string {
	if len(s) > 1 && s[0] == '\'' && Formula(s[1:]) {
		return s[1:]
	}
	return s
}

// Formula says that a spreadsheet may take s for a formula, or for one behind
// an apostrophe that it drops (OWASP ASVS 1.2.10).
func Formula(s string) bool {
	if s == "" {
		return false
	}
	if strings.ContainsRune("=+-@\t\r\x00", rune(s[0])) {
		return true
	}
	for _, wide := range [...]string{"＝", "＋", "－", "＠", "'"} {
		if strings.HasPrefix(s, wide) {
			return true
		}
	}
	return false
}
