// Package mutation plants bugs into a copy of the sources and demands that the
// tests find them: a suite that lets one through has a hole. It must never touch
// the sources themselves, and never call a bug caught for a program that does
// not build.
package mutation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Mutant is one planted bug: in a file, a text that stands there once becomes
// another, and a test must fail because of it.
type Mutant struct {
	Fault    string // what it breaks, as a sentence would say it
	File     string
	From, To string
	Test     []string // the arguments of go test that must fail
}

// ErrSurvived says that the tests passed with the bug in place.
var ErrSurvived = errors.New("the tests did not find it")

// A Copy is a copy of the sources to plant bugs into.
type Copy struct{ dir string }

// NewCopy copies the files under root that git knows into dir.
func NewCopy(ctx context.Context, root, dir string) (*Copy, error) {
	cmd := exec.CommandContext(ctx, "git", "ls-files", "-z")
	cmd.Dir = root
	names, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("mutation: list the sources: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(names), "\x00"), "\x00") {
		if err := copyFile(filepath.Join(root, name), filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return &Copy{dir}, nil
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, text, info.Mode().Perm())
}

// Planted returns the file with the bug in it; an error if the text to replace
// does not stand there exactly once.
func (m *Mutant) Planted(root string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(m.File)))
	if err != nil {
		return nil, err
	}
	if n := bytes.Count(text, []byte(m.From)); n != 1 {
		return nil, fmt.Errorf("mutation: %q stands %d times in %s; say which place is meant", m.From, n, m.File)
	}
	return bytes.Replace(text, []byte(m.From), []byte(m.To), 1), nil
}

// Kill plants the bug, runs its test and takes it out again. It returns nil if
// the test failed by an assertion, ErrSurvived if it passed, and another error
// if it could not be run.
func (c *Copy) Kill(ctx context.Context, m Mutant) error {
	planted, err := m.Planted(c.dir)
	if err != nil {
		return err
	}
	name := filepath.Join(c.dir, filepath.FromSlash(m.File))
	sound, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := os.WriteFile(name, planted, 0o644); err != nil {
		return err
	}
	defer os.WriteFile(name, sound, 0o644) // the copy is thrown away
	out, err := c.test(ctx, m.Test)
	switch {
	case err == nil:
		return fmt.Errorf("%s: %w: go test %s", m.Fault, ErrSurvived, strings.Join(m.Test, " "))
	case ctx.Err() != nil:
		return ctx.Err()
	case !strings.Contains(out, "--- FAIL"):
		return fmt.Errorf("%s: the test could not be run: %w\n%s", m.Fault, err, out)
	}
	return nil
}

// test runs go test; packages behind the JavaScript boundary in a browser.
func (c *Copy) test(ctx context.Context, args []string) (string, error) {
	args = append([]string{"test", "-count=1"}, args...)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = c.dir
	if strings.HasPrefix(args[2], "./wasm/idb") {
		runner := "-exec=env -u GOOS -u GOARCH go tool -modfile=" + filepath.Join(c.dir, "wasmtest.mod") + " wasmbrowsertest"
		cmd.Args = append([]string{"go", "test", "-count=1", runner}, args[2:]...)
		cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}
