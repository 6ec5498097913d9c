package dist

import (
	"fmt"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

// Bundled are the scripts that a person waits for: each becomes one file with
// all that it imports, since a browser asks an extension for every module by
// itself. The modules stay beside them, for the options page and the Worker.
func Bundled() []string { return []string{"background.js", "popup.js", "library.js"} }

// bundle makes one file of each of them, where it lies. Nothing is minified. A
// warning is an error.
func bundle(dir string) error {
	dir, err := filepath.Abs(dir) // esbuild takes no other
	if err != nil {
		return err
	}
	var entries []string
	for _, name := range Bundled() {
		entries = append(entries, filepath.Join(dir, name))
	}
	made := api.Build(api.BuildOptions{
		EntryPoints: entries, Outdir: dir, AllowOverwrite: true, Write: true, AbsWorkingDir: dir,
		Bundle: true, Format: api.FormatESModule, Target: api.ESNext, Charset: api.CharsetUTF8, LogLevel: api.LogLevelSilent,
	})
	for _, m := range append(made.Errors, made.Warnings...) {
		if m.Location != nil {
			return fmt.Errorf("bundle %s, line %d: %s", m.Location.File, m.Location.Line, m.Text)
		}
		return fmt.Errorf("bundle: %s", m.Text)
	}
	return nil
}
