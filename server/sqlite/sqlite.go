// Package sqlite is the native home of the server: its Store in one SQLite
// file. It must never hold rules or be linked into wasm.
package sqlite

import (
	"context"
	"database/sql"
	"net/url"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"pinfold/server"
)

// A Store is one open file. Several processes may have the same file open.
type Store struct{ db *sql.DB }

// Open opens or makes the file and brings it to the newest schema. What is
// acknowledged survives a power cut.
func Open(ctx context.Context, path string) (*Store, error) {
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "_txlock=immediate" +
		"&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)"}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, err
	}
	s := &Store{db}
	if err := server.Migrate(ctx, s); err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// Query is server.Store's.
func (s *Store) Query(ctx context.Context, st server.Statement, each func(scan func(to ...any) error) error) error {
	rows, err := s.db.QueryContext(ctx, st.SQL, st.Args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Batch is server.Store's.
func (s *Store) Batch(ctx context.Context, list []server.Statement) ([]int64, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	changed := make([]int64, len(list))
	for i, st := range list {
		done, err := tx.ExecContext(ctx, st.SQL, st.Args...)
		if err != nil {
			return nil, err
		}
		if changed[i], err = done.RowsAffected(); err != nil {
			return nil, err
		}
	}
	return changed, tx.Commit()
}
