package server

import (
	"bufio"
	"encoding/xml"
	"io"
	"net/http"
	"strings"
)

// An envelope is what stands around and between the posts of an answer.
type envelope struct{ open, separator, close string }

// listEnvelope is that of posts/all: a bare array, or the element posts.
func (c *call) listEnvelope() envelope {
	if c.json() {
		return envelope{"[", ",\n", "]\n"}
	}
	return envelope{xml.Header + `<posts user="` + c.user.name + `">` + "\n", "\n", "\n</posts>\n"}
}

// datedEnvelope is that of posts/get and posts/recent.
func (c *call) datedEnvelope(date string) envelope {
	if c.json() {
		return envelope{`{"date":"` + date + `","user":"` + c.user.name + `","posts":[`, ",", "]}"}
	}
	tag := ""
	if asked := c.arg("tag"); asked != "" {
		tag = ` tag="` + escapeXML(asked) + `"`
	}
	return envelope{xml.Header + `<posts dt="` + date + `" user="` + c.user.name + `"` + tag + `>`, "", "</posts>\n"}
}

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

// stream answers with what is selected, post by post; memory holds one page. A
// name of a person has nothing in it to escape.
func (c *call) stream(sel selection, around envelope) error {
	c.begin()
	to := &sink{w: c.w}
	err := c.writePosts(to, sel, around)
	if err != nil && to.begun {
		c.cut(err)
	}
	return err
}

// A sink knows whether anything has gone out.
type sink struct {
	w     io.Writer
	begun bool
}

// Write is io.Writer's.
func (s *sink) Write(p []byte) (int, error) {
	s.begun = true
	return s.w.Write(p)
}

// cut ends an answer that has begun, so that nobody takes it for whole.
func (s *Server) cut(err error) {
	if s.options.Failed != nil {
		s.options.Failed(err)
	}
	panic(http.ErrAbortHandler)
}

func (c *call) writePosts(to io.Writer, sel selection, around envelope) error {
	out := bufio.NewWriterSize(to, 64<<10)
	out.WriteString(around.open)
	separator := ""
	for f, err := range c.every(c.ctx(), sel) {
		if err != nil {
			return err
		}
		data, err := c.marshalPost(newPost(&f))
		if err != nil {
			return err
		}
		out.WriteString(separator)
		if _, err := out.Write(data); err != nil {
			return err
		}
		separator = around.separator
	}
	out.WriteString(around.close)
	return out.Flush() // an earlier failure shows here too
}
