package dist

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// epoch is the time that every packed file carries: the first one a zip can
// hold. A real one would make each package different.
func epoch() time.Time { return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) }

// Zips packs out/chrome and out/firefox for the stores, beside them, and
// returns the files' names.
func Zips(out string) ([]string, error) {
	var made []string
	for _, target := range Targets() {
		dir := filepath.Join(out, string(target))
		manifest, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
		if err != nil {
			return nil, err
		}
		version, err := Version(manifest)
		if err != nil {
			return nil, err
		}
		packed, err := pack(dir)
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", target, err)
		}
		name := filepath.Join(out, fmt.Sprintf("pinfold-%s-%s.zip", target, version))
		if err := os.WriteFile(name, packed, 0o644); err != nil {
			return nil, err
		}
		made = append(made, name)
	}
	return made, nil
}

// pack is dir as a zip. WalkDir goes by name, so the order is fixed.
func pack(dir string) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return packFile(w, dir, path)
	})
	if err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

func packFile(w *zip.Writer, dir, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	name, err := filepath.Rel(dir, path)
	if err != nil {
		return err
	}
	if name == "manifest.json" {
		if data, err = Store(data); err != nil {
			return err
		}
	}
	f, err := w.CreateHeader(&zip.FileHeader{Name: filepath.ToSlash(name), Method: zip.Deflate, Modified: epoch()})
	if err != nil {
		return err
	}
	_, err = io.Copy(f, bytes.NewReader(data))
	return err
}
