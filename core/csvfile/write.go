package csvfile

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"iter"
	"strings"
	"time"

	"pinfold/core"
)

// Write writes a table with a header. It cannot hold the id, milliseconds and
// the trash. A cell that a spreadsheet would take for a formula has an
// apostrophe in front, which Read takes away again.
func Write(w io.Writer, bookmarks iter.Seq2[core.Bookmark, error]) error {
	t := csv.NewWriter(w)
	t.Write([]string{"url", "title", "description", "tags", "created", "updated", "private", "unread"})
	for b, err := range bookmarks {
		if err != nil {
			return err
		}
		err := t.Write([]string{
			guarded(b.URL), guarded(b.Title), guarded(b.Description), guarded(joinTags(b.Tags)),
			b.Created.UTC().Format(time.RFC3339), b.Updated.UTC().Format(time.RFC3339), yesNo(b.Private), yesNo(b.Unread),
		})
		if err != nil {
			return err
		}
	}
	t.Flush()
	return t.Error()
}

func guarded(s string) string {
	if Formula(s) {
		return "'" + s
	}
	return s
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

// joinTags puts commas between, or makes a list in JSON where a tag could be
// taken for several.
func joinTags(tags []string) string {
	s := strings.Join(tags, ",")
	if strings.Contains(s, "|") || strings.HasPrefix(s, "[") {
		list, _ := json.Marshal(tags)
		return string(list)
	}
	return s
}
