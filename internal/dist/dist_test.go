package dist

import (
	"archive/zip"
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const template = `{"manifest_version": 3, "name": "P", "version": "1.2.3", "key": "MIIB",
 "action": {"default_popup": "popup.html", "default_area": "navbar"},
 "background": {"service_worker": "background.js", "scripts": ["background.js"], "type": "module"},
 "permissions": ["storage", "sidePanel"], "side_panel": {"default_path": "library.html"},
 "sidebar_action": {"default_panel": "library.html"}, "browser_specific_settings": {"gecko": {"id": "p@q"}}}`

func TestEachBrowserGetsOnlyTheKeysItKnows(t *testing.T) {
	chrome, err := Manifest([]byte(template), Chrome)
	require.NoError(t, err)
	require.JSONEq(t, `{"manifest_version": 3, "name": "P", "version": "1.2.3", "key": "MIIB",
 "action": {"default_popup": "popup.html"},
 "background": {"service_worker": "background.js", "type": "module"},
 "permissions": ["storage", "sidePanel"], "side_panel": {"default_path": "library.html"}}`, string(chrome))

	firefox, err := Manifest([]byte(template), Firefox)
	require.NoError(t, err)
	require.JSONEq(t, `{"manifest_version": 3, "name": "P", "version": "1.2.3",
 "action": {"default_popup": "popup.html", "default_area": "navbar"},
 "background": {"scripts": ["background.js"], "type": "module"},
 "permissions": ["storage"],
 "sidebar_action": {"default_panel": "library.html"}, "browser_specific_settings": {"gecko": {"id": "p@q"}}}`, string(firefox))
}

func TestABrokenManifestIsNamed(t *testing.T) {
	_, err := Manifest([]byte(`{`), Chrome)
	require.ErrorContains(t, err, "manifest.json")
	_, err = Version([]byte(`{}`))
	require.ErrorContains(t, err, "no version")
}

// tree is a small extension in a folder of its own.
func tree(t *testing.T) string {
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":                  "module small\n\ngo 1.26\n",
		"manifest.json":           template,
		"wasm/browser/main.go":    "package main\n\nfunc main() { println(\"engine\") }\n",
		"wasm/importer/main.go":   "package main\n\nfunc main() { println(\"import\") }\n",
		"extension/popup.html":    "<!doctype html>",
		"extension/popup.js":      "import { said } from './words.js';\nsaid('popup');\n",
		"extension/library.js":    "import { said } from './words.js';\nsaid('library');\n",
		"extension/background.js": "import { said } from './words.js';\nsaid('background');\n",
		"extension/words.js":      "import { out } from './out.js';\nexport const said = (word) => out(`“${word}”`);\n",
		"extension/out.js":        "export const out = (text) => console.log(text);\n",
		"extension/icons/16.png":  "png",
		"extension/.DS_Store":     "left behind",
		"extension/icons/.hidden": "left behind",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return root
}

// files is every file under dir with its bytes.
func files(t *testing.T, dir string) map[string]string {
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(name)] = string(data)
		return err
	})
	require.NoError(t, err)
	return all
}

// made builds and packs the extension under root and returns every byte of it.
func made(t *testing.T, root string) map[string]string {
	out := filepath.Join(t.TempDir(), "dist")
	require.NoError(t, Build(context.Background(), root, out))
	_, err := Zips(out)
	require.NoError(t, err)
	return files(t, out)
}

func TestTwoBuildsGiveTheSameBytes(t *testing.T) {
	// Two folders: a path of the machine in the bytes would show.
	first, second := made(t, tree(t)), made(t, tree(t))
	require.Contains(t, first, "chrome/engine.wasm")
	require.Contains(t, first, "firefox/import.wasm")
	require.Contains(t, first, "chrome/wasm_exec.js")
	require.Contains(t, first, "chrome/icons/16.png")
	require.NotContains(t, first, "chrome/.DS_Store")
	require.NotContains(t, first, "firefox/icons/.hidden")
	for name, bytes := range first {
		require.True(t, bytes == second[name], "%s differs between two builds", name)
	}
	require.Len(t, second, len(first))
}

