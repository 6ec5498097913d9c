package browser

import (
	"context"
	"os"
	"path/filepath"
)

// Where a profile of Firefox has the browser's own scripts, compiled, and which
// Firefox they are of. Nothing of extensions or pages is in there.
const (
	cacheDir     = "startupCache"
	cacheVersion = "compatibility.ini"
)

// StartupCache starts a Firefox once, opens a page of the extension, and leaves
// in dir what lets the next ones start in two thirds of the time; see
// Options.Cache.
func StartupCache(ctx context.Context, extension, page, dir string) error {
	profile, err := os.MkdirTemp("", "pinfold-startup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(profile)
	b, err := Firefox(ctx, Options{Extension: extension, Profile: profile})
	if err != nil {
		return err
	}
	if _, err := b.Open(ctx, b.Address()+page); err != nil {
		b.Kill()
		return err
	}
	b.Close() // it writes the cache as it ends
	return takeCache(profile, dir)
}

// takeCache copies the start-up cache of one profile into another folder.
func takeCache(from, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	version, err := os.ReadFile(filepath.Join(from, cacheVersion))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, cacheVersion), version, 0o644); err != nil {
		return err
	}
	return os.CopyFS(filepath.Join(to, cacheDir), os.DirFS(filepath.Join(from, cacheDir)))
}
