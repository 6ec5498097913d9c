package soak

import (
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// The lines between which the promise tells what was run.
const (
	from = "<!-- written by ./build.sh soak -->"
	to   = "<!-- to here -->"
)

// promise writes what was run into the page about it.
func (t *Tally) promise(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	head, rest, ok := strings.Cut(string(text), from)
	_, foot, closed := strings.Cut(rest, to)
	if !ok || !closed {
		return fmt.Errorf("%s has no place for the figures: the lines %q and %q", name, from, to)
	}
	return os.WriteFile(name, []byte(head+from+"\n\n"+t.table()+"\n"+to+foot), 0o644)
}

func (t *Tally) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s to %s, %d cores, %s/%s, %s.\n\n", t.Began.Format(time.DateOnly), t.Last.Format(time.DateOnly), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	fmt.Fprintf(&b, "| what | how many |\n|---|--:|\n")
	for _, name := range slices.Sorted(maps.Keys(t.Counts)) {
		fmt.Fprintf(&b, "| %s | %d |\n", name, t.Counts[name])
	}
	fmt.Fprintf(&b, "| **runs that failed** | **%d** |\n", len(t.Failures))
	for _, f := range t.Failures {
		fmt.Fprintf(&b, "\nFailed on %s: `%s`\n", f.Time.Format(time.DateOnly), f.Command)
	}
	return b.String()
}
