package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestABackupOfARunningServerServesAgain(t *testing.T) {
	data, kept := t.TempDir(), t.TempDir()
	token := strings.TrimSpace(ok(t, "user", "add", "ann", "--data", data))
	ok(t, "user", "import", "ann", fixtures+"/pinboard/export.json", "--data", data)
	_, end := serving(t, data)
	file := filepath.Join(kept, "it's a copy?.sqlite")
	require.Contains(t, ok(t, "backup", "--data", data, file), "read back and sound")
	require.Contains(t, refused(t, "backup", "--data", data, file), "is there already")
	end()
	names, err := os.ReadDir(kept)
	require.NoError(t, err)
	require.Len(t, names, 1, "nothing half done stays")
	info, err := os.Stat(file)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	restored := t.TempDir()
	require.NoError(t, os.Rename(file, filepath.Join(restored, "server.sqlite")))
	require.Equal(t, posted(t, data, token), posted(t, restored, token))
	require.Contains(t, refused(t, "backup", "--data", kept, file), "There is no server's data")
}

// posted is posts/all of an account.
func posted(t *testing.T, data, token string) string {
	base, end := serving(t, data)
	defer end()
	answer, err := http.Get(base + "v1/posts/all?format=json&auth_token=" + token)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Greater(t, len(text), 1000)
	return string(text)
}
