// Package sqlitestore keeps a library in one SQLite file, for the native
// program. It must never be linked into wasm.
//
// The file has the application id "PinF" and the user version 1, a table
// generation of one row, and a table blobs of name, the CRC-32C of the value, and
// the value. It is a table with row numbers: without them SQLite reads whole
// values to compare two names. The journal is a rollback journal, so that the library stays one file,
// with extra synchronisation: without, its folder is not flushed when the journal is unlinked, and after a
// power cut a journal that is back takes back what was acknowledged (https://sqlite.org/pragma.html#pragma_synchronous).
package sqlitestore

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"pinfold/core"
	"pinfold/core/blob"
)

const (
	applicationID = 0x50696E46 // "PinF"
	userVersion   = 1
)

// A Store is a core.Store in one SQLite file. Several processes may have the
// same file open.
type Store struct {
	db   *sql.DB
	path string
}

// Open opens the library's file, making one where there is none. It fails with
// Invalid for a file that is something else, and with Newer, Corrupt or Full.
func Open(ctx context.Context, path string) (*Store, error) {
	dsn := "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(DELETE)&_pragma=synchronous(EXTRA)&_txlock=immediate"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, path: path}
	if err := s.prepare(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

// prepare looks at what the file is, and makes the tables in an empty one.
func (s *Store) prepare(ctx context.Context) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		var id, version, tables int
		if err := tx.QueryRow("PRAGMA application_id").Scan(&id); err != nil {
			return err
		}
		if err := tx.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
			return err
		}
		if err := tx.QueryRow("SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
			return err
		}
		switch {
		case id == applicationID && version == userVersion:
			return nil
		case id == applicationID && version > userVersion:
			return &core.Error{Code: core.Newer, Message: s.path + " was written by a later version of Pinfold. Update Pinfold, then open it again."}
		case id != 0 || tables > 0:
			return &core.Error{Code: core.Invalid, Message: s.path + " is not a Pinfold library. Name another file."}
		}
		return exec(tx,
			fmt.Sprintf("PRAGMA application_id = %d", applicationID),
			fmt.Sprintf("PRAGMA user_version = %d", userVersion),
			"CREATE TABLE generation (n INTEGER NOT NULL)",
			"INSERT INTO generation VALUES (0)",
			"CREATE TABLE blobs (name TEXT PRIMARY KEY NOT NULL, sum INTEGER NOT NULL, value BLOB NOT NULL)",
		)
	})
}

func exec(tx *sql.Tx, statements ...string) error {
	for _, st := range statements {
		if _, err := tx.Exec(st); err != nil {
			return err
		}
	}
	return nil
}

// write runs f in one transaction that no other writer can come into.
func (s *Store) write(ctx context.Context, f func(*sql.Tx) error) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return s.explain(ctx, err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(ctx, err)
	}
	if err := f(tx); err != nil {
		return s.explain(ctx, errors.Join(err, rollback(tx)))
	}
	if err = tx.Commit(); err != nil {
		// SQLite leaves a transaction open whose commit a reader has held up, and
		// database/sql takes it for ended. Where it has ended this fails, and no harm is done.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	}
	return s.explain(ctx, err)
}

func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}

// read runs f in one transaction that sees one moment.
func (s *Store) read(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s.explain(ctx, err)
	}
	err = f(tx)
	return s.explain(ctx, errors.Join(err, rollback(tx)))
}

// Head implements core.Store.
func (s *Store) Head(ctx context.Context, prefix string) (core.Head, error) {
	return s.head(ctx, prefix, func(_ string, _ []byte, err error) error { return err })
}

// SalvageHead implements core.Salvager.
func (s *Store) SalvageHead(ctx context.Context, prefix string) (core.Head, map[string][]byte, error) {
	damaged := make(map[string][]byte)
	h, err := s.head(ctx, prefix, func(name string, value []byte, _ error) error {
		damaged[name] = value
		return nil
	})
	return h, damaged, err
}

// head reads all blobs of a prefix; of each that is damaged it tells aside, whose error ends it.
func (s *Store) head(ctx context.Context, prefix string, aside func(name string, value []byte, err error) error) (core.Head, error) {
	h := core.Head{Blobs: make(map[string][]byte)}
	err := s.read(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRow("SELECT n FROM generation").Scan(&h.Generation); err != nil {
			return err
		}
		rows, err := tx.Query("SELECT name, value, sum FROM blobs WHERE name >= ? AND substr(name, 1, ?) = ?", prefix, len(prefix), prefix)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			var value []byte
			var sum int64
			if err := rows.Scan(&name, &value, &sum); err != nil {
				return err
			}
			if err := s.verify(name, value, sum); err != nil {
				if err = aside(name, value, err); err != nil {
					return err
				}
				continue
			}
			h.Blobs[name] = value
		}
		return rows.Err()
	})
	return h, err
}

