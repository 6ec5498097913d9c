package server

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strconv"
	"time"

	"pinfold/core/text"
)

const (
	maxQueryTags = 3
	defaultCount = 15
	maxCount     = 100
	dayMillis    = 24 * 60 * 60 * 1000
	everything   = 1 << 31
)

// update says when the account was last changed.
func update(c *call) error {
	at := stamp(time.UnixMilli(c.user.updated))
	type update struct {
		Time string `xml:"time,attr"`
	}
	return c.reply(map[string]string{"update_time": at}, update{at})
}

// remove deletes one bookmark for good.
func remove(c *call) error {
	deleted, err := c.delete(c.ctx(), c.user.id, askedKey(c.arg("url")))
	if err != nil {
		return err
	}
	if !deleted {
		return c.code("item not found")
	}
	return c.code("done")
}

// delete deletes a bookmark with its tags, and says whether there was one.
func (s *Server) delete(ctx context.Context, user int64, same string) (bool, error) {
	batch, err := s.deleteStatements(user, []string{same})
	if err != nil {
		return false, err
	}
	changed, err := s.options.Store.Batch(ctx, batch)
	return err == nil && changed[len(changed)-1] > 0, err
}

// deleteStatements delete bookmarks; the last one's rows are those.
func (s *Server) deleteStatements(user int64, same []string) ([]Statement, error) {
	data, err := json.Marshal(slices.Compact(slices.Sorted(slices.Values(same)))) // each is taken off the numbers once
	if err != nil {
		return nil, err
	}
	const those = `SELECT b.id FROM json_each(?) j CROSS JOIN bookmarks b ON b.user = ? AND b.same = j.value`
	return []Statement{
		recount(`-`, `j.value`, user, string(data)),
		statement(`UPDATE users SET updated = `+later+` WHERE id = ? AND EXISTS (`+those+`)`, s.now(), user, string(data), user),
		statement(`DELETE FROM tags WHERE bookmark IN (`+those+`)`, string(data), user),
		statement(`DELETE FROM bookmarks WHERE id IN (`+those+`)`, string(data), user),
	}, nil
}

// get returns the posts of one address or of one day: of that of the newest if
// the call names none.
func get(c *call) error {
	sel := c.selection()
	sel.limit = everything
	if url := c.arg("url"); url != "" {
		sel.same = askedKey(url)
		return c.posts(sel, time.Time{})
	}
	day, ok := parseDay(c.arg("dt"))
	if !ok {
		newest := sel
		newest.limit = 1
		list, err := c.list(c.ctx(), newest)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return c.posts(newest, time.Time{})
		}
		day = list[0].Created
	}
	since := day.Truncate(24 * time.Hour).UnixMilli()
	before := since + dayMillis
	sel.since, sel.before = &since, &before
	return c.posts(sel, day)
}

// parseDay takes a date, or a moment of it as some clients send it.
func parseDay(s string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

func recent(c *call) error {
	sel := c.selection()
	sel.limit = min(c.number("count", defaultCount), maxCount)
	return c.posts(sel, c.options.Now())
}

// posts answers with what is selected; date is the newest one's if it is zero.
func (c *call) posts(sel selection, date time.Time) error {
	if date.IsZero() {
		newest := sel
		newest.limit = 1
		list, err := c.list(c.ctx(), newest)
		if err != nil {
			return err
		}
		date = time.UnixMilli(c.user.updated)
		if len(list) > 0 {
			date = list[0].Created
		}
	}
	return c.stream(sel, c.datedEnvelope(stamp(date)))
}

// all answers with the account, or what is asked of it.
func all(c *call) error {
	sel := c.selection()
	sel.offset, sel.limit = c.number("start", 0), c.number("results", everything)
	if t, err := time.Parse(time.RFC3339, c.arg("fromdt")); err == nil {
		since := t.UnixMilli() + 1 // “after”
		sel.since = &since
	}
	if t, err := time.Parse(time.RFC3339, c.arg("todt")); err == nil {
		before := t.UnixMilli()
		sel.before = &before
	}
	sel.unread = c.arg("toread") == "yes"
	return c.stream(sel, c.listEnvelope())
}

// selection is what the call's tags select.
func (c *call) selection() selection {
	sel := selection{user: c.user.id}
	tags := splitTags(c.arg("tag"))
	for _, t := range tags[:min(len(tags), maxQueryTags)] {
		sel.keys = append(sel.keys, text.TagKey(t))
	}
	return sel
}

// number reads a number of at least 0; what is none is the default.
func (c *call) number(name string, otherwise int) int {
	n, err := strconv.Atoi(c.arg(name))
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}

// marshalPost writes one post in the format of the call.
func (c *call) marshalPost(p post) ([]byte, error) {
	if c.json() {
		return json.Marshal(p)
	}
	return xml.Marshal(p)
}
