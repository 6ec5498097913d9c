//go:build linux

package powercut

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// write has a program of the system write a file, and flush it or not.
func write(t *testing.T, d *Disk, name, content string, more ...string) {
	t.Helper()
	cmd := exec.Command("dd", append([]string{"of=" + filepath.Join(d.root, name), "status=none"}, more...)...)
	cmd.Env = append(os.Environ(), d.Env()...)
	cmd.Stdin = bytes.NewReader([]byte(content))
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// remove deletes a file as a program on the disk does.
func remove(t *testing.T, d *Disk, name string) {
	t.Helper()
	cmd := exec.Command("rm", filepath.Join(d.root, name))
	cmd.Env = append(os.Environ(), d.Env()...)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

func newDisk(t *testing.T) *Disk {
	t.Helper()
	d, err := New(t.TempDir(), t.TempDir())
	require.NoError(t, err)
	return d
}

func (d *Disk) content(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(d.root, name))
	require.NoError(t, err)
	return string(b)
}

func TestACutLosesWhatWasNotFlushedAndNothingElse(t *testing.T) {
	d := newDisk(t)
	r := rand.New(rand.NewPCG(1, 1))
	write(t, d, "flushed", "one", "conv=fsync")
	write(t, d, "grown", "one", "conv=fsync")
	write(t, d, "grown", "two", "oflag=append", "conv=notrunc")
	write(t, d, "data", "one", "conv=fdatasync")
	require.NoError(t, os.Rename(filepath.Join(d.root, "data"), filepath.Join(d.root, "renamed")))
	write(t, d, "never", "one")
	require.Equal(t, "onetwo", d.content(t, "grown"), "before the cut")

	lost, err := d.Cut(r, 0, ".")
	require.NoError(t, err)
	require.Equal(t, 2, lost)
	require.Equal(t, "one", d.content(t, "flushed"))
	require.Equal(t, "one", d.content(t, "grown"))
	require.Equal(t, "one", d.content(t, "renamed"), "a copy follows its file")
	if b, err := os.ReadFile(filepath.Join(d.root, "never")); err == nil {
		require.Empty(t, b)
	}

	lost, err = d.Cut(r, 0, ".")
	require.NoError(t, err)
	require.Zero(t, lost, "what a cut has left is on the disk")
}

func TestANewFileDoesNotInheritTheCopyOfADeletedOne(t *testing.T) {
	d := newDisk(t)
	for range 20 { // so that a number is given again
		write(t, d, "file", "old", "conv=fsync")
		remove(t, d, "file")
	}
	write(t, d, "file", "new")
	_, err := d.Cut(rand.New(rand.NewPCG(1, 1)), 0, ".")
	require.NoError(t, err)
	if b, err := os.ReadFile(filepath.Join(d.root, "file")); err == nil {
		require.Empty(t, b)
	}
}

func TestEachPageIsTheFlushedOneOrTheWrittenOne(t *testing.T) {
	flushed, written := bytes.Repeat([]byte("f"), 3*page+10), bytes.Repeat([]byte("w"), 9*page+20)
	r := rand.New(rand.NewPCG(1, 1))
	seen := map[byte]bool{}
	for range 200 {
		left := mix(r, .5, flushed, written)
		require.Contains(t, []int{len(flushed), len(written)}, len(left))
		for at := 0; at < len(left); at += page {
			p := left[at:min(at+page, len(left))]
			seen[p[0]] = true
			require.Contains(t, [][]byte{part(flushed, at, len(p)), part(written, at, len(p))}, p)
		}
	}
	require.Len(t, seen, 3, "flushed, written, and zeros where nothing came")
	require.Equal(t, written, mix(r, 1, flushed, written))
	require.Equal(t, flushed, mix(r, 0, flushed, written))
}

// part is a page of a file, with zeros behind its end.
func part(file []byte, at, length int) []byte {
	p := make([]byte, length)
	if at < len(file) {
		copy(p, file[at:])
	}
	return p
}
