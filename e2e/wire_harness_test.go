package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
	"pinfold/internal/dist"
)

// variant is the built extension with a page more, testdata/wire, and with its
// manifest changed. Our own files in it are the real ones.
func variant(t *testing.T, kind string, change func(manifest map[string]any)) string {
	t.Helper()
	target := dist.Chrome
	if kind == "firefox" {
		target = dist.Firefox
	}
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(built, string(target)))))
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/wire")))
	name := filepath.Join(dir, "manifest.json")
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	var manifest map[string]any
	require.NoError(t, json.Unmarshal(text, &manifest))
	change(manifest)
	text, err = json.Marshal(manifest)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, text, 0o644))
	return dir
}

// altered changes the one place of a file of an extension that says from.
func altered(t *testing.T, dir, file, from, to string) {
	t.Helper()
	name := filepath.Join(dir, file)
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(text), from))
	require.NoError(t, os.WriteFile(name, []byte(strings.Replace(string(text), from, to, 1)), 0o644))
}

// eachAltered runs a test in both browsers with a changed extension.
func eachAltered(t *testing.T, alter func(t *testing.T, dir string), test func(s *session)) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		dir := variant(t, kind, asItIs)
		alter(t, dir)
		test(begin(t, kind, browser.Options{Extension: dir}))
	})
}

// inModules has an extension run as it is written, where a test changes one
// module or shares one with the background.
func inModules(t *testing.T, dir string) {
	t.Helper()
	for _, name := range dist.Bundled() {
		text, err := os.ReadFile(filepath.Join("..", "extension", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), text, 0o644))
	}
}

// seeing gives the extension the permission that a person gives for the mark
// of saved pages, without the question.
func seeing(manifest map[string]any) {
	delete(manifest, "optional_permissions")
	manifest["permissions"] = append(manifest["permissions"].([]any), "tabs")
}

// asItIs leaves the manifest alone.
func asItIs(map[string]any) {}

// eachWire runs a test in both browsers with the page of testdata/wire open.
func eachWire(t *testing.T, change func(manifest map[string]any), test func(s *session, wire *page)) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		s := begin(t, kind, browser.Options{Extension: variant(t, kind, change)})
		s.shown()
		test(s, s.wire())
	})
}

// shown returns when the first page has shown its library: until then it asks,
// and what the background learns for it is told to every page.
func (s *session) shown() {
	s.t.Helper()
	s.existing("library.html").until("what the first page shows", `() => document.readyState === "complete" && document.getElementById("count").textContent !== ""`)
}

// wire opens the page of testdata/wire.
func (s *session) wire() *page {
	s.t.Helper()
	p := s.open("wire.html")
	p.until("the wire", `() => globalThis.wire !== undefined`)
	return p
}

// until waits for a function to give something true in the background.
func (s *session) until(what, script string, args ...any) {
	s.t.Helper()
	err := browser.Until(s.ctx, what, func() (bool, error) {
		raw, err := s.b.Background(s.ctx, script, args...)
		return string(raw) == "true", err
	})
	require.NoError(s.t, err)
}
