package server

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

func clock() time.Time { return time.Unix(1e9, 0) }

// A planner is a Store that keeps SQLite's plan of each statement.
type planner struct {
	t      *testing.T
	db     *sql.DB
	making bool // the tables are being made
	plans  []string
}

func (p *planner) plan(s Statement) string {
	rows, err := p.db.Query(`EXPLAIN QUERY PLAN `+s.SQL, s.Args...)
	require.NoError(p.t, err, s.SQL)
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		require.NoError(p.t, rows.Scan(&id, &parent, &unused, &step))
		steps = append(steps, step)
	}
	require.NoError(p.t, rows.Err())
	return strings.Join(steps, "\n")
}

func (p *planner) Query(_ context.Context, s Statement, each func(scan func(...any) error) error) error {
	if !p.making {
		p.plans = append(p.plans, p.plan(s))
		return nil
	}
	rows, err := p.db.Query(s.SQL, s.Args...)
	require.NoError(p.t, err)
	defer rows.Close()
	for rows.Next() {
		require.NoError(p.t, each(rows.Scan))
	}
	return rows.Err()
}

func (p *planner) Batch(_ context.Context, list []Statement) ([]int64, error) {
	for _, s := range list {
		if p.making {
			_, err := p.db.Exec(s.SQL, s.Args...)
			require.NoError(p.t, err)
			continue
		}
		p.plans = append(p.plans, p.plan(s))
	}
	return make([]int64, len(list)), nil
}

func newPlanner(t *testing.T) *planner {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "plan.sqlite"))
	require.NoError(t, err)
	t.Cleanup(func() { db.Close() })
	p := &planner{t: t, db: db, making: true}
	require.NoError(t, Migrate(t.Context(), p))
	p.making = false
	return p
}

// Without the indexes each chunk of an import and each page read everything.
func TestNoStatementOfAPersonReadsAWholeTable(t *testing.T) {
	p := newPlanner(t)
	s, err := New(Options{Store: p, Now: clock, Random: func([]byte) {}})
	require.NoError(t, err)
	_, err = s.save(t.Context(), 1, nil, saving{})
	require.NoError(t, err)
	since := int64(1)
	for _, sel := range []selection{
		{user: 1}, {user: 1, public: true}, {public: true}, {user: 1, keys: []string{"a"}}, {user: 1, keys: []string{"a", "b"}, public: true},
		{keys: []string{"a", "b"}, public: true}, {same: "x", public: true}, {user: 1, same: "x"}, {user: 1, since: &since, after: &mark{1, 1}},
		{user: 1, public: true, keys: []string{"a"}, after: &mark{1, 1}},
	} {
		_, err := s.list(t.Context(), sel)
		require.NoError(t, err)
		_, err = s.count(t.Context(), sel)
		require.NoError(t, err)
	}
	for _, plan := range p.plans {
		for _, step := range strings.Split(plan, "\n") {
			require.NotRegexp(t, `^SCAN (b|k|t|tags|bookmarks|users)$`, step, plan)
		}
	}
}

// A large account would be read through for each page that says its size.
func TestHowManySomebodyHasIsNotCounted(t *testing.T) {
	p := newPlanner(t)
	s, err := New(Options{Store: p, Now: clock, Random: func([]byte) {}})
	require.NoError(t, err)
	for _, sel := range []selection{{user: 1}, {user: 1, public: true}, {user: 1, private: true}} {
		_, err := s.count(t.Context(), sel)
		require.NoError(t, err)
	}
	for _, plan := range p.plans {
		require.Equal(t, "SEARCH users USING INTEGER PRIMARY KEY (rowid=?)", plan)
	}
}

// What several tags or words select is found by a look at each.
func TestAPageFindsWhatTagsAndWordsSelectOnce(t *testing.T) {
	p := newPlanner(t)
	s, err := New(Options{Store: p, Now: clock, Random: func([]byte) {}})
	require.NoError(t, err)
	for _, sel := range []selection{
		{user: 1, public: true, keys: []string{"a", "b"}, limit: 51}, {user: 1, public: true, words: []string{"a"}, limit: 51}, {public: true, words: []string{"a", "b"}, limit: 51},
	} {
		p.plans = nil
		_, err := s.page(t.Context(), place{view: viewUser, user: "jm"}, sel)
		require.NoError(t, err)
		read := 0
		for _, plan := range p.plans {
			if strings.Contains(plan, "INDEX tags_user (user=? AND key=? AND hidden=?)\nCORRELATED") || strings.Contains(plan, "INDEX bookmarks_user_public (user=?)") ||
				strings.Contains(plan, "SCAN b USING INDEX bookmarks_public") {
				read++
			}
		}
		require.Equal(t, 1, read, strings.Join(p.plans, "\n\n"))
	}
}

// A page of a tag is a range of an index: it costs the same however many have it.
func TestTheNewestOfATagNeedNoSorting(t *testing.T) {
	p := newPlanner(t)
	s, err := New(Options{Store: p, Now: clock, Random: func([]byte) {}})
	require.NoError(t, err)
	for _, sel := range []selection{
		{user: 1}, {user: 1, public: true}, {public: true}, {user: 1, keys: []string{"a", "b"}, public: true}, {keys: []string{"a"}, public: true},
	} {
		_, err := s.list(t.Context(), sel)
		require.NoError(t, err)
		plan := p.plans[len(p.plans)-1]
		outer, _, _ := strings.Cut(plan, "CORRELATED")
		require.NotContains(t, outer, "TEMP B-TREE", plan)
	}
}

func TestTheNumbersOfAPersonAreCountedWhenTheTablesAreOlder(t *testing.T) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "old.sqlite"))
	require.NoError(t, err)
	t.Cleanup(func() { db.Close() })
	p := &planner{t: t, db: db, making: true}
	statements := []string{`CREATE TABLE versions (version INTEGER PRIMARY KEY)`, `INSERT INTO versions VALUES (1), (2)`}
	for _, sql := range append(statements, slices.Concat(migrations()[:2]...)...) {
		_, err := db.Exec(sql)
		require.NoError(t, err, sql)
	}
	_, err = db.Exec(`INSERT INTO users (id, name, token, secret, updated) VALUES (1, 'ann', '', '', 0), (2, 'bob', '', '', 0);
		INSERT INTO bookmarks (user, same, hash, host, url, title, description, private, unread, created, updated, op)
		SELECT 1, value, '', '', '', '', '', value % 3 = 0, 0, 0, 0, '' FROM json_each('[1,2,3,4,5]')`)
	require.NoError(t, err)
	require.NoError(t, Migrate(t.Context(), p))
	s := &Server{options: Options{Store: p}}
	for sel, want := range map[*selection]int{{user: 1}: 5, {user: 1, public: true}: 4, {user: 1, private: true}: 1, {user: 2}: 0} {
		n, err := s.count(t.Context(), *sel)
		require.NoError(t, err)
		require.Equal(t, want, n)
	}
}
