package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"pinfold/internal/dist"
)

// dev builds, and builds again whenever a source has changed. The browser
// keeps what it has loaded until the person presses reload.
func dev(ctx context.Context) error {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	var built time.Time
	for {
		changed, err := newest("manifest.json", "extension", "wasm", "core")
		if err != nil {
			return err
		}
		if changed.After(built) {
			built = changed
			rebuild(ctx)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func rebuild(ctx context.Context) {
	began := time.Now()
	if err := dist.Build(ctx, ".", out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	fmt.Printf("%s built in %.1f s: press reload at chrome://extensions or about:debugging\n",
		time.Now().Format(time.TimeOnly), time.Since(began).Seconds())
}

// newest is when a file under roots was last changed.
func newest(roots ...string) (time.Time, error) {
	var last time.Time
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := entry.Info()
			if err == nil && info.ModTime().After(last) {
				last = info.ModTime()
			}
			return err
		})
		if err != nil {
			return last, err
		}
	}
	return last, nil
}
