package server

import (
	"context"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"pinfold/core/text"
)

const (
	pageLength  = 50 // bookmarks
	maxWords    = 5  // of a search
	maxWordSize = 100
)

// A page is what list.html shows.
type page struct {
	Title   string // of the window
	Terms   []term // of the heading
	Count   string
	Query   string
	Action  string // where the search form leads
	Entries []entry
	Related []related
	Few     bool   // the tags are those of the newest only
	Earlier string // the address of what is older, or ""
	Newest  string // the address of the first page, or "" if it is this one
	RSS     string
	JSON    string
	Empty   string // what is said if there is nothing
	Cloud   string // the address of all tags of the person, or ""
	Address template.URL
	Visible string // the address that the page is about, to read
	Filters []term // of one's own list
}

// A term is a word of the heading, with where a press on it leads.
type term struct{ Text, Href string }

// servePage shows a list of bookmarks, or all tags of a person.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request, p place) {
	sel, ok, err := s.selected(r.Context(), p)
	if err != nil {
		s.failed(w, err)
		return
	}
	if !ok {
		s.notFound(w, "There is nothing public here. Check the address.")
		return
	}
	if p.view == viewCloud {
		s.serveCloud(w, r, p, sel)
		return
	}
	if p.view != viewPopular { // which is one page, and is not searched
		sel.words = queryWords(r.URL.Query().Get("q"))
		sel.goOn(r.URL.Query().Get("before"))
	}
	limit := s.options.Limits.Search
	costly := len(sel.words) > 0 || sel.offset > sampleRows // what is passed over is read too
	if costly && !s.rates.take("search "+clientAddress(r), limit, s.options.Now()) {
		tooMany(w, limit)
		return
	}
	made, err := s.page(r.Context(), p, sel)
	if err != nil {
		s.failed(w, err)
		return
	}
	s.serveHTML(w, r, "list.html", made)
}

// serveHTML sends a page, unless the reader has it.
func (s *Server) serveHTML(w http.ResponseWriter, r *http.Request, name string, data any) {
	body, err := s.render(name, data)
	if err != nil {
		s.failed(w, err)
		return
	}
	htmlHeader(w)
	if !unchanged(w, r, body) {
		_, _ = io.WriteString(w, body)
	}
}

// selected is what a place shows to everybody; ok is false if there is nobody
// of that name, or nothing public under that hash.
func (s *Server) selected(ctx context.Context, p place) (sel selection, ok bool, err error) {
	sel = selection{public: true, limit: pageLength + 1}
	for _, t := range p.tags {
		sel.keys = append(sel.keys, text.TagKey(t))
	}
	switch p.view {
	case viewUser, viewCloud:
		u, _, err := s.findUser(ctx, p.user)
		sel.user = u.id
		return sel, u.id != 0, err
	case viewURL:
		sel.same, err = s.sameOf(ctx, p.hash)
		return sel, sel.same != "", err
	}
	return sel, true, nil
}

// sameOf is the key of the public address with a hash, or "".
func (s *Server) sameOf(ctx context.Context, hash string) (same string, err error) {
	err = s.options.Store.Query(ctx, statement(`SELECT same FROM bookmarks WHERE hash = ? AND private = 0 LIMIT 1`, hash),
		func(scan func(...any) error) error { return scan(&same) })
	return same, err
}

// page makes the page of what is selected.
func (s *Server) page(ctx context.Context, p place, sel selection) (*page, error) {
	sample, err := s.sample(ctx, sel)
	if err != nil {
		return nil, err
	}
	wanted := sel
	if sample != nil && sel.after == nil {
		wanted = sel.only(sample)
	}
	made := &page{Terms: headingOf(p), Query: strings.Join(sel.words, " "), Action: p.path(), RSS: p.as("rss").path(), JSON: p.as("json").path()}
	var list []found
	err = together(
		func() (err error) { list, err = s.addList(ctx, made, p, sel, wanted); return err },
		func() error { return s.addCount(ctx, made, p, sel, sample) },
		func() error { return s.addRelated(ctx, made, p, sel, sample) })
	if err != nil {
		return nil, err
	}
	if sel.after != nil {
		made.Newest = p.path() + queryOf(sel.words, "")
	}
	if p.view == viewURL && len(list) > 0 {
		made.Terms = []term{{Text: list[0].Title}}
		made.Action = "" // there is nothing to search
		made.Address, made.Visible = safeURL(list[0].URL), visibleURL(list[0].URL)
	}
	if p.view == viewPopular {
		made.Action = ""
	}
	made.finish(p)
	return made, nil
}

