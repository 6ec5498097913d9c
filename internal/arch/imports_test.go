package arch

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// forTests are the folders of core that only tests and tools link.
func forTests(folder string) bool {
	return folder == "core/memstore" || folder == "core/storetest"
}

// standard tells whether a path is of the standard library.
func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && first != "pinfold"
}

func TestCoreImportsOnlyWhatItMay(t *testing.T) {
	files, err := goFiles("core")
	require.NoError(t, err)
	never := []string{"syscall/js", "syscall", "net/http", "net", "os", "os/exec", "os/signal", "log", "log/slog", "unsafe"}
	libraries := []string{"golang.org/x/text/"}
	var found []finding
	for _, f := range files {
		if f.test() || forTests(f.folder()) {
			continue
		}
		for _, i := range f.imports() {
			ours := i.text == "pinfold/core" || strings.HasPrefix(i.text, "pinfold/core/")
			library := slices.ContainsFunc(libraries, func(l string) bool { return strings.HasPrefix(i.text, l) })
			if slices.Contains(never, i.text) || !standard(i.text) && !ours && !library {
				found = append(found, i)
			}
		}
	}
	require.Empty(t, found, report("core imports the standard library without the system, core, and the libraries that "+
		"docs/ARCHITECTURE.md names: so its tests run natively, both wasm programs stay small, and nothing surprises us", found))
}

func TestJavaScriptIsReachedInOnePlace(t *testing.T) {
	files, err := goFiles("core", "wasm", "cmd", "internal", "sqlitestore", "server")
	require.NoError(t, err)
	places := []string{"wasm/bridge", "wasm/idb", "wasm/boot", "wasm/browser", "wasm/importer", "wasm/worker"}
	var found []finding
	for _, f := range files {
		for _, i := range f.imports() {
			foreign := i.text == "syscall/js" || strings.HasPrefix(i.text, "github.com/hack-pad/safejs")
			if foreign && !slices.Contains(places, f.folder()) {
				found = append(found, i)
			}
		}
	}
	require.Empty(t, found, report("safejs and syscall/js belong in "+strings.Join(places, ", ")+
		": one place where JavaScript can surprise us", found))
}

func TestTheServerKnowsNoHome(t *testing.T) {
	files, err := goFiles("server", "core", "cmd", "wasm", "sqlitestore", "internal")
	require.NoError(t, err)
	var found []finding
	for _, f := range files {
		for _, i := range f.imports() {
			driver := f.folder() == "server" && !f.test() && (strings.HasPrefix(i.text, "modernc.org/") || i.text == "database/sql")
			workers := strings.HasPrefix(i.text, "github.com/syumai/workers") && f.folder() != "wasm/worker"
			if driver || workers {
				found = append(found, i)
			}
		}
	}
	require.Empty(t, found, report("the handler is the same in both homes: drivers belong in server/sqlite, "+
		"Cloudflare's things in wasm/worker", found))
}

func TestTheServerAsksNobody(t *testing.T) {
	names, err := sources([]string{"server", "wasm/worker"}, ".go", ".mjs")
	require.NoError(t, err)
	found, err := grep(names, regexp.MustCompile(`\bhttp\.(Get|Head|Post|PostForm|Client|DefaultClient|NewRequest\w*|\w*Transport)\b|\bnet\.\w*(Dial|Lookup)|(^|[^.\w])fetch\(['"]|cloudflare/fetch`))
	require.NoError(t, err)
	found = slices.DeleteFunc(found, func(f finding) bool {
		return strings.HasSuffix(f.path, "_test.go") || strings.HasPrefix(f.path, "server/servertest/")
	})
	require.Empty(t, found, report("the server never fetches an address that somebody has saved, nor any other: it could be led into the network it stands in", found))
}

func TestTheIndexKnowsNoBookmarks(t *testing.T) {
	files, err := goFiles("core/index", "core/query", "core/text", "core/weburl", "core/internal/wire", "core/blob")
	require.NoError(t, err)
	var found []finding
	for _, f := range files {
		for _, i := range f.imports() {
			if i.text == "pinfold/core" && !f.test() {
				found = append(found, i)
			}
		}
	}
	require.Empty(t, found, report("these packages serve core and do not know it: the index knows documents and terms, "+
		"not bookmarks, so that one look-up serves everything", found))
}

// linked is what a wasm program links.
func linked(t *testing.T, program string) []string {
	cmd := exec.Command("go", "list", "-deps", program)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	text, err := cmd.Output()
	require.NoError(t, err, "list what %s links", program)
	return strings.Fields(string(text))
}

func TestTheEngineLinksNothingHeavy(t *testing.T) {
	heavy := []string{
		"net/http", "encoding/json", "regexp", "html", "html/template", "text/template", "encoding/xml",
		"golang.org/x/text/encoding", "modernc.org/sqlite", "testing",
	}
	for _, path := range linked(t, "./wasm/browser") {
		require.NotContains(t, heavy, path, "engine.wasm links %s, which costs size, and size is the cold start", path)
	}
	for _, path := range linked(t, "./wasm/importer") {
		require.NotContains(t, []string{"net/http", "modernc.org/sqlite", "testing"}, path, "import.wasm links %s", path)
	}
}

func TestEveryDependencyHasItsReason(t *testing.T) {
	document, err := os.ReadFile(filepath.Join(root, "docs", "ARCHITECTURE.md"))
	require.NoError(t, err)
	for _, module := range direct(t) {
		require.True(t, bytes.Contains(document, []byte("`"+module+"`")),
			"%s is in go.mod: docs/ARCHITECTURE.md says of each dependency what it does for us and what it costs", module)
	}
}

func TestEveryDependencyIsUsed(t *testing.T) {
	files, err := goFiles(".")
	require.NoError(t, err)
	for _, module := range direct(t) {
		used := slices.ContainsFunc(files, func(f file) bool {
			return slices.ContainsFunc(f.imports(), func(i finding) bool { return strings.HasPrefix(i.text+"/", module+"/") })
		})
		require.True(t, used, "nothing imports %s: take it out of go.mod", module)
	}
}

// direct are the modules that go.mod requires for their own sake.
func direct(t *testing.T) []string {
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	var modules []string
	for line := range bytes.Lines(text) {
		fields := strings.Fields(string(line))
		if len(fields) == 2 && strings.HasPrefix(fields[1], "v") && strings.Contains(fields[0], ".") {
			modules = append(modules, fields[0])
		}
	}
	require.NotEmpty(t, modules)
	return modules
}
