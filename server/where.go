package server

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// read returns the statement that begins with head, up to its WHERE. The rows
// are those of b, or, where tags are asked for and nothing needs b, of k alone,
// which an index holds in the order of time.
func (sel selection) read(head Statement, needsBookmark bool) Statement {
	if sel.among != nil {
		return sel.ofBookmarks(head.and(` FROM json_each(?) j CROSS JOIN bookmarks b ON b.id = j.value WHERE true`, idsText(sel.among)))
	}
	if len(sel.keys) == 0 {
		return sel.ofBookmarks(head.and(` FROM bookmarks b WHERE true`))
	}
	if needsBookmark || sel.private || sel.unread || sel.same != "" || len(sel.words) > 0 {
		head = head.and(` FROM tags k CROSS JOIN bookmarks b ON b.id = k.bookmark WHERE k.key = ?`, sel.keys[0])
	} else {
		head = head.and(` FROM tags k WHERE k.key = ?`, sel.keys[0])
	}
	return sel.ofBookmarks(sel.ofTags(head))
}

// idsText is a list of ids as json_each reads it.
func idsText(ids []int64) string {
	text := []byte{'['}
	for i, id := range ids {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, id, 10)
	}
	return string(append(text, ']'))
}

func (sel selection) ofTags(st Statement) Statement {
	hidden := ``
	if sel.user != 0 {
		st = st.and(` AND k.user = ?`, sel.user)
	}
	if sel.public {
		hidden = ` AND hidden = 0`
	}
	st = st.and(hidden)
	for _, key := range sel.keys[1:] {
		st = st.and(` AND EXISTS (SELECT 1 FROM tags o WHERE o.bookmark = k.bookmark AND o.key = ?`+hidden+`)`, key)
	}
	return st
}

func (sel selection) ofBookmarks(st Statement) Statement {
	if sel.user != 0 && len(sel.keys) == 0 {
		st = st.and(` AND b.user = ?`, sel.user)
	}
	if sel.public && len(sel.keys) == 0 {
		st = st.and(` AND b.private = 0`) // the tags of a private one are hidden
	}
	if sel.private {
		st = st.and(` AND b.private = 1`)
	}
	if sel.unread {
		st = st.and(` AND b.unread = 1`)
	}
	if sel.same != "" {
		st = st.and(` AND b.same = ?`, sel.same)
	}
	for _, word := range sel.words {
		st = sel.ofWord(st, word)
	}
	return sel.ofTime(st)
}

func (sel selection) ofTime(st Statement) Statement {
	created, id := sel.place()
	if sel.since != nil {
		st = st.and(` AND `+created+` >= ?`, *sel.since)
	}
	if sel.before != nil {
		st = st.and(` AND `+created+` < ?`, *sel.before)
	}
	if sel.after != nil {
		st = st.and(` AND (`+created+`, `+id+`) < (?, ?)`, sel.after.created, sel.after.id)
	}
	return st
}

// ofWord looks for a part of a text. Nothing of the word is a pattern.
func (sel selection) ofWord(st Statement, word string) Statement {
	hidden := ``
	if sel.public {
		hidden = ` AND w.hidden = 0`
	}
	st = st.and(` AND (false`)
	for _, form := range forms(word) {
		part := pattern(form)
		st = st.and(` OR b.title LIKE ? ESCAPE '\' OR b.description LIKE ? ESCAPE '\' OR b.url LIKE ? ESCAPE '\'
			OR EXISTS (SELECT 1 FROM tags w WHERE w.bookmark = b.id AND w.name LIKE ? ESCAPE '\'`+hidden+`)`, part, part, part, part)
	}
	return st.and(`)`)
}

// forms are how a word may be written: LIKE minds the case of all but ASCII. With
// maxWords and maxPlaceTags their parameters come near the 100 that D1 takes.
func forms(word string) []string {
	list := []string{word}
	if !strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII }) {
		return list
	}
	lower := strings.ToLower(word)
	first, size := utf8.DecodeRuneInString(lower)
	for _, form := range []string{lower, string(unicode.ToTitle(first)) + lower[size:], strings.ToUpper(word)} {
		if !slices.Contains(list, form) {
			list = append(list, form)
		}
	}
	return list
}

// maxPattern is the longest pattern that D1 takes, in bytes.
const maxPattern = 50

// pattern finds a word within a text; of a long one its beginning.
func pattern(word string) string {
	escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	part := escape.Replace(word)
	for len(part) > maxPattern-2 {
		_, last := utf8.DecodeLastRuneInString(word)
		word = word[:len(word)-last]
		part = escape.Replace(word)
	}
	return `%` + part + `%`
}

// place names the columns of the order.
func (sel selection) place() (created, id string) {
	if len(sel.keys) > 0 {
		return `k.created`, `k.bookmark`
	}
	return `b.created`, `b.id`
}

func (sel selection) order() string {
	created, id := sel.place()
	return ` ORDER BY ` + created + ` DESC, ` + id + ` DESC`
}

// countedRows bounds how far a tag is counted to see whether it is rare.
const countedRows = 5000

// rarestFirst puts the rarest tag first, of which the rows are read; the
// others are only looked up.
func (s *Server) rarestFirst(ctx context.Context, sel *selection) error {
	if len(sel.keys) < 2 {
		return nil
	}
	data, err := json.Marshal(sel.keys)
	if err != nil {
		return err
	}
	counts := map[string]int{}
	rows, args := `hidden = 0 AND key = j.value`, []any{countedRows, string(data)}
	if sel.user != 0 {
		rows, args = `user = ? AND key = j.value`, append([]any{sel.user}, args...)
	}
	err = s.options.Store.Query(ctx, statement(`SELECT j.value, (SELECT count(*) FROM (SELECT 1 FROM tags WHERE `+rows+` LIMIT ?)) FROM json_each(?) j`, args...),
		func(scan func(...any) error) error {
			var key string
			var n int
			err := scan(&key, &n)
			counts[key] = n
			return err
		})
	sel.keys = slices.SortedStableFunc(slices.Values(sel.keys), func(a, b string) int { return cmp.Compare(counts[a], counts[b]) })
	return err
}
