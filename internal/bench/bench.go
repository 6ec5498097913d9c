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
	Edits  int      // how often one bookmark is edited, to see what that leaves on the disk

	Together bool // also search and save while as many again are imported
	Say      func(format string, args ...any)
}

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

// Run measures and writes bench/results.md.
func Run(ctx context.Context, o Options) error {
	r := &Report{Began: time.Now().UTC(), Asked: o.Asked, Machine: machine(), Commit: commit(ctx, o.Root), Size: o.Size}
	if err := readyForPeers(o.Peers); err != nil {
		return err
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
	for _, c := range r.Corpora {
		o.Say("%s: known items", c.Name)
		known, err := knownItems(ctx, c)
		if err != nil {
			return fmt.Errorf("known items of %s: %w", c.Name, err)
		}
		r.Known = append(r.Known, known)
		with := o
		with.Together = true
		pages, err := measurePages(ctx, with, extension, c)
		if err != nil {
			return fmt.Errorf("pages over %s: %w", c.Name, err)
		}
		r.Pages = append(r.Pages, pages)
	}
	if r.Files, err = measureFiles(ctx, o, extension); err != nil {
		return fmt.Errorf("large files: %w", err)
	}
	if err := r.write(o); err != nil { // what follows takes long
		return err
	}
	if r.Growth, err = measureGrowth(ctx, o, extension); err != nil {
		return fmt.Errorf("growth: %w", err)
	}
	if err := r.write(o); err != nil {
		return err
	}
	if r.Served, err = measureServer(ctx, o); err != nil {
		return fmt.Errorf("server: %w", err)
	}
	// What was found is written before the peers run, which takes longer and
	// needs more of the machine.
	if err := r.write(o); err != nil {
		return err
	}
	if o.Peers != "" {
		tell := func(run PeerRun) error {
			r.Peers = append(r.Peers, run)
			return r.write(o)
		}
		if err := runPeers(ctx, o, extension, tell); err != nil {
			return fmt.Errorf("peers: %w", err)
		}
	}
	// Last, since it measures bytes, which other programs do not spoil.
	if r.Edited, err = measureEdits(ctx, o, extension, r.Corpora[len(r.Corpora)-1]); err != nil {
		return fmt.Errorf("edits: %w", err)
	}
	return r.write(o)
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
