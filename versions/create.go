package versions

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Create writes the file of a draft into a directory and returns its path. The
// file appears complete or not at all, and never in the place of another.
// Render and FileName say what the two templates may use.
func Create(dir, template, fileTemplate string, d Draft) (string, error) {
	name, err := FileName(fileTemplate, d)
	if err != nil {
		return "", err
	}
	text, err := Render(template, d)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return "", fmt.Errorf("write revision file %q: %w", path, err)
	}
	if err := writeNew(path, text); err != nil {
		return "", fmt.Errorf("write revision file %q: %w", path, err)
	}
	return path, nil
}

// writeNew writes a file that does not exist yet. The text goes to a hidden
// file first, which gets the name when it is complete.
func writeNew(path string, text []byte) (err error) {
	hidden := filepath.Join(filepath.Dir(path), ".gmig-"+NewID())
	if err := writeHidden(hidden, text); err != nil {
		return err
	}
	defer func() {
		if e := os.Remove(hidden); err == nil && !errors.Is(e, fs.ErrNotExist) {
			err = e
		}
	}()
	err = os.Link(hidden, path)
	if err == nil {
		return nil
	}
	if errors.Is(err, fs.ErrExist) {
		return errExists
	}
	// Some file systems have no links. There the name is taken with an empty
	// file, which the complete one then replaces.
	return takeName(hidden, path)
}

func takeName(hidden, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return errExists
	}
	if err != nil {
		return err
	}
	if err := errors.Join(f.Close(), os.Rename(hidden, path)); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

func writeHidden(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
