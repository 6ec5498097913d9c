package server

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/xml"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"pinfold/core"
)

// A note is a text without an address. Pinboard gives its length as text in the
// list and as a number alone, and its times with a space and no zone.
type note struct {
	XMLName xml.Name `json:"-" xml:"note"`
	ID      string   `json:"id" xml:"id,attr"`
	Hash    string   `json:"hash" xml:"hash"`
	Title   string   `json:"title" xml:"title"`
	Length  any      `json:"length" xml:"length"`
	Created string   `json:"created_at" xml:"created_at"`
	Updated string   `json:"updated_at" xml:"updated_at"`
	Text    string   `json:"text,omitempty" xml:"text,omitempty"`
}

const noteColumns = `SELECT id, title, text, created, updated FROM notes WHERE user = ?`

func scanNote(scan func(...any) error) (note, error) {
	var n note
	var created, updated int64
	err := scan(&n.ID, &n.Title, &n.Text, &created, &updated)
	sum := sha1.Sum([]byte(n.Text))
	n.Hash = hex.EncodeToString(sum[:])[:20]
	n.Length = utf8.RuneCountInString(n.Text)
	n.Created, n.Updated = noteTime(created), noteTime(updated)
	return n, err
}

func noteTime(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.DateTime) }

// notes lists the notes, without their texts.
func notes(c *call) error {
	type root struct {
		XMLName xml.Name `json:"-" xml:"notes"`
		Count   int      `json:"count" xml:"count,attr"`
		Notes   []note   `json:"notes" xml:"note"`
	}
	list := []note{}
	err := c.options.Store.Query(c.ctx(), statement(noteColumns, c.user.id).and(` ORDER BY created DESC, id`), func(scan func(...any) error) error {
		n, err := scanNote(scan)
		n.Text, n.Length = "", strconv.Itoa(n.Length.(int))
		list = append(list, n)
		return err
	})
	if err != nil {
		return err
	}
	answer := root{Count: len(list), Notes: list}
	return c.reply(answer, answer)
}

// oneNote answers with a note and its text.
func oneNote(c *call, id string) error {
	var n note
	err := c.options.Store.Query(c.ctx(), statement(noteColumns, c.user.id).and(` AND id = ?`, id), func(scan func(...any) error) (err error) {
		n, err = scanNote(scan)
		return err
	})
	if err != nil {
		return err
	}
	if n.ID == "" {
		http.Error(c.w, "There is no such note. See notes/list for those there are.", http.StatusNotFound)
		return nil
	}
	return c.reply(n, n)
}

// addNote adds a note of title and text, which Pinboard's API cannot, and
// answers with its id.
func addNote(c *call) error {
	title, text := core.CleanTitle(c.arg("title")), core.CleanText(c.arg("text"))
	if title == "" {
		return c.result("must provide title")
	}
	if utf8.RuneCountInString(title) > core.MaxTitleRunes || len(text) > core.MaxDescriptionBytes {
		return c.result("something went wrong")
	}
	id := c.random(10)
	_, err := c.options.Store.Batch(c.ctx(), []Statement{
		statement(`INSERT INTO notes (id, user, title, text, created, updated) VALUES (?, ?, ?, ?, ?, ?)`,
			id, c.user.id, title, text, c.now(), c.now()),
	})
	if err != nil {
		return err
	}
	return c.result(id)
}
