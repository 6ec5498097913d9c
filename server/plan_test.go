package server

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

func clock() time.Time { return time.Unix(1e9, 0) }

// A planner is a Store that keeps SQLite's plan of each statement.
type planner struct {
	t     *testing.T
	db    *sql.DB
	plans []string
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
	if !strings.Contains(s.SQL, "versions") {
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
		if strings.HasPrefix(s.SQL, "CREATE") || strings.Contains(s.SQL, "versions") {
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
	p := &planner{t: t, db: db}
	require.NoError(t, Migrate(t.Context(), p))
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
