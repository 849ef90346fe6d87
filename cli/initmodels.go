package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gmig/gmig/cli/internal/envbuild"
	"github.com/gmig/gmig/cli/internal/modelscan"
)

// modelsDirs are where init looks for the models when it is not told.
var modelsDirs = []string{"./models", "./internal/models", "./model"}

// listName is the file that init writes when the models' package lists none, and
// modelsFunction what env.go calls of it.
const (
	listName       = "models_gmig.go"
	modelsFunction = "Models()"
)

// modelsPackage is the package that lists the models.
type modelsPackage struct {
	dir        string // relative to the working directory
	name       string
	importPath string
	// list is what stands behind the package's name in env.go: Models(), or the
	// list that the application passes to AutoMigrate.
	list string
	// mixed tells that models of other packages may be in the list too.
	mixed bool
	// found are the models that init lists itself; empty when the package has
	// a list of its own.
	found []string
	// leftOut are structs that look like models and are not listed, because
	// AutoMigrate, which the module calls, makes no tables of them.
	leftOut []string
	// possible are structs that are not listed and may be tables, if nothing
	// says which ones are.
	possible []string
}

// shown is the directory as a command line has it.
func (m *modelsPackage) shown() string {
	if m.dir == "." || filepath.IsAbs(m.dir) || strings.HasPrefix(m.dir, "..") {
		return m.dir
	}
	return "./" + filepath.ToSlash(m.dir)
}

// findModels looks at the packages in the given directories, or, when there are
// none, in the first of modelsDirs that holds Go files. The environment in the
// migrations directory must be able to import them.
func findModels(workingDir string, given []string, migrations string, module envbuild.Module) ([]*modelsPackage, error) {
	if len(given) == 0 {
		for _, dir := range modelsDirs {
			m, err := readModels(workingDir, dir, migrations, module)
			if errors.Is(err, modelscan.ErrNoGo) {
				continue
			}
			if err != nil {
				return nil, err
			}
			return []*modelsPackage{m}, nil
		}
		elsewhere := modelsElsewhere(workingDir, module)
		if slices.Equal(elsewhere, []string{"."}) {
			// Where --models . would be refused too, its reason is the one to give.
			if _, err := readModels(workingDir, ".", migrations, module); err != nil {
				return nil, err
			}
		}
		return nil, fmt.Errorf("no models found: looked for Go files in %s; %s", strings.Join(modelsDirs, ", "), namingModels(elsewhere))
	}
	var packages []*modelsPackage
	for _, dir := range given {
		m, err := readModels(workingDir, dir, migrations, module)
		if errors.Is(err, modelscan.ErrNoGo) {
			return nil, fmt.Errorf("no Go files in %q: --models takes the directory of the package with the GORM models; %s", dir, namingModels(modelsElsewhere(workingDir, module)))
		}
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(packages, func(other *modelsPackage) bool { return other.importPath == m.importPath }) {
			return nil, usageError{fmt.Errorf("--models names %q twice: name each directory once", dir)}
		}
		packages = append(packages, m)
	}
	return packages, nil
}

// readModels looks at the package in one directory.
func readModels(workingDir, dir, migrations string, module envbuild.Module) (*modelsPackage, error) {
	abs := absolute(workingDir, filepath.FromSlash(dir))
	scanned, err := modelscan.Scan(abs, resolver(module))
	if err != nil {
		return nil, err
	}
	rel, err := filepath.Rel(workingDir, abs)
	if err != nil {
		rel = abs
	}
	m := &modelsPackage{dir: rel, name: scanned.Name, list: modelsFunction}
	if err := m.accept(scanned, abs); err != nil {
		return nil, err
	}
	return m, m.visibleFrom(migrations, abs)
}

