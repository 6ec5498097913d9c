package publish

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"strings"
	"time"

	"pinfold/core"
)

// A post is a bookmark as the server's posts/batch takes it: Pinboard's words.
// What is not for others, whether it is still to be read, is not in it.
type post struct {
	Href     string `json:"href"`
	Title    string `json:"description"`
	Extended string `json:"extended"`
	Tags     string `json:"tags"`
	Time     string `json:"time"`
	Shared   string `json:"shared"`
	ToRead   string `json:"toread"`
}

// newPost returns what is published of a bookmark.
func newPost(b *core.Bookmark) post {
	var open []string
	for _, tag := range b.Tags {
		if !held(tag) {
			open = append(open, tag)
		}
	}
	return post{
		Href: b.URL, Title: b.Title, Extended: b.Description, Tags: strings.Join(open, " "),
		Time: b.Created.UTC().Format(time.RFC3339), Shared: "yes", ToRead: "no",
	}
}

// public says that a bookmark may be sent at all.
func public(b *core.Bookmark) bool { return !b.Private && b.Live() }

// held says that a tag is for the person alone.
func held(tag string) bool { return strings.HasPrefix(tag, ".") }

// plainJSON writes v without the escapes that HTML would need: six bytes for
// each of <, > and & could make one bookmark more than a server takes.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// encode returns the post as JSON and its digest: FNV-1a over that text. Two
// texts of one address with one digest are as likely as 1 in 2^64.
func (p *post) encode() (text []byte, digest uint64, err error) {
	if text, err = plainJSON(p); err != nil {
		return nil, 0, err
	}
	h := fnv.New64a()
	_, _ = h.Write(text) // it never fails
	return text, max(h.Sum64(), changing+1), nil
}
