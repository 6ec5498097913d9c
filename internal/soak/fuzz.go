package soak

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// fuzzTasks are the fuzz targets of core, found as go test lists them.
func fuzzTasks(ctx context.Context, root string) ([]task, error) {
	out, err := run(ctx, root, []string{"go", "test", "-list", "^Fuzz", "./core/..."})
	if err != nil {
		return nil, fmt.Errorf("list the fuzz targets: %w\n%s", err, out)
	}
	var list []task
	var waiting []string
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "Fuzz"):
			waiting = append(waiting, fields[0])
		case len(fields) > 1 && fields[0] == "ok":
			for _, target := range waiting {
				list = append(list, fuzzTask(fields[1], target))
			}
			waiting = nil
		}
	}
	return list, nil
}

func fuzzTask(pkg, target string) task {
	return task{"executions of fuzz targets", func(uint64) []string {
		return []string{"go", "test", pkg, "-run", "^$", "-fuzz", "^" + target + "$", "-fuzztime", fuzzARun.String()}
	}, executions}
}

// executions reads the last count that go's fuzzer prints.
func executions(output string) int64 {
	found := regexp.MustCompile(`execs: (\d+)`).FindAllStringSubmatch(output, -1)
	if len(found) == 0 {
		return 0
	}
	n, err := strconv.ParseInt(found[len(found)-1][1], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// inputs are the files of go's fuzzer that lie beside the sources, by their
// names below root. It writes there only what made a target fail.
func inputs(root string) (map[string]bool, error) {
	found := map[string]bool{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it went away while we looked
		}
		if err != nil {
			return err
		}
		if d.IsDir() && (name == "dist" || name == ".git") {
			return fs.SkipDir
		}
		if strings.HasSuffix(path.Dir(path.Dir(name)), "testdata/fuzz") && !d.IsDir() {
			found[name] = true
		}
		return nil
	})
	return found, err
}

// newInputs are those that were not there before, in order.
func newInputs(root string, before map[string]bool) ([]string, error) {
	after, err := inputs(root)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(after, func(name string, _ bool) bool { return before[name] })
	return slices.Sorted(maps.Keys(after)), nil
}

// again is the command that runs a target with one input that made it fail.
func again(input string) string {
	dir, target := path.Split(path.Dir(input))
	pkg := path.Clean(strings.TrimSuffix(dir, "testdata/fuzz/"))
	return fmt.Sprintf("go test ./%s -run ^%s$/^%s$ -count=1", pkg, target, path.Base(input))
}
