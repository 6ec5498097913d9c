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
	p("durability and knows no typos.\n")
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
		return number(r.Cold.TotalMs)
	})
	cell("the same, host killed", func(r *PeerResult) string {
		if r.ColdKilled == nil {
			return "–"
		}
		return number(r.ColdKilled.TotalMs)
	})
	cell("disk", func(r *PeerResult) string {
		if r.Disk == nil {
			return "–"
		}
		return megabytes(r.Disk.Total)
	})
	for _, kind := range []string{"common1", "rare1", "and2", "ayt", "pre12", "typo1", "tagword", "nohit", "and2+docs", "ayt+facets"} {
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

// held holds us against the best of the peers.
func held(p printer, run PeerRun) {
	of := map[string]*PeerResult{}
	for i := range run.Peers {
		of[run.Peers[i].Peer] = &run.Peers[i]
	}
	null, ours, mini, sqlite := of["null-ext"], of["ours"], of["minisearch"], of["sqlite-opfs"]
	if null == nil || ours == nil || mini == nil || sqlite == nil || ours.Cold == nil || ours.ColdKilled == nil || mini.Cold == nil || null.Cold == nil || sqlite.Cold == nil {
		return
	}
	p("")
	alive, killed := ours.Cold.TotalMs/null.Cold.TotalMs, ours.ColdKilled.TotalMs
	p("%s", sentence("cold, host alive: %.2f × the empty page (goal ≤ 2)", alive <= 2, alive))
	p("%s", sentence("cold, host killed: %.2f × SQLite's (goal: ahead of it), %.1f × faster than MiniSearch (goal ≥ 8)",
		killed < sqlite.Cold.TotalMs && mini.Cold.TotalMs >= 8*killed, killed/sqlite.Cold.TotalMs, mini.Cold.TotalMs/killed))
	if ours.Disk != nil {
		p("%s", sentence("disk: %.1f MB (goal ≤ 33)", ours.Disk.Total <= 33e6, ours.Disk.Total/1e6))
	}
	if ours.Quality == nil || mini.Quality == nil || sqlite.Quality == nil {
		return
	}
	q, oracle := ours.Quality, ours.Quality.Oracle.Short
	clean, typed, typo := max(mini.Quality.Clean.MRR, sqlite.Quality.Clean.MRR), max(mini.Quality.Box.MRR, sqlite.Quality.Box.MRR), max(mini.Quality.Typo.MRR, sqlite.Quality.Typo.MRR)
	p("%s", sentence("known items, clean %.3f: best of the two %.3f, %.3f of the title oracle (goal: at least the best, and ≥ 0.98)", q.Clean.MRR >= clean && q.Clean.MRR >= 0.98*oracle, q.Clean.MRR, clean, q.Clean.MRR/oracle))
	p("%s", sentence("as typed %.3f: best of the two %.3f, %.3f of the oracle (the same goal)", q.Box.MRR >= typed && q.Box.MRR >= 0.98*oracle, q.Box.MRR, typed, q.Box.MRR/oracle))
	p("%s", sentence("with a typo %.3f: best of the two %.3f, %.3f of clean (goal: best + 0.05, and ≥ 0.95)", q.Typo.MRR >= typo+0.05 && q.Typo.MRR >= 0.95*q.Clean.MRR, q.Typo.MRR, typo, q.Typo.MRR/q.Clean.MRR))
}
