package server

import (
	"errors"
	"strings"
	"time"
	"unicode"

	"pinfold/core"
	"pinfold/core/weburl"
)

// maxAhead is how far in the future a bookmark may have been made; what lies
// further ahead becomes now, as Pinboard does.
const maxAhead = 10 * time.Minute

// add saves a bookmark as a whole: what is left out becomes empty. A refusal
// has status 200 and a code, as with Pinboard.
func add(c *call) error {
	b, err := c.posted()
	if err != nil {
		return c.code(err.Error())
	}
	written, err := c.save(c.ctx(), c.user.id, []core.Bookmark{b}, saving{keep: c.arg("replace") == "no", redate: c.arg("dt") != ""})
	if err != nil {
		return err
	}
	if written == 0 {
		return c.code("item already exists")
	}
	return c.code("done")
}

// Pinboard's words for what posts/add refuses.
var (
	errNoURL   = errors.New("missing url")
	errNoTitle = errors.New("must provide title")
	errWrong   = errors.New("something went wrong")
)

// posted reads the bookmark of a call, or says why it is refused.
func (c *call) posted() (core.Bookmark, error) {
	return c.judged(post{Href: c.arg("url"), Title: c.arg("description"), Extended: c.arg("extended"), Tags: c.arg("tags"),
		Shared: c.arg("shared"), ToRead: c.arg("toread"), Time: c.arg("dt")})
}

// judged makes a bookmark of what a client says, or says why it is refused.
func (s *Server) judged(p post) (core.Bookmark, error) {
	cleaned, err := weburl.Clean(p.Href)
	if err != nil {
		return core.Bookmark{}, errNoURL
	}
	b, err := core.CleanFields(core.Bookmark{
		URL: cleaned.URL, Title: p.Title, Description: p.Extended, Tags: splitTags(p.Tags),
		Private: strings.EqualFold(p.Shared, "no"), Unread: p.ToRead == "yes", Created: s.options.Now(),
	})
	if err != nil {
		return b, errWrong
	}
	if b.Title == "" {
		return b, errNoTitle
	}
	if p.Time != "" {
		at, err := time.Parse(time.RFC3339, p.Time)
		if err != nil {
			return b, errWrong
		}
		if at.Before(b.Created.Add(maxAhead)) {
			b.Created = at
		}
	}
	return b, nil
}

// splitTags splits tags as clients send them: by white space, or by commas. A
// plus is part of a tag here, as in c++; the plus of tags=a+b is a space once
// the address is decoded.
func splitTags(s string) []string {
	return core.CleanTags(strings.FieldsFunc(s, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }))
}
