package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// shorten leaves so many hundredths of each file of the extension's databases. No
// browser must be running.
func (s *session) shorten(hundredths int64) {
	s.t.Helper()
	files := 0
	require.NoError(s.t, filepath.WalkDir(s.options.Profile, func(path string, d fs.DirEntry, err error) error {
		chromium := strings.Contains(path, "chrome-extension_") && strings.Contains(path, ".leveldb")
		firefox := strings.Contains(path, "moz-extension+++") && strings.HasSuffix(path, ".sqlite") && !strings.Contains(path, "userContextId") // which is storage.local
		if err != nil || d.IsDir() || !chromium && !firefox {
			return err
		}
		info, err := d.Info()
		if err != nil || info.Size() == 0 {
			return err
		}
		files++
		return os.Truncate(path, info.Size()*hundredths/100)
	}))
	require.NotZero(s.t, files, "the databases are not where they were looked for")
}

func TestADatabaseThatWasCutShortIsNotBegunAnew(t *testing.T) {
	for _, hundredths := range []int64{0, 50, 90} {
		t.Run(fmt.Sprintf("to %d hundredths", hundredths), func(t *testing.T) {
			eachAlone(t, func(s *session) {
				s.have(sixPins()...)
				s.open("options.html").until("what is remembered", remembersEight)
				s.b.Close()
				s.shorten(hundredths)

				s.restart()
				p := s.library("#stripe")
				p.shows("The library is not where it was")
				popup := s.popupOn("/plain")
				popup.read()
				popup.write("mine")
				popup.press("Enter")
				popup.shows("NOT SAVED. ")
				require.True(s.t, eval[bool](p, remembersEight), "what is remembered is kept")
			})
		})
	}
}

// remembersEight says that another place than the database remembers eight bookmarks.
const remembersEight = `async () => (await (globalThis.browser ?? chrome).storage.local.get("remembered")).remembered?.bookmarks === 8`
