package bench

import (
	"fmt"
	"strings"
)

// growthFile is the drawing, beside the results.
const growthFile = "growth.svg"

// plots are the curves of all corpora.
func plots(all []Growth) []plot {
	var list []plot
	for _, c := range curves() {
		p := plot{title: c.name, unit: c.unit}
		for _, g := range all {
			l := line{name: g.Corpus}
			for i := range g.Points {
				if v := c.of(&g.Points[i]); v > 0 {
					l.points = append(l.points, [2]float64{float64(g.Points[i].Size), v})
				}
			}
			if len(l.points) > 0 {
				p.lines = append(p.lines, l)
			}
		}
		if len(p.lines) > 0 {
			list = append(list, p)
		}
	}
	return list
}

// growth holds the curves as tables, and what they should be.
func growth(p printer, all []Growth) {
	if len(all) == 0 {
		return
	}
	p("\n## Growth\n")
	p("![What each thing costs against the size of the library](%s)\n", growthFile)
	p("The same measurements over libraries of several sizes, each in a browser of its own; medians with the middle half, or the 95th part of a hundred.")
	for _, g := range all {
		header, rule := "| "+g.Corpus, "|---"
		for _, point := range g.Points {
			header += fmt.Sprintf(" | %d", point.Size)
			rule += "|--:"
		}
		p("\n%s |\n%s|", header, rule)
		for _, c := range curves() {
			line := "| " + c.name
			for i := range g.Points {
				line += " | " + c.cell(&g.Points[i])
			}
			p("%s |", line)
		}
		for _, sentence := range g.judged() {
			p("%s", sentence)
		}
	}
}

// cell is the figure at one size, and between what its middle half lies.
func (c *curve) cell(p *Pages) string {
	if c.all == nil {
		return amount(c.of(p), c.unit)
	}
	return c.all(p).text()
}

func amount(v float64, unit string) string {
	if unit == "MB" {
		return fmt.Sprintf("%.1f MB", v)
	}
	return number(v)
}

// judged holds the growth against the goals.
func (g *Growth) judged() []string {
	var out []string
	at := func(n int) *Pages {
		for i := range g.Points {
			if p := &g.Points[i]; p.Size > n*9/10 && p.Size < n*11/10 {
				return p
			}
		}
		return nil
	}
	// A page's own start is in each cold figure, so it is held to that of its run.
	cold := func(p *Pages) float64 { return p.Killed.median() / p.Empty.median() }
	for _, goal := range []struct {
		from, to int
		most     float64
	}{{10_000, 100_000, 1.1}, {10_000, 1_000_000, 1.3}} {
		if a, b := at(goal.from), at(goal.to); a != nil && b != nil {
			ratio := cold(b) / cold(a)
			out = append(out, sentence("open, %d against %d bookmarks: %.2f × (goal ≤ %.1f)", ratio <= goal.most, goal.to, goal.from, ratio, goal.most))
		}
	}
	for _, goal := range []struct {
		size      int
		key, full float64
	}{{100_000, 5, 30}, {250_000, 8, 0}, {1_000_000, 16, 100}} {
		p := at(goal.size)
		if p == nil {
			continue
		}
		kind, ms := p.worstKey()
		out = append(out, sentence("%d bookmarks: worst keystroke (%s) %s (goal ≤ %s)", ms <= goal.key, goal.size, kind, number(ms), number(goal.key)))
		if full := p.Keys[withTotal].Best.at(0.95); goal.full > 0 {
			out = append(out, sentence("%d bookmarks: total and 30 tags %s (goal ≤ %s)", full <= goal.full, goal.size, number(full), number(goal.full)))
		}
	}
	if p := at(250_000); p != nil {
		out = append(out, sentence("%d bookmarks: memory after 4,000 keystrokes, 1,500 saves and a merge %s, at rest %s (goal at rest ≤ 64 MB)", p.Rested <= 64e6, p.Size, megabytes(p.Day), megabytes(p.Rested)))
	}
	if p := at(250_000); p != nil && g.Corpus == "real" {
		out = append(out, sentence("%d real bookmarks are imported in %s (goal ≤ 25 s)", p.Import <= 25_000, p.Size, number(p.Import)))
	}
	if len(out) > 0 {
		out[0] = "\n" + out[0]
	}
	return out
}

func sentence(format string, met bool, args ...any) string {
	verdict := map[bool]string{true: "met", false: "**missed**"}[met]
	return "- " + strings.TrimSpace(fmt.Sprintf(format, args...)) + ": " + verdict + "."
}
