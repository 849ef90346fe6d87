package versions

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/gmig/gmig/op"
)

// ReadDir reads the revision files of some directories and of the folders in
// them: every Go file that has an op.Revision literal; other files, and tests,
// are passed over. The files are sorted by path within a directory.
//
// The error joins what is wrong with single files, each with its file and line,
// and names the files that share an id. The files are returned all the same,
// also the faulty ones as far as they could be read (see File.Err), so that one
// of them does not hide the rest of the history.
func ReadDir(dirs ...string) ([]File, error) {
	var sources []source
	for _, dir := range dirs {
		found, err := list(os.DirFS(dir), func(name string) string { return filepath.Join(dir, name) })
		if err != nil {
			return nil, fmt.Errorf("read revision files in %q: %w", dir, err)
		}
		sources = append(sources, found...)
	}
	return readAll(sources)
}

// ReadFS reads the revision files of a file system, such as the embedded one of
// a Set, as ReadDir does.
func ReadFS(fsys fs.FS) ([]File, error) {
	sources, err := list(fsys, func(name string) string { return name })
	if err != nil {
		return nil, fmt.Errorf("read revision files: %w", err)
	}
	return readAll(sources)
}

// source is a file that may hold a revision.
type source struct {
	fsys       fs.FS
	name, path string
}

// list returns the Go files that the go command would compile, of a directory
// and of all below it.
func list(fsys fs.FS, pathOf func(string) string) ([]source, error) {
	var sources []source
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && !isFolder(name):
			return fs.SkipDir
		case !e.IsDir() && isSource(name):
			sources = append(sources, source{fsys: fsys, name: name, path: pathOf(filepath.FromSlash(name))})
		}
		return nil
	})
	return sources, err
}

// isFolder tells whether the go command looks for packages in a folder.
func isFolder(name string) bool {
	base := path.Base(name)
	return name == "." || !strings.HasPrefix(base, ".") && !strings.HasPrefix(base, "_") && base != "testdata"
}

func isSource(name string) bool {
	base := path.Base(name)
	return strings.HasSuffix(base, ".go") && !strings.HasSuffix(base, "_test.go") &&
		!strings.HasPrefix(base, "_") && !strings.HasPrefix(base, ".")
}

// readAll reads the sources on all processors, keeping their order.
func readAll(sources []source) ([]File, error) {
	found := make([][]File, len(sources))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(sources)) {
		wg.Go(func() {
			for i := range next {
				found[i] = read(sources[i])
			}
		})
	}
	for i := range sources {
		next <- i
	}
	close(next)
	wg.Wait()

	var files []File
	var errs []error
	first := map[string]string{}
	for _, group := range found {
		for _, f := range group {
			if f.Err != nil {
				errs = append(errs, f.Err)
			}
			id := f.Revision.ID
			if id == "" {
				continue
			}
			files = append(files, f)
			if other, ok := first[id]; ok {
				errs = append(errs, fmt.Errorf("revision %q is in two files, %s and %s: give one of them another id", id, other, f.Path))
				continue
			}
			first[id] = f.Path
		}
	}
	return files, errors.Join(errs...)
}

// read returns the revisions of a file, most often one, or a File without a
// revision that carries an error.
func read(s source) []File {
	text, err := fs.ReadFile(s.fsys, s.name)
	if err != nil {
		return []File{{Path: s.path, Err: fmt.Errorf("read revision file %q: %w", s.path, err)}}
	}
	return ParseFile(s.path, text)
}

// FilesGraph connects the revisions of files to a history, as NewGraph does.
// Its errors name the files.
func FilesGraph(files []File) (*Graph, error) {
	revisions := make([]op.Revision, len(files))
	for i, f := range files {
		revisions[i] = f.Revision
	}
	g, err := NewGraph(revisions)
	addPaths(err, files)
	return g, err
}

// addPaths tells the errors of NewGraph which files hold their revisions.
func addPaths(err error, files []File) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			addPaths(e, files)
		}
		return
	}
	e, ok := err.(*HistoryError)
	if !ok {
		return
	}
	for _, id := range e.Revisions {
		for _, f := range files {
			if f.Revision.ID == id {
				e.Paths = append(e.Paths, f.Path)
			}
		}
	}
}
