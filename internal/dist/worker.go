package dist

import (
	"context"
	"os"
	"path/filepath"
)

// Worker makes dir, the server as a Cloudflare Worker: the program in wasm, the
// two scripts that start it, and wrangler's configuration. A configuration
// that is there stays, since it has the database's id in it.
func Worker(ctx context.Context, root, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := compileOne(ctx, root, "./wasm/worker", filepath.Join(dir, "server.wasm"), os.Environ()); err != nil {
		return err
	}
	if err := copySupport(ctx, dir); err != nil {
		return err
	}
	source := filepath.Join(root, "wasm", "worker")
	if err := copyFile(filepath.Join(source, "worker.mjs"), filepath.Join(dir, "worker.mjs")); err != nil {
		return err
	}
	configuration := filepath.Join(dir, "wrangler.toml")
	if _, err := os.Stat(configuration); err == nil {
		return nil
	}
	return copyFile(filepath.Join(source, "wrangler.toml"), configuration)
}