// addList adds the bookmarks, read as wanted, and where the list goes on.
func (s *Server) addList(ctx context.Context, made *page, p place, sel, wanted selection) ([]found, error) {
	list, err := s.shown(ctx, p, wanted)
	if err != nil {
		return nil, err
	}
	if len(list) > pageLength {
		list = list[:pageLength]
		made.Earlier = p.path() + queryOf(sel.words, sel.next(list))
	}
	others, err := s.others(ctx, list)
	made.Entries = entriesOf(p, list, others)
	return list, err
}

// addCount adds how many there are.
func (s *Server) addCount(ctx context.Context, made *page, p place, sel selection, sample []int64) error {
	if sample != nil {
		made.Count, made.Few = sampleText(sample)
		return nil
	}
	if p.view == viewPopular || p.view == viewRecent {
		return nil
	}
	sel.after = nil
	n, err := s.count(ctx, sel)
	made.Count, made.Few = countText(n), n > sampleRows
	return err
}

// addRelated adds the tags beside the list.
func (s *Server) addRelated(ctx context.Context, made *page, p place, sel selection, sample []int64) (err error) {
	if p.view != viewPopular && p.view != viewURL {
		made.Related, err = s.related(ctx, p, sel, sample)
	}
	return err
}

// sampleText is how many a sample shows that there are; more says that it does
// not hold them all.
func sampleText(sample []int64) (text string, more bool) {
	if len(sample) > sampleRows {
		return countText(sampleRows) + "+", true
	}
	return countText(len(sample)), false
}

// finish names the window, and says what is not there.
func (made *page) finish(p place) {
	names := make([]string, len(made.Terms))
	for i, t := range made.Terms {
		names[i] = t.Text
	}
	made.Title = strings.Join(names, " + ")
	if p.view == viewUser {
		made.Cloud = place{view: viewCloud, user: p.user}.path()
	}
	switch {
	case len(made.Entries) > 0:
	case made.Query != "":
		made.Empty = "Nothing public has all these words. Search for fewer of them."
	case len(p.tags) > 1:
		made.Empty = "No public bookmark has all these tags. Leave one of them out."
	case len(p.tags) == 1:
		made.Empty = "No public bookmark has this tag."
	case p.view == viewPopular:
		made.Empty = "No address has been saved by two people yet."
	default:
		made.Empty = "No bookmark is public yet."
	}
}

// headingOf is the heading of a place: jm + stripe.
func headingOf(p place) []term {
	var terms []term
	switch p.view {
	case viewUser, viewCloud:
		terms = append(terms, term{p.user, place{view: viewUser, user: p.user}.path()})
	case viewRecent, viewPopular:
		terms = append(terms, term{Text: string(p.view)})
	}
	for i, t := range p.tags {
		href := ""
		if len(p.tags) > 1 {
			href = place{view: viewUser, user: p.user, tags: p.tags[i : i+1]}.alone().path()
		}
		terms = append(terms, term{t, href})
	}
	return terms
}

// alone is everybody's place where no person is named.
func (p place) alone() place {
	if p.user == "" {
		p.view = viewTags
	}
	return p
}

// queryWords are the words of a search.
func queryWords(q string) []string {
	words := strings.Fields(q)
	words = words[:min(len(words), maxWords)]
	for i, w := range words {
		if len(w) > maxWordSize {
			words[i] = strings.ToValidUTF8(w[:maxWordSize], "")
		}
	}
	return words
}

// queryOf is the part of an address that says which words and from where.
func queryOf(words []string, before string) string {
	values := url.Values{}
	if len(words) > 0 {
		values.Set("q", strings.Join(words, " "))
	}
	if before != "" {
		values.Set("before", before)
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// countText is a number with its thousands apart.
func countText(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