// verify compares a value with its checksum.
func (s *Store) verify(name string, value []byte, sum int64) error {
	if int64(crc32.Checksum(value, castagnoli())) == sum {
		return nil
	}
	return &core.Error{Code: core.Corrupt, Message: "The part " + name + " of " + s.path + " is damaged. Restore a backup, or run pinfold check."}
}

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// Read implements core.Store. Each blob is read and verified once; what is
// returned are copies, so that a short range kept in a cache does not keep its
// whole blob.
func (s *Store) Read(ctx context.Context, rs []core.Range) ([][]byte, error) {
	out := make([][]byte, len(rs))
	places := make(map[string][]int)
	for i, r := range rs {
		places[r.Name] = append(places[r.Name], i)
	}
	err := s.read(ctx, func(tx *sql.Tx) error {
		for name, list := range places {
			err := s.load(tx, name, func(value []byte) error {
				for _, i := range list {
					var err error
					if out[i], err = s.cut(value, rs[i]); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// load calls f with a blob, which f must not keep.
func (s *Store) load(tx *sql.Tx, name string, f func(value []byte) error) error {
	rows, err := tx.Query("SELECT value, sum FROM blobs WHERE name = ?", name)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return errors.Join(rows.Err(), &core.Error{Code: core.NotFound, Message: "There is no part " + name + " in " + s.path + ".", Err: blob.ErrNotFound})
	}
	var value sql.RawBytes
	var sum int64
	if err := rows.Scan(&value, &sum); err != nil {
		return err
	}
	if err := s.verify(name, value, sum); err != nil {
		return err
	}
	return f(value)
}

// Salvage implements core.Salvager.
func (s *Store) Salvage(ctx context.Context, name string, n int64) ([]byte, error) {
	out := bytes.Repeat([]byte{0xFF}, int(n))
	err := s.read(ctx, func(tx *sql.Tx) error {
		var value sql.RawBytes
		rows, err := tx.Query("SELECT value FROM blobs WHERE name = ?", name)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := rows.Scan(&value); err != nil {
				return err
			}
			copy(out, value)
		}
		return rows.Err()
	})
	return out, err
}

// cut copies a range out of its blob.
func (s *Store) cut(value []byte, r core.Range) ([]byte, error) {
	if r.Len < 0 {
		r.Len = int64(len(value)) - r.Off
	}
	if r.Off < 0 || r.Len < 0 || r.Off > int64(len(value)) || r.Len > int64(len(value))-r.Off {
		return nil, &core.Error{Code: core.Corrupt, Message: "The part " + r.Name + " of " + s.path + " is too short. Restore a backup.", Err: blob.ErrShort}
	}
	return bytes.Clone(value[r.Off : r.Off+r.Len]), nil
}

// List implements core.Store.
func (s *Store) List(ctx context.Context, prefix string) ([]string, error) {
	names := []string{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.Query("SELECT name FROM blobs WHERE name >= ? AND substr(name, 1, ?) = ? ORDER BY name", prefix, len(prefix), prefix)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			names = append(names, name)
		}
		return rows.Err()
	})
	return names, err
}

// Put implements core.Store.
func (s *Store) Put(ctx context.Context, blobs map[string][]byte) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		for _, name := range slices.Sorted(maps.Keys(blobs)) {
			var n int
			if err := tx.QueryRow("SELECT count(*) FROM blobs WHERE name = ?", name).Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				return &core.Error{Code: core.Duplicate, Message: "There is a part " + name + " in " + s.path + " already."}
			}
			if err := put(tx, name, blobs[name]); err != nil {
				return err
			}
		}
		return nil
	})
}

func put(tx *sql.Tx, name string, value []byte) error {
	if value == nil {
		value = []byte{}
	}
	_, err := tx.Exec("INSERT OR REPLACE INTO blobs (name, value, sum) VALUES (?, ?, ?)", name, value, int64(crc32.Checksum(value, castagnoli())))
	return err
}

// Commit implements core.Store. Every commit is strict here.
func (s *Store) Commit(ctx context.Context, b core.Batch) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		r, err := tx.Exec("UPDATE generation SET n = n + 1 WHERE n = ?", int64(b.Generation))
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n != 1 {
			return errors.Join(err, &core.Error{Code: core.Conflict, Message: "Another program has changed " + s.path + " meanwhile. Try again."})
		}
		for _, name := range b.Delete {
			if _, err := tx.Exec("DELETE FROM blobs WHERE name = ?", name); err != nil {
				return err
			}
		}
		for _, name := range slices.Sorted(maps.Keys(b.Put)) {
			if err := put(tx, name, b.Put[name]); err != nil {
				return err
			}
		}
		return nil
	})
}

// Close implements core.Store.
func (s *Store) Close() error { return s.db.Close() }

var _ core.Store = (*Store)(nil)
