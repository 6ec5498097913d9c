// Package bench measures Pinfold in a real Chromium and writes down what it
// found: alone against an empty page of the same extension, and beside the
// peers of a side-by-side benchmark where its folder is given. It must never
// judge by absolute times: each figure stands beside one of the same run.
package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"pinfold/internal/dist"
)

// Options say what is measured.
type Options struct {
	Asked  string   // the command that asked for it, for the report
	Root   string   // of the sources
	Out    string   // where built things go
	Peers  string   // the folder of a side-by-side benchmark, or ""
	Links  string   // real bookmarks, a JSON object a line, perhaps gzipped, or ""
	Size   int      // how many bookmarks
	Rounds int      // how often a page is opened for one figure
	Growth []int    // sizes, ascending, to draw what grows
	Beside []Beside // beside whom, at which sizes
	Seeds  string   // of the peers' known items, with commas
	Budget int      // milliseconds for each kind of question to a peer
	Resume bool     // whom an earlier run has measured already is not measured again
	Edits  int      // how often one bookmark is edited, to see what that leaves on the disk

	Parts    []string // of Parts; all where it is empty
	Together bool     // also search and save while as many again are imported
	Say      func(format string, args ...any)
}

// Parts are what is measured, in this order.
var Parts = []string{"pages", "files", "growth", "server", "peers", "edits"}

// has says whether a part is asked for.
func (o *Options) has(part string) bool { return len(o.Parts) == 0 || slices.Contains(o.Parts, part) }

// A Beside is a size at which peers run, by their names in the benchmark, with
// commas.
type Beside struct {
	Size   int
	Others string
}

// A Report is everything that was found.
type Report struct {
	Began   time.Time
	Asked   string
	Machine string
	Commit  string
	Size    int
	Corpora []Corpus
	Pages   []Pages
	Known   []Known
	Peers   []PeerRun
	Files   []FileRun
	Growth  []Growth
	Edited  *Edited
	Served  []Served
	Wasm    map[string]int64
}

// Run measures and writes bench/results.md, after each part: the later ones take
// long, and whoever cuts them off keeps the earlier.
func Run(ctx context.Context, o Options) error {
	r := &Report{Began: time.Now().UTC(), Asked: o.Asked, Machine: machine(), Commit: commit(ctx, o.Root), Size: o.Size}
	if o.has("peers") {
		if err := readyForPeers(o.Peers); err != nil {
			return err
		}
	}
	if err := dist.Bench(ctx, o.Root, o.Out); err != nil {
		return err
	}
	extension, err := filepath.Abs(filepath.Join(o.Out, "bench"))
	if err != nil {
		return err
	}
	if r.Wasm, err = sizes(extension); err != nil {
		return err
	}
	if r.Corpora, err = corpora(o); err != nil {
		return err
	}
	measures := map[string]func() error{
		"pages":  func() error { return r.measureCorpora(ctx, o, extension) },
		"files":  func() (err error) { r.Files, err = measureFiles(ctx, o, extension); return err },
		"growth": func() (err error) { r.Growth, err = measureGrowth(ctx, o, extension); return err },
		"server": func() (err error) { r.Served, err = measureServer(ctx, o); return err },
		"peers":  func() error { return r.measurePeers(ctx, o, extension) },
		// Last, since it measures bytes, which other programs do not spoil.
		"edits": func() (err error) {
			r.Edited, err = measureEdits(ctx, o, extension, r.Corpora[len(r.Corpora)-1])
			return err
		},
	}
	for _, part := range Parts {
		if !o.has(part) {
			continue
		}
		if err := measures[part](); err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
		if err := r.write(o); err != nil {
			return err
		}
	}
	return nil
}

// measureCorpora measures the pages, and what is found, over each corpus.
func (r *Report) measureCorpora(ctx context.Context, o Options, extension string) error {
	o.Together = true
	for _, c := range r.Corpora {
		o.Say("%s: known items", c.Name)
		known, err := knownItems(ctx, c)
		if err != nil {
			return fmt.Errorf("known items of %s: %w", c.Name, err)
		}
		r.Known = append(r.Known, known)
		pages, err := measurePages(ctx, o, extension, c)
		if err != nil {
			return fmt.Errorf("over %s: %w", c.Name, err)
		}
		r.Pages = append(r.Pages, pages)
	}
	return nil
}

// measurePeers runs the peers, where their folder is given, and writes after each.
func (r *Report) measurePeers(ctx context.Context, o Options, extension string) error {
	if o.Peers == "" {
		return nil
	}
	return runPeers(ctx, o, extension, func(run PeerRun) error {
		r.Peers = append(r.Peers, run)
		return r.write(o)
	})
}

func (r *Report) write(o Options) error {
	name := filepath.Join(o.Root, "bench", "results.md")
	o.Say("%s", name)
	if err := os.WriteFile(name, []byte(r.markdown()), 0o644); err != nil || len(r.Growth) == 0 {
		return err
	}
	return os.WriteFile(filepath.Join(o.Root, "bench", growthFile), []byte(draw(plots(r.Growth))), 0o644)
}

func sizes(dir string) (map[string]int64, error) {
	all := map[string]int64{}
	for _, name := range []string{"engine.wasm", "import.wasm"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		all[name] = info.Size()
	}
	return all, nil
}
