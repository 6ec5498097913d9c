// Package dist makes the folders that a browser loads and the packages that a
// store takes, from the sources alone: the same sources always give the same
// bytes. It must never fetch anything.
package dist

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"pinfold/internal/slim"
)

// A Target is a browser that a folder is made for; it is the folder's name.
type Target string

// The browsers that folders are made for.
const (
	Chrome  Target = "chrome"
	Firefox Target = "firefox"
)

// Targets are all of them.
func Targets() []Target { return []Target{Chrome, Firefox} }

// programs are the main packages in Go and the files they become.
func programs() map[string]string {
	return map[string]string{"./wasm/browser": "engine.wasm", "./wasm/importer": "import.wasm"}
}

// Build makes out/chrome and out/firefox from the sources under root.
func Build(ctx context.Context, root, out string) error {
	return build(ctx, root, out, os.Environ())
}

func build(ctx context.Context, root, out string, env []string) error {
	manifest, err := os.ReadFile(filepath.Join(root, "manifest.json"))
	if err != nil {
		return err
	}
	code, err := os.MkdirTemp("", "pinfold-wasm-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(code)
	if err := compile(ctx, root, code, env); err != nil {
		return err
	}
	for _, target := range Targets() {
		if err := assemble(root, code, filepath.Join(out, string(target)), target, manifest); err != nil {
			return fmt.Errorf("make %s: %w", target, err)
		}
	}
	return nil
}

// compile writes the two programs and Go's support script into dir.
func compile(ctx context.Context, root, dir string, env []string) error {
	for pkg, file := range programs() {
		if err := compileOne(ctx, root, pkg, filepath.Join(dir, file), env); err != nil {
			return err
		}
	}
	return copySupport(ctx, dir)
}

// compileOne compiles one package for wasm into a file.
func compileOne(ctx context.Context, root, pkg, file string, env []string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags=-s -w -buildid=", "-o", file, pkg)
	cmd.Dir = root
	cmd.Env = append(env, "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("compile %s: %w\n%s", pkg, err, text)
	}
	if err := slimFile(file); err != nil {
		return fmt.Errorf("compile %s: %w", pkg, err)
	}
	return nil
}

// copySupport copies the script that starts Go's programs into dir.
func copySupport(ctx context.Context, dir string) error {
	goroot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("ask go for its folder: %w", err)
	}
	support := filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js")
	return copyFile(support, filepath.Join(dir, "wasm_exec.js"))
}

// slimFile makes a program smaller where it lies. One that a later Go links in
// another way stays as it is: it is larger, but it runs.
func slimFile(name string) error {
	linked, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	smaller, err := slim.Slim(linked)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s stays as Go linked it: %v\n", filepath.Base(name), err)
		return nil
	}
	return os.WriteFile(name, smaller, 0o644)
}

// assemble makes one loadable folder. It is made beside its place and moved
// there, so that a browser never sees half of one.
func assemble(root, code, dir string, target Target, manifest []byte) error {
	fresh := dir + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	if err := copyTree(filepath.Join(root, "extension"), fresh); err != nil {
		return err
	}
	if err := copyTree(code, fresh); err != nil {
		return err
	}
	if err := bundle(fresh); err != nil {
		return err
	}
	if err := preload(fresh); err != nil {
		return err
	}
	own, err := Manifest(manifest, target)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(fresh, "manifest.json"), own, 0o644); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.Rename(fresh, dir)
}
