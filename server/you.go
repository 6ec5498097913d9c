package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"pinfold/core"
	"pinfold/core/text"
)

// serveYou lists the bookmarks of the person who has logged in, the private
// ones among them.
func (s *Server) serveYou(w http.ResponseWriter, r *http.Request, v session) error {
	q := r.URL.Query()
	sel := selection{user: v.user.id, limit: pageLength + 1, words: queryWords(q.Get("q")),
		private: q.Get("show") == "private", unread: q.Get("show") == "unread"}
	sel.goOn(q.Get("before"))
	tags := core.CleanTags(q["t"])
	tags = tags[:min(len(tags), maxPlaceTags)]
	for _, t := range tags {
		sel.keys = append(sel.keys, text.TagKey(t))
	}
	sample, err := s.sample(r.Context(), sel)
	if err != nil {
		return err
	}
	wanted := sel
	if sample != nil && sel.after == nil {
		wanted = sel.only(sample)
	}
	list, err := s.list(r.Context(), wanted)
	if err != nil {
		return err
	}
	made := page{Title: v.user.name, Terms: []term{{v.user.name, "/you/"}}, Action: "/you/", Query: strings.Join(sel.words, " ")}
	for _, t := range tags {
		made.Terms = append(made.Terms, term{Text: t})
	}
	if len(list) > pageLength {
		list = list[:pageLength]
		made.Earlier = yours(q, "before", sel.next(list))
	}
	if sel.after != nil {
		made.Newest = yours(q, "before", "")
	}
	if made.Count, _ = sampleText(sample); sample == nil {
		sel.after = nil
		n, err := s.count(r.Context(), sel)
		if err != nil {
			return err
		}
		made.Count = countText(n)
	}
	made.Filters = filters(q)
	made.Entries = ownEntries(list)
	if len(list) == 0 {
		made.Empty = "There is nothing here. Add a bookmark, or look for something else."
	}
	s.write(w, http.StatusOK, "you.html", made)
	return nil
}

// filters are all, private and unread; the one that is on leads nowhere.
func filters(q url.Values) []term {
	var list []term
	for _, name := range []string{"all", "private", "unread"} {
		value := strings.TrimPrefix(name, "all")
		f := term{Text: name}
		if q.Get("show") != value {
			f.Href = yours(q, "show", value)
		}
		list = append(list, f)
	}
	return list
}

// yours is the address of the person's list with one thing otherwise, from its
// beginning unless that is what is otherwise.
func yours(q url.Values, name, value string) string {
	values := url.Values{}
	for _, key := range []string{"q", "show", "t"} {
		if q.Get(key) != "" {
			values[key] = slices.Clone(q[key])
		}
	}
	values.Set(name, value)
	if value == "" {
		values.Del(name)
	}
	if len(values) == 0 {
		return "/you/"
	}
	return "/you/?" + values.Encode()
}

// ownEntries have their marks, and lead to the form.
func ownEntries(list []found) []entry {
	entries := entriesOf(place{view: viewUser}, list, nil)
	for i := range list {
		e, f := &entries[i], &list[i]
		e.Act = term{"edit", "/add?" + url.Values{"url": {f.URL}}.Encode()}
		e.OfURL = e.Act.Href
		for j, t := range f.Tags {
			e.Tags[j].Href = yours(nil, "t", t)
		}
		if f.Private {
			e.Marks = append(e.Marks, "private")
		}
		if f.Unread {
			e.Marks = append(e.Marks, "read later")
		}
	}
	return entries
}
