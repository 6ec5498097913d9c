package server

import (
	"encoding/xml"
	"strconv"

	"pinfold/core"
	"pinfold/core/text"
)

// tags counts all tags, by name. The counts are text, as with Pinboard; a
// person without tags gets an empty object, where Pinboard has an array.
func tags(c *call) error {
	type tag struct {
		Count int    `xml:"count,attr"`
		Name  string `xml:"tag,attr"`
	}
	type root struct {
		XMLName xml.Name `xml:"tags"`
		Tags    []tag    `xml:"tag"`
	}
	counts, list := object[string]{}, root{}
	err := c.options.Store.Query(c.ctx(), countTags(c.user.id, ``),
		func(scan func(...any) error) error {
			var t tag
			err := scan(&t.Name, &t.Count)
			counts = append(counts, member[string]{t.Name, strconv.Itoa(t.Count)})
			list.Tags = append(list.Tags, t)
			return err
		})
	if err != nil {
		return err
	}
	return c.reply(counts, list)
}

// countTags counts a person's tags, by name. The index alone counts them; a
// tag is spelt alike on all bookmarks, so one of them says how.
func countTags(user int64, hidden string) Statement {
	return statement(`SELECT (SELECT name FROM tags t WHERE t.user = ? AND t.key = g.key LIMIT 1), g.n
		FROM (SELECT key, count(*) AS n FROM tags WHERE user = ?`+hidden+` GROUP BY key) g ORDER BY g.key`, user, user)
}

// deleteTag takes a tag off all bookmarks; one that there is not is done too.
func deleteTag(c *call) error {
	key := text.TagKey(core.CleanTag(c.arg("tag")))
	_, err := c.change(c.ctx(), c.user,
		c.touch(key),
		statement(`DELETE FROM tags WHERE user = ? AND key = ?`, c.user.id, key))
	if err != nil {
		return err
	}
	return c.result("done")
}

// renameTag renames a tag everywhere, or folds it into one that is there. All
// of it happens in one transaction: a bookmark with both keeps the one place.
func renameTag(c *call) error {
	name := core.CleanTag(c.arg("new"))
	old, key := text.TagKey(core.CleanTag(c.arg("old"))), text.TagKey(name)
	if key == "" {
		return c.result("rename to null")
	}
	if old == "" {
		return c.result("done")
	}
	id := c.user.id
	_, err := c.change(c.ctx(), c.user,
		c.touch(old),
		// The new name as long as the old one has bookmarks: it is spelt alike everywhere.
		statement(`UPDATE tags SET name = ? WHERE user = ? AND key = ? AND EXISTS (SELECT 1 FROM tags WHERE user = ? AND key = ?)`,
			name, id, key, id, old),
		statement(`UPDATE OR IGNORE tags SET key = ?, name = ?,
			hidden = ? OR (SELECT private FROM bookmarks b WHERE b.id = bookmark) WHERE user = ? AND key = ?`,
			key, name, bit(privateTag(name)), id, old),
		statement(`DELETE FROM tags WHERE user = ? AND key = ? AND key <> ?`, id, old, key))
	if err != nil {
		return err
	}
	return c.result("done")
}

// touch marks the bookmarks with a tag as edited now.
func (c *call) touch(key string) Statement {
	return statement(`UPDATE bookmarks SET updated = ? WHERE id IN (SELECT bookmark FROM tags WHERE user = ? AND key = ?)`, c.now(), c.user.id, key)
}
