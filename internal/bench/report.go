package bench

import (
	"fmt"
	"strings"
	"time"
)

// markdown is the report as a page.
func (r *Report) markdown() string {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p("# Results\n")
	p("Written by `%s`. Milliseconds are of this machine at that hour: trust the ratios. A figure is the median and, in", r.Asked)
	p("brackets, the middle half.\n")
	p("%s · commit %s · %s · %d bookmarks", r.Began.Format(time.RFC3339), r.Commit, r.Machine, r.Size)
	for _, pages := range r.Pages {
		p("\n## In Chromium, %s bookmarks\n", pages.Corpus)
		p("Load of the machine at the start: %s.\n", pages.Load)
		r.goals(p, &pages)
		steps(p, pages.Steps)
		keys(p, pages.Keys)
	}
	files(p, r.Files)
	growth(p, r.Growth)
	edited(p, r.Edited)
	served(p, r.Served)
	for _, run := range r.Peers {
		showPeers(p, run)
	}
	known(p, r.Known)
	return b.String()
}

// known shows how items were found that are known to be there.
func known(p printer, list []Known) {
	if len(list) == 0 {
		return
	}
	p("\n## Known items\n")
	p("Documents asked for by words of theirs, %d draws of %d each, seeds from %d; the weights were chosen on other seeds", seeds, perSeed, firstSeed)
	p("(`core/index/known_test.go`). MRR is the mean reciprocal rank to the tenth place; first is the share of first places.")
	for _, known := range list {
		p("\n| %s | MRR | first | asked |\n|---|--:|--:|--:|", known.Corpus)
		for _, row := range known.Rows {
			p("| %s | %.3f | %.3f | %d |", row.Kind, row.MRR, row.First, row.N)
		}
	}
}

type printer func(format string, args ...any)

// files holds what became of large bookmark files.
func files(p printer, list []FileRun) {
	if len(list) == 0 {
		return
	}
	p("\n## Large bookmark files, in Chromium\n")
	p("Made in the page: folders, tags, notes. Beside Pinfold, which stores and indexes what it reads, the browser's own parser (`DOMParser`,")
	p("and a walk over the links), which does neither. The pause is the longest in which the page could not have answered a key.\n")
	p("| file | bookmarks | goal | imported in | memory of the program | pause | parser alone | pause |\n|---|--:|---|--:|--:|--:|--:|--:|")
	for _, f := range list {
		p("| %s | %d | %s | %s | %s | %s | %s | %s |", megabytes(f.Bytes), f.Bookmarks, f.Goal, number(f.Ours.Took), megabytes(f.Ours.Memory), number(f.Ours.Pause), number(f.Parser.Took), number(f.Parser.Pause))
	}
}

func megabytes(n float64) string { return fmt.Sprintf("%.2f MB", n/1e6) }

func steps(p printer, list []Step) {
	p("\nWhere the time of first results goes, host killed; the page and the worker run side by side:\n")
	p("| step | took |\n|---|--:|")
	for _, s := range list {
		p("| %s | %s |", s.Name, s.Took.text())
	}
}

func keys(p printer, all map[string]Keystrokes) {
	p("\nKeystrokes through the host, with the records of 20 results, %d of each kind, %d laps. The last column counts every lap,", asked, laps)
	p("with the waits for other programs on this machine; the others each question's best.\n")
	p("| kind | p50 | p95 | p99 | p95 of all laps |\n|---|--:|--:|--:|--:|")
	for _, name := range sortedKeys(all) {
		f := all[name].Best
		p("| %s | %s | %s | %s | %s |", name, number(f.median()), number(f.at(0.95)), number(f.at(0.99)), number(all[name].All.at(0.95)))
	}
}
