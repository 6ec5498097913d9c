package bench

import (
	"fmt"
	"maps"
	"slices"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// beside shows us next to the peers of one run.
func beside(p printer, run PeerRun) {
	p("\n## Beside the peers, %s\n", run.Corpus)
	p("Of the side-by-side benchmark. minisearch and sqlite-opfs live in a web page, so nothing of theirs can be killed; sqlite-opfs")
	p("writes with relaxed durability and knows no typos.\n")
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
	cell("add one, strictly", func(r *PeerResult) string {
		if r.EditStrict == nil || r.EditStrict.Add == nil {
			return "–"
		}
		return number(r.EditStrict.Add.Ms)
	})
	cell("known item MRR: clean / as typed / with a typo", func(r *PeerResult) string {
		if r.Quality == nil {
			return "–"
		}
		return fmt.Sprintf("%.3f / %.3f / %.3f", r.Quality.Clean.MRR, r.Quality.Box.MRR, r.Quality.Typo.MRR)
	})
	ratios(p, run)
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

// ratios holds us against the empty page and MiniSearch.
func ratios(p printer, run PeerRun) {
	of := map[string]*PeerResult{}
	for i := range run.Peers {
		of[run.Peers[i].Peer] = &run.Peers[i]
	}
	null, ours, mini := of["null-ext"], of["ours"], of["minisearch"]
	if null == nil || ours == nil || mini == nil || ours.Cold == nil || ours.ColdKilled == nil || mini.Cold == nil || null.Cold == nil {
		return
	}
	verdict := func(met bool) string { return map[bool]string{true: "met", false: "**missed**"}[met] }
	alive := ours.Cold.TotalMs / null.Cold.TotalMs
	killed := mini.Cold.TotalMs / ours.ColdKilled.TotalMs
	p("\nCold with the host alive: %.2f × the empty page (goal ≤ 3: %s). With the host killed: %.1f × faster than MiniSearch (goal ≥ 4: %s).",
		alive, verdict(alive <= 3), killed, verdict(killed >= 4))
}
