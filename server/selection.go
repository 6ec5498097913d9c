package server

import (
	"context"
	"encoding/json"
	"iter"
	"strconv"
	"strings"
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
	among   []int64 // if it is not nil, only these bookmarks
}

// A mark is a place in the order of bookmarks.
type mark struct{ created, id int64 }

// next is where a list goes on behind what is shown of it: the moment, and how many
// of that moment were shown. It names no id, since ids count what is private too.
func (sel selection) next(shown []found) string {
	last, skip := shown[len(shown)-1].Created.UnixMilli(), 0
	for i := len(shown) - 1; i >= 0 && shown[i].Created.UnixMilli() == last; i-- {
		skip++
	}
	if skip == len(shown) && sel.after != nil && sel.after.created == last {
		skip += sel.offset
	}
	return strconv.FormatInt(last, 10) + "_" + strconv.Itoa(skip)
}

// beyond is an id that no bookmark has, and that a number of D1 still holds.
const beyond = 1 << 53

// goOn begins where next said; anything else begins the list.
func (sel *selection) goOn(from string) {
	created, skip, _ := strings.Cut(from, "_")
	at, err := strconv.ParseInt(created, 10, 64)
	n, wrong := strconv.Atoi(skip)
	if err == nil && wrong == nil && 0 <= n && n < beyond {
		sel.after, sel.offset = &mark{at, beyond}, n
	}
}

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

// sampleRows is how many of the newest are looked at for what stands beside a
// list: their tags, and, where each has to be found first, their number.
const sampleRows = 500

// sample finds what is selected by several tags or by words once, for all that a
// page says of it: the newest of it, and one more if there is more. What one
// index holds need not be found first: nil.
func (s *Server) sample(ctx context.Context, sel selection) ([]int64, error) {
	if len(sel.keys) < 2 && len(sel.words) == 0 {
		return nil, nil
	}
	if err := s.rarestFirst(ctx, &sel); err != nil {
		return nil, err
	}
	sel.after = nil
	_, id := sel.place()
	ids := []int64{}
	st := sel.read(statement(`SELECT `+id), false).and(sel.order()+` LIMIT ?`, sampleRows+1)
	err := s.options.Store.Query(ctx, st, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// only is the beginning of a sample, read anew in the same order: what has been
// made private meanwhile is not among it.
func (sel selection) only(ids []int64) selection {
	return selection{public: sel.public, user: sel.user, limit: sel.limit, among: ids[:min(len(ids), sel.limit)]}
}

// count counts what is selected.
func (s *Server) count(ctx context.Context, sel selection) (n int, err error) {
	if kept := sel.kept(); kept != "" {
		err = s.options.Store.Query(ctx, statement(`SELECT `+kept+` FROM users WHERE id = ?`, sel.user), func(scan func(...any) error) error {
			return scan(&n)
		})
		return n, err
	}
	if err := s.rarestFirst(ctx, &sel); err != nil {
		return 0, err
	}
	err = s.options.Store.Query(ctx, sel.read(statement(`SELECT count(*)`), false), func(scan func(...any) error) error {
		return scan(&n)
	})
	return n, err
}

// kept is where the number of what is selected stands already, or "".
func (sel selection) kept() string {
	switch {
	case sel.user == 0, sel.unread, sel.same != "", len(sel.keys)+len(sel.words) > 0, sel.since != nil, sel.before != nil, sel.after != nil, sel.among != nil:
		return ""
	case sel.public:
		return `public`
	case sel.private:
		return `total - public`
	}
	return `total`
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
