package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// databases are the files of the extension's databases whose names begin or end so.
// No browser must be running.
func (s *session) databases(name string) (files []string) {
	s.t.Helper()
	require.NoError(s.t, filepath.WalkDir(s.options.Profile, func(path string, d fs.DirEntry, err error) error {
		chromium := strings.Contains(path, "chrome-extension_") && strings.Contains(path, ".leveldb")
		firefox := strings.Contains(path, "moz-extension+++") && !strings.Contains(path, "userContextId") // which is storage.local
		if err == nil && !d.IsDir() && (chromium || firefox) && (strings.HasPrefix(d.Name(), name) || strings.HasSuffix(d.Name(), name)) {
			files = append(files, path)
		}
		return err
	}))
	require.NotEmpty(s.t, files, "the databases are not where they were looked for")
	return files
}

// shorten leaves so many hundredths of each of these files.
func (s *session) shorten(hundredths int64, files []string) {
	s.t.Helper()
	for _, name := range files {
		info, err := os.Stat(name)
		require.NoError(s.t, err)
		require.NoError(s.t, os.Truncate(name, info.Size()*hundredths/100))
	}
}

// TestADatabaseThatWasCutShortIsNotBegunAnew cuts files of the database while the
// browser is down. Of a log that is gone Chromium says nothing: it opens what was
// there before, which was nothing.
func TestADatabaseThatWasCutShortIsNotBegunAnew(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind, file string
		hundredths int64
	}{
		{"chromium", ".log", 0}, {"chromium", ".log", 50}, {"chromium", "CURRENT", 50},
		{"firefox", ".sqlite", 0}, {"firefox", ".sqlite", 50}, {"firefox", ".sqlite", 90},
	} {
		if *only != "" && *only != c.kind {
			continue
		}
		t.Run(c.kind+" "+c.file+" "+itoa(int(c.hundredths)), func(t *testing.T) {
			t.Parallel()
			s := begin(t, c.kind, browser.Options{Profile: t.TempDir()})
			s.broken = "its files are"
			s.have(sixPins()...)
			s.open("options.html").until("what is remembered", remembers, 8)
			s.b.Close()
			s.shorten(c.hundredths, s.databases(c.file))

			s.restart()
			p := s.library("#stripe")
			p.shows("The library is not where it was")
			popup := s.popupOn("/plain")
			popup.read()
			popup.write("mine")
			popup.press("Enter")
			popup.shows("NOT SAVED. ")
			require.True(s.t, eval[bool](p, remembers, 8), "what is remembered is kept")
		})
	}
}
