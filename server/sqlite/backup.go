package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// BackUp writes everything as it is at this moment into one new file, while
// others read and write, and returns its size. The file is not at its name
// until it is whole, on the disk, and SQLite has found nothing wrong with it.
func (s *Store) BackUp(ctx context.Context, path string) (size int64, err error) {
	part := path + ".part"
	file, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	defer os.Remove(part)
	if err := file.Close(); err != nil {
		return 0, err
	}
	if _, err := s.db.ExecContext(ctx, `VACUUM INTO ?`, part); err != nil {
		return 0, fmt.Errorf("write %s: %w", part, err)
	}
	if err := sound(ctx, part); err != nil {
		return 0, err
	}
	if size, err = flushed(part); err != nil {
		return 0, err
	}
	if err := settle(part, path); err != nil {
		return 0, err
	}
	_, err = flushed(filepath.Dir(path))
	return size, err
}

var link = os.Link // a variable, for the test of a disk that has no links

// settle gives a file its name, unless there is one of that name already.
func settle(part, path string) error {
	err := link(part, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// FAT, exFAT and many shares have no links: an empty file takes the name first.
	taken, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(taken.Close(), os.Rename(part, path)); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// sound asks SQLite whether a file is whole.
func sound(ctx context.Context, path string) error {
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "mode=ro"}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return err
	}
	defer db.Close()
	said := ""
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return errors.New("the copy is damaged: " + said)
	}
	return nil
}

// flushed waits until a file, or a folder's names, are on the disk.
func flushed(path string) (size int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), file.Sync()
}
