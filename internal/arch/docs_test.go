package arch

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// testNames are the tests and fuzz targets in the sources.
func testNames(t *testing.T) map[string]bool {
	files, err := goFiles(".")
	require.NoError(t, err)
	names := map[string]bool{}
	for _, f := range files {
		if !f.test() {
			continue
		}
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil {
				names[fn.Name.Name] = true
			}
		}
	}
	return names
}

func TestEveryTestThatTheDocumentsNameExists(t *testing.T) {
	there := testNames(t)
	name := regexp.MustCompile("`((?:Test|Fuzz)[A-Z]\\w*)`")
	for _, document := range []string{"docs/GOALS.md", "docs/PROMISE.md"} {
		text, err := os.ReadFile(filepath.Join(root, document))
		require.NoError(t, err)
		var found []finding
		named := 0
		for i, line := range strings.Split(string(text), "\n") {
			for _, m := range name.FindAllStringSubmatch(line, -1) {
				named++
				if !there[m[1]] {
					found = append(found, finding{document, i + 1, m[1]})
				}
			}
		}
		require.NotZero(t, named, document)
		require.Empty(t, found, report("a promise names the test that holds it: name the one that took its place", found))
	}
}

func TestEveryGoalHasItsRow(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "GOALS.md"))
	require.NoError(t, err)
	var rows []string
	for _, m := range regexp.MustCompile(`(?m)^\| ([DCSP]\d+) \|.*\|.*\|.*\|$`).FindAllStringSubmatch(string(text), -1) {
		rows = append(rows, m[1])
	}
	goals := strings.Fields("D1 D2 D3 D4 D5 D6 D7 D8 D9 D10 D11 D12 D13 D14 D15 C1 C2 C3 C4 C5 C6 C7 " +
		"S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11 S12 S13 S14 S17 P1 P2 P3 P4 P5 P6")
	require.Equal(t, goals, rows, "docs/GOALS.md says of every goal what holds it or what is missing")
}