func TestFoldersAreNamedFromWhereOneStands(t *testing.T) {
	t.Chdir(tree(t))
	require.NoError(t, Build(context.Background(), ".", "dist"))
	require.FileExists(t, filepath.Join("dist", "firefox", "popup.js"))
}

func TestWhatAPersonWaitsForIsOneFile(t *testing.T) {
	root := tree(t)
	got := made(t, root)
	for _, name := range Bundled() {
		text := got["firefox/"+name]
		require.NotRegexp(t, `(?m)^import\b`, text)
		require.Contains(t, text, "console.log(text)")
		require.Contains(t, text, `said("`+strings.TrimSuffix(name, ".js")+`")`)
		require.Contains(t, text, "“${word}”", "text stays as it is written")
	}
	require.Contains(t, got["chrome/words.js"], "import { out }", "the modules stay for whoever needs one")
	broken := filepath.Join(root, "extension", "words.js")
	require.NoError(t, os.WriteFile(broken, []byte("import './gone.js';\n"), 0o644))
	require.ErrorContains(t, Build(context.Background(), root, t.TempDir()), "words.js, line 1")
}

func TestAPageNamesAllModulesThatItWillNeed(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"page.html":  "<head>\n  <script type=\"module\" src=\"a.js\"></script>\n</head>",
		"plain.html": "<script src=\"a.js\"></script>",
		"a.js":       "import './b.js';\nimport {\n  one,\n  two,\n} from './c.js';\n",
		"b.js":       "export { x } from './c.js';\nimport { y } from './a.js';\n",
		"c.js":       "import { z } from './d.js';\n",
		"d.js":       "const s = \"import './not.js'\";\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	require.NoError(t, preload(dir))
	got := files(t, dir)
	require.Equal(t, "<head>\n  <link rel=\"modulepreload\" href=\"b.js\">\n  <link rel=\"modulepreload\" href=\"c.js\">\n"+
		"  <link rel=\"modulepreload\" href=\"d.js\">\n  <script type=\"module\" src=\"a.js\"></script>\n</head>", got["page.html"])
	require.Equal(t, "<script src=\"a.js\"></script>", got["plain.html"])
	require.NoError(t, os.WriteFile(filepath.Join(dir, "d.js"), []byte("import './gone.js';\n"), 0o644))
	require.ErrorContains(t, preload(dir), "page.html")
}

func TestTheStorePackageHasNoKeyAndNoDates(t *testing.T) {
	packed := made(t, tree(t))["pinfold-chrome-1.2.3.zip"]
	r, err := zip.NewReader(bytes.NewReader([]byte(packed)), int64(len(packed)))
	require.NoError(t, err)
	var names []string
	for _, f := range r.File {
		names = append(names, f.Name)
		require.True(t, f.Modified.Equal(epoch()), f.Name)
	}
	require.IsIncreasing(t, names)
	manifest, err := fs.ReadFile(r, "manifest.json")
	require.NoError(t, err)
	require.NotContains(t, string(manifest), "MIIB")
}

func TestABuildThatFailsLeavesTheLastOne(t *testing.T) {
	root, out := tree(t), filepath.Join(t.TempDir(), "dist")
	require.NoError(t, Build(context.Background(), root, out))
	before := files(t, out)
	require.NoError(t, os.WriteFile(filepath.Join(root, "wasm/browser/main.go"), []byte("package main\nfunc main() {"), 0o644))
	require.ErrorContains(t, Build(context.Background(), root, out), "compile ./wasm/browser")
	require.Equal(t, before, files(t, out))
}

func TestAProgramLinkedInAnUnknownWayStaysAsItIs(t *testing.T) {
	name := filepath.Join(t.TempDir(), "engine.wasm")
	passiveData := []byte("\x00asm\x01\x00\x00\x00\x0b\x04\x01\x01\x01x")
	require.NoError(t, os.WriteFile(name, passiveData, 0o644))
	require.NoError(t, slimFile(name))
	kept, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, passiveData, kept)
}
