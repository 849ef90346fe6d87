package envbuild

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// keep is how long the binary of an environment that nobody runs stays in the
// user's cache directory.
const keep = 30 * 24 * time.Hour

// publish copies the built file to the path that is executed, through a
// temporary file and a rename: go build may write into its output file in
// place, and another gmig may be starting the binary at that moment. It leaves a
// binary with the same bytes alone; dates say nothing, since go build touches
// an output file that is up to date.
func publish(built, binary string) (changed bool, err error) {
	if same, err := sameBytes(built, binary); err != nil || same {
		return false, err
	}
	source, err := os.Open(built)
	if err != nil {
		return false, err
	}
	defer source.Close()
	temp, err := os.CreateTemp(filepath.Dir(binary), "new-*"+exeSuffix())
	if err != nil {
		return false, err
	}
	defer os.Remove(temp.Name())
	_, err = io.Copy(temp, source)
	if err := errors.Join(err, temp.Close()); err != nil {
		return false, err
	}
	if err := os.Chmod(temp.Name(), 0o700); err != nil {
		return false, err
	}
	return true, os.Rename(temp.Name(), binary)
}

// sameBytes compares two files, of which the second need not exist.
func sameBytes(first, second string) (bool, error) {
	a, err := os.Open(first)
	if err != nil {
		return false, err
	}
	defer a.Close()
	b, err := os.Open(second)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer b.Close()
	infoA, errA := a.Stat()
	infoB, errB := b.Stat()
	if err := errors.Join(errA, errB); err != nil || infoA.Size() != infoB.Size() {
		return false, err
	}
	bufA, bufB := make([]byte, 1<<18), make([]byte, 1<<18)
	for {
		n, err := io.ReadFull(a, bufA)
		m, _ := io.ReadFull(b, bufB)
		if !bytes.Equal(bufA[:n], bufB[:m]) {
			return false, nil
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return true, nil
		}
		if err != nil {
			return false, err
		}
	}
}

// owner is the file that names the directory of the environment which a binary
// was built from.
const owner = "directory"

// claim writes the owner file of a binary's directory.
func claim(home, dir string) error {
	path := filepath.Join(home, owner)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	return os.WriteFile(path, []byte(dir), 0o600)
}

// orphaned reports whether the environment of a binary is gone: a checkout that
// was removed, or the project of a test.
func orphaned(home string) bool {
	dir, err := os.ReadFile(filepath.Join(home, owner))
	if err != nil {
		return false
	}
	_, err = os.Stat(string(dir))
	return errors.Is(err, fs.ErrNotExist)
}

// prune removes the binaries that were last used before a time, and those whose
// environment is gone. Every build opens the lock file for writing and touches
// it. What cannot be removed stays.
func prune(cache string, before time.Time) {
	locks, err := fs.Glob(os.DirFS(cache), "*/lock")
	if err != nil {
		return
	}
	for _, l := range locks {
		p := filepath.Join(cache, filepath.FromSlash(l))
		home := filepath.Dir(p)
		if info, err := os.Stat(p); err == nil && info.ModTime().Before(before) || orphaned(home) {
			os.RemoveAll(home)
		}
	}
}
