package server

import (
	"encoding/xml"
	"strings"
	"time"

	"pinfold/core/pinboard"
)

// A post is a bookmark in Pinboard's words, as JSON and as XML. The XML has
// toread only where it is yes, and calls the tags tag.
type post struct {
	XMLName  xml.Name `json:"-" xml:"post"`
	Href     string   `json:"href" xml:"href,attr"`
	Title    string   `json:"description" xml:"description,attr"`
	Extended string   `json:"extended" xml:"extended,attr"`
	Meta     string   `json:"meta" xml:"meta,attr"`
	Hash     string   `json:"hash" xml:"hash,attr"`
	Time     string   `json:"time" xml:"time,attr"`
	Shared   string   `json:"shared" xml:"shared,attr"`
	ToRead   string   `json:"toread" xml:"-"`
	Unread   string   `json:"-" xml:"toread,attr,omitempty"`
	Tags     string   `json:"tags" xml:"tag,attr"`
}

func newPost(f *found) post {
	p := post{Href: f.URL, Title: f.Title, Extended: f.Description, Hash: f.hash, Meta: pinboard.Meta(&f.Bookmark), Time: stamp(f.Created),
		Shared: yesNo(!f.Private), ToRead: yesNo(f.Unread), Tags: strings.Join(f.Tags, " ")}
	if f.Unread {
		p.Unread = "yes"
	}
	return p
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}
