//go:build linux

// Package powercut does to a profile what a power cut does: what a browser
// wrote and did not flush is lost, all of it or a part. It makes browsers keep
// a copy of each file as of its last flush, and puts the copies in the place of
// the files once the browser was killed. It must never keep less than what was
// flushed: then a loss would prove nothing.
//
// Names are taken to be durable: a file that was renamed or deleted stays so.
// One that was never flushed is left empty or is gone. Real disks keep any part
// of what was not flushed, in pages; so do we (compare CrashClone of
// github.com/cockroachdb/pebble/vfs).
package powercut

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"

	_ "embed"

	"golang.org/x/sys/unix"
)

//go:embed preload/shadow.c
var source []byte

// page is what a disk writes whole.
const page = 4096

// A Disk is the folder of a profile whose power can be cut.
type Disk struct {
	root    string // as the kernel names it
	shadow  string
	library string
}

// New prepares to cut the power of root. Work is a folder of ours, which must
// not lie below root. It needs a C compiler.
func New(root, work string) (*Disk, error) {
	if err := os.MkdirAll(root, 0o755); err != nil {
		return nil, err
	}
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, err
	}
	d := &Disk{root: root, shadow: filepath.Join(work, "shadow"), library: filepath.Join(work, "shadow.so")}
	if err := os.MkdirAll(d.shadow, 0o755); err != nil {
		return nil, err
	}
	text := filepath.Join(work, "shadow.c")
	if err := os.WriteFile(text, source, 0o644); err != nil {
		return nil, err
	}
	out, err := exec.Command("cc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", d.library, text, "-lpthread").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("a power cut needs a C compiler (cc, of Debian's package gcc): %w\n%s", err, out)
	}
	return d, nil
}

// Env makes a program keep what it flushes.
func (d *Disk) Env() []string {
	return []string{"LD_PRELOAD=" + d.library, "POWERCUT_ROOT=" + d.root, "POWERCUT_SHADOW=" + d.shadow}
}

// Cut loses what was not flushed of the files below the folders of root, and
// takes what is left as flushed. Of each page that was not flushed it keeps
// the share kept, from 0 to 1, drawn from r. The program must be dead. It
// answers how many files have lost something.
func (d *Disk) Cut(r *rand.Rand, kept float64, folders ...string) (lost int, err error) {
	for _, folder := range folders {
		err := d.walk(folder, func(path string) error {
			one, err := d.cut(r, kept, path)
			if one {
				lost++
			}
			return err
		})
		if err != nil {
			return lost, err
		}
	}
	return lost, d.settle(folders)
}

// walk visits the files of a folder of root, which need not be there.
func (d *Disk) walk(folder string, visit func(path string) error) error {
	return filepath.WalkDir(filepath.Join(d.root, folder), func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		return visit(path)
	})
}

// cut leaves of one file what a disk may have of it.
func (d *Disk) cut(r *rand.Rand, kept float64, path string) (lost bool, err error) {
	written, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	name, err := d.shadowOf(path)
	if err != nil {
		return false, err
	}
	flushed, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && r.Float64() >= kept && r.IntN(2) == 0 {
		return true, os.Remove(path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	left := mix(r, kept, flushed, written)
	if string(left) == string(written) {
		return false, nil
	}
	return true, os.WriteFile(path, left, 0o600)
}

// mix is what may be left of a file: each page as it was flushed or as it was
// written later, the length of one or the other, and zeros where a page of a
// longer file never came.
func mix(r *rand.Rand, kept float64, flushed, written []byte) []byte {
	left := make([]byte, max(len(flushed), len(written)))
	for at := 0; at < len(left); at += page {
		from := flushed
		if r.Float64() < kept {
			from = written
		}
		if at < len(from) {
			copy(left[at:min(at+page, len(left))], from[at:])
		}
	}
	if r.Float64() < kept {
		return left[:len(written)]
	}
	return left[:len(flushed)]
}

// settle forgets all copies and takes each file as it is for flushed.
func (d *Disk) settle(folders []string) error {
	if err := os.RemoveAll(d.shadow); err != nil {
		return err
	}
	if err := os.MkdirAll(d.shadow, 0o755); err != nil {
		return err
	}
	for _, folder := range folders {
		err := d.walk(folder, func(path string) error {
			name, err := d.shadowOf(path)
			if err != nil {
				return err
			}
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(name, content, 0o600)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// shadowOf is the path of the copy of a file; shadow.c names it so too.
func (d *Disk) shadowOf(path string) (string, error) {
	var s unix.Statx_t
	if err := unix.Statx(unix.AT_FDCWD, path, 0, unix.STATX_INO|unix.STATX_BTIME, &s); err != nil {
		return "", fmt.Errorf("look at %s: %w", path, err)
	}
	if s.Mask&unix.STATX_BTIME == 0 {
		return "", fmt.Errorf("the file system of %s does not know when a file was made; put the profile on another", path)
	}
	return filepath.Join(d.shadow, fmt.Sprintf("%d-%d.%09d", s.Ino, s.Btime.Sec, s.Btime.Nsec)), nil
}
