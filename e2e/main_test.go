package e2e

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"pinfold/internal/browser"
	"pinfold/internal/dist"
)

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	defer shelf.close()
	for _, kind := range []string{"chromium", "firefox"} {
		if _, _, err := browser.Find(kind); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	if *inside != "" {
		if err := alone(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return runWith(m, *inside)
	}
	dir, err := os.MkdirTemp("", "pinfold-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if err := dist.Build(context.Background(), "..", dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if *only != "chromium" {
		if err := browser.StartupCache(context.Background(), filepath.Join(dir, string(dist.Firefox)), "library.html", filepath.Join(dir, "cache")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	code, err := runInside(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, "the tests run with a network:", err)
		return runWith(m, dir)
	}
	return code
}

// runWith runs the tests with what was built into dir.
func runWith(m *testing.M, dir string) int {
	built = dir
	if *only != "chromium" {
		cache = filepath.Join(dir, "cache")
	}
	return m.Run()
}
