// Package arch holds the rules of docs/ARCHITECTURE.md as tests. A test that
// fails says which rule was broken where, and why there is such a rule. The
// package itself is only what those tests share; nothing imports it.
package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// root is where the sources are, seen from this package.
const root = "../.."

// A finding is one breach of a rule.
type finding struct {
	path string
	line int
	text string
}

func (f finding) String() string {
	return fmt.Sprintf("%s:%d: %s", f.path, f.line, strings.TrimSpace(f.text))
}

// report is every finding on a line of its own after the rule's reason.
func report(reason string, found []finding) string {
	lines := []string{reason}
	for _, f := range found {
		lines = append(lines, "  "+f.String())
	}
	return strings.Join(lines, "\n")
}

// sources are the names of all files under the folders given, relative to
// root, that end in one of the suffixes. Folders of made or foreign things are
// left out.
func sources(folders []string, suffixes ...string) ([]string, error) {
	var names []string
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() {
				if path != filepath.Join(root, folder) && skipped(path) {
					return filepath.SkipDir
				}
				return nil
			}
			if slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(path, s) }) {
				name, _ := filepath.Rel(root, path)
				names = append(names, filepath.ToSlash(name))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}

// skipped tells of folders that are not sources. What is built lies at the top:
// internal/dist and internal/build are packages.
func skipped(path string) bool {
	name := filepath.Base(path)
	made := filepath.Dir(path) == filepath.Clean(root) && slices.Contains([]string{"dist", "build"}, name)
	return made || name == "out" || name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".")
}

// grep is every line of the files on which pattern is found. Whole-line
// comments do not count.
func grep(names []string, pattern *regexp.Regexp) ([]finding, error) {
	var found []finding
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		for i, line := range strings.Split(string(text), "\n") {
			if !comment(line) && pattern.MatchString(line) {
				found = append(found, finding{name, i + 1, line})
			}
		}
	}
	return found, nil
}

func comment(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "//") || strings.HasPrefix(line, "/*") || strings.HasPrefix(line, "* ") ||
		line == "*" || strings.HasPrefix(line, "*/")
}

// except leaves out the findings in the files named.
func except(found []finding, names ...string) []finding {
	return slices.DeleteFunc(found, func(f finding) bool { return slices.Contains(names, f.path) })
}

// A file is one parsed Go file.
type file struct {
	name string
	set  *token.FileSet
	tree *ast.File
}

// test tells whether the file is part of a test.
func (f file) test() bool { return strings.HasSuffix(f.name, "_test.go") }

// folder is the package's folder.
func (f file) folder() string { return filepath.ToSlash(filepath.Dir(f.name)) }

func (f file) at(n ast.Node, text string) finding {
	return finding{f.name, f.set.Position(n.Pos()).Line, text}
}

// goFiles parses every Go file under the folders.
func goFiles(folders ...string) ([]file, error) {
	names, err := sources(folders, ".go")
	if err != nil {
		return nil, err
	}
	var files []file
	set := token.NewFileSet()
	for _, name := range names {
		tree, err := parser.ParseFile(set, filepath.Join(root, name), nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, file{name, set, tree})
	}
	return files, nil
}

// imports is what a file imports, as findings whose text is the path.
func (f file) imports() []finding {
	var list []finding
	for _, spec := range f.tree.Imports {
		list = append(list, f.at(spec, strings.Trim(spec.Path.Value, `"`)))
	}
	return list
}
