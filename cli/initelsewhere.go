package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gmig/gmig/cli/internal/envbuild"
	"github.com/gmig/gmig/cli/internal/modelscan"
)

// maxSuggested is how many directories a hint names: more are no help.
const maxSuggested = 6

// modelsElsewhere returns the directories of the module that hold GORM models,
// as --models takes them. What AutoMigrate is called with is the better witness:
// a struct with gorm tags may be a part of models in other packages.
func modelsElsewhere(workingDir string, module envbuild.Module) []string {
	if dirs := migratedDirs(workingDir, module); len(dirs) > 0 {
		return dirs
	}
	return scannedDirs(workingDir, module)
}

// namingModels says how to name directories to init.
func namingModels(dirs []string) string {
	switch len(dirs) {
	case 0:
		return "name the directory of your models with --models DIR"
	case 1:
		return "there are GORM models in " + dirs[0] + ": name the directory with --models " + dirs[0]
	}
	return "there are GORM models in " + strings.Join(dirs, ", ") + ": name each directory that has yours, as in --models " + strings.Join(dirs, " --models ")
}

// notNamed returns the directories of packages that the module's code calls
// AutoMigrate with and that are none of the given ones. A list of the user's own
// may have the models of many packages, so nothing is said about it.
func notNamed(workingDir string, module envbuild.Module, packages []*modelsPackage) []string {
	if slices.ContainsFunc(packages, func(m *modelsPackage) bool { return m.mixed }) {
		return nil
	}
	dirs := migratedDirs(workingDir, module)
	return slices.DeleteFunc(dirs, func(dir string) bool {
		return slices.ContainsFunc(packages, func(m *modelsPackage) bool { return m.shown() == dir })
	})
}

// migratedDirs returns the directories of the packages whose types the module's
// code passes to AutoMigrate, as --models takes them. None is returned when
// there are more than a hint can name: old migrations call AutoMigrate too, each
// with types of its own package.
func migratedDirs(workingDir string, module envbuild.Module) []string {
	var dirs []string
	resolve := resolver(module)
	for _, importPath := range modelscan.MigratedPackages(module.Root, module.Path) {
		dir := resolve(importPath)
		scanned, err := modelscan.Scan(dir, resolve)
		if err != nil {
			continue
		}
		if own, err := envbuild.FindModule(dir); err != nil || own.Root != module.Root {
			continue
		}
		if rel, err := filepath.Rel(workingDir, dir); err == nil && (scanned.Name != "main" || rel == ".") {
			dirs = append(dirs, (&modelsPackage{dir: rel}).shown())
		}
	}
	if len(dirs) > maxSuggested {
		return nil
	}
	return dirs
}

// scannedDirs returns directories whose packages hold structs that look like
// GORM models. A package main is left out, as it cannot be imported, but for
// that of the working directory: there init says what to do about it.
func scannedDirs(workingDir string, module envbuild.Module) []string {
	var found []string
	// What cannot be read is no place to suggest.
	_ = filepath.WalkDir(module.Root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil
		}
		if p != module.Root {
			_, err := os.Stat(filepath.Join(p, "go.mod"))
			if name := d.Name(); err == nil || name == "vendor" || name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "node_modules" {
				return filepath.SkipDir
			}
		}
		scanned, err := modelscan.Scan(p, resolver(module))
		if err != nil || len(scanned.Models) == 0 {
			return nil
		}
		if rel, err := filepath.Rel(workingDir, p); err == nil && (scanned.Name != "main" || rel == ".") {
			found = append(found, (&modelsPackage{dir: rel}).shown())
		}
		if len(found) == maxSuggested {
			return filepath.SkipAll
		}
		return nil
	})
	return found
}
