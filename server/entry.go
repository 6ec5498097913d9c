package server

import (
	"context"
	"encoding/json"
	"html/template"
	"strconv"
	"strings"
)

// An entry is a bookmark on a page.
type entry struct {
	Month  string // "november 2016", of the first of a month only
	Title  string
	URL    template.URL // "" if it may not be a link
	Parts  []part
	Tags   []term
	Stamp  string
	Date   string // "20 november 2016"
	User   term
	Others string   // "2 others", or ""
	OfURL  string   // the page of the address
	Act    term     // what one can do with it: copy, or edit one's own
	Marks  []string // what only its owner sees: private, read later
}

// entriesOf makes entries of bookmarks that everybody may see, others beside
// how many people have each address.
func entriesOf(p place, list []found, others map[string]int) []entry {
	entries := make([]entry, len(list))
	month := ""
	for i := range list {
		f := &list[i]
		e := newEntry(f)
		if m := strings.ToLower(f.Created.Format("January 2006")); m != month && p.view != viewPopular {
			month, e.Month = m, m
		}
		for _, t := range f.Tags {
			to := place{view: viewUser, user: f.user, tags: []string{t}}
			if p.view == viewTags || p.view == viewPopular {
				to = place{view: viewTags, tags: []string{t}}
			}
			e.Tags = append(e.Tags, term{t, to.path()})
		}
		if n := others[f.same] - 1; n > 0 && p.view != viewURL {
			e.Others = plural(n, "other", "others")
		}
		entries[i] = e
	}
	return entries
}

func newEntry(f *found) entry {
	return entry{
		Title: f.Title, URL: safeURL(f.URL), Parts: describe(f.Description), Stamp: stamp(f.Created),
		Date:  strings.ToLower(f.Created.Format("2 January 2006")),
		User:  term{f.user, place{view: viewUser, user: f.user}.path()},
		OfURL: place{view: viewURL, hash: f.hash}.path(),
		Act:   term{"copy", "/add?copy=" + f.user + ":" + f.hash},
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// others counts the people who have each address in public.
func (s *Server) others(ctx context.Context, list []found) (map[string]int, error) {
	keys := make([]string, len(list))
	for i := range list {
		keys[i] = list[i].same
	}
	data, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	err = s.options.Store.Query(ctx, statement(`SELECT j.value, count(*) FROM (SELECT DISTINCT value FROM json_each(?)) j
		CROSS JOIN bookmarks o ON o.same = j.value AND o.private = 0 GROUP BY 1`, string(data)), func(scan func(...any) error) error {
		var same string
		var n int
		err := scan(&same, &n)
		counts[same] = n
		return err
	})
	return counts, err
}
