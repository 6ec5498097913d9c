package bench

import (
	"context"
	"fmt"
	"os"

	"pinfold/internal/browser"
)

// A FileRun is one bookmark file, imported by Pinfold and parsed by the browser.
type FileRun struct {
	Bytes     float64
	Bookmarks int
	Goal      string
	Ours      FileFigure
	Parser    FileFigure
}

// A FileFigure is what one way of reading it took: milliseconds, and bytes.
type FileFigure struct {
	Took, Pause, Memory float64
	Bookmarks           int
}

// largeFiles are the files: how many bookmarks of about how many bytes.
var largeFiles = []struct {
	bookmarks, each int
	goal            string
}{
	{25_000, 400, "< 3 s"},
	{250_000, 400, "< 60 s, < 256 MB"},
}

// measureFiles imports each file into a library of its own.
func measureFiles(ctx context.Context, o Options, extension string) ([]FileRun, error) {
	var runs []FileRun
	for _, f := range largeFiles {
		run, err := measureFile(ctx, extension, f.bookmarks, f.each)
		if err != nil {
			return nil, err
		}
		run.Goal = f.goal
		o.Say("a file of %s: %s, %s", megabytes(run.Bytes), number(run.Ours.Took), megabytes(run.Ours.Memory))
		runs = append(runs, run)
	}
	return runs, nil
}

func measureFile(ctx context.Context, extension string, bookmarks, each int) (run FileRun, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	profile, err := os.MkdirTemp("", "pinfold-bench-")
	if err != nil {
		return run, err
	}
	defer os.RemoveAll(profile)
	b, err := browser.Chromium(ctx, browser.Options{Extension: extension, Profile: profile})
	if err != nil {
		return run, err
	}
	defer b.Close()
	greeting, err := b.Existing(ctx, b.Address()+"library.html")
	if err != nil {
		return run, err
	}
	p, err := b.Open(ctx, b.Address()+"file.html")
	if err != nil {
		return run, err
	}
	if err := greeting.Close(ctx); err != nil { // a page behind another has its timers slowed
		return run, err
	}
	if err := p.Front(ctx); err != nil {
		return run, err
	}
	run.Bookmarks = bookmarks
	if run.Bytes, err = get[float64](ctx, p, `(n, each) => filing.make(n, each)`, bookmarks, each); err != nil {
		return run, err
	}
	if run.Ours, err = get[FileFigure](ctx, p, `() => filing.ours()`); err != nil {
		return run, err
	}
	if run.Parser, err = get[FileFigure](ctx, p, `() => filing.parser()`); err != nil {
		return run, err
	}
	if run.Ours.Bookmarks != bookmarks || run.Parser.Bookmarks != bookmarks {
		return run, fmt.Errorf("of %d bookmarks Pinfold read %d and the parser %d", bookmarks, run.Ours.Bookmarks, run.Parser.Bookmarks)
	}
	return run, nil
}
