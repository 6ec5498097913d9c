package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"pinfold/core"
	"pinfold/sqlitestore"
)

// cacheBytes is more than a browser's background page may take.
const cacheBytes = 64 << 20

// openLibrary opens the library in a file that must be there.
func openLibrary(ctx context.Context, path string) (*core.Library, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, refuse("There is no library at " + path + ". Import a file of bookmarks to make one.")
	}
	return openFile(ctx, path, false)
}

// salvageLibrary opens a library to check or to repair it, be it damaged.
func salvageLibrary(ctx context.Context, path string) (*core.Library, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return openLibrary(ctx, path) // which says so
	}
	return openFile(ctx, path, true)
}

func openFile(ctx context.Context, path string, salvage bool) (*core.Library, error) {
	store, err := sqlitestore.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	o := core.Options{Now: time.Now, Random: func(p []byte) { rand.Read(p) }, Zone: localZone(time.Now()), CacheBytes: cacheBytes}
	if salvage {
		o.Salvage = store.SalvageHead
	}
	l, err := core.Open(ctx, store, o)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return l, nil
}

// withLibrary runs f on the library in a file, making it where there is none.
// A new library takes its place only when f has succeeded, so that an import
// that is refused leaves no empty library behind; it never takes the place of
// one that another program has made meanwhile.
func withLibrary(ctx context.Context, path string, f func(*core.Library) error) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return using(ctx, path, f)
	}
	if _, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
		return refuse("There is no folder " + filepath.Dir(path) + ". Make it, then import again.")
	}
	made, err := emptyBeside(path)
	if err != nil {
		return err
	}
	defer os.Remove(made)
	if err := using(ctx, made, f); err != nil {
		return err
	}
	defer flushFolder(path)
	err = os.Link(made, path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return refuse("Another program has made " + path + " meanwhile. Nothing was changed. Import again.")
	case err != nil: // a file system without links
		return os.Rename(made, path)
	}
	return nil
}

// flushFolder makes the name of a new file last, where a folder can be flushed.
func flushFolder(path string) {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return
	}
	_ = folder.Sync() // some systems cannot
	_ = folder.Close()
}

// emptyBeside makes an empty file in path's folder, which only its owner reads.
func emptyBeside(path string) (string, error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-")
	if err != nil {
		return "", err
	}
	return file.Name(), file.Close()
}

func using(ctx context.Context, path string, f func(*core.Library) error) error {
	l, err := openFile(ctx, path, false)
	if err != nil {
		return err
	}
	return errors.Join(f(l), l.Close())
}

// localZone tabulates this machine's offsets from 1990 to the end of next year.
func localZone(now time.Time) core.Zone {
	var zone core.Zone
	end := time.Date(now.Year()+2, 1, 1, 0, 0, 0, 0, time.UTC)
	for t := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC); t.Before(end); {
		_, offset := t.Local().Zone()
		zone = append(zone, core.ZoneSpan{From: t.UnixMilli(), Offset: int32(offset)})
		_, next := t.Local().ZoneBounds()
		if next.IsZero() {
			break
		}
		t = next.UTC()
	}
	return zone
}
