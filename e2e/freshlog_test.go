package e2e

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// TestAWriteCutOffHalfwayDoesNotCostTheLibraryLater leaves in Chromium's log what
// a kill in the middle of a write leaves there. Chromium opens it, appends to it,
// and would at the next start take the database for corrupt and delete it.
func TestAWriteCutOffHalfwayDoesNotCostTheLibraryLater(t *testing.T) {
	if *only == "firefox" { // whose databases are SQLite's
		return
	}
	t.Parallel()
	s := begin(t, "chromium", browser.Options{Profile: t.TempDir()})
	s.have(sixPins()...)
	for i, n := range []int{1, 7, 200, 15_000} {
		s.b.Kill()
		torn := s.tear(n)
		s.restart()
		p := s.open("options.html")
		p.beginsALog()
		require.NotEqual(t, torn, s.log(), "the log that was torn has ended")
		saveAddress(p, i)
		s.b.Close()
		s.restart()
		p = s.open("options.html")
		require.Equal(t, 8+i+1, p.bookmarks(), "with %d bytes of the last record", n)
		p.whole()
	}
}

// log is the file of the log of the extension's databases.
func (s *session) log() string {
	s.t.Helper()
	logs, err := filepath.Glob(filepath.Join(s.options.Profile, "Default", "IndexedDB", "chrome-extension_*.leveldb", "*.log"))
	require.NoError(s.t, err)
	require.NotEmpty(s.t, logs)
	return logs[len(logs)-1]
}

// tear appends the first n bytes of a record to the log
// (https://github.com/google/leveldb/blob/main/doc/log_format.md).
func (s *session) tear(n int) (name string) {
	s.t.Helper()
	name = s.log()
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	require.NoError(s.t, err)
	record := append([]byte{1, 2, 3, 4}, binary.LittleEndian.AppendUint16(nil, 20_000)...) // a checksum, and more bytes than follow
	record = append(append(record, 1), bytes.Repeat([]byte("cut"), 10_000)...)
	_, err = f.Write(record[:n])
	require.NoError(s.t, err)
	require.NoError(s.t, f.Close())
	return name
}

// beginsALog waits until the background has ended the log that it found.
func (p *page) beginsALog() {
	p.s.t.Helper()
	if p.s.b.Name() == "chromium" {
		p.until("a new log", `async () => (await chrome.storage.session.get("freshlog")).freshlog === "done"`)
	}
}

// saveAddress saves one of several bookmarks.
func saveAddress(p *page, i int) {
	p.s.t.Helper()
	ask[any](p, "save", map[string]any{
		"bookmark": map[string]any{"url": "https://later.example/" + string(rune('a'+i)), "title": "Later", "tags": []string{}}, "touched": []string{"title"},
		"op": "6f1a1d1e-0001-4000-8000-0000000000" + string(rune('a'+i)) + "0",
	})
}

// fileless fails if Chromium has kept a value of the extension's in a file of
// its own, beside the database, as it does with large ones: those get lost.
func (s *session) fileless() {
	kept, err := filepath.Glob(filepath.Join(s.options.Profile, "Default", "IndexedDB", "chrome-extension_*.indexeddb.blob", "*"))
	require.NoError(s.t, err)
	require.Empty(s.t, kept)
}
