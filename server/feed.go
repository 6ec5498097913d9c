package server

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"strconv"
	"strings"
)

const (
	feedLength    = 70
	maxFeedLength = 400
)

// serveFeed answers with the newest of a place as RSS 1.0 or JSON.
func (s *Server) serveFeed(w http.ResponseWriter, r *http.Request, p place) {
	sel, ok, err := s.selected(r.Context(), p)
	if err == nil && ok && p.secret != "" {
		ok, err = s.opened(r.Context(), p, &sel)
	}
	if err != nil {
		s.failed(w, err)
		return
	}
	if !ok {
		s.notFound(w, "There is no such feed. Check its address.")
		return
	}
	sel.limit = feedLength
	if n, err := strconv.Atoi(r.URL.Query().Get("count")); err == nil && n > 0 {
		sel.limit = min(n, maxFeedLength)
	}
	list, err := s.fed(r.Context(), p, sel)
	if err != nil {
		s.failed(w, err)
		return
	}
	body, err := s.feed(p, origin(r), list)
	if err != nil {
		s.failed(w, err)
		return
	}
	feedHeader(w, p)
	if !unchanged(w, r, body) {
		_, _ = io.WriteString(w, body)
	}
}

// feedBytes bounds the texts of a feed, which is held whole.
const feedBytes = 4 << 20

// fed reads what a feed shows: of long texts fewer.
func (s *Server) fed(ctx context.Context, p place, sel selection) (list []found, err error) {
	bytes := 0
	fits := func(f *found) bool {
		bytes += len(f.Description)
		return bytes <= feedBytes || len(list) == 0
	}
	if p.view == viewPopular {
		all, err := s.popular(ctx, sel)
		for i := 0; i < len(all) && fits(&all[i]); i++ {
			list = all[:i+1]
		}
		return list, err
	}
	for f, err := range s.every(ctx, sel) {
		if err != nil {
			return nil, err
		}
		if !fits(&f) {
			break
		}
		list = append(list, f)
	}
	return list, nil
}

// opened lets whoever knows a person's secret see what is private.
func (s *Server) opened(ctx context.Context, p place, sel *selection) (bool, error) {
	u, _, err := s.findUser(ctx, p.user)
	if err != nil || subtle.ConstantTimeCompare([]byte(u.secret), []byte(p.secret)) != 1 {
		return false, err
	}
	sel.public, sel.private, sel.unread = false, p.subset == "private", p.subset == "toread"
	return true, nil
}

func feedHeader(w http.ResponseWriter, p place) {
	kind := "application/rss+xml; charset=utf-8"
	if p.feed == "json" {
		kind = "application/json; charset=utf-8"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-cache")
	if p.secret != "" {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Robots-Tag", "noindex, nofollow")
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "*") // public, and without cookies
}

// origin is the site's own address, as the request names it.
func origin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

func (s *Server) feed(p place, origin string, list []found) (string, error) {
	if p.feed == "json" {
		return feedJSON(list)
	}
	return s.feedRSS(p, origin, list)
}

// feedJSON has Pinboard's names of one letter.
func feedJSON(list []found) (string, error) {
	type item struct {
		URL   string   `json:"u"`
		Title string   `json:"d"`
		Text  string   `json:"n"`
		Time  string   `json:"dt"`
		User  string   `json:"a"`
		Tags  []string `json:"t"`
	}
	items := make([]item, 0, len(list))
	for _, f := range list {
		if safeURL(f.URL) != "" {
			items = append(items, item{f.URL, f.Title, f.Description, stamp(f.Created), f.user, f.Tags})
		}
	}
	data, err := json.Marshal(items)
	return string(data), err
}

// rdf is RSS 1.0: the items stand beside the channel, which lists them.
type rdf struct {
	XMLName xml.Name  `xml:"rdf:RDF"`
	RDF     string    `xml:"xmlns:rdf,attr"`
	RSS     string    `xml:"xmlns,attr"`
	DC      string    `xml:"xmlns:dc,attr"`
	Channel channel   `xml:"channel"`
	Items   []rssItem `xml:"item"`
}

type channel struct {
	About string     `xml:"rdf:about,attr"`
	Title string     `xml:"title"`
	Link  string     `xml:"link"`
	Text  string     `xml:"description"`
	List  []resource `xml:"items>rdf:Seq>rdf:li"`
}

type resource struct {
	Resource string `xml:"rdf:resource,attr"`
}

type rssItem struct {
	About   string `xml:"rdf:about,attr"`
	Title   string `xml:"title"`
	Date    string `xml:"dc:date"`
	Link    string `xml:"link"`
	Creator string `xml:"dc:creator"`
	Text    string `xml:"description,omitempty"`
	Tags    string `xml:"dc:subject,omitempty"`
}

// feedRSS has descriptions as HTML, drawn as on the pages, then escaped.
func (s *Server) feedRSS(p place, origin string, list []found) (string, error) {
	page := p.as("")
	page.secret, page.subset = "", ""
	title := make([]string, 0, len(p.tags)+1)
	for _, t := range headingOf(page) {
		title = append(title, t.Text)
	}
	if p.view == viewURL && len(list) > 0 {
		title = []string{list[0].Title}
	}
	out := rdf{RDF: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", RSS: "http://purl.org/rss/1.0/", DC: "http://purl.org/dc/elements/1.1/",
		Channel: channel{About: origin + page.path(), Title: strings.Join(title, " + "), Link: origin + page.path(), Text: "Bookmarks from Pinfold"}}
	for i := range list {
		f := &list[i]
		if safeURL(f.URL) == "" {
			continue
		}
		text, err := s.render("description", describe(f.Description))
		if err != nil {
			return "", err
		}
		out.Channel.List = append(out.Channel.List, resource{f.URL})
		out.Items = append(out.Items, rssItem{About: f.URL, Title: f.Title, Date: stamp(f.Created), Link: f.URL, Creator: f.user,
			Text: strings.TrimSpace(text), Tags: strings.Join(f.Tags, " ")})
	}
	data, err := xml.Marshal(out)
	return xml.Header + string(data) + "\n", err
}
