package bench

import (
	"fmt"
	"maps"
	"slices"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// showPeers shows us next to the peers of one run.
func showPeers(p printer, run PeerRun) {
	p("\n## Beside the peers, %d bookmarks, %s\n", run.Size, run.Corpus)
	p("Of the side-by-side benchmark. The peers live in a web page, so nothing of theirs can be killed; sqlite-opfs writes with relaxed")
	p("durability and knows no typos. Cold figures are medians with the middle half.\n")
	p("| | %s |\n|---|%s", names(run), columns(run))
	cell := func(what string, value func(*PeerResult) string) {
		line := "| " + what
		for i := range run.Peers {
			line += " | " + value(&run.Peers[i])
		}
		p("%s |", line)
	}
	cell("import", func(r *PeerResult) string {
		if r.Build == nil || r.Peer == "null-ext" {
			return "–"
		}
		return number(r.Build.TotalMs)
	})
	cell("cold, first results", func(r *PeerResult) string {
		if r.Cold == nil {
			return "–"
		}
		return Figure(r.Cold.All).text()
	})
	cell("the same, host killed", func(r *PeerResult) string {
		if r.ColdKilled == nil {
			return "–"
		}
		return Figure(r.ColdKilled.All).text()
	})
	cell("disk", func(r *PeerResult) string {
		if r.Disk == nil {
			return "–"
		}
		return megabytes(r.Disk.Total)
	})
	for _, kind := range append(keystrokes(), "and2+docs", "ayt+facets") {
		cell("warm "+kind+", p50 / p95", func(r *PeerResult) string {
			w, ok := r.Warm[kind]
			if !ok || w.Err > 0 {
				return "–"
			}
			return fmt.Sprintf("%.2f / %.2f ms", w.Min50, w.Min95)
		})
	}
	cell("memory after the cold question: wasm / process", func(r *PeerResult) string {
		if r.Mem == nil {
			return "–"
		}
		return megabytes(r.Mem.Wasm) + " / " + megabytes(r.Mem.RendererPrivate)
	})
	edit := func(what string, of func(*PeerEdit) *editFigure) {
		cell(what, func(r *PeerResult) string {
			if r.EditStrict == nil || of(r.EditStrict) == nil {
				return "–"
			}
			return number(of(r.EditStrict).Ms)
		})
	}
	edit("add one, strictly", func(e *PeerEdit) *editFigure { return e.Add })
	edit("update one, strictly", func(e *PeerEdit) *editFigure { return e.Update })
	cell("known item MRR: clean / as typed / with a typo", func(r *PeerResult) string {
		if r.Quality == nil {
			return "–"
		}
		return fmt.Sprintf("%.3f / %.3f / %.3f", r.Quality.Clean.MRR, r.Quality.Box.MRR, r.Quality.Typo.MRR)
	})
	cell("the same, first of all (success@1)", func(r *PeerResult) string {
		if r.Quality == nil {
			return "–"
		}
		return fmt.Sprintf("%.3f / %.3f / %.3f", r.Quality.Clean.S1, r.Quality.Box.S1, r.Quality.Typo.S1)
	})
	cell("words with one typo that are answered", func(r *PeerResult) string {
		w, ok := r.Warm["typo1"]
		if !ok || w.Err > 0 {
			return "–"
		}
		return fmt.Sprintf("%.0f %%", 100*(1-w.Zero))
	})
	held(p, run)
}

func names(run PeerRun) string {
	line := ""
	for i, r := range run.Peers {
		if i > 0 {
			line += " | "
		}
		line += r.Peer
		if r.Error != "" {
			line += " (failed)"
		}
	}
	return line
}

func columns(run PeerRun) string {
	line := ""
	for range run.Peers {
		line += "--:|"
	}
	return line
}

// goalsAt is the size at which the goals beside the peers are set.
const goalsAt = 100_000

// held holds us against the best of the peers. At a size that has no goals of
// its own the same figures stand without a verdict.
func held(p printer, run PeerRun) {
	of := map[string]*PeerResult{}
	for i := range run.Peers {
		of[run.Peers[i].Peer] = &run.Peers[i]
	}
	say := func(format string, met bool, args ...any) { p("%s", sentence(format, met, args...)) }
	if run.Size != goalsAt {
		say = func(format string, _ bool, args ...any) { p("- "+format+".", args...) }
		p("\nThe goals are those of %d bookmarks.", goalsAt)
	}
	p("")
	heldCold(say, of)
	if ours := of["ours"]; ours != nil {
		heldWarm(say, ours)
		heldWritten(say, ours)
	}
	heldKnown(say, of)
}

// keystrokes are the classes of question that a person's keys ask.
func keystrokes() []string {
	return []string{"common1", "rare1", "and2", "ayt", "pre12", "typo1", "tagword", "nohit"}
}

// heldWarm holds how long a running engine takes against the goals.
func heldWarm(say func(format string, met bool, args ...any), ours *PeerResult) {
	worst, class := 0.0, ""
	for _, kind := range keystrokes() {
		if w := ours.Warm[kind]; w.Min95 > worst {
			worst, class = w.Min95, kind
		}
	}
	if class != "" {
		say("worst class of keystroke (%s), p95 with the hop to the host: %.1f ms (goal ≤ 5)", worst <= 5, class, worst)
	}
	if two, ok := ours.Warm["and2+docs"]; ok {
		say("two words, with records: %.1f ms, p95 %.1f (goal ≤ 1, ≤ 2)", two.Min50 <= 1 && two.Min95 <= 2, two.Min50, two.Min95)
	}
	if facets, ok := ours.Warm["ayt+facets"]; ok {
		say("with the exact total and 30 related tags, p95: %.1f ms (goal ≤ 30)", facets.Min95 <= 30, facets.Min95)
	}
	if typo, ok := ours.Warm["typo1"]; ok {
		say("words with one typo that are answered: %.1f %% (goal ≥ 99)", typo.Zero <= 0.01, 100*(1-typo.Zero))
	}
}

// heldWritten holds what is written, and the memory, against the goals.
func heldWritten(say func(format string, met bool, args ...any), ours *PeerResult) {
	if ours.Build != nil {
		say("import: %.1f s (goal ≤ 8)", ours.Build.TotalMs <= 8000, ours.Build.TotalMs/1000)
	}
	if ours.Disk != nil {
		say("disk: %.1f MB (goal ≤ 33)", ours.Disk.Total <= 33e6, ours.Disk.Total/1e6)
	}
	if ours.Mem != nil {
		say("memory after the cold question: %.1f MB of wasm (goal ≤ 32)", ours.Mem.Wasm <= 32e6, ours.Mem.Wasm/1e6)
	}
	if e := ours.EditStrict; e != nil && e.Add != nil && e.Update != nil {
		say("add one %.1f ms, update one %.1f, strictly (goal ≤ 25 each)", max(e.Add.Ms, e.Update.Ms) <= 25, e.Add.Ms, e.Update.Ms)
	}
}

// heldCold holds the first results of a page against an empty page's, SQLite's
// and MiniSearch's.
func heldCold(say func(format string, met bool, args ...any), of map[string]*PeerResult) {
	null, ours, mini, sqlite := of["null-ext"], of["ours"], of["minisearch"], of["sqlite-opfs"]
	if null == nil || ours == nil || mini == nil || sqlite == nil || ours.Cold == nil || ours.ColdKilled == nil || mini.Cold == nil || null.Cold == nil || sqlite.Cold == nil {
		return
	}
	alive, killed := ours.Cold.TotalMs/null.Cold.TotalMs, ours.ColdKilled.TotalMs
	say("cold, host alive: %.2f × the empty page (goal ≤ 2)", alive <= 2, alive)
	say("cold, host killed: %.2f × SQLite's (goal: ahead of it), %.1f × faster than MiniSearch (goal ≥ 8)",
		killed < sqlite.Cold.TotalMs && mini.Cold.TotalMs >= 8*killed, killed/sqlite.Cold.TotalMs, mini.Cold.TotalMs/killed)
}

// heldKnown holds how known items are found against the best of the others,
// which may be another one in each figure.
func heldKnown(say func(format string, met bool, args ...any), of map[string]*PeerResult) {
	ours := of["ours"]
	if ours == nil || ours.Quality == nil {
		return
	}
	var clean, typed, typo float64
	for name, r := range of {
		if name == "ours" || r.Quality == nil {
			continue
		}
		clean, typed, typo = max(clean, r.Quality.Clean.MRR), max(typed, r.Quality.Box.MRR), max(typo, r.Quality.Typo.MRR)
	}
	q, oracle := ours.Quality, ours.Quality.Oracle.Short
	say("known items, clean %.3f: best of the others %.3f, %.3f of the title oracle (goal: at least the best, and ≥ 0.98)", q.Clean.MRR >= clean && q.Clean.MRR >= 0.98*oracle, q.Clean.MRR, clean, q.Clean.MRR/oracle)
	say("as typed %.3f: best of the others %.3f, %.3f of the oracle (the same goal)", q.Box.MRR >= typed && q.Box.MRR >= 0.98*oracle, q.Box.MRR, typed, q.Box.MRR/oracle)
	say("with a typo %.3f: best of the others %.3f, %.3f of clean (goal: best + 0.05, and ≥ 0.95)", q.Typo.MRR >= typo+0.05 && q.Typo.MRR >= 0.95*q.Clean.MRR, q.Typo.MRR, typo, q.Typo.MRR/q.Clean.MRR)
}
