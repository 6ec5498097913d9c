// Package readertest holds every reader of files to the same promises, whatever
// bytes it is given. Tests alone may use it.
package readertest

import (
	"bytes"
	"io"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/core"
)

// Now is when the files are read.
func Now() time.Time { return time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC) }

// Read is a reader of one format.
type Read func(r io.Reader, now time.Time) iter.Seq2[core.Entry, error]

// Fuzz gives read any bytes, beginning with the fixtures that match the
// patterns. It must end; each entry has a number of its own; there are not more
// entries than bytes; an error is the last thing and is for the person; and what
// is read twice reads the same.
func Fuzz(f *testing.F, read Read, patterns ...string) {
	f.Helper()
	Seed(f, patterns...)
	f.Fuzz(func(t *testing.T, raw []byte) {
		n, failed := once(t, raw, read)
		again, failedAgain := once(t, raw, read)
		require.Equal(t, n, again)
		require.Equal(t, failed, failedAgain)
		require.LessOrEqual(t, n, len(raw)+1)
	})
}

// Seed adds the fixtures that match the patterns, which must be some.
func Seed(f *testing.F, patterns ...string) {
	f.Helper()
	for _, pattern := range patterns {
		files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "fixtures", pattern))
		require.NoError(f, err)
		require.NotEmpty(f, files, pattern)
		for _, name := range files {
			raw, err := os.ReadFile(name)
			require.NoError(f, err)
			if len(raw) < 1<<16 {
				f.Add(raw)
			}
		}
	}
}

func once(t *testing.T, raw []byte, read Read) (n int, failed bool) {
	seen := make(map[int]bool)
	for e, err := range read(bytes.NewReader(raw), Now()) {
		require.False(t, failed, "nothing follows an error")
		if failed = err != nil; failed {
			require.Equal(t, core.Invalid, core.CodeOf(err), err)
			continue
		}
		require.Positive(t, e.Number)
		require.False(t, seen[e.Number], "its number is its own")
		seen[e.Number] = true
		n++
	}
	return n, failed
}
