package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// A PeerRun is what the side-by-side benchmark found over one of its corpora.
type PeerRun struct {
	Corpus string
	Size   int
	Peers  []PeerResult
}

// A PeerResult is what one peer did; figures that it has not are nil.
type PeerResult struct {
	Peer  string
	Error string
	Build *struct{ TotalMs float64 }
	Disk  *struct{ Total float64 }
	Cold  *struct {
		TotalMs float64
		All     []float64
	}
	ColdKilled *struct {
		TotalMs float64
		All     []float64
	}
	Mem  *struct{ Wasm, RendererPrivate float64 }
	Warm map[string]struct {
		P50, P95, Min50, Min95 float64
		Zero                   float64 // the share of questions without an answer
		Err                    int
	}
	Quality *struct {
		Clean, Box, Typo struct{ MRR, S1 float64 }
		Oracle           struct{ Short, Random, Ceiling float64 }
	}
	EditStrict *PeerEdit
}

// A PeerEdit is how long it took to add and to change a document, durably.
type PeerEdit struct{ Add, Update *editFigure }

type editFigure struct{ Ms, Max float64 }

// Others are those beside whom we stand unless others are named: the empty
// page, the best with typos and the best at starting.
const Others = "null-ext,minisearch,sqlite-opfs"

// All are all of them that find by words.
const All = "null-ext,minisearch,flexsearch,orama,sqlite-opfs,ufuzzy,naive,multientry,sqlite-mem,flexsearch-idb,fuse,lunr,flexsearch-tol,sqlite-tri,fuse-token"

// wordList is what the side-by-side benchmark makes bookmarks of.
const wordList = "/usr/share/dict/american-english"

// readyForPeers says what the side-by-side benchmark of that folder lacks here:
// it runs last, and an hour would be lost.
func readyForPeers(folder string) error {
	if folder == "" {
		return nil
	}
	if _, err := exec.LookPath("npm"); err != nil {
		return errors.New("the peers need Node and npm, which are not here: install them, or measure without the folder of the peers")
	}
	if _, err := os.Stat(wordList); err != nil {
		return fmt.Errorf("the peers need a list of words (%w): install the Debian package wamerican, or measure without the folder of the peers", err)
	}
	return nil
}

// runPeers copies the benchmark, which writes beside itself, installs what it
// needs and runs it at each size, over its own generated bookmarks, and over
// real ones where there are some. Each run is told at once: the larger ones take
// an hour, and whoever cuts them off keeps the smaller.
func runPeers(ctx context.Context, o Options, extension string, tell func(PeerRun) error) error {
	dir := resultsDir(o.Out)
	if err := copyBenchmark(o.Peers, dir); err != nil {
		return err
	}
	b := beside{o, dir, extension}
	if err := b.run(ctx, "npm", "ci", "--no-audit", "--no-fund", "--silent"); err != nil {
		return err
	}
	corpora, most := map[string][]string{"synth": nil}, map[string]int{"synth": math.MaxInt}
	if o.Links != "" {
		lines, err := writeLines(filepath.Join(dir, "links.jsonl"), o.Links)
		if err != nil {
			return err
		}
		corpora["real"], most["real"] = []string{"--corpus", "links.jsonl", "--name", "real"}, lines
	}
	for _, at := range o.Beside {
		for _, name := range sortedKeys(corpora) {
			run, err := b.measure(ctx, name, Beside{min(at.Size, most[name]), at.Others}, corpora[name])
			if err != nil {
				return err
			}
			if err := tell(run); err != nil {
				return err
			}
		}
	}
	return nil
}

// beside runs the commands of the copied benchmark.
type beside struct {
	o              Options
	dir, extension string
}

func (b beside) run(ctx context.Context, args ...string) error {
	b.o.Say("%s", strings.Join(args, " "))
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = b.dir, os.Stderr, os.Stderr
	return cmd.Run()
}

// measure runs us and the others over one corpus of one size.
func (b beside) measure(ctx context.Context, name string, at Beside, from []string) (PeerRun, error) {
	n := strconv.Itoa(at.Size)
	if err := b.run(ctx, append([]string{"node", "gen.mjs", "--n", n}, from...)...); err != nil {
		return PeerRun{}, err
	}
	// The runner takes every peer for the extension that it is given, so ours
	// has a run of its own.
	for _, who := range [][]string{{"--peer", "ours", "--ext", b.extension, "--page", "bench.html"}, {"--peer", at.Others}} {
		args := append([]string{"node", "run.mjs", "--corpus", name, "--n", n, "--durability", "default,strict",
			"--qseeds", b.o.Seeds, "--budget", strconv.Itoa(b.o.Budget)}, who...)
		if !b.o.Resume {
			args = append(args, "--force")
		}
		if err := b.run(ctx, args...); err != nil {
			return PeerRun{}, err
		}
	}
	return readRun(filepath.Join(b.dir, "out", name+"-"+n), PeerRun{Corpus: name, Size: at.Size}, "ours,"+at.Others)
}

// copyBenchmark copies the sources, anew each time, and leaves what a run has
// installed and generated.
func copyBenchmark(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, e := range entries {
		switch name := e.Name(); {
		case name == "node_modules" || name == "out" || name == "data" || name == "dist" || name == "profiles":
		case e.IsDir():
			err = copyBenchmark(filepath.Join(from, name), filepath.Join(to, name))
		default:
			var text []byte
			if text, err = os.ReadFile(filepath.Join(from, name)); err == nil {
				err = os.WriteFile(filepath.Join(to, name), text, 0o644)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// writeLines writes all real bookmarks uncompressed, and says how many there are.
func writeLines(to, links string) (n int, err error) {
	docs, err := readDocs(links, 1<<30)
	if err != nil {
		return 0, err
	}
	f, err := os.Create(to)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	e := json.NewEncoder(f)
	e.SetEscapeHTML(false)
	for i := range docs {
		if err := e.Encode(&docs[i]); err != nil {
			return 0, err
		}
	}
	return len(docs), f.Close()
}

// readRun adds to a run what was found of each of the peers.
func readRun(dir string, run PeerRun, peers string) (PeerRun, error) {
	for name := range strings.SplitSeq(peers, ",") {
		text, err := os.ReadFile(filepath.Join(dir, name+".json"))
		if err != nil {
			return run, err
		}
		r := PeerResult{Peer: name}
		if err := json.Unmarshal(text, &r); err != nil {
			return run, fmt.Errorf("%s: %w", name, err)
		}
		run.Peers = append(run.Peers, r)
	}
	return run, nil
}