// accept checks that the environment can import the package and that it lists
// its models or has some to list.
func (m *modelsPackage) accept(scanned *modelscan.Package, abs string) error {
	if scanned.Name == "main" {
		return fmt.Errorf("the models in %q are in a package main, which cannot be imported: move the files with the model types to a directory of their own (models), begin them with `package models`, and name it with --models ./models", m.shown())
	}
	own, err := envbuild.FindModule(abs)
	if err != nil {
		return fmt.Errorf("find the module of the models in %q: %w", m.shown(), err)
	}
	if m.importPath, err = own.ImportPath(abs); err != nil {
		return err
	}
	if scanned.Registered {
		m.mixed = true // For all that is known.
		return nil
	}
	if list := modelscan.OwnList(own.Root, abs, m.importPath); list != nil {
		m.list, m.mixed = list.Name, list.Mixed
		m.leftOut = slices.DeleteFunc(slices.Clone(scanned.Models), func(name string) bool { return slices.Contains(list.Types, name) })
		return m.free(abs)
	}
	migrated, all := modelscan.Migrated(own.Root, abs, m.importPath)
	// Old migrations have copies of the models, which env.go cannot see.
	migrated = slices.DeleteFunc(migrated, func(name string) bool { return !slices.Contains(scanned.Structs, name) })
	switch {
	case scanned.Conflict != "":
		return fmt.Errorf("%s declares Models, but not as `func Models() []any`: change it, or rename it and let gmig init write one", scanned.Conflict)
	case len(scanned.Models) == 0 && len(migrated) == 0:
		return fmt.Errorf("no GORM models in %q: looked at %d exported structs for an embedded gorm.Model or gorm tags; list your models yourself in `func Models() []any { return []any{&User{}} }`, or name another package with --models DIR%s", m.shown(), len(scanned.Structs), withID(scanned.Possible))
	}
	if err := m.free(abs); err != nil {
		return err
	}
	m.choose(scanned, migrated, all)
	return nil
}

// free checks that the file which init may write beside the models is not there.
func (m *modelsPackage) free(abs string) error {
	if _, err := os.Lstat(filepath.Join(abs, listName)); err == nil {
		return fmt.Errorf("%s exists and has no `func Models() []any`: remove it and run gmig init again", filepath.ToSlash(filepath.Join(m.dir, listName)))
	}
	return nil
}

// choose lists the structs that look like models. If the module calls
// AutoMigrate, what it is called with is the better witness: types that are
// embedded into others may be tables, and types that look like tables may be
// forms. Its order is kept, as GORM's schema can depend on it.
func (m *modelsPackage) choose(scanned *modelscan.Package, migrated []string, all bool) {
	m.found = migrated
	for _, name := range scanned.Models {
		switch {
		case slices.Contains(m.found, name):
		case !all || len(migrated) == 0:
			m.found = append(m.found, name)
		default:
			m.leftOut = append(m.leftOut, name)
		}
	}
	for _, name := range scanned.Possible {
		if (!all || len(migrated) == 0) && !slices.Contains(m.found, name) {
			m.possible = append(m.possible, name)
		}
	}
}

// withID names the structs that could be models, for the error that finds none.
func withID(possible []string) string {
	if len(possible) == 0 {
		return ""
	}
	return fmt.Sprintf(" (these have a field ID, as models do: %s)", strings.Join(possible, ", "))
}

// visibleFrom refuses an internal package that Go hides from the environment.
func (m *modelsPackage) visibleFrom(migrations, abs string) error {
	for dir := abs; filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		if filepath.Base(dir) != "internal" {
			continue
		}
		parent := filepath.Dir(dir)
		if rel, err := filepath.Rel(parent, migrations); err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return fmt.Errorf("the models in %q are in an internal package, which only code below %q may import: put the migrations there with -d DIR", m.shown(), parent)
		}
	}
	return nil
}

// resolver finds the source of the module's own packages for modelscan.
func resolver(module envbuild.Module) func(string) string {
	return func(importPath string) string {
		if importPath == module.Path {
			return module.Root
		}
		if rel, ok := strings.CutPrefix(importPath, module.Path+"/"); ok {
			return filepath.Join(module.Root, filepath.FromSlash(rel))
		}
		return ""
	}
}
