package modelscan

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// eachGoFile visits the Go files below a module's root, tests and vendored code
// left out.
func eachGoFile(root string, visit func(path string)) {
	// A directory that cannot be read has nothing to say.
	_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		name := e.Name()
		if e.IsDir() {
			if path != root && (name == "vendor" || name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(name, ".go") && !isTest(name) {
			visit(path)
		}
		return nil
	})
}

func isTest(file string) bool { return strings.HasSuffix(file, "_test.go") }
