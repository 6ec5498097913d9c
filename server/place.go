package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"pinfold/core"
)

// A view is what a page or a feed shows.
type view string

const (
	viewRecent  view = "recent"  // everybody's
	viewPopular view = "popular" // what several have
	viewUser    view = "user"    // one person's, by tags
	viewTags    view = "tags"    // everybody's, by tags
	viewURL     view = "url"     // one address
	viewCloud   view = "cloud"   // all tags of one person
)

// A place is an address of the site, in Pinboard's grammar:
//
//	[rss/ | json/[v1/]] [secret:KEY/] (recent/ | popular/ | url:HASH/ | t:TAG/… | u:NAME/[t:TAG/…][toread/ | private/])
//
// t:a+b/ is t:a/t:b/. A plus is between two tags only if one stands on either
// side of it, so t:c++/ is the one tag.
type place struct {
	feed   string // "", "rss" or "json"
	secret string
	view   view
	user   string
	tags   []string
	hash   string
	subset string // "", "toread" or "private": only of a secret feed
	over   bool   // it names more than maxPlaceTags tags; those that fit are in it
}

const maxPlaceTags = 10

// placeOf reads an escaped path; ok is false if it is no place of ours.
func placeOf(escaped string) (p place, ok bool) {
	rest := strings.Split(strings.Trim(escaped, "/"), "/")
	if rest[0] == "rss" || rest[0] == "json" {
		p.feed, rest = rest[0], rest[1:]
		if p.feed == "json" && len(rest) > 0 && rest[0] == "v1" {
			rest = rest[1:]
		}
	}
	if p.feed != "" && len(rest) > 0 && strings.HasPrefix(rest[0], "secret:") {
		p.secret, rest = rest[0][len("secret:"):], rest[1:]
		if p.secret == "" {
			return p, false
		}
	}
	if len(rest) == 0 || rest[0] == "" {
		p.view = viewRecent
		return p, len(rest) <= 1 && p.secret == ""
	}
	return p.begin(rest)
}

func (p place) begin(rest []string) (place, bool) {
	kind, value, _ := strings.Cut(rest[0], ":")
	name, ok := p.unescape(value)
	switch {
	case !ok:
		return p, false
	case rest[0] == "recent" || rest[0] == "popular":
		p.view = view(rest[0])
		return p, len(rest) == 1 && p.secret == ""
	case kind == "url":
		p.view, p.hash = viewURL, strings.ToLower(name)
		return p, len(rest) == 1 && p.secret == "" && isHash(p.hash)
	case kind == "t":
		p.view = viewTags
		return p.tagged(rest)
	case kind == "u" && validName(name):
		p.view, p.user = viewUser, name
		return p.tagged(rest[1:])
	}
	return p, false
}

// isHash says that s is the MD5 of an address, as Pinboard has it. Nothing else
// may come into an address that an answer leads to.
func isHash(s string) bool { return len(s) == 32 && strings.Trim(s, "0123456789abcdef") == "" }

// tagged reads the tags, and what may stand behind them.
func (p place) tagged(rest []string) (place, bool) {
	for i, segment := range rest {
		value, isTag := strings.CutPrefix(segment, "t:")
		if !isTag {
			return p.ended(segment, len(rest)-i == 1)
		}
		for _, part := range splitPlus(value) {
			name, ok := p.unescape(part)
			tag := core.CleanTag(name)
			if !ok || tag == "" {
				return p, false
			}
			more := core.JoinTags(p.tags, []string{tag})
			if len(more) > maxPlaceTags {
				p.over = true
				return p, false
			}
			p.tags = more
		}
	}
	return p, true
}

func (p place) ended(segment string, last bool) (place, bool) {
	switch {
	case segment == "tags" && p.view == viewUser && p.feed == "" && len(p.tags) == 0:
		p.view = viewCloud
	case (segment == "toread" || segment == "unread") && p.secret != "":
		p.subset = "toread"
	case segment == "private" && p.secret != "":
		p.subset = "private"
	default:
		return p, false
	}
	return p, last
}

// unescape decodes a part of the path. Some clients encode twice in feeds.
func (p place) unescape(s string) (string, bool) {
	plain, err := url.PathUnescape(s)
	if err != nil {
		return "", false
	}
	if again, err := url.PathUnescape(plain); err == nil && p.feed != "" {
		plain = again
	}
	return plain, true
}

// splitPlus splits at each plus that has a tag on both sides.
func splitPlus(s string) []string {
	var parts []string
	from := 0
	for i := 1; i+1 < len(s); i++ {
		if s[i] == '+' && s[i+1] != '+' && i > from {
			parts, from = append(parts, s[from:i]), i+1
		}
	}
	return append(parts, s[from:])
}

// path is the place's address, escaped.
func (p place) path() string {
	out := "/"
	if p.feed != "" {
		out += p.feed + "/"
	}
	if p.secret != "" {
		out += "secret:" + p.secret + "/"
	}
	switch p.view {
	case viewRecent, viewPopular:
		out += string(p.view) + "/"
	case viewURL:
		out += "url:" + p.hash + "/"
	case viewUser, viewCloud:
		out += "u:" + p.user + "/"
	}
	for _, t := range p.tags {
		segment := escapeSegment(t)
		if p.feed != "" && strings.Contains(t, "%") { // a feed's address is decoded twice
			segment = escapeSegment(segment)
		}
		out += "t:" + segment + "/"
	}
	if p.view == viewCloud {
		out += "tags/"
	}
	if p.subset != "" {
		out += p.subset + "/"
	}
	return out
}

// escapeSegment escapes a tag so that no plus, slash or dot means anything.
func escapeSegment(s string) string {
	return strings.ReplaceAll(url.PathEscape(s), "+", "%2B")
}

// with is the place narrowed by one more tag.
func (p place) with(tag string) place {
	p.tags = core.JoinTags(p.tags, []string{tag})
	if p.view != viewUser {
		p.view = viewTags
	}
	return p
}

// without is the place without its tag of that number.
func (p place) without(i int) place {
	p.tags = slices.Delete(slices.Clone(p.tags), i, i+1)
	if p.view == viewTags && len(p.tags) == 0 {
		p.view = viewRecent
	}
	return p
}

// as is the place as a feed, or as a page again.
func (p place) as(feed string) place {
	p.feed = feed
	return p
}

// servePlace answers for a page or a feed.
func (s *Server) servePlace(w http.ResponseWriter, r *http.Request, p place) {
	if p.feed != "" {
		s.serveFeed(w, r, p)
		return
	}
	if !strings.HasSuffix(r.URL.Path, "/") {
		target := p.path()
		if r.URL.RawQuery != "" {
			target += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, target, http.StatusMovedPermanently)
		return
	}
	s.servePage(w, r, p)
}
