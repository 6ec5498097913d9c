package arch

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFilesAreShort(t *testing.T) {
	names, err := sources([]string{"."}, ".go", ".js", ".css", ".sh", ".html")
	require.NoError(t, err)
	var found []finding
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		if n := bytes.Count(text, []byte("\n")); n > 400 {
			found = append(found, finding{name, n, "lines"})
		}
	}
	require.Empty(t, found, report("a file is one noun and at most 400 lines, so that it is read whole", found))
}

func TestNothingNamesAMachine(t *testing.T) {
	names, err := sources([]string{"."}, ".go", ".js", ".css", ".sh", ".html", ".md", ".json", ".mod")
	require.NoError(t, err)
	// In pieces, so that this file does not find itself.
	pattern := regexp.MustCompile(`(^|[\s"'(=` + "`" + `])/(work|tmp|root|home|Users)` + `/|\.\./shared|proxy\.golang` + `\.org|registry\.npmjs` + `\.org`)
	found, err := grep(names, pattern)
	require.NoError(t, err)
	found = except(found, "internal/arch/tree_test.go")
	require.Empty(t, found, report("a clone works anywhere: no file names a folder of one machine", found))
}

func TestNothingIsLeftForLater(t *testing.T) {
	names, err := sources([]string{"."}, ".go", ".js", ".css", ".sh", ".html")
	require.NoError(t, err)
	var found []finding
	pattern := regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`)
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		for i, line := range bytes.Split(text, []byte("\n")) {
			if pattern.Match(line) {
				found = append(found, finding{name, i + 1, string(line)})
			}
		}
	}
	found = except(found, "internal/arch/tree_test.go")
	require.Empty(t, found, report("what is not done is an issue, not a comment", found))
}

func TestPackagesSayWhatTheyAre(t *testing.T) {
	files, err := goFiles(".")
	require.NoError(t, err)
	documented := map[string]bool{}
	for _, f := range files {
		if !f.test() {
			documented[f.folder()] = documented[f.folder()] || f.tree.Doc != nil
		}
	}
	for folder, ok := range documented {
		require.True(t, ok, "package %s has no doc comment: it says what the package is and what it must never do", folder)
	}
}
