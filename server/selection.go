package server

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"pinfold/core"
)

// A selection says which bookmarks are wanted, newest first.
type selection struct {
	user    int64    // whose; 0 is everybody's
	public  bool     // only what everybody may see, private tags left out
	private bool     // only private ones
	unread  bool     // only unread ones
	keys    []string // of tags that each has
	same    string   // the key of one address
	words   []string // that each has in its title, description, address or tags
	since   *int64   // created then or later
	before  *int64   // created before
	after   *mark    // only what comes after it
	offset  int
	limit   int
}

// A mark is a place in the order of bookmarks.
type mark struct{ created, id int64 }

// A found is a bookmark with what the database knows besides.
type found struct {
	core.Bookmark
	id   int64
	same string
	hash string
	user string
}

const columns = `SELECT b.id, b.same, b.hash, b.url, b.title, b.description, b.private, b.unread, b.created, b.updated,
	(SELECT name FROM users u WHERE u.id = b.user),
	(SELECT json_group_array(name) FROM (SELECT name FROM tags t WHERE t.bookmark = b.id AND t.hidden <= ? ORDER BY place))`

// list reads what is selected.
func (s *Server) list(ctx context.Context, sel selection) ([]found, error) {
	if err := s.rarestFirst(ctx, &sel); err != nil {
		return nil, err
	}
	var list []found
	shown := 1
	if sel.public {
		shown = 0
	}
	st := sel.read(statement(columns, shown), true).and(sel.order()+` LIMIT ? OFFSET ?`, sel.limit, sel.offset)
	err := s.options.Store.Query(ctx, st, func(scan func(...any) error) error {
		f, err := scanFound(scan)
		list = append(list, f)
		return err
	})
	return list, err
}

// count counts what is selected.
func (s *Server) count(ctx context.Context, sel selection) (n int, err error) {
	if err := s.rarestFirst(ctx, &sel); err != nil {
		return 0, err
	}
	err = s.options.Store.Query(ctx, sel.read(statement(`SELECT count(*)`), false), func(scan func(...any) error) error {
		return scan(&n)
	})
	return n, err
}

func scanFound(scan func(...any) error) (f found, err error) {
	var private, unread, created, updated int64
	var tags string
	if err = scan(&f.id, &f.same, &f.hash, &f.URL, &f.Title, &f.Description, &private, &unread, &created, &updated, &f.user, &tags); err != nil {
		return f, err
	}
	f.Private, f.Unread = private != 0, unread != 0
	f.Created, f.Updated = time.UnixMilli(created).UTC(), time.UnixMilli(updated).UTC()
	return f, json.Unmarshal([]byte(tags), &f.Tags)
}

// every reads what is selected page by page, so that memory holds one page.
func (s *Server) every(ctx context.Context, sel selection) iter.Seq2[found, error] {
	return func(yield func(found, error) bool) {
		left, rows := sel.limit, firstRows
		for left > 0 {
			sel.limit = min(left, rows)
			list, err := s.list(ctx, sel)
			if err != nil {
				yield(found{}, err)
				return
			}
			for _, f := range list {
				if !yield(f, nil) {
					return
				}
			}
			if len(list) < sel.limit {
				return
			}
			last := list[len(list)-1]
			sel.after, sel.offset = &mark{last.Created.UnixMilli(), last.id}, 0
			left, rows = left-len(list), nextRows(list)
		}
	}
}

// Bounds of one query of a long answer.
const (
	firstRows = 20
	mostRows  = 1000
	pageBytes = 4 << 20
)

// nextRows is how many rows the next page has: as many as fill pageBytes if
// they are as long as those of the last page.
func nextRows(list []found) int {
	bytes := 0
	for i := range list {
		bytes += 200 + len(list[i].URL) + len(list[i].Title) + len(list[i].Description)
	}
	return max(10, min(mostRows, pageBytes*len(list)/bytes))
}
