package server

import (
	"context"
	"net/http"
	"slices"

	"pinfold/core/text"
)

const (
	maxRelated = 40
	maxCloud   = 5000
)

// A related tag stands beside a list and narrows it.
type related struct {
	Name  string
	Href  string // "" if the address has as many tags as it may have
	Count string
	Size  string // in a cloud: "", "more" or "most"
}

// related counts the tags of what is selected, of the newest if it is much: of
// those of the sample, if it has been found.
func (s *Server) related(ctx context.Context, p place, sel selection, sample []int64) ([]related, error) {
	sel.after = nil
	_, id := sel.place()
	inner := sel.read(statement(`SELECT `+id+` AS id`), len(sel.keys) == 0).and(sel.order()+` LIMIT ?`, sampleRows)
	if sample != nil {
		inner = statement(`SELECT value AS id FROM json_each(?)`, idsText(sample[:min(len(sample), sampleRows)]))
	}
	st := statement(`SELECT max(r.name), count(*) FROM (`+inner.SQL+`) s CROSS JOIN tags r ON r.bookmark = s.id
		WHERE r.hidden = 0 GROUP BY r.key ORDER BY count(*) DESC, r.key LIMIT ?`, append(inner.Args, maxRelated+len(sel.keys))...)
	var list []related
	err := s.options.Store.Query(ctx, st, func(scan func(...any) error) error {
		var r related
		var n int
		err := scan(&r.Name, &n)
		if !slices.Contains(sel.keys, text.TagKey(r.Name)) {
			r.Count = countText(n)
			if len(p.tags) < maxPlaceTags {
				r.Href = p.with(r.Name).path() + queryOf(sel.words, "")
			}
			list = append(list, r)
		}
		return err
	})
	return list, err
}

// A cloud is what tags.html shows.
type cloud struct {
	Title string
	User  term
	Count string
	Tags  []related
}

// serveCloud shows all public tags of a person, by name.
func (s *Server) serveCloud(w http.ResponseWriter, r *http.Request, p place, sel selection) {
	made := cloud{Title: "All tags of " + p.user, User: headingOf(p)[0]}
	home := place{view: viewUser, user: p.user}
	var counts []int
	err := s.options.Store.Query(r.Context(), countTags(sel.user, ` AND hidden = 0`).and(` LIMIT ?`, maxCloud), func(scan func(...any) error) error {
		var t related
		var n int
		err := scan(&t.Name, &n)
		t.Href, t.Count = home.with(t.Name).path(), countText(n)
		made.Tags, counts = append(made.Tags, t), append(counts, n)
		return err
	})
	made.sizes(counts)
	if err != nil {
		s.failed(w, err)
		return
	}
	made.Count = countText(len(made.Tags))
	s.serveHTML(w, r, "tags.html", made)
}

// sizes makes the common tags of a cloud stand out: what has at least a quarter
// of the commonest one's bookmarks, and a sixteenth.
func (c *cloud) sizes(counts []int) {
	most := slices.Max(append(counts, 0))
	for i, n := range counts {
		switch {
		case n > 1 && 4*n >= most:
			c.Tags[i].Size = "most"
		case n > 1 && 16*n >= most:
			c.Tags[i].Size = "more"
		}
	}
}

// shown reads what a page or a feed shows.
func (s *Server) shown(ctx context.Context, p place, sel selection) ([]found, error) {
	if p.view != viewPopular {
		return s.list(ctx, sel)
	}
	return s.popular(ctx, sel)
}

// popularRows is of how many of the newest public bookmarks the popular ones
// are counted.
const popularRows = 20_000

// popular are the addresses that most people saved lately, each by the newest.
func (s *Server) popular(ctx context.Context, sel selection) ([]found, error) {
	st := statement(columns, 0).and(` FROM (
			SELECT max(id) AS id, count(*) AS n FROM (SELECT id, same FROM bookmarks WHERE private = 0 ORDER BY created DESC, id DESC LIMIT ?)
			GROUP BY same HAVING count(*) > 1 ORDER BY n DESC, id DESC LIMIT ?) c
		CROSS JOIN bookmarks b ON b.id = c.id ORDER BY c.n DESC, c.id DESC`, popularRows, min(sel.limit, pageLength))
	var list []found
	err := s.options.Store.Query(ctx, st, func(scan func(...any) error) error {
		f, err := scanFound(scan)
		list = append(list, f)
		return err
	})
	return list, err
}
