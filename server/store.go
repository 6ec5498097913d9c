package server

import "context"

// A Statement is SQL as SQLite reads it, with a value for each question mark:
// an int64, an int, a string. At most 100 of them, since D1 takes no more.
type Statement struct {
	SQL  string
	Args []any
}

// A Store is the database of a server. SQLite and D1 both offer it.
type Store interface {
	// Query calls each for every row, in order, with what scans the row, as
	// sql.Rows.Scan does. It ends at the first error.
	Query(ctx context.Context, s Statement, each func(scan func(to ...any) error) error) error
	// Batch carries out all statements in order as one transaction, or none of
	// them, and returns how many rows each has changed.
	Batch(ctx context.Context, list []Statement) ([]int64, error)
}

func statement(sql string, args ...any) Statement { return Statement{sql, args} }

// and returns the statement with more behind it.
func (s Statement) and(sql string, args ...any) Statement {
	return Statement{s.SQL + sql, append(s.Args[:len(s.Args):len(s.Args)], args...)}
}
