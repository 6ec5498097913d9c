package e2e

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"pinfold/internal/browser"
)

// diskBytes is room for a fresh profile and a small library.
const diskBytes = "256m"

// A disk is a small file system of its own, which holds a browser's profile.
type disk struct {
	t             *testing.T
	dir           string
	stop, stopped chan bool // of what keeps it full
}

// eachDisk runs a test in both browsers, whose profile is on a disk that can
// be filled.
func eachDisk(t *testing.T, test func(s *session, d *disk)) {
	t.Parallel()
	eachKind(t, func(t *testing.T, kind string) {
		t.Parallel()
		d := newDisk(t)
		test(begin(t, kind, browser.Options{Profile: filepath.Join(d.dir, "profile")}), d)
	})
}

// newDisk mounts a disk, which takes root.
func newDisk(t *testing.T) *disk {
	t.Helper()
	d := &disk{t: t, dir: t.TempDir()}
	require.NoError(t, mount(d.dir, diskBytes), "a real full disk takes a file system of its own: run this test as root, with the right to mount")
	t.Cleanup(func() {
		d.leave()
		require.NoError(t, unmount(d.dir))
	})
	return d
}

func (d *disk) ballast() string { return filepath.Join(d.dir, "ballast") }

// full fills the disk and answers what fills it.
func (d *disk) full() *os.File {
	d.t.Helper()
	f, err := os.OpenFile(d.ballast(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	require.NoError(d.t, err)
	require.ErrorIs(d.t, topUp(f), syscall.ENOSPC)
	return f
}

// leaveRoom leaves so many bytes, which a browser uses up.
func (d *disk) leaveRoom(bytes int64) {
	d.t.Helper()
	f := d.full()
	defer f.Close()
	info, err := f.Stat()
	require.NoError(d.t, err)
	require.NoError(d.t, f.Truncate(info.Size()-bytes))
}

// fill leaves no byte, and takes what a browser gives back, such as a file of
// its caches, until there is to be room again.
func (d *disk) fill() {
	d.t.Helper()
	f := d.full()
	d.stop, d.stopped = make(chan bool), make(chan bool)
	go func() {
		defer close(d.stopped)
		defer f.Close()
		again := time.NewTicker(2 * time.Millisecond)
		defer again.Stop()
		for {
			select {
			case <-again.C:
				_ = topUp(f) // whose only news is that it is full
			case <-d.stop:
				return
			}
		}
	}()
}

// zeros are what fills it.
var zeros [1 << 20]byte

// topUp writes until nothing more can be written.
func topUp(f *os.File) (err error) {
	for size := len(zeros); size > 0; size /= 2 {
		for err = nil; err == nil; {
			_, err = f.Write(zeros[:size])
		}
	}
	return err
}

// free makes room again.
func (d *disk) free() {
	d.t.Helper()
	d.leave()
	require.NoError(d.t, os.Remove(d.ballast()))
}

// leave ends what keeps the disk full.
func (d *disk) leave() {
	if d.stop != nil {
		close(d.stop)
		<-d.stopped
		d.stop = nil
	}
}
