// Package envbuild builds the migration environment, which is a package of the
// user's own module, and explains why it does not build. The Go build cache
// decides what is stale; this package keeps only the finished binary.
package envbuild

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// GmigModule is the module that an environment must be able to import.
const GmigModule = "github.com/gmig/gmig"

// ErrNoModule says that no go.mod was found. Returned by FindModule.
var ErrNoModule = errors.New("no go.mod in this directory or above it")

// ErrNoGo says that the go command is not installed. Returned by everything
// that runs it.
var ErrNoGo = errors.New("the go command is not on PATH: install Go (https://go.dev/dl), or, where there is no Go, run the binary that `go build ./migrations` makes elsewhere")

// Module is a Go module on disk.
type Module struct {
	// Root is the absolute path of the directory that holds go.mod.
	Root string
	// Path is the module's path, as its go.mod has it.
	Path string
}

// FindRoot returns the directory of the go.mod that governs dir: dir itself or
// the nearest one above it. It returns ErrNoModule when there is none.
func FindRoot(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		if info, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil && !info.IsDir() {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", ErrNoModule
		}
		dir = parent
	}
}

// FindModule returns the module that dir, which need not exist yet, belongs to.
func FindModule(dir string) (Module, error) {
	root, err := FindRoot(dir)
	if err != nil {
		return Module{}, err
	}
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return Module{}, err
	}
	p := modulePath(text)
	if p == "" {
		return Module{}, fmt.Errorf("%s has no module line: run `go mod init` with your module's path", filepath.Join(root, "go.mod"))
	}
	return Module{Root: root, Path: p}, nil
}

// modulePath reads the path from the module line of a go.mod.
func modulePath(text []byte) string {
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "//")
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "module"); ok && rest != "" && strings.ContainsAny(rest[:1], " \t\"`") {
			return strings.Trim(strings.TrimSpace(rest), "\"`")
		}
	}
	return ""
}

// importable matches the characters of import paths (the Go modules reference,
// "Module paths").
var importable = regexp.MustCompile(`^[A-Za-z0-9._~/+-]+$`)

// ImportPath returns the path under which Go code imports the package in dir.
func (m Module) ImportPath(dir string) (string, error) {
	rel, err := filepath.Rel(m.Root, dir)
	if err != nil {
		return "", err
	}
	if rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", fmt.Errorf("directory %q is outside the module %s in %q", dir, m.Path, m.Root)
	}
	p := path.Join(m.Path, filepath.ToSlash(rel))
	if !importable.MatchString(p) {
		return "", fmt.Errorf("directory %q cannot be part of a Go import path: use letters, digits and - . _ ~ in its name", rel)
	}
	return p, nil
}

// Missing returns those of the packages that code of the module cannot import
// because no module that it requires has them. It asks the go command, which
// knows about workspaces, replacements and vendoring, and it downloads nothing.
// Where the go command gives no answer, because go.mod needs tidying or Go is
// not installed, the requirements as they stand in go.mod decide.
func (m Module) Missing(packages ...string) ([]string, error) {
	missing, err := m.missingByGo(packages)
	if err == nil {
		return missing, nil
	}
	required, err := m.Requires()
	if err != nil {
		return nil, err
	}
	required = append(required, m.Path)
	return slices.DeleteFunc(slices.Clone(packages), func(p string) bool {
		return slices.ContainsFunc(required, func(r string) bool {
			return p == r || strings.HasPrefix(p, r+"/")
		})
	}), nil
}

// Requires returns the paths of the modules that go.mod requires.
func (m Module) Requires() ([]string, error) {
	text, err := os.ReadFile(filepath.Join(m.Root, "go.mod"))
	if err != nil {
		return nil, err
	}
	return requirements(text), nil
}

// requirements reads the require lines and blocks of a go.mod.
func requirements(text []byte) []string {
	var paths []string
	block := false
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "//")
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0:
		case block && fields[0] == ")":
			block = false
		case block:
			paths = append(paths, strings.Trim(fields[0], "\"`"))
		case fields[0] == "require" && len(fields) > 1 && fields[1] == "(":
			block = true
		case fields[0] == "require" && len(fields) > 1:
			paths = append(paths, strings.Trim(fields[1], "\"`"))
		}
	}
	return paths
}

func (m Module) missingByGo(packages []string) ([]string, error) {
	cmd := exec.Command("go", append([]string{"list", "-e", "-find", "-json=ImportPath,Error"}, packages...)...)
	cmd.Dir = m.Root
	// -mod=mod in GOFLAGS would let go list look for the missing modules on the
	// network and write them to go.mod.
	cmd.Env = append(os.Environ(), "GOFLAGS="+withoutModMod(os.Getenv("GOFLAGS")))
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var missing []string
	decoder := json.NewDecoder(bytes.NewReader(out))
	for decoder.More() {
		var listed struct {
			ImportPath string
			Error      *struct{ Err string }
		}
		if err := decoder.Decode(&listed); err != nil {
			return nil, err
		}
		if listed.Error != nil {
			missing = append(missing, listed.ImportPath)
		}
	}
	return missing, nil
}

func withoutModMod(flags string) string {
	var kept []string
	for _, f := range strings.Fields(flags) {
		if f != "-mod=mod" && f != "--mod=mod" {
			kept = append(kept, f)
		}
	}
	return strings.Join(kept, " ")
}
