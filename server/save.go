package server

import (
	"context"
	"encoding/json"
	"strings"

	"pinfold/core"
	"pinfold/core/pinboard"
	"pinfold/core/text"
	"pinfold/core/weburl"
)

// A saving says what becomes of a bookmark whose address is there already.
type saving struct {
	keep bool // leave it as it is, else put the new one in its place
	// redate takes the new one's created too; else the old one stays where it
	// is in time.
	redate bool
	more   bool // of a change that has begun, and has its time
}

// time is the time of the person's last change, from that of this one.
func (how saving) time() string {
	if how.more {
		return `max(?, updated)`
	}
	return later
}

// A row is a bookmark as the statements of save read it out of JSON.
type row struct {
	Same        string   `json:"same"`
	Hash        string   `json:"hash"`
	Host        string   `json:"host"`
	URL         string   `json:"url"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Private     int      `json:"private"`
	Unread      int      `json:"unread"`
	Created     int64    `json:"created"`
	Tags        []rowTag `json:"tags"`
}

type rowTag struct {
	Key    string `json:"key"`
	Name   string `json:"name"`
	Hidden int    `json:"hidden"`
}

// save saves bookmarks of one person in one transaction, however many, and
// returns how many were written. No two may have the same address.
func (s *Server) save(ctx context.Context, user int64, list []core.Bookmark, how saving) (int64, error) {
	batch, err := s.saveStatements(ctx, user, list, how)
	if err != nil {
		return 0, err
	}
	changed, err := s.options.Store.Batch(ctx, batch)
	if err != nil {
		return 0, err
	}
	return changed[writing], nil
}

// writing is which of the statements of a save writes the bookmarks.
const writing = 1

// saveStatements are those that save list. The tags and the time of the last
// change follow only where the bookmark was written: it is marked by op, which
// is this call's alone.
func (s *Server) saveStatements(ctx context.Context, user int64, list []core.Bookmark, how saving) ([]Statement, error) {
	rows, err := s.rows(ctx, user, list)
	if err != nil {
		return nil, err
	}
	data, err := denseJSON(rows)
	if err != nil {
		return nil, err
	}
	op, now := s.random(8), s.now()
	const same = `j.value ->> 'same'`
	return []Statement{
		recount(`-`, same, user, data),
		statement(insertBookmarks+how.conflict(), user, now, op, data),
		statement(dropTags, data, user, op),
		statement(insertTags, data, user, op),
		statement(`UPDATE users SET updated = `+how.time()+` WHERE id = ? AND EXISTS (SELECT 1 FROM json_each(?) j CROSS JOIN bookmarks b
			ON b.user = users.id AND b.same = `+same+` WHERE b.op = ?)`, now, user, data, op),
		recount(`+`, same, user, data),
	}, nil
}

// denseJSON is JSON in which mark-up stands as it is: no page reads it, and
// escaped it may be longer than the 2 MB that D1 takes.
func denseJSON(v any) (string, error) {
	var out strings.Builder
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	err := to.Encode(v)
	return out.String(), err
}

// recount takes what a person has under some addresses out of the numbers that
// stand with the person, or adds it again after they were written.
func recount(sign, same string, user int64, addresses string) Statement {
	return statement(`UPDATE users SET (total, public) = (SELECT total `+sign+` count(*), public `+sign+` coalesce(sum(b.private = 0), 0)
		FROM json_each(?) j CROSS JOIN bookmarks b ON b.user = ? AND b.same = `+same+`) WHERE id = ?`, addresses, user, user)
}

// CROSS JOIN keeps the order: for each of the JSON its bookmark by the index.
// Otherwise SQLite may read the whole table for every chunk.
const (
	insertBookmarks = `INSERT INTO bookmarks (user, same, hash, host, url, title, description, private, unread, created, updated, op)
		SELECT ?, j.value ->> 'same', j.value ->> 'hash', j.value ->> 'host', j.value ->> 'url', j.value ->> 'title',
			j.value ->> 'description', j.value ->> 'private', j.value ->> 'unread', j.value ->> 'created', ?, ?
		FROM json_each(?) j WHERE true ON CONFLICT (user, same) DO `
	dropTags = `DELETE FROM tags WHERE bookmark IN (SELECT b.id FROM json_each(?) j CROSS JOIN bookmarks b
		ON b.user = ? AND b.same = j.value ->> 'same' WHERE b.op = ?)`
	insertTags = `INSERT INTO tags (bookmark, key, name, place, user, hidden, created)
		SELECT b.id, t.value ->> 'key', t.value ->> 'name', t.key, b.user, t.value ->> 'hidden', b.created
		FROM json_each(?) j CROSS JOIN bookmarks b ON b.user = ? AND b.same = j.value ->> 'same'
		CROSS JOIN json_each(j.value, '$.tags') t WHERE b.op = ?`
)

func (how saving) conflict() string {
	if how.keep {
		return `NOTHING`
	}
	sql := `UPDATE SET hash = excluded.hash, host = excluded.host, url = excluded.url, title = excluded.title,
		description = excluded.description, private = excluded.private, unread = excluded.unread,
		updated = excluded.updated, op = excluded.op`
	if how.redate {
		sql += `, created = excluded.created`
	}
	return sql
}

// rows gives tags the spelling that they have with this person already.
func (s *Server) rows(ctx context.Context, user int64, list []core.Bookmark) ([]row, error) {
	spelling, err := s.spellings(ctx, user, list)
	if err != nil {
		return nil, err
	}
	rows := make([]row, len(list))
	for i, b := range list {
		rows[i] = row{Same: sameKey(b.URL), Hash: pinboard.Hash(b.URL), Host: weburl.Host(b.URL), URL: b.URL, Title: b.Title,
			Description: b.Description, Private: bit(b.Private), Unread: bit(b.Unread), Created: b.Created.UnixMilli(), Tags: []rowTag{}}
		for _, name := range b.Tags {
			key := text.TagKey(name)
			if spelling[key] == "" {
				spelling[key] = name
			}
			rows[i].Tags = append(rows[i].Tags, rowTag{key, spelling[key], bit(b.Private || privateTag(name))})
		}
	}
	return rows, nil
}

// spellings returns how the tags of list are spelt, as far as they are there.
func (s *Server) spellings(ctx context.Context, user int64, list []core.Bookmark) (map[string]string, error) {
	have := map[string]string{}
	keys := []string{}
	for _, b := range list {
		for _, name := range b.Tags {
			if key := text.TagKey(name); have[key] == "" {
				have[key] = name
				keys = append(keys, key)
			}
		}
	}
	clear(have)
	data, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	err = s.options.Store.Query(ctx, statement(`SELECT j.value, (SELECT name FROM tags WHERE user = ? AND key = j.value LIMIT 1) AS name
		FROM json_each(?) j WHERE name IS NOT NULL`, user, string(data)), func(scan func(...any) error) error {
		var key, name string
		err := scan(&key, &name)
		have[key] = name
		return err
	})
	return have, err
}

// privateTag says that a tag is its owner's business.
func privateTag(name string) bool { return strings.HasPrefix(name, ".") }

// askedKey is the sameKey of an address as somebody writes it, who means what
// was saved when it was written so.
func askedKey(url string) string {
	if cleaned, err := weburl.Clean(url); err == nil {
		url = cleaned.URL
	}
	return sameKey(url)
}

// sameKey names all addresses that are one bookmark.
func sameKey(url string) string { return digest(weburl.Same(url))[:32] }

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
