package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// A Served is one benchmark of the server: its name, and what was measured.
type Served struct {
	Name     string
	Measures []string // a number and its unit each
}

// measureServer runs the benchmarks of both homes of the server, which are Go's
// own: `go test -bench` reports what they found a line each.
func measureServer(ctx context.Context, o Options) (all []Served, err error) {
	native := []string{"test", "./server", "-run", "^$", "-bench", "BenchmarkALargeAccount"}
	if o.Links != "" {
		links, err := filepath.Abs(o.Links)
		if err != nil {
			return nil, err
		}
		native = append(native, "-links", links)
	}
	for _, args := range [][]string{native, {"test", "./wasm/worker", "-run", "^$", "-bench", ".", "-benchtime", "500x"}} {
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir, cmd.Stderr = o.Root, os.Stderr
		text, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, text)
		}
		all = append(all, parseServed(string(text))...)
	}
	return all, nil
}

// parseServed reads the lines of benchmarks: the name with its number of
// processors, how often it ran, and pairs of a number and a unit.
func parseServed(text string) (all []Served) {
	line := regexp.MustCompile(`(?m)^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.+)$`)
	measure := regexp.MustCompile(`([\d.]+) (\S+)`)
	for _, m := range line.FindAllStringSubmatch(text, -1) {
		s := Served{Name: strings.NewReplacer("/", ": ", "_", " ").Replace(m[1])}
		for _, pair := range measure.FindAllStringSubmatch(m[2], -1) {
			s.Measures = append(s.Measures, inMilliseconds(pair[1], pair[2]))
		}
		all = append(all, s)
	}
	return all
}

func inMilliseconds(value, unit string) string {
	var ns float64
	if _, err := fmt.Sscan(value, &ns); err != nil || unit != "ns/op" {
		return value + " " + unit
	}
	return number(ns / 1e6)
}

// served holds what became of the server's benchmarks.
func served(p printer, list []Served) {
	if len(list) == 0 {
		return
	}
	p("\n## The server\n")
	p("A large account in SQLite (`server/large_test.go`), its pages one after the other, then four at once over real connections beside a plain")
	p("handler that answers with the same bytes; and the Worker in workerd with D1, one kept instance (`wasm/worker/cpu_test.go`).\n")
	p("| what | measured |\n|---|---|")
	for _, s := range list {
		p("| %s | %s |", s.Name, strings.Join(s.Measures, " · "))
	}
}
