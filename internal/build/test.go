package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// tally counts tests, each subtest included, and keeps how long they took and
// why they failed.
type tally struct {
	passed, failed int
	took           map[string]float64 // seconds by the name of a test without a slash, its slowest subtest's
	why            []string           // a failed test's name and the beginning of what it said
	kept           io.Writer          // gets the events as they come
}

// journal is where what `go test -json` tells is kept, to look at afterwards.
const journal = "dist/tests.jsonl"

// slowest is how many tests are named at the end, so that it is seen which one
// makes a run long.
const slowest = 12

// test runs everything: the formatter, vet, the native tests with both
// browsers among them, and the packages that need a real IndexedDB. It goes on
// after a failure, so that one run tells all.
func test(ctx context.Context, args []string) error {
	var sum tally
	if err := formatted(ctx); err != nil {
		return err
	}
	if err := show(exec.CommandContext(ctx, "go", "vet", "./...")); err != nil {
		return fmt.Errorf("go vet: %w", err)
	}
	if len(args) == 0 {
		args = []string{"./..."}
	}
	if err := os.MkdirAll(filepath.Dir(journal), 0o755); err != nil {
		return err
	}
	kept, err := os.Create(journal)
	if err != nil {
		return err
	}
	defer kept.Close()
	sum.kept = kept
	// All is to take 40 minutes at most; a machine on which it takes longer has failed nothing.
	native := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-timeout=85m"}, args...)...)
	inBrowser, err := wasmTests(ctx)
	if err != nil {
		return err
	}
	err = errors.Join(sum.run(native), sum.run(inBrowser))
	for _, name := range sum.longest() {
		fmt.Printf("took  %s %.1fs\n", name, sum.took[name])
	}
	for _, text := range sum.why {
		fmt.Printf("failed %s\n", text)
	}
	fmt.Printf("%d passed, %d failed\n", sum.passed, sum.failed)
	return err
}

// formatted fails when gofmt would change a file.
func formatted(ctx context.Context) error {
	list, err := exec.CommandContext(ctx, "go", "list", "-f", "{{.Dir}}", "./...").Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	unformatted, err := exec.CommandContext(ctx, "gofmt", append([]string{"-l"}, strings.Fields(string(list))...)...).Output()
	if err != nil {
		return fmt.Errorf("gofmt: %w", err)
	}
	if len(unformatted) > 0 {
		return fmt.Errorf("gofmt -w would change:\n%s", unformatted)
	}
	return nil
}

// wasmTests is the command that runs the packages behind the JavaScript
// boundary inside a real Chromium.
func wasmTests(ctx context.Context) (*exec.Cmd, error) {
	module, err := filepath.Abs("wasmtest.mod")
	if err != nil {
		return nil, err
	}
	runner := "-exec=env -u GOOS -u GOARCH go tool -modfile=" + module + " wasmbrowsertest"
	cmd := exec.CommandContext(ctx, "go", "test", "-json", "-timeout=10m", runner, "./wasm/idb/...", "./wasm/bridge/...")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	return cmd, nil
}

func show(cmd *exec.Cmd) error {
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// run runs a `go test -json` and prints a line for each package, and what the
// failed tests have said.
func (s *tally) run(cmd *exec.Cmd) error {
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	unread := s.read(io.TeeReader(out, s.kept))
	if unread != nil {
		io.Copy(io.Discard, out) // or it would wait for a reader for ever
	}
	if err := cmd.Wait(); err != nil || unread != nil {
		return fmt.Errorf("%s: %w", strings.Join(cmd.Args[:2], " "), errors.Join(err, unread))
	}
	return nil
}

// line is one event of `go test -json`.
type line struct {
	Action, Package, Test, Output string
	Elapsed                       float64
}

func (s *tally) read(out io.Reader) error {
	said := map[string]*bytes.Buffer{}
	scan := bufio.NewScanner(out)
	scan.Buffer(nil, 64<<20)
	for scan.Scan() {
		var l line
		if json.Unmarshal(scan.Bytes(), &l) != nil {
			fmt.Println(scan.Text())
			continue
		}
		s.take(l, said)
	}
	return scan.Err()
}

// take counts one event. What a test says is kept until it is known to fail.
func (s *tally) take(l line, said map[string]*bytes.Buffer) {
	name := l.Package + " " + l.Test
	switch l.Action {
	case "output", "build-output":
		if said[name] == nil {
			said[name] = &bytes.Buffer{}
		}
		said[name].WriteString(l.Output)
		return
	case "pass", "fail", "skip":
	default:
		return
	}
	if l.Action == "fail" && said[name] != nil {
		os.Stdout.Write(said[name].Bytes())
		s.explain(name, said[name].String())
	}
	delete(said, name)
	s.time(l)
	switch {
	case l.Test == "" && l.Action != "skip":
		fmt.Printf("%-5s %s %.1fs\n", l.Action, l.Package, l.Elapsed)
	case l.Action == "pass":
		s.passed++
	case l.Action == "fail":
		s.failed++
	}
}

// reasons is how many lines of a failed test are told once more at the end, where
// the log of a long run is read first.
const reasons = 12

// explain keeps the beginning of what a failed test said, without the runner's
// own lines.
func (s *tally) explain(name, said string) {
	lines := slices.DeleteFunc(strings.Split(said, "\n"), func(line string) bool {
		line = strings.TrimSpace(line)
		return line == "" || strings.HasPrefix(line, "=== ") || strings.HasPrefix(line, "--- ") || line == "FAIL"
	})
	if len(lines) > 0 {
		s.why = append(s.why, name+"\n"+strings.Join(lines[:min(reasons, len(lines))], "\n"))
	}
}

// time notes how long a test took. A subtest that runs beside others does not
// count in the time of the test that it is part of.
func (s *tally) time(l line) {
	if l.Test == "" {
		return
	}
	if s.took == nil {
		s.took = map[string]float64{}
	}
	name, _, _ := strings.Cut(l.Test, "/")
	name = l.Package + " " + name
	s.took[name] = max(s.took[name], l.Elapsed)
}

// longest are the tests that took the longest, longest first.
func (s *tally) longest() []string {
	names := slices.SortedFunc(maps.Keys(s.took), func(a, b string) int { return cmp.Compare(s.took[b], s.took[a]) })
	return names[:min(slowest, len(names))]
}
