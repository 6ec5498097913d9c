package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"pinfold/internal/browser"
	"pinfold/internal/dist"
)

// demo is the library that a person sees who has none of their own.
const demo = "demo/library.json"

// patience is how long a browser may take to start, import and answer.
const patience = 2 * time.Minute

// wish is what a person asks of `run`.
type wish struct {
	file, profile string
	kind          string // the browser; empty: the first one found
	check         bool
}

func readWish(args []string) (wish, error) {
	var w wish
	var firefox, chromium bool
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.BoolVar(&firefox, "firefox", false, "open Firefox")
	flags.BoolVar(&chromium, "chromium", false, "open Chromium or Chrome")
	flags.BoolVar(&w.check, "headless-check", false, "without a window: import, search, print what was found")
	flags.StringVar(&w.profile, "profile", "", "keep the browser's profile in this `folder`")
	if err := flags.Parse(args); err != nil {
		return w, err
	}
	w.file = demo
	if flags.NArg() > 1 {
		return w, fmt.Errorf("%q stands behind the file: options stand before it, and there is one file", flags.Arg(1))
	}
	if flags.NArg() > 0 {
		w.file = flags.Arg(0)
	}
	switch {
	case firefox:
		w.kind = "firefox"
	case chromium:
		w.kind = "chromium"
	}
	return w, nil
}

// launch opens a browser with the extension and a library in it.
func launch(ctx context.Context, args []string) error {
	w, err := readWish(args)
	if err != nil {
		return err
	}
	bookmarks, err := os.ReadFile(w.file)
	if err != nil {
		return err
	}
	if err := dist.Build(ctx, ".", out); err != nil {
		return err
	}
	b, clean, err := open(ctx, w)
	if err != nil {
		return err
	}
	defer clean()
	if w.check {
		return check(ctx, b, filepath.Base(w.file), bookmarks)
	}
	return stay(ctx, b, filepath.Base(w.file), bookmarks)
}

// open starts the browser; clean ends it and takes a fresh profile away.
func open(ctx context.Context, w wish) (b browser.Browser, clean func(), err error) {
	path, kind, err := browser.Find(w.kind)
	if err != nil {
		return nil, nil, err
	}
	profile, forget := w.profile, func() {}
	if profile == "" {
		if profile, err = os.MkdirTemp("", "pinfold-profile-"); err != nil {
			return nil, nil, err
		}
		forget = func() { os.RemoveAll(profile) }
	}
	if profile, err = filepath.Abs(profile); err != nil {
		return nil, nil, err
	}
	o := browser.Options{Profile: profile, Path: path, Window: !w.check}
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if kind == "firefox" {
		o.Extension = filepath.Join(out, string(dist.Firefox))
		b, err = browser.Firefox(soon, o)
	} else {
		o.Extension = filepath.Join(out, string(dist.Chrome))
		b, err = browser.Chromium(soon, o)
	}
	if err != nil {
		forget()
		return nil, nil, err
	}
	return b, func() { b.Close(); forget() }, nil
}

// stay shows the library until the person closes the browser or presses
// Ctrl+C.
func stay(ctx context.Context, b browser.Browser, name string, bookmarks []byte) error {
	if err := fill(ctx, b, name, bookmarks); err != nil {
		return err
	}
	if _, err := b.Open(ctx, b.Address()+"library.html"); err != nil {
		return err
	}
	fmt.Printf("Pinfold is in %s's toolbar. Close the browser, or press Ctrl+C here, to end.\n", b.Name())
	ended := make(chan struct{})
	go func() { b.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-ctx.Done():
	}
	return nil
}
