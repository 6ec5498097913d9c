// Package sqlite is the native home of the server: its Store in one SQLite
// file. It must never hold rules or be linked into wasm.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	"modernc.org/sqlite" // it brings the driver "sqlite" too

	"pinfold/server"
)

// A Store is one open file. Several processes may have the same file open.
type Store struct{ db *sql.DB }

// Open opens or makes the file and brings it to the newest schema. What is
// acknowledged survives a power cut.
func Open(ctx context.Context, path string) (*Store, error) {
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "_txlock=immediate" +
		fmt.Sprintf("&_pragma=busy_timeout(%d)", patience.Milliseconds()) + "&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)"}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxIdleConns(idle)
	db.SetConnMaxIdleTime(time.Minute)
	s := &Store{db}
	err = writeAhead(ctx, db)
	if err == nil {
		err = server.Migrate(ctx, s)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

// idle is how many connections stay open for the next question: a page asks
// three at once, and opening one costs as much as asking it.
const idle = 8

// patience is how long a change waits for another's.
const patience = 10 * time.Second

// writeAhead has changes written to a log ahead of the file, which then says so
// itself. To say it, SQLite turns from reading the file to writing it, and at
// that point it waits for nobody: another that is just making the file ends the
// attempt at once. So the waiting is done here.
func writeAhead(ctx context.Context, db *sql.DB) error {
	for until := time.Now().Add(patience); ; {
		_, err := db.ExecContext(ctx, `PRAGMA journal_mode(WAL)`)
		if !busy(err) || time.Now().After(until) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// busy says that another connection was in the way.
func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == 5 // SQLITE_BUSY, whatever its kind
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
