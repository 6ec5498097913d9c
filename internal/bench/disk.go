package bench

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"pinfold/internal/browser"
)

// diskOf returns how many bytes the databases of a profile take, and the files
// of our own: snapshots, and what an import or an export has not removed yet. No browser must be running.
func diskOf(profile string) (databases, files float64, err error) {
	err = filepath.WalkDir(profile, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		switch {
		case strings.Contains(path, "File System"):
			files += float64(info.Size())
		case strings.Contains(path, "IndexedDB"), strings.Contains(path, "Local Extension Settings"):
			databases += float64(info.Size())
		}
		return nil
	})
	return databases, files, err
}

// Edited is what editing one bookmark again and again leaves on the disk.
type Edited struct {
	Size, Edits   int
	Before, After float64 // bytes, browser closed
}

// editBatch is how many edits one call of the page makes.
const editBatch = 1000

// measureEdits edits one bookmark of a library o.Edits times.
func measureEdits(ctx context.Context, o Options, extension string, c Corpus) (*Edited, error) {
	if o.Edits == 0 {
		return nil, nil
	}
	profile, err := os.MkdirTemp("", "pinfold-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(profile)
	e := &Edited{Size: len(c.Docs), Edits: o.Edits}
	run := func(bytes *float64, use func(*bencher) error) error {
		b, err := browser.Chromium(ctx, browser.Options{Extension: extension, Profile: profile})
		if err != nil {
			return err
		}
		err = use(&bencher{b: b, corpus: c, say: o.Say})
		b.Close()
		if err != nil {
			return err
		}
		*bytes, _, err = diskOf(profile)
		return err
	}
	if err := run(&e.Before, func(m *bencher) error { return m.fill(ctx) }); err != nil {
		return nil, err
	}
	err = run(&e.After, func(m *bencher) error { return m.edit(ctx, o.Edits) })
	o.Say("%d edits of one bookmark: %s before, %s after", o.Edits, megabytes(e.Before), megabytes(e.After))
	return e, err
}

func (m *bencher) edit(ctx context.Context, edits int) error {
	p, err := m.open(ctx, "bench.html")
	if err != nil {
		return err
	}
	defer p.Close(ctx)
	for n := 0; n < edits; n += editBatch {
		_, err := p.Eval(ctx, `async (from, to) => {
			for (let i = from; i < to; i += 1) {
				await peer.update({id: 1, href: "https://edited.example/", description: "Title " + i, extended: "A note of the " + i + "th edit", tags: "often edited"});
			}
		}`, n, min(n+editBatch, edits))
		if err != nil {
			return err
		}
		if n%(10*editBatch) == 0 {
			m.say("%d edits", n)
		}
	}
	_, err = p.Eval(ctx, `() => peer.tidy()`)
	return err
}
