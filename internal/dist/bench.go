package dist

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Bench makes out/bench: the Chrome folder and the page that a benchmark
// drives. It may reach this machine's ports, which a real one may not, since
// the benchmark serves its documents there. It is in no store package.
func Bench(ctx context.Context, root, out string) error {
	if err := Build(ctx, root, out); err != nil {
		return err
	}
	dir := filepath.Join(out, "bench")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := copyTree(filepath.Join(out, string(Chrome)), dir); err != nil {
		return err
	}
	if err := copyTree(filepath.Join(root, "bench", "page"), dir); err != nil {
		return err
	}
	for _, page := range []string{"popup.html", "library.html"} {
		if err := addProbe(filepath.Join(dir, page)); err != nil {
			return err
		}
	}
	name := filepath.Join(dir, "manifest.json")
	manifest, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	keys, err := parse(manifest)
	if err != nil {
		return err
	}
	keys["host_permissions"] = []string{"http://127.0.0.1/*"}
	keys["content_security_policy"] = map[string]string{"extension_pages": "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'"}
	if manifest, err = render(keys); err != nil {
		return err
	}
	return os.WriteFile(name, manifest, 0o644)
}

// addProbe puts the benchmark's probe before everything else in a page.
func addProbe(name string) error {
	page, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	head := []byte("<head>")
	if !bytes.Contains(page, head) {
		return fmt.Errorf("%s has no head to put the probe into", name)
	}
	page = bytes.Replace(page, head, append(head, `<script src="probe.js"></script>`...), 1)
	return os.WriteFile(name, page, 0o644)
}
